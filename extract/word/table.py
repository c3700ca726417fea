"""A Word table → cells with their true spans, from ``gridSpan``, ``vMerge`` and ``hMerge``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.notice import Cell, Table
from extract.text import join_lines, tidy
from extract.word.names import Element, child, switch, value, w, whole
from extract.word.revisions import WRAPPERS, cell_is_gone, row_is_gone
from extract.word.walk import Walk

MAX_COLUMNS = 63
"""Word allows no more columns; a larger count in a file is an error."""


@dataclass
class _Slot:
    """A cell on the file's own grid: edges counted in grid columns, ``merge`` as its vMerge says."""

    row: int
    left: int
    right: int
    text: str
    merge: str | None = None
    rows: int = 1


class TableCuts:
    """Knows which cells continue a merge that began in the part of the table above (``extract.stitch.Cuts``)."""

    def __init__(self) -> None:
        self._continuing: list[Cell] = []

    def add(self, cell: Cell) -> None:
        """A cell that the file marks as continuing one above, where its own table has none."""
        self._continuing.append(cell)

    def row(self, upper: Table, lower: Table) -> bool:
        """Word's rows are whole."""
        return False

    def cell(self, above: Cell, below: Cell) -> bool:
        """Whether the lower cell was marked so."""
        return any(below is cell for cell in self._continuing)

    def text(self, above: Cell, below: Cell) -> str:
        """A continuation shows nothing of its own."""
        return above.text


def read_table(element: Element, walk: Walk, cuts: TableCuts) -> Table | None:
    """The table as shown, None where revisions leave nothing of it."""
    rows = [row for row in wrapped(element, "tr") if not row_is_gone(row)]
    lines = [_row(row, at, walk) for at, row in enumerate(rows)]
    if not any(lines):
        return None
    width = max(slot.right for line in lines for slot in line)
    slots = _merged_down([_filled(line, at, width) for at, line in enumerate(lines)])
    edges = sorted({slot.left for slot in slots})
    column = {edge: at for at, edge in enumerate(edges)} | {width: len(edges)}
    cells = [
        Cell(
            row=slot.row,
            col=column[slot.left],
            row_span=slot.rows,
            col_span=column[slot.right] - column[slot.left],
            text=slot.text,
        )
        for slot in slots
    ]
    for slot, cell in zip(slots, cells, strict=True):
        if slot.merge == "continue" and not slot.text:
            cuts.add(cell)
    return Table(rows=len(rows), cols=len(edges), header_rows=_marked_header(rows), cells=cells)


def cell_text(cell: Element, walk: Walk) -> str:
    """The text of a cell: its paragraphs, and nested tables row by row, in reading order."""
    lines: list[str] = []
    for part in walk.story(cell):
        if isinstance(part, Element):
            lines += _nested(part, walk)
        else:
            lines += part.text.split("\n")
    return join_lines(lines)


def _nested(element: Element, walk: Walk) -> Iterator[str]:
    """A line for each row of a table inside a cell, or for each line of its cells where they have several."""
    for row in wrapped(element, "tr"):
        if row_is_gone(row):
            continue
        texts = [text for cell in wrapped(row, "tc") if (text := cell_text(cell, walk))]
        if any("\n" in text for text in texts):
            yield from (line for text in texts for line in text.split("\n"))
        else:
            yield tidy(" ".join(texts))


def wrapped(element: Element, name: str) -> Iterator[Element]:
    """The rows (``tr``) of a table or the cells (``tc``) of a row, through content controls and revisions around them."""
    for part in element:
        if part.tag == w(name):
            yield part
        elif part.tag in WRAPPERS:
            yield from wrapped(part, name)


def _row(row: Element, at: int, walk: Walk) -> list[_Slot]:
    slots: list[_Slot] = []
    left = _count(row, "trPr", "gridBefore", default=0)
    for cell in wrapped(row, "tc"):
        if cell_is_gone(cell):
            continue
        right = left + max(1, _count(cell, "tcPr", "gridSpan", default=1))
        across = child(cell, "tcPr", "hMerge")
        text = cell_text(cell, walk)
        if across is not None and value(cell, "tcPr", "hMerge") != "restart" and slots:
            slots[-1].right = right
        else:
            down = child(cell, "tcPr", "vMerge")
            merge = None if down is None else (value(cell, "tcPr", "vMerge") or "continue")
            slots.append(_Slot(at, left, right, text, merge))
        left = right
    return slots


def _filled(line: list[_Slot], at: int, width: int) -> list[_Slot]:
    """The row with an empty cell wherever the file has none: before, between and behind its cells."""
    filled: list[_Slot] = []
    left = 0
    for slot in [*line, _Slot(at, width, width, "")]:
        if slot.left > left:
            filled.append(_Slot(at, left, slot.left, ""))
        if slot.right > slot.left:
            filled.append(slot)
        left = slot.right
    return filled


def _merged_down(lines: list[list[_Slot]]) -> list[_Slot]:
    """The cells with their row spans; a continuation under no merged cell of its width is a cell of its own."""
    kept: list[_Slot] = []
    open_: dict[tuple[int, int], _Slot] = {}
    for line in lines:
        still: dict[tuple[int, int], _Slot] = {}
        for slot in line:
            place = (slot.left, slot.right)
            top = open_.get(place) if slot.merge == "continue" else None
            if top is None:
                kept.append(slot)
                top = slot
            else:
                top.rows += 1
            if slot.merge is not None:
                still[place] = top
        open_ = still
    return kept


def _marked_header(rows: list[Element]) -> int:
    """How many rows at the top the file marks to be repeated on every page."""
    marked = 0
    for row in rows:
        if not switch(row, "trPr", "tblHeader"):
            break
        marked += 1
    return marked if marked < len(rows) else 0


def _count(element: Element, *path: str, default: int) -> int:
    found = whole(value(element, *path))
    return default if found is None else min(max(found, 0), MAX_COLUMNS)
