"""Characters on a page → lines of text, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

RINGS = "○◯〇⚪"
"""Characters that are printed round a smaller digit."""

SAME_PLACE = 1.0
"""Two equal characters nearer than this (points) are one, printed twice to look bold."""

WORD_GAP = 0.2
"""A gap wider than this share of the size parts two Latin words."""

WIDE_GAP = 1.2
"""A gap wider than this share of the size, and than three times the line's usual gap, parts two phrases."""


@dataclass(frozen=True)
class Glyph:
    """One printed character; a box in points, origin at the page's top left.

    ``turn`` is 1 where text runs from bottom to top, -1 where a turned page runs from top to bottom, 2 where it stands
    on its head, else 0.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Line:
    """One printed line; ``confidence`` 0–1 where it was recognised, None where the file says it."""

    glyphs: tuple[Glyph, ...]
    page: int
    confidence: float | None = None

    @cached_property
    def inked(self) -> tuple[Glyph, ...]:
        """The glyphs that are not blank."""
        return tuple(glyph for glyph in self.glyphs if not glyph.blank)

    @cached_property
    def x0(self) -> float:
        return self.inked[0].x0

    @cached_property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.inked)

    @cached_property
    def top(self) -> float:
        return min(glyph.top for glyph in self.inked)

    @cached_property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.inked)

    @cached_property
    def size(self) -> float:
        return median(glyph.size for glyph in self.inked)

    @cached_property
    def text(self) -> str:
        """The line's characters, with a blank where a gap parts words that the file sets without one."""
        gaps = [max(0.0, right.x0 - left.x1) for left, right in pairwise(self.glyphs)]
        usual = median(gaps) if gaps else 0.0
        text = "".join(glyph.text for glyph in self.glyphs[:1])
        for gap, left, right in zip(gaps, self.glyphs, self.glyphs[1:], strict=False):
            text += " " * _parted(gap, left, right, usual) + right.text
        return text


def _parted(gap: float, left: Glyph, right: Glyph, usual: float) -> bool:
    if left.blank or right.blank:
        return False
    if re.fullmatch(r"[A-Za-z0-9]{2}", left.text[-1] + right.text[0]):
        return gap > max(WORD_GAP * left.size, 3 * usual)
    return gap > max(WIDE_GAP * left.size, 3 * usual)


def find_lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines that the glyphs form, from top to bottom; glyphs stand on one line when they overlap by half."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(_circled(_once(glyphs)), key=lambda glyph: (glyph.middle, glyph.x0)):
        row = next((row for row in reversed(rows[-3:]) if _beside(row, glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    lines = [Line(tuple(sorted(row, key=lambda glyph: glyph.x0)), page) for row in rows]
    return sorted((line for line in lines if line.inked), key=lambda line: (line.top + line.bottom, line.x0))


def _beside(row: list[Glyph], glyph: Glyph) -> bool:
    top = sum(other.top for other in row) / len(row)
    bottom = sum(other.bottom for other in row) / len(row)
    overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
    return overlap > 0.5 * min(bottom - top, glyph.bottom - glyph.top)


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those that are printed twice at one place."""
    kept: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        column, row = round(glyph.x0 / SAME_PLACE), round(glyph.top / SAME_PLACE)
        near = ((glyph.text, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if glyph.blank or not any(key in kept for key in near):
            kept[glyph.text, column, row] = glyph
    return list(kept.values())


def _circled(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, with ``①`` in place of a ring that has a smaller 1 inside."""
    rings = [glyph for glyph in glyphs if glyph.text in RINGS]
    if not rings:
        return glyphs
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isascii() or not glyph.text.isdigit():
            continue
        for index, ring in enumerate(rings):
            if _holds(ring, glyph):
                inside.setdefault(index, []).append(glyph)
    taken = {digit for digits in inside.values() for digit in digits}
    circled = {}
    for index, digits in inside.items():
        number = int("".join(digit.text for digit in sorted(digits, key=lambda digit: digit.x0)))
        if 1 <= number <= 20:
            circled[rings[index]] = chr(0x2460 + number - 1)
        else:
            taken -= set(digits)
    return [
        Glyph(circled[glyph], glyph.x0, glyph.top, glyph.x1, glyph.bottom, glyph.size) if glyph in circled else glyph
        for glyph in glyphs
        if glyph not in taken
    ]


def _holds(ring: Glyph, glyph: Glyph) -> bool:
    across = ring.x0 < (glyph.x0 + glyph.x1) / 2 < ring.x1
    return across and ring.top < glyph.middle < ring.bottom and glyph.size < 0.9 * ring.size
