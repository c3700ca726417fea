"""The names of columns at the top of a table without lines: where they end, and which of them span columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.header import header_rows, is_name
from extract.notice import Cell, Table
from extract.pdf.grid import Slot
from extract.pdf.lines import Glyph, Line, find_lines
from extract.text import tidy

RUN = 0.3
"""Characters nearer than this share of their size stand in one cell."""

WRAPPED = 10
"""A name that is broken over lines is at most this many characters long."""

LINES = 6
"""A header has at most this many printed lines."""


@dataclass
class Header:
    """The borders of the header's rows but the last one, and the cells that span rows."""

    ys: list[float]
    slots: list[Slot]
    bottom: float


def find_header(glyphs: Sequence[Glyph], xs: Sequence[float], top: float) -> Header | None:
    """The header at the top of these characters; None where they begin with something else."""
    bottom, filled = None, 0
    for cut in _clear_cuts(glyphs)[:LINES]:
        above = [glyph for glyph in glyphs if glyph.middle < cut]
        names = column_lines(above, xs)
        below = [lines[:1] for lines in column_lines([glyph for glyph in glyphs if glyph.middle > cut], xs)]
        added = sum(len(lines) for lines in names) - filled
        if bottom is not None and (added >= len(names) or not _are_names(names, below)):
            break
        filled += added
        if _are_names(names, below):
            bottom = cut
    if bottom is None:
        return None
    return _two_rows([glyph for glyph in glyphs if glyph.middle < bottom], xs, top, bottom)


def _clear_cuts(glyphs: Iterable[Glyph]) -> list[float]:
    """The heights at which no character of any column stands, from top to bottom."""
    cuts = []
    reach: float | None = None
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top):
        if reach is not None and glyph.top > reach:
            cuts.append((reach + glyph.top) / 2)
        reach = glyph.bottom if reach is None else max(reach, glyph.bottom)
    return cuts


def _are_names(names: Sequence[Sequence[Line]], below: Sequence[Sequence[Line]]) -> bool:
    rows = [["".join(line.text for line in lines) for lines in row] for row in (names, below)]
    cells = [Cell(row=at, col=col, text=tidy(text)) for at, row in enumerate(rows) for col, text in enumerate(row)]
    long = any(len(lines) > 1 and len(text) > WRAPPED for lines, text in zip(names, rows[0], strict=True))
    known = [cell.text for cell in cells if cell.row == 0 and cell.text]
    return (
        not long
        and len(known) == len(names)
        and all(map(is_name, known))
        and header_rows(Table(rows=2, cols=len(names), cells=cells)) > 0
    )


def _two_rows(glyphs: Sequence[Glyph], xs: Sequence[float], top: float, bottom: float) -> Header:
    """The header; where a name runs over borders, it stands above the names of the columns that it spans."""
    over = [run for run in _runs(glyphs) if any(runs_over(run, x) for x in xs[1:-1])]
    if len(over) != 1:
        return Header([top], [], bottom)
    cut = max(glyph.bottom for glyph in over[0]) + 0.5
    spanned = {col for col, (left, right) in enumerate(pairwise(xs)) if over[0][0].x0 < right and over[0][-1].x1 > left}
    alone = [col for col in range(len(xs) - 1) if col not in spanned]
    slots = [Slot(0, col, 2, 1, (xs[col], top, xs[col + 1], bottom)) for col in alone]
    return Header([top, cut], slots, bottom)


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters in runs that no gap parts."""
    runs: list[list[Glyph]] = []
    for line in find_lines(glyphs, 0):
        runs.append([line.inked[0]])
        for left, right in pairwise(line.inked):
            if right.x0 - left.x1 < RUN * left.size:
                runs[-1].append(right)
            else:
                runs.append([right])
    return runs


def column_lines(glyphs: Iterable[Glyph], xs: Sequence[float]) -> list[list[Line]]:
    """The lines of each column, from top to bottom."""
    held: list[list[Glyph]] = [[] for _ in xs[1:]]
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        held[max(0, min(len(held) - 1, sum(x >= border for border in xs[1:-1])))].append(glyph)
    return [find_lines(inside, 0) for inside in held]


def runs_over(glyphs: Sequence[Glyph], x: float) -> bool:
    """Whether a line of these characters runs over the border at ``x`` without a gap there."""
    for line in find_lines(glyphs, 0):
        for left, right in pairwise(line.inked):
            if left.x0 < x < right.x1 and right.x0 - left.x1 < RUN * left.size:
                return True
    return False
