"""Pages set in two columns of text → a page for each column, in the order in which one reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.pdf.aligned import Gap, Print, columns, is_two_columns_of_text, prints, regions
from extract.pdf.aligned_header import RUN
from extract.pdf.grid import Grid
from extract.pdf.lines import Glyph
from extract.pdf.page import Draft
from extract.pdf.unruled import free, is_margin

ROWS = 8
"""A file in two columns has at least this many printed rows in both."""

FEW = 3
"""Columns that begin or end on a page have at least this many printed rows there."""


def parted(drafts: Sequence[Draft]) -> list[Draft]:
    """The pages, those in two columns as what stands above the columns, the columns, and what stands below."""
    printed = [
        [row for row in prints(free(draft)) if not is_margin(row, draft, frozenset())] if draft.glyphs else []
        for draft in drafts
    ]
    gap = _gap(printed)
    if gap is None:
        return list(drafts)
    return [part for draft, rows in zip(drafts, printed, strict=True) for part in _parts(draft, _runs(rows, gap), gap)]


def _gap(printed: Sequence[Sequence[Print]]) -> Gap | None:
    """Where the columns of text part on the pages that are set in two, or None."""
    found = []
    for rows in printed:
        for region in regions(rows):
            borders = columns(region.rows)
            if is_two_columns_of_text(region, borders):
                found += [gap for gap in region.gaps if gap[0] < borders[1] < gap[1]] * len(region.rows)
    if len(found) < ROWS:
        return None
    start, end = max(gap[0] for gap in found), min(gap[1] for gap in found)
    return (start, end) if start < end else None


def _runs(rows: Sequence[Print], gap: Gap) -> list[list[Print]]:
    """The runs of printed rows that leave the gap free, with text on both sides."""
    runs: list[list[Print]] = [[]]
    for row in rows:
        if _runs_over(row, (gap[0] + gap[1]) / 2):
            runs.append([])
        else:
            runs[-1].append(row)
    return [
        run
        for run in runs
        if sum(row.glyphs[0].x0 < gap[0] for row in run) >= FEW
        and sum(row.glyphs[-1].x1 > gap[1] for row in run) >= FEW
    ]


def _runs_over(row: Print, x: float) -> bool:
    """Whether the row's text goes on over the place where columns would part; marks hang into the gap."""
    for left, right in pairwise(row.glyphs):
        if left.x0 + left.x1 < 2 * x <= right.x0 + right.x1:
            return right.x0 - left.x1 < RUN * left.size
    return False


def _parts(draft: Draft, runs: Sequence[Sequence[Print]], gap: Gap) -> Iterator[Draft]:
    above = float("-inf")
    x = (gap[0] + gap[1]) / 2
    for run in runs:
        top, bottom = run[0].top - 0.5, max(row.bottom for row in run) + 0.5
        left = min(row.glyphs[0].x0 for row in run)
        right = min(glyph.x0 for row in run for glyph in row.glyphs if glyph.x0 > x)
        if any(above <= glyph.middle < top for glyph in draft.glyphs):
            yield _cut(draft, above, top)
        yield replace(_cut(draft, top, bottom, end=x), width=x - left, end=bottom)
        column = _moved(_cut(draft, top, bottom, start=x), right - left)
        yield replace(column, width=x - left, end=bottom)
        above = bottom
    if not runs or any(glyph.middle >= above for glyph in draft.glyphs):
        yield _cut(draft, above, float("inf"))


def _cut(draft: Draft, top: float, bottom: float, start: float = float("-inf"), end: float = float("inf")) -> Draft:
    """What of the page's characters and tables has its middle in the part."""

    def holds(x: float, y: float) -> bool:
        return start <= x < end and top <= y < bottom

    glyphs = [glyph for glyph in draft.glyphs if holds((glyph.x0 + glyph.x1) / 2, glyph.middle)]
    grids = [grid for grid in draft.grids if holds((grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2)]
    return replace(draft, glyphs=glyphs, grids=grids)


def _moved(draft: Draft, left: float) -> Draft:
    """The column, moved to the left."""

    def glyph(glyph: Glyph) -> Glyph:
        return replace(glyph, x0=glyph.x0 - left, x1=glyph.x1 - left)

    def grid(grid: Grid) -> Grid:
        slots = [
            replace(slot, box=(slot.box[0] - left, slot.box[1], slot.box[2] - left, slot.box[3])) for slot in grid.slots
        ]
        return replace(grid, xs=[x - left for x in grid.xs], slots=slots)

    return replace(
        draft,
        glyphs=[*map(glyph, draft.glyphs)],
        grids=[*map(grid, draft.grids)],
        level=replace(draft.level, left=left),
    )
