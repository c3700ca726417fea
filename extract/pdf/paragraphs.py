"""Printed lines → paragraphs: which line ends the text means, and which only the page's or cell's width made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.numeral import printed_number
from extract.pdf.lines import Line
from extract.pdf.width import FIRST_LINE, Region, is_centred, is_full

INDENT = 0.8
"""An offset of this share of a character or more is an indent."""

PITCH = 1.5
"""A distance between lines of this many usual distances is a paragraph's."""

SIGNED = 0.4
"""A line that begins this share of the width in, without being centred, is a signature or a date."""

NUMBERS = {
    "figure": re.compile(r"[（(]?\d{1,2}(?:[．、）)]|\.(?!\d))"),
    "han": re.compile(
        "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[条章节]"
    ),
    "ring": re.compile("[①-⑳]"),
}
"""How numbered paragraphs begin."""

_SENTENCE_END = re.compile("[。；;：:！？!?]$")


def split_paragraphs(lines: Sequence[Line], region: Region) -> list[list[Line]]:
    """The lines in groups, one for each paragraph."""
    groups: list[list[Line]] = []
    pitch = _usual_pitch(lines)
    inline = _inline_numbers(lines)
    for line in lines:
        apart = len(groups) > 1 and _is_single(groups[-1]) and _is_single(groups[-2])
        apart = apart or (bool(groups) and _counts_on([group[0] for group in groups], line, inline))
        if groups and not apart and goes_on(groups[-1], line, region, pitch, inline):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _counts_on(firsts: Sequence[Line], line: Line, inline: frozenset[str]) -> bool:
    """Whether the line begins with the number after that of the last numbered paragraph."""
    kind = _number(line)
    last = next((first for first in reversed(firsts) if _number(first) == kind), None)
    if kind is None or kind in inline or last is None:
        return False
    before = _value(kind, last)
    return before is not None and _value(kind, line) == before + 1


def _value(kind: str, line: Line) -> int | None:
    """The number that the line begins with; None where its characters are none (``三十八十、``)."""
    number = NUMBERS[kind].match(line.text.lstrip())
    assert number is not None
    if kind == "ring":
        return ord(number.group()) - ord("①") + 1
    return printed_number(re.sub(r"[^\d一二三四五六七八九十]", "", number.group()))


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
    if not is_full(last, line, region):
        return False
    number = _number(line)
    if len(paragraph) == 1 and _is_indented(last, region) and _is_indented(line, region) and region.flush:
        return False
    if region.flush and last.x0 - region.left > SIGNED * (region.right - region.left) and not is_centred(last, region):
        return False
    hanging = len(paragraph) == 1 and _number(last) is not None and number is None
    centred = is_centred(line, region) or is_centred(last, region)
    if line.x0 > last.x0 + INDENT * line.size and not hanging and not centred:
        return False
    if len(paragraph) > 1 and line.x0 < last.x0 - INDENT * line.size and not is_centred(last, region):
        return False
    return not (number and number not in inline and _SENTENCE_END.search(last.text.rstrip()))


def _is_indented(line: Line, region: Region) -> bool:
    """Whether the line begins where the first line of a paragraph does."""
    return INDENT * line.size < line.x0 - region.left < FIRST_LINE * line.size and not is_centred(line, region)


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
