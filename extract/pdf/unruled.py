"""A file's pages → the tables on them that no lines, or not all, rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.header import header_rows
from extract.notice import Cell, Table
from extract.pdf.aligned import Print, Region, columns, grid, is_two_columns_of_text, prints, regions, untitled
from extract.pdf.aligned_header import column_lines
from extract.pdf.aligned_rows import GoesOn, is_in_middle
from extract.pdf.grid import Grid, Rule
from extract.pdf.lines import Glyph, find_lines
from extract.pdf.margins import ZONE, is_page_number
from extract.pdf.page import Draft
from extract.text import tidy

LOOSE = 0.8
"""What stands further than this many times its size from the text is in the margin."""

BESIDE = 8.0
"""A border that text shows is the drawn line that lies within this distance (points)."""


MANY_COLUMNS = 3
"""So many aligned columns without names may be a table, too."""


@dataclass
class _Chain:
    """The parts of one table, each on a page, and the borders of its columns."""

    parts: list[tuple[Draft, Region]]
    borders: list[float]
    open: bool

    @property
    def rows(self) -> list[Print]:
        return [row for _, region in self.parts for row in region.rows]


def find_unruled(drafts: Sequence[Draft]) -> list[int]:
    """Add to each page the tables that no lines enclose: those that begin with the names of their columns, and what
    goes on with them on the following pages. Gives back the pages with what looks like one, but names no columns."""
    unnamed = []
    for chain in _chains(drafts):
        in_middle = is_in_middle([column_lines(region.glyphs, chain.borders) for _, region in chain.parts])
        for index, (draft, region) in enumerate(chain.parts):
            borders = _ruled(chain.borders, draft.down, region)
            goes_on = GoesOn(index > 0, index < len(chain.parts) - 1)
            found = grid(region, borders, draft.across, in_middle, goes_on)
            if found is None or (index == 0 and not _has_header(found, region)):
                unnamed += [draft.number] * (len(borders) > MANY_COLUMNS)
                break
            draft.grids.append(replace(found, ruled=False))
    for draft in drafts:
        draft.grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return unnamed


def _chains(drafts: Sequence[Draft]) -> list[_Chain]:
    """The tables, each with its parts: what begins a page goes on with what ends the page before when the columns of
    both are the same."""
    chains: list[_Chain] = []
    repeated = _repeated(drafts)
    for draft in drafts:
        rows = [row for row in prints(free(draft)) if not is_margin(row, draft, repeated)]
        for region in map(untitled, regions(rows)):
            if not region.rows or any(grid.ys[0] < region.bottom and region.top < grid.ys[-1] for grid in draft.grids):
                continue
            borders = columns(region.rows)
            if is_two_columns_of_text(region, borders):
                continue
            ends = region.rows[-1] is rows[-1]
            if chains and chains[-1].open and region.rows[0] is rows[0]:
                whole = columns([*chains[-1].rows, *region.rows])
                if len(whole) == len(chains[-1].borders):
                    chains[-1].parts.append((draft, region))
                    chains[-1].borders, chains[-1].open = whole, ends
                    continue
            if len(borders) > 2:
                chains.append(_Chain([(draft, region)], borders, ends))
    return chains


def _repeated(drafts: Sequence[Draft]) -> set[str]:
    """What stands in the margins of several pages, apart from the text."""
    seen: dict[str, set[int]] = defaultdict(set)
    for draft in drafts:
        rows = prints(draft.glyphs)
        for row, under in [*pairwise(rows[:3]), *((low, above) for above, low in pairwise(rows[-3:]))]:
            apart = max(under.top - row.bottom, row.top - under.bottom) > LOOSE * row.size
            if apart and (row.middle < ZONE or row.middle > draft.height - ZONE) and not row.gaps():
                seen[row.text].add(draft.number)
    return {text for text, pages in seen.items() if len(pages) > 1 and 2 * len(pages) >= len(drafts) - 1}


def free(draft: Draft) -> list[Glyph]:
    """The characters outside the tables that lines enclose."""
    return [
        glyph
        for glyph in draft.glyphs
        if all(grid.slot_at((glyph.x0 + glyph.x1) / 2, glyph.middle) is None for grid in draft.grids)
    ]


def is_margin(row: Print, draft: Draft, repeated: Collection[str]) -> bool:
    """Whether the row is a page's number, or a line that returns on most pages."""
    marginal = row.middle < ZONE or row.middle > draft.height - ZONE
    return marginal and (row.text in repeated or is_page_number(row.text))


def _ruled(borders: list[float], down: Sequence[Rule], region: Region) -> list[float]:
    """The borders, those that are drawn as vertical lines where the lines are."""
    high = 0.6 * (region.bottom - region.top)
    drawn = {rule.at for rule in down if min(rule.end, region.bottom) - max(rule.start, region.top) > high}
    inner = [at for at in drawn if borders[0] < at < borders[-1]]
    kept = [border for border in borders[1:-1] if not any(abs(border - at) < BESIDE for at in inner)]
    return [borders[0], *sorted([*inner, *kept]), borders[-1]]


def _has_header(found: Grid, region: Region) -> bool:
    held: list[list[Glyph]] = [[] for _ in found.slots]
    for row in region.rows:
        for glyph in row.glyphs:
            slot = found.slot_at((glyph.x0 + glyph.x1) / 2, glyph.middle)
            if slot is not None:
                held[slot].append(glyph)
    cells = [
        Cell(
            row=slot.row,
            col=slot.col,
            row_span=slot.row_span,
            col_span=slot.col_span,
            text=tidy("".join(line.text for line in find_lines(glyphs, 0))),
        )
        for slot, glyphs in zip(found.slots, held, strict=True)
    ]
    return header_rows(Table(rows=len(found.ys) - 1, cols=len(found.xs) - 1, cells=cells)) > 0
