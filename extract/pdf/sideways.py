"""Pages whose text runs up or down the page, or stands on its head → the same pages turned level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.pdf.grid import Rule
from extract.pdf.lines import Glyph

MOST = 0.8
"""A page is sideways when this share of its characters is turned one way."""


QUARTERS = {0: 0, 1: 3, -1: 1, 2: 2}
"""By how many quarters a page is turned left that text of this turn is level on (``Level.quarters``)."""


def turn_of(glyphs: Sequence[Glyph]) -> int:
    """Which way the page's text is turned (``Glyph.turn``); 0 where most of it is level."""
    inked = [glyph.turn for glyph in glyphs if not glyph.blank]
    return next((turn for turn in (1, -1, 2) if inked and inked.count(turn) >= MOST * len(inked)), 0)


def level_glyph(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """The glyph on the page turned level; ``width`` and ``height`` are the page's before."""
    if turn == 1:
        x0, top, x1, bottom = height - glyph.bottom, glyph.x0, height - glyph.top, glyph.x1
    elif turn == 2:
        x0, top, x1, bottom = width - glyph.x1, height - glyph.bottom, width - glyph.x0, height - glyph.top
    else:
        x0, top, x1, bottom = glyph.top, width - glyph.x1, glyph.bottom, width - glyph.x0
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom, turn=0 if glyph.turn == turn else 1)


def level_rules(
    across: Sequence[Rule], down: Sequence[Rule], turn: int, width: float, height: float
) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and vertical lines on the page turned level."""
    if turn == 1:
        return (
            [Rule(rule.at, height - rule.end, height - rule.start) for rule in down],
            [Rule(height - rule.at, rule.start, rule.end) for rule in across],
        )
    if turn == 2:
        return (
            [Rule(height - rule.at, width - rule.end, width - rule.start) for rule in across],
            [Rule(width - rule.at, height - rule.end, height - rule.start) for rule in down],
        )
    return (
        [Rule(width - rule.at, rule.start, rule.end) for rule in down],
        [Rule(rule.at, width - rule.end, width - rule.start) for rule in across],
    )
