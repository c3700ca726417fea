"""A PDF page's vector graphics → ruling lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pdfplumber.page import Page

from extract.pdf.grid import Rule

THIN = 2.5
"""A filled box thinner than this (points) is drawn as a line."""

THICK, LONG = 6.0, 10
"""So is one at most this thick that is this many times as long."""

SHORT = 3.0
"""Lines shorter than this (points) rule nothing."""


def rules(page: Page, left: float, above: float) -> tuple[list[Rule], list[Rule]]:
    """The page's horizontal and vertical lines: strokes, thin boxes and the sides of stroked boxes.

    Places are counted from the corner at ``left, above``.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    for x0, top, x1, bottom in _strokes(page):
        if _is_line(bottom - top, x1 - x0):
            across.append(Rule((top + bottom) / 2 - above, x0 - left, x1 - left))
        elif _is_line(x1 - x0, bottom - top):
            down.append(Rule((x0 + x1) / 2 - left, top - above, bottom - above))
    return across, down


def _strokes(page: Page) -> list[tuple[float, float, float, float]]:
    found = []
    for line in page.lines:
        if not is_white(line.get("stroking_color")):
            found.append((line["x0"], line["top"], line["x1"], line["bottom"]))
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if _is_line(*sorted((x1 - x0, bottom - top))):
            if not (rect["fill"] and is_white(rect.get("non_stroking_color"))):
                found.append((x0, top, x1, bottom))
        elif rect["stroke"] and not is_white(rect.get("stroking_color")):
            found += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    for curve in page.curves:
        if curve["stroke"] and not is_white(curve.get("stroking_color")):
            found += [
                (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for (x0, y0), (x1, y1) in pairwise(curve["pts"])
            ]
    return found


def _is_line(thick: float, long: float) -> bool:
    """Whether what is so thick and so long (points) is drawn as a line."""
    return (thick <= THIN or (thick <= THICK and long >= LONG * thick)) and long >= SHORT


def luminance(colour: Any) -> float:
    """How light a PDF colour is, 0 black to 1 white; 0 where it is a pattern or not given."""
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour):
        return 0.0
    if len(colour) == 1:
        return float(colour[0])
    if len(colour) == 3:
        red, green, blue = colour
        return 0.299 * red + 0.587 * green + 0.114 * blue
    if len(colour) == 4:
        cyan, magenta, yellow, black = colour
        return (1 - black) * (1 - (0.299 * cyan + 0.587 * magenta + 0.114 * yellow))
    return 0.0


def is_white(colour: Any) -> bool:
    return luminance(colour) > 0.98
