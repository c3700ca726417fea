"""What one page shows: lines of text outside tables, and tables whose cells hold lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.notice import Box
from extract.pdf.grid import Grid, Rule, Slot
from extract.pdf.level import Level
from extract.pdf.lines import Glyph, Line, find_lines
from extract.pdf.vertical import cell_lines


@dataclass
class Draft:
    """A page with a text layer, level: its characters, its horizontal and vertical ruling lines, and its tables."""

    number: int
    width: float
    height: float
    level: Level
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    grids: list[Grid]
    end: float | None = None
    """Where a column of text ends that is not as high as the page."""


@dataclass
class Sheet:
    """A table on one page: its grid, and the lines of each slot."""

    page: int
    grid: Grid
    lines: list[list[Line]]


@dataclass
class Leaf:
    """A page, or a column of one, level: its size in points, its lines outside tables and its tables, each from top to
    bottom. Numbers follow each other; the page is the ``level``'s."""

    number: int
    width: float
    height: float
    level: Level
    end: float | None = None
    lines: list[Line] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


def lay_out(draft: Draft) -> Leaf:
    """The page with its characters as lines, each in the table cell that its middle lies in, or outside of all.

    Text that is turned counts in cells only: elsewhere it is a stamp's or a margin's.
    """
    free: list[Glyph] = []
    grids, number = draft.grids, draft.number
    held: list[list[list[Glyph]]] = [[[] for _ in grid.slots] for grid in grids]
    for glyph in draft.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        for grid, places in zip(grids, held, strict=True):
            slot = grid.slot_at(x, y)
            if slot is not None:
                places[slot].append(glyph)
                break
        else:
            if not glyph.turn:
                free.append(glyph)
    sheets = [
        Sheet(number, grid, [cell_lines(inside, number) for inside in places])
        for grid, places in zip(grids, held, strict=True)
    ]
    sheets = [sheet for sheet in sheets if any(sheet.lines)]
    return Leaf(number, draft.width, draft.height, draft.level, draft.end, find_lines(free, number), sheets)


def numbered(leaf: Leaf, number: int) -> Leaf:
    """The leaf with another number, in all that it holds."""
    lines = [replace(line, page=number) for line in leaf.lines]
    sheets = [
        Sheet(number, sheet.grid, [[replace(line, page=number) for line in cell] for cell in sheet.lines])
        for sheet in leaf.sheets
    ]
    return replace(leaf, number=number, lines=lines, sheets=sheets)


def share_columns(leaves: Iterable[Leaf]) -> None:
    """Give parts of one table the same columns where a page shows fewer of them than the page before or after."""
    sheets = [sheet for leaf in leaves for sheet in leaf.sheets]
    for neighbours in (pairwise(sheets), pairwise(reversed(sheets))):
        for known, sheet in neighbours:
            fewer = len(sheet.grid.xs) < len(known.grid.xs)
            if fewer and abs(known.page - sheet.page) == 1 and sheet.grid.within(known.grid):
                sheet.grid = sheet.grid.in_columns_of(known.grid)


def bounds(lines: Iterable[Line]) -> Box:
    """The box round the lines, in points rounded to a tenth."""
    lines = list(lines)
    x0, top = min(line.x0 for line in lines), min(line.top for line in lines)
    x1, bottom = max(line.x1 for line in lines), max(line.bottom for line in lines)
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def slot_box(slot: Slot) -> Box:
    """The slot's box, rounded to a tenth of a point."""
    x0, top, x1, bottom = slot.box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)
