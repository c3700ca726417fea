"""Printed lines → paragraphs: which line ends the text means, and which only the page's or cell's width made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.pdf.lines import Glyph, Line

FULL = 0.5
"""A justified line ends within this share of a character of its limit: layout keeps room between Chinese and Latin."""

SLACK = 0.3
"""Layout squeezes punctuation by up to this share of a character to fit one more into a line."""

INDENT = 0.8
"""An offset of this share of a character or more is an indent."""

PITCH = 1.5
"""A distance between lines of this many usual distances is a paragraph's."""

NUMBERS = {
    "figure": re.compile(r"[（(]?\d{1,2}(?:[．、）)]|\.(?!\d))"),
    "han": re.compile(
        "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[条章节]"
    ),
    "ring": re.compile("[①-⑳]"),
}
"""How numbered paragraphs begin."""

_SENTENCE_END = re.compile("[。；;：:！？!?]$")
_NO_START = "，。、；：？！）》〉」』】〕〗”’,.;:?!)]}%％℃…—～·"
_NO_END = "（《〈「『【〔〖“‘([{"


@dataclass(frozen=True)
class Region:
    """The width that lines are set in, and whether they are justified to its right limit."""

    left: float
    right: float
    justified: bool

    @classmethod
    def of(cls, left: float, right: float, paragraphs: Iterable[Sequence[Line]]) -> Region:
        """A region that is justified where nearly all lines that could not take more end at its limit."""
        open_ends = full = 0
        for lines in paragraphs:
            for line, following in pairwise(lines):
                gap = right - line.x1
                if gap < _width_needed(following) - SLACK * line.size:
                    open_ends += 1
                    full += gap <= FULL * line.size
        return cls(left, right, open_ends >= 3 and full >= 0.8 * open_ends)


def split_paragraphs(lines: Sequence[Line], region: Region) -> list[list[Line]]:
    """The lines in groups, one for each paragraph."""
    groups: list[list[Line]] = []
    pitch = _usual_pitch(lines)
    inline = _inline_numbers(lines)
    for line in lines:
        stacked = len(groups) > 1 and _is_single(groups[-1]) and _is_single(groups[-2])
        if groups and not stacked and goes_on(groups[-1], line, region, pitch, inline):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_single(paragraph: Sequence[Line]) -> bool:
    """Whether the paragraph is one character, of a name that is written one character a line."""
    return len(paragraph) == 1 and len(paragraph[0].inked) == 1


def goes_on(
    paragraph: Sequence[Line],
    line: Line,
    region: Region,
    pitch: float | None = None,
    inline: frozenset[str] = frozenset(),
) -> bool:
    """Whether ``line`` goes on with ``paragraph``, whose last line the width alone broke.

    ``pitch`` is the usual distance of lines, ``inline`` the kinds of numbers that stand inside sentences here.
    """
    last = paragraph[-1]
    if abs(last.size - line.size) > 0.15 * last.size and abs(last.size - line.size) > 1:
        return False
    if pitch and last.page == line.page and line.bottom - last.bottom > PITCH * pitch:
        return False
    if not _is_full(last, line, region):
        return False
    number = _number(line)
    hanging = len(paragraph) == 1 and _number(last) is not None and number is None
    if line.x0 > last.x0 + INDENT * line.size and not hanging and not _centred(line, region):
        return False
    if len(paragraph) > 1 and line.x0 < last.x0 - INDENT * line.size and not _centred(last, region):
        return False
    return not (number and number not in inline and _SENTENCE_END.search(last.text.rstrip()))


def text_of(paragraph: Sequence[Line]) -> str:
    """The paragraph's lines as one string."""
    text = ""
    for line in paragraph:
        piece = line.text
        if re.search("[A-Za-z]$", text) and re.match("[A-Za-z]", piece):
            text += " "
        text += piece
    return text


def _usual_pitch(lines: Sequence[Line]) -> float | None:
    steps = [
        lower.bottom - upper.bottom
        for upper, lower in pairwise(lines)
        if lower.page == upper.page and lower.bottom - upper.bottom > 0.5 * lower.size
    ]
    return median(steps) if len(steps) > 1 else None


def _inline_numbers(lines: Sequence[Line]) -> frozenset[str]:
    """The kinds of numbers that stand inside lines here, after a finished part of a sentence."""
    text = "\n".join(line.text for line in lines)
    return frozenset(
        kind for kind, pattern in NUMBERS.items() if re.search(f"(?<=[。；;：:]) *(?:{pattern.pattern})", text)
    )


def _number(line: Line) -> str | None:
    text = line.text.lstrip()
    return next((kind for kind, pattern in NUMBERS.items() if pattern.match(text)), None)


def _is_full(line: Line, following: Line, region: Region) -> bool:
    """Whether what ``following`` begins with would not have fitted into ``line``."""
    gap = region.right - line.x1
    if _centred(line, region):
        gap = 2 * gap
    if region.justified and not _centred(line, region):
        return gap <= FULL * line.size or (gap < _width_needed(following) - SLACK * line.size and _odd_end(line))
    return gap < _width_needed(following) + 0.05 * line.size


def _odd_end(line: Line) -> bool:
    """Whether the line ends in a mark or a blank, which justified lines may squeeze or hang out."""
    return line.glyphs[-1].blank or line.inked[-1].text in _NO_START


def _centred(line: Line, region: Region) -> bool:
    left, right = line.glyphs[0].x0 - region.left, region.right - line.x1
    return left > 0.1 * line.size and abs(left - right) < 0.25 * line.size


def _width_needed(line: Line) -> float:
    """The width of what cannot be parted at the beginning of the line: a character with its marks, a word, a number."""
    glyphs = list(line.inked)
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _NO_END:
        end += 1
    if _latin(glyphs[end]):
        while end + 1 < len(glyphs) and _latin(glyphs[end + 1]) and _adjoins(glyphs[end], glyphs[end + 1]):
            end += 1
    while end + 1 < len(glyphs) and glyphs[end + 1].text in _NO_START:
        end += 1
    return sum(glyph.x1 - glyph.x0 for glyph in glyphs[: end + 1])


def _latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and (glyph.text.isalnum() or glyph.text in ".,-+/%@")


def _adjoins(left: Glyph, right: Glyph) -> bool:
    return right.x0 - left.x1 < 0.3 * left.size
