"""Cells with their places and spans → a table: what no cell covers is an empty cell, what none begins at is no edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.notice import Cell, Table


@dataclass
class Slot:
    """A cell on the file's own grid, which may have rows and columns that nobody sees."""

    row: int
    col: int
    rows: int
    cols: int
    text: str


def table_of(slots: Sequence[Slot], header_rows: int = 0) -> Table | None:
    """The table of slots that do not overlap; None where none says anything.

    ``header_rows`` counts rows of the file's grid.
    """
    if not any(slot.text for slot in slots):
        return None
    right = max(slot.col + slot.cols for slot in slots)
    bottom = max(slot.row + slot.rows for slot in slots)
    rows = _places((slot.row for slot in slots), bottom)
    cols = _places((slot.col for slot in slots), right)
    cells = [
        Cell(row=rows[slot.row], col=cols[slot.col], row_span=down, col_span=across, text=slot.text)
        for slot in [*slots, *_holes(slots, right, bottom)]
        if (down := rows[slot.row + slot.rows] - rows[slot.row])
        and (across := cols[slot.col + slot.cols] - cols[slot.col])
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(rows=rows[bottom], cols=cols[right], header_rows=rows[header_rows], cells=cells)


def _holes(slots: Iterable[Slot], right: int, bottom: int) -> Iterable[Slot]:
    """An empty slot for every position that no slot covers."""
    covered: list[set[int]] = [set() for _ in range(bottom)]
    for slot in slots:
        for row in range(slot.row, slot.row + slot.rows):
            covered[row].update(range(slot.col, slot.col + slot.cols))
    for row, taken in enumerate(covered):
        for col in range(right):
            if col not in taken:
                yield Slot(row, col, 1, 1, "")


def _places(starts: Iterable[int], end: int) -> list[int]:
    """For each edge of the file's grid, 0 to ``end``, how many edges that cells begin at stand before it."""
    begun = set(starts)
    places = [0]
    for edge in range(end):
        places.append(places[-1] + (edge in begun))
    return places
