"""Merged cells that the file no longer shows: lost in a text dump, or cut where a table was cut."""

from __future__ import annotations

from extract.header import is_name
from extract.notice import Cell, Table


def rebuild(table: Table) -> Table:
    """The table of a text dump with the merges of its leading columns.

    A body cell continues the one above only in a leading column most of whose body cells are empty, the columns left
    of it continuing too; everywhere else empty is empty.
    """
    grid = table.grid()
    body = range(table.header_rows, table.rows)
    continues = dict.fromkeys(body, True)
    merged: set[tuple[int, int]] = set()
    for col in range(table.cols):
        empty = [row for row in body if not grid[row][col].text]
        if 2 * len(empty) <= len(body):
            break
        for row in body:
            cell = grid[row][col]
            plain = row > body.start and grid[row - 1][col].col_span == cell.col_span == cell.row_span == 1
            continues[row] = continues[row] and plain and not cell.text
            if continues[row]:
                merged.add((row, col))
    return _grow(table, merged)


def group_names(table: Table) -> Table:
    """The table with a name above several column names spanning them, where a file without merges leaves the rest of
    its row empty; a name above none reaches down.
    """
    if table.rows < 2 or any(cell.row < 2 and cell.row_span * cell.col_span > 1 for cell in table.cells):
        return table
    upper, lower = ([cell.text for cell in row] for row in table.grid()[:2])
    grouped = [not name for name in upper]
    grouped = [empty or (col + 1 < table.cols and grouped[col + 1]) for col, empty in enumerate(grouped)]
    named = all(bool(name) == within for name, within in zip(lower, grouped, strict=True))
    if not any(grouped) or not upper[0] or not named or not all(is_name(name) for name in lower if name):
        return table
    cells = [cell for cell in table.cells if cell.row > 1]
    for col, name in enumerate(upper):
        if name:
            width = next((end for end in range(col + 1, table.cols) if upper[end]), table.cols) - col
            down = 1 if grouped[col] else 2
            cells.append(Cell(row=0, col=col, row_span=down, col_span=width, text=name))
        if grouped[col]:
            cells.append(Cell(row=1, col=col, text=lower[col]))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return table.model_copy(update={"cells": cells})


def continue_labels(table: Table) -> Table:
    """The table with every merged label that a new part repeats as one cell.

    At the first row of a part a leading cell that says what the cell above says continues it, where one of both is
    merged over rows, and the columns left of it continue too.
    """
    grid = table.grid()
    merged: set[tuple[int, int]] = set()
    for row in (part.rows[0] for part in table.parts):
        if row <= table.header_rows:
            continue
        for col in range(table.cols):
            above, below = grid[row - 1][col], grid[row][col]
            repeats = above.text == below.text != "" and above.col_span == below.col_span == 1
            if not repeats or max(above.row_span, below.row_span) == 1 or below.row != row:
                break
            merged.add((row, col))
    return _grow(table, merged)


def _grow(table: Table, merged: set[tuple[int, int]]) -> Table:
    """The table in which the cells that begin at ``merged`` belong to the cells above them."""
    if not merged:
        return table
    kept: list[Cell] = []
    ends: dict[tuple[int, int], int] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        if (cell.row, cell.col) in merged:
            at = ends.pop((cell.row, cell.col))
            kept[at] = kept[at].model_copy(update={"row_span": kept[at].row_span + cell.row_span})
        else:
            at = len(kept)
            kept.append(cell)
        ends[cell.row + cell.row_span, cell.col] = at
    return table.model_copy(update={"cells": kept})
