"""Where the rows of a notice's tables stand in its Word file: for writing into a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP

from extract.notice import Notice
from extract.word.names import Element, child, value, whole
from extract.word.numbering import Numbering
from extract.word.package import part_root
from extract.word.revisions import cell_is_gone, row_is_gone
from extract.word.styles import Styles
from extract.word.table import TableCuts, read_table, wrapped
from extract.word.walk import Walk


@dataclass(frozen=True)
class FileRow:
    """A row of a table in the file, and its cells: the notice's first column that each covers, and the one after."""

    element: Element
    cells: tuple[tuple[int, int, Element], ...]

    def cell(self, col: int) -> Element | None:
        """The cell that covers a column of the notice's table."""
        return next((cell for first, end, cell in self.cells if first <= col < end), None)


@dataclass(frozen=True)
class FileTable:
    """A table element of the file and the rows of the notice's table that stand in it, by their number there.

    ``header`` are its rows above them: those of the table's first part are rows of the notice, too.
    """

    element: Element
    header: tuple[FileRow, ...]
    rows: dict[int, FileRow]


def tables(document: Document, notice: Notice) -> dict[int, list[FileTable]]:
    """The file's tables that make up each table of the notice, by its block; {} where file and notice do not agree."""
    found = list(_elements(document))
    parts = [(block, table, part.rows) for block, table in notice.tables() for part in table.parts]
    if len(found) != len(parts):
        return {}
    made: dict[int, list[FileTable]] = {}
    for element, (block, table, (first, last)) in zip(found, parts, strict=True):
        rows = _rows(element)
        above = len(rows) - (last - first + 1)
        if above < 0:
            return {}
        own = dict(enumerate(rows[above:], start=first))
        header = [row for at, row in own.items() if at < table.header_rows] or rows[:above]
        made.setdefault(block, []).append(FileTable(element, tuple(header), own))
    return made


def _elements(document: Document) -> Iterator[Element]:
    """The tables that reading the document finds something in, in reading order."""
    main = document.part
    styles = Styles(part_root(main, RELATIONSHIP.STYLES))
    walk = Walk(styles, Numbering(part_root(main, RELATIONSHIP.NUMBERING), styles))
    for part in walk.story(document.element.body):
        if isinstance(part, Element) and read_table(part, walk, TableCuts()) is not None:
            yield part


def _rows(table: Element) -> list[FileRow]:
    rows = [row for row in wrapped(table, "tr") if not row_is_gone(row)]
    slots = [_slots(row) for row in rows]
    edges = sorted({0} | {edge for line in slots for left, right, _ in line for edge in (left, right)})
    column = {edge: at for at, edge in enumerate(edges)}
    return [
        FileRow(row, tuple((column[left], column[right], cell) for left, right, cell in line))
        for row, line in zip(rows, slots, strict=True)
    ]


def _slots(row: Element) -> list[tuple[int, int, Element]]:
    """The cells of a row between their edges on the file's own grid; what is merged into a cell is part of it."""
    found: list[tuple[int, int, Element]] = []
    left = whole(value(row, "trPr", "gridBefore")) or 0
    for cell in wrapped(row, "tc"):
        if cell_is_gone(cell):
            continue
        right = left + max(1, whole(value(cell, "tcPr", "gridSpan")) or 1)
        across = child(cell, "tcPr", "hMerge")
        if across is not None and value(cell, "tcPr", "hMerge") != "restart" and found:
            found[-1] = (found[-1][0], right, found[-1][2])
        else:
            found.append((left, right, cell))
        left = right
    return found
