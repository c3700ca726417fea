"""A rubric table as its reader needs it: cells by row and by what their column holds."""

from __future__ import annotations

from collections.abc import Iterable

from extract.notice import Cell, Notice, Paragraph, Table
from normalize.columns import POINTS_CELL, Columns, columns
from normalize.entry import label
from normalize.passage import Passage
from normalize.quantity import fold

HEADING_LENGTH = 20
"""A paragraph above a table names what the table holds only if it is at most this long."""


def points_of(text: str) -> str | None:
    """The points that a points cell gives; None for a percentage or anything else."""
    found = POINTS_CELL.fullmatch(fold(text.strip()))
    return None if found is None or found["percent"] else found["points"].lstrip("+-")


def percent_of(text: str) -> str | None:
    """The per cent of a weight cell (``20%``)."""
    found = POINTS_CELL.fullmatch(fold(text.strip()))
    return found["points"] if found is not None and found["percent"] else None


class View:
    """A table of a notice with its columns' roles."""

    def __init__(self, notice: Notice, block: int, table: Table) -> None:
        self.notice, self.block, self.table = notice, block, table
        self.cols: Columns = columns(table)
        self.grid = table.grid()

    @property
    def rows(self) -> range:
        """The rows below the header."""
        return range(self.table.header_rows, self.table.rows)

    def cells(self, rows: Iterable[int], cols: Iterable[int] | None = None) -> list[Cell]:
        """The distinct cells with text of some rows in some columns (all where None), row by row."""
        chosen = list(range(self.table.cols) if cols is None else cols)
        seen: dict[tuple[int, int], Cell] = {}
        for row in rows:
            for col in chosen:
                cell = self.grid[row][col]
                if cell.text.strip():
                    seen.setdefault((cell.row, cell.col), cell)
        return list(seen.values())

    def passage(self, cell: Cell) -> Passage:
        """A cell's text with its place."""
        return Passage.of_cell(self.notice, self.block, cell).stripped()

    def passages(self, rows: Iterable[int], cols: Iterable[int]) -> list[Passage]:
        """The texts of the distinct cells of some rows in some columns."""
        return [self.passage(cell) for cell in self.cells(rows, cols)]

    def points_cell(self, row: int) -> Cell | None:
        """The cell that gives a row's points, None where the table has no such column."""
        return None if self.cols.points is None else self.grid[row][self.cols.points]

    def heading(self) -> str | None:
        """The short paragraph just above the table."""
        if self.block == 0 or not isinstance(above := self.notice.blocks[self.block - 1], Paragraph):
            return None
        text = label(above.text)[0]
        return text if len(text) <= HEADING_LENGTH else None
