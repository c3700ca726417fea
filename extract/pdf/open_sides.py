"""Tables without outer borders whose outer columns a page shows no line of: a label that spans all of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.pdf.grid import TOUCH, Grid, Slot
from extract.pdf.page import Draft


def widen(drafts: Sequence[Draft]) -> None:
    """Give a page's table the outer columns of the one on the page before, or after, where text stands beside it in
    their place; each is one cell, for no line parts its rows."""
    for order in (drafts, drafts[::-1]):
        for known, draft in pairwise(order):
            if len(known.grids) and len(draft.grids) == 1 and abs(known.number - draft.number) == 1:
                like = known.grids[-1 if known.number < draft.number else 0]
                draft.grids = [_wider(draft.grids[0], like, draft)]


def _wider(grid: Grid, like: Grid, draft: Draft) -> Grid:
    """The grid with the columns that ``like`` has left and right of it."""
    left = [x for x in like.xs if x < grid.xs[0] - TOUCH]
    right = [x for x in like.xs if x > grid.xs[-1] + TOUCH]
    inner = like.xs[len(left) : len(like.xs) - len(right)]
    same = len(inner) == len(grid.xs) and all(abs(x - y) <= TOUCH for x, y in zip(inner, grid.xs, strict=True))
    if not same or not (left or right) or not _filled(draft, left, right, grid):
        return grid
    xs = [*left, *grid.xs, *right]
    rows = len(grid.ys) - 1
    outer = [*range(len(left)), *range(len(xs) - 1 - len(right), len(xs) - 1)]
    slots = [Slot(0, col, rows, 1, (xs[col], grid.ys[0], xs[col + 1], grid.ys[-1])) for col in outer]
    slots += [replace(slot, col=slot.col + len(left)) for slot in grid.slots]
    return replace(grid, xs=xs, slots=sorted(slots, key=lambda slot: (slot.row, slot.col)))


def _filled(draft: Draft, left: Sequence[float], right: Sequence[float], grid: Grid) -> bool:
    """Whether text stands in the columns beside the grid."""
    return any(
        grid.ys[0] < glyph.middle < grid.ys[-1]
        and (
            bool(left and left[0] < glyph.x0 and glyph.x1 < grid.xs[0])
            or bool(right and grid.xs[-1] < glyph.x0 and glyph.x1 < right[-1])
        )
        for glyph in draft.glyphs
        if not glyph.blank
    )
