"""How wide text is set, and whether a line ends because nothing more went in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.pdf.lines import Glyph, Line

FULL = 0.5
"""A justified line ends within this share of a character of its limit: layout keeps room between Chinese and Latin."""

TIGHT = 1.2
"""A line that ends within this distance (points) of its limit shows that lines are justified."""

SLACK = 0.3
"""Layout squeezes punctuation by up to this share of a character to fit one more into a line."""

ROUNDING = 0.05
"""What measuring may add or take, as a share of a character."""

AUTOSPACE = 0.25
"""The room that layout leaves between Chinese and Latin, as a share of a character."""

ENOUGH = 6
"""This many full lines show whether text is justified, where nothing else is known."""

MOSTLY = 0.8
"""Text is justified where this share of its full lines end at the limit."""

FIRST_LINE = 2.2
"""The first line of a paragraph begins at most this many characters further in."""

WHOLE = 0.1
"""An indent is a whole number of characters wide, to this share of one."""

LONG = 0.6
"""A line of this share of its region's width is long."""

NO_START = "，。、；：？！）》〉」』】〕〗”’,.;:?!)]}%％℃…—～·"
QUOTES = "“”‘’"
"""Quotation marks: no line is broken beside them."""

NO_END = "（《〈「『【〔〖“‘([{"


@dataclass(frozen=True)
class Region:
    """The width that lines are set in, whether they are justified to its right limit, and whether all lines of a
    paragraph but the first begin at the left one (a cell may be indented as a whole)."""

    left: float
    right: float
    justified: bool = False
    flush: bool = False


def is_justified(settings: Iterable[tuple[Region, Sequence[Line]]]) -> bool | None:
    """Whether the lines, each group with its region, end at the limit when they are full.

    Only lines with Latin in them tell: lines of Chinese characters alone all end at one place. None where fewer than
    ``ENOUGH`` such lines are full.
    """
    telling: list[bool] = []
    for region, lines in settings:
        for line, following in pairwise(lines):
            gap = region.right - line.x1
            full = gap < width_needed(following) - SLACK * line.size and not is_centred(line, region)
            if full and any(_latin(glyph) for glyph in line.inked):
                telling.append(abs(gap) <= TIGHT or (gap < 0 and line.inked[-1].text in NO_START))
    return sum(telling) >= MOSTLY * len(telling) if len(telling) >= ENOUGH else None


def is_full(line: Line, following: Line, region: Region) -> bool:
    """Whether what ``following`` begins with would not have fitted into ``line``."""
    gap = region.right - line.x1
    if region.justified and not is_centred(line, region):
        squeezed = line.glyphs[-1].blank or line.inked[-1].text in NO_START
        return gap <= FULL * line.size or (squeezed and gap < width_needed(following) - SLACK * line.size)
    if is_centred(line, region):
        gap = 2 * gap
    meets = _latin(line.inked[-1]) != _latin(following.inked[0])
    return gap < width_needed(following) + (ROUNDING + AUTOSPACE * meets) * line.size


def is_centred(line: Line, region: Region) -> bool:
    """Whether the line stands in the middle of its region, away from both limits.

    A long line that begins a whole number of characters in is the first of a paragraph.
    """
    left, right = line.glyphs[0].x0 - region.left, region.right - line.x1
    if left < FIRST_LINE * line.size and line.x1 - line.x0 > LONG * (region.right - region.left):
        offset = abs(left / line.size - round(left / line.size))
        return left > TIGHT and offset > WHOLE and abs(left - right) < TIGHT
    return left > 0.1 * line.size and abs(left - right) < 0.25 * line.size


def width_needed(line: Line) -> float:
    """The width of what cannot be parted at the beginning of the line.

    That is a character, a word or a number with the marks that hang on it; a word after a comma hangs on the comma.
    """
    glyphs = line.inked
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in NO_END:
        end += 1
    end = _word_end(glyphs, end)
    while end + 1 < len(glyphs) and glyphs[end + 1].text in NO_START + QUOTES:
        glued = glyphs[end + 1].text in QUOTES and end + 2 < len(glyphs)
        end = _word_end(glyphs, end + 2) if glued or _latin_follows(glyphs, end + 1) else end + 1
    return sum(glyph.x1 - glyph.x0 for glyph in glyphs[: end + 1])


def _word_end(glyphs: Sequence[Glyph], end: int) -> int:
    while (
        _latin(glyphs[end]) and end + 1 < len(glyphs) and _latin(glyphs[end + 1]) and _adjoins(*glyphs[end : end + 2])
    ):
        end += 1
    return end


def _latin_follows(glyphs: Sequence[Glyph], mark: int) -> bool:
    return glyphs[mark].text in "，、" and mark + 1 < len(glyphs) and _latin(glyphs[mark + 1])


def _latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and (glyph.text.isalnum() or glyph.text in ".,-+/%@")


def _adjoins(left: Glyph, right: Glyph) -> bool:
    return right.x0 - left.x1 < 0.3 * left.size
