"""Where a table's cells stand on pages: each at its own box, and a merged cell on the pages that it goes on on, too."""

from __future__ import annotations

from extract.notice import Box, Cell, Table


def places(table: Table) -> dict[tuple[int, int], list[tuple[int, Box]]]:
    """By row and column of each cell that has a place: the pages on which it stands, in order, and its box there.

    A cell's ``bbox`` is where it begins. Where it goes on over a page's end, its rows on the next page are as high as
    the cells beside it; a row of which the page's end left only the rest has no box of its own there.
    """
    found: dict[tuple[int, int], list[tuple[int, Box]]] = {}
    for cell in table.cells:
        if cell.page is None or cell.bbox is None:
            continue
        found[cell.row, cell.col] = [(cell.page, cell.bbox)]
        for part in table.parts:
            if part.page is None or part.page <= cell.page:
                continue
            first, last = max(part.rows[0], cell.row), min(part.rows[1], cell.row + cell.row_span - 1)
            reach = _reach(table, part.page, first, last)
            if reach is not None:
                found[cell.row, cell.col].append((part.page, (cell.bbox[0], reach[0], cell.bbox[2], reach[1])))
    return found


def _reach(table: Table, page: int, first: int, last: int) -> tuple[float, float] | None:
    """From where to where the rows ``first`` to ``last`` reach on the page, by the cells that stand in them."""
    boxes = [
        cell.bbox for cell in table.cells if cell.bbox is not None and cell.page == page and _lies(cell, first, last)
    ]
    if not boxes:
        return None
    return min(box[1] for box in boxes), max(box[3] for box in boxes)


def _lies(cell: Cell, first: int, last: int) -> bool:
    return first <= cell.row and cell.row + cell.row_span - 1 <= last
