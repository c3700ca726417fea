"""Text that runs from top to bottom or from bottom to top in a narrow cell → one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.pdf.lines import Glyph, Line, find_lines

NEAR = 1.1
"""Characters of a column follow each other within this many times their size."""

FAR = 1.2
"""Columns lie this many times the size of their characters apart."""


def cell_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of a cell; what runs along its height is one line, read column by column."""
    level = [glyph for glyph in glyphs if not glyph.turn]
    if any(not glyph.blank for glyph in level):
        columns = _columns(level)
        return [_as_line(columns, page)] if _runs_down(columns) else find_lines(level, page)
    for turn in (1, -1):
        turned = [glyph for glyph in glyphs if glyph.turn == turn and not glyph.blank]
        if turned:
            columns = _columns(turned)
            if turn == 1:
                columns = [column[::-1] for column in columns[::-1]]
            return [_as_line(columns, page)]
    return find_lines(_on_their_feet([glyph for glyph in glyphs if glyph.turn == 2]), page)


def _on_their_feet(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs that stand on their head, turned about the middle of the place that they take."""
    if not glyphs:
        return []
    x = min(glyph.x0 for glyph in glyphs) + max(glyph.x1 for glyph in glyphs)
    y = min(glyph.top for glyph in glyphs) + max(glyph.bottom for glyph in glyphs)
    return [replace(g, x0=x - g.x1, top=y - g.bottom, x1=x - g.x0, bottom=y - g.top, turn=0) for g in glyphs]


def _columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs in columns from right to left, each from top to bottom."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -(glyph.x0 + glyph.x1)):
        if glyph.blank:
            continue
        if columns and columns[-1][0].x0 < (glyph.x0 + glyph.x1) / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return [sorted(column, key=lambda glyph: glyph.top) for column in columns]


def _runs_down(columns: Sequence[Sequence[Glyph]]) -> bool:
    """Whether characters follow each other closely down each of several columns that lie apart."""
    size = columns[0][0].size
    close = all(lower.top - upper.top < NEAR * size for column in columns for upper, lower in pairwise(column))
    apart = all(right[0].x0 - left[0].x0 > FAR * size for right, left in pairwise(columns))
    return len(columns) > 1 and close and apart and all(len(column) > 1 for column in columns[:-1])


def _as_line(columns: Sequence[Sequence[Glyph]], page: int) -> Line:
    """The columns as one level line that is as high and as wide as they are."""
    glyphs = [glyph for column in columns for glyph in column]
    left, right = min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)
    top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    step = (right - left) / len(glyphs)
    laid = [
        replace(glyph, x0=left + index * step, x1=left + (index + 1) * step, top=top, bottom=bottom)
        for index, glyph in enumerate(glyphs)
    ]
    return Line(tuple(laid), page)
