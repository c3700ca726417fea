"""Printed numbers: ``1．`` ``2、`` ``（1）`` ``①`` ``一、`` and the segments of a text that they begin."""

from __future__ import annotations

import regex

from normalize.passage import Passage
from normalize.quantity import fold, numeral

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_HAN = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"

STYLES = {
    "digit": r"(?P<n>\d{1,2})(?:[.、)]|:)(?!\d)",
    "bracket": r"\((?P<n>\d{1,2})\)",
    "circle": rf"(?P<n>[{_CIRCLED}])[.、]?",
    "han": rf"(?P<n>{_HAN})、",
    "article": rf"第(?P<n>{_HAN}|\d{{1,2}})[条章节]\s*",
    "hanbracket": rf"\((?P<n>{_HAN})\)",
}
"""How numbers are printed, after folding; ``n`` is the number itself."""

_MARKERS = {style: regex.compile(pattern) for style, pattern in STYLES.items()}
_BREAK = regex.compile(r"[\n。;；!！?？)）:：,，]\s*$|^\s*$")


def order(number: str) -> int | None:
    """A printed number's place in its list: ``"②"`` → 2, ``"十二"`` → 12."""
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    value = numeral(number)
    return None if value is None else int(value)


def split(passage: Passage) -> list[tuple[str | None, Passage, Passage]]:
    """The numbered segments of a passage: (printed number or None, whole segment, segment after its number).

    A list is 1, 2, 3 … in one style; a number counts where a line begins or a sentence or bracket has ended, so lists
    whose line breaks were lost read the same. What stands before number 1 is a segment without a number; a text
    without a list is one segment. Blank segments are left out.
    """
    text = fold(passage.text)
    starts = _list(text)
    bounds = [start for start, _, _ in starts] + [len(text)]
    segments: list[tuple[str | None, Passage, Passage]] = [
        (None, passage.part(0, bounds[0]), passage.part(0, bounds[0]))
    ]
    for (start, body, number), end in zip(starts, bounds[1:], strict=True):
        segments.append((number, passage.part(start, end), passage.part(body, end)))
    return [(number, whole.stripped(), body.stripped()) for number, whole, body in segments if body.text.strip()]


def unnumbered(text: str) -> str:
    """The text without a printed number at its beginning."""
    folded = fold(text)
    for marker in _MARKERS.values():
        if found := marker.match(folded):
            return text[found.end() :].strip()
    return text.strip()


def _list(text: str) -> list[tuple[int, int, str]]:
    """The longest list of the text, as (start, start of body, number); [] where there is none."""
    lists = [_items(text, marker) for marker in _MARKERS.values()]
    # The outermost list is the one that begins first; inner lists are left to the clause.
    lists = [found for found in lists if found and (len(found) > 1 or found[0][0] == 0)]
    return min(lists, key=lambda found: found[0][0], default=[])


def _items(text: str, marker: regex.Pattern[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    first = marker.match(text)
    # A row may hold one point of a list that the whole table numbers: ``2.制定方案``.
    wanted = order(first["n"]) or 1 if first is not None and first["n"].isdigit() else 1
    for match in marker.finditer(text):
        at = order(match["n"]) or 0
        line_start = match.start() == 0 or text[match.start() - 1] == "\n"
        after_sentence = bool(found) and _BREAK.search(text[: match.start()]) is not None
        if (at == wanted and (line_start or after_sentence)) or (found and line_start and at > wanted):
            found.append((match.start(), match.end(), match["n"]))
            wanted = at + 1
    return found
