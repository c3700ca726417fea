"""The notice model (``notice/1``): a notice as a reader sees it, whatever file it came in.

``extract/FORMAT.md`` describes the format for other programs; ``kaohe schema notice`` prints its JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from extract.record import Record

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the page's top left."""

SURE = 0.9
"""What is recognised with less confidence than this is shown to the reader as doubtful."""


class Place(Record):
    """A stretch of one paragraph's text: characters ``start`` (included) to ``end`` (excluded)."""

    block: int
    start: int
    end: int


class Source(Record):
    """Where something stands in the notice, and the words that stand there.

    ``row`` and ``col`` are the grid position of the cell's top-left corner, null in a paragraph. ``text`` is exactly
    the slice ``start:end`` of that cell's or paragraph's text.
    """

    block: int
    row: int | None = None
    col: int | None = None
    start: int
    end: int
    text: str
    page: int | None = None
    bbox: Box | None = None


class File(Record):
    """The file that was read; ``pages`` is null where the format has none."""

    name: str
    sha256: str
    kind: str
    pages: int | None = None


class Paragraph(Record):
    """A paragraph outside tables; ``level`` 1–9 for headings, null for body text."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    level: int | None = None
    page: int | None = None
    bbox: Box | None = None


class Cell(Record):
    """A table cell, once, at its top-left corner; ``confidence`` 0–1 in scans, null elsewhere."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str
    page: int | None = None
    bbox: Box | None = None
    confidence: float | None = None


class Part(Record):
    """The rows (first and last, both included) of a logical table that stand on one page or in one file table."""

    page: int | None = None
    rows: tuple[int, int]


class Table(Record):
    """A logical table; every grid position is covered by exactly one cell."""

    kind: Literal["table"] = "table"
    rows: int
    cols: int
    header_rows: int = 0
    cells: list[Cell]
    parts: list[Part] = []

    def grid(self) -> list[list[Cell]]:
        """The cell that covers each position, as ``rows`` lists of ``cols`` cells."""
        covers: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for col in range(cell.col, cell.col + cell.col_span):
                    covers[row, col] = cell
        return [[covers[row, col] for col in range(self.cols)] for row in range(self.rows)]


class Warning(Record):
    """What could not be read with certainty; ``block`` is null where it concerns the whole file."""

    code: str
    text: str
    block: int | None = None


Block = Annotated[Paragraph | Table, Field(discriminator="kind")]


class Notice(Record):
    """A notice in reading order; a block's index is what every ``source`` points to."""

    format: Literal["notice/1"] = "notice/1"
    file: File
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    sources: dict[str, Place] = {}
    blocks: list[Block]
    warnings: list[Warning] = []

    def tables(self) -> Iterator[tuple[int, Table]]:
        """The logical tables with their block indexes, in reading order."""
        for index, block in enumerate(self.blocks):
            if isinstance(block, Table):
                yield index, block

    def source(self, block: int, cell: Cell | None, start: int, end: int) -> Source:
        """The source of characters ``start:end`` of a cell, or of a paragraph where ``cell`` is None."""
        holder = cell if cell is not None else self.blocks[block]
        assert not isinstance(holder, Table), "a place in a table needs its cell"
        return Source(
            block=block,
            row=None if cell is None else cell.row,
            col=None if cell is None else cell.col,
            start=start,
            end=end,
            text=holder.text[start:end],
            page=holder.page,
            bbox=holder.bbox,
        )
