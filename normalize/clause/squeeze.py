"""A clause without what only explains: blanks and brackets taken out, each character knowing where it came from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import regex

from normalize.measure_words import UNIT
from normalize.quantity import fold

_BRACKET = regex.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|<([^<>]*)>")
_KEPT = regex.compile(r"含|[扣减加]|(?P<points>\d+(?:\.\d+)?分?)(?:[,;].*)?")
_SCORING = regex.compile(
    r"[扣加减得计奖]\d*(?:\.\d+)?分|不得分|\d分(?:[,、;]|$)|最高|最多|递[增减]|按[^()]{0,8}分|除外|不计(?:入|算)|不包[括含]|不算|不扣|免扣|加倍|另行"
)
_EFFECT = regex.compile(rf"(?:每(?:[一1]?(?:{UNIT})))?[扣加减]\d+(?:\.\d+)?分(?:/(?:{UNIT}))?")
_MOVES = regex.compile(r"[扣加减得计奖]\d+(?:\.\d+)?(?:[-~]\d+)?分|不得分")
"""Where nothing outside a bracket moves points, what the bracket says is the rule: ``方案（未制定扣5分，缺一项扣3分）``."""
_STOP_POINT = regex.compile(r"(?<=(?<![\d.])\d)。(?=\d{1,2}\s?分)")
"""A full stop typed for a decimal point: ``扣0。5分``."""
_LABEL = regex.compile(
    r"(?:\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\)[、.]?|\d{1,2}[-.]\d{1,2}(?:[-.]\d{1,2})?[、.]?(?=[^\d%.分~-])(?!"
    + UNIT
    + r")|\d{1,2}(?:[、.:](?!\d)|[,](?=[^\d]))|"
    r"(?!八一|七一|六一|五一|三八|五四)[一二三四五六七八九十]{1,3}[、.]|[①-⑳⑴-⒇⒈-⒛]|第[一二三四五六七八九十]+[,、条])"
)


_OPERATOR = regex.compile(r"[-+×*÷/=]")
_STOPS = {"", "\n", "。", ";", ":"}
_LOST_POINT = regex.compile(r"(?<!\d)0([^\S\n])(?=\d)")
_MOUTH = regex.compile(r"口(?=\s{0,2}\d+(?:\.\d+)?\s{0,2}分)")
"""口 typed for 扣: ``旷工每次口3分``."""
_LETTER = regex.compile(r"(?<![A-Za-z])[Oo](?=\.\d)")
"""A zero that a scan or a typist made a letter: ``扣O.5分``."""
_BROKEN_NUMBER = regex.compile(r"\d[^\S\n]{1,8}\d{1,9}|[一二三四五六七八九十][^\S\n]{1,8}[个起次条项件人名例处篇]")


@dataclass(frozen=True)
class Squeezed:
    """``text`` is what the grammar reads; ``origin[i]`` is where its character i stands in the clause.

    ``breaks`` are the places in ``text`` where a printed number opens a new point.
    ``warning`` are stretches of the clause, as (start, end), that could move points and that no part has read as they
    stand: bracketed explanations that were taken out, and numbers broken by a blank (``0 5分``, whose lost decimal
    point is put back) or typed with a letter (``O.5分``).
    """

    text: str
    origin: tuple[int, ...]
    breaks: tuple[int, ...]
    warning: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The half-open stretch of the clause that ``text[start:end]`` came from."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else (self.origin[-1] + 1 if self.origin else 0)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def issued(self, word: str, clause: str) -> str:
        """A word of ``text`` in the characters that the clause has it in (``戶`` for 户), where it stands together."""
        at = self.text.find(word)
        start, end = self.place(at, at + len(word)) if at >= 0 else (0, 0)
        return clause[start:end] if end - start == len(word) else word


def squeeze(clause: str) -> Squeezed:
    """Fold a clause and take out blanks, a printed number at its start or after a sentence, and explanations."""
    folded = fold(clause)
    zeros = [match.start() for match in _LETTER.finditer(folded)]
    zeros += [match.start() for match in _MOUTH.finditer(folded)]
    folded = _STOP_POINT.sub(".", _MOUTH.sub("扣", _LETTER.sub("0", folded)))
    whole = not _MOVES.search(_BRACKET.sub("", folded))
    opens = _openings(folded)
    keep = [not char.isspace() or char == "\n" for char in folded]
    lost = {match.start(1) for match in _LOST_POINT.finditer(folded)}
    for index in lost:
        keep[index] = True
    warning: list[tuple[int, int]] = [match.span() for match in _BROKEN_NUMBER.finditer(folded)]
    warning += [(at, at + 3) for at in zeros]
    labels: list[int] = []
    for bracket in _BRACKET.finditer(folded):
        inside = "".join(next(group for group in bracket.groups() if group is not None).split())
        kept = _KEPT.fullmatch(inside)
        if _EFFECT.fullmatch(inside) or (whole and _MOVES.search(inside)):
            # 未报总结（扣5分）: an effect in brackets is read as if they were not there.
            keep[bracket.start()] = keep[bracket.end() - 1] = False
            continue
        # （3分）未配备的不得分: the item's own points, said again.
        leads = bracket.start() == 0 and kept is not None and bool(kept["points"]) and "分" in inside
        if (
            kept
            and not leads
            and not (kept["points"] and _LABEL.match(folded, bracket.start()) and opens[bracket.start()])
        ):
            continue
        for index in range(*bracket.span()):
            keep[index] = False
        near = folded[max(0, bracket.start() - 1) : bracket.start()] + folded[bracket.end() : bracket.end() + 1]
        if leads:
            continue
        if _SCORING.search(inside) or _OPERATOR.search(near):
            warning.append(bracket.span())
    at = 0
    while at < len(folded):
        label = _LABEL.match(folded, at) if opens[at] and not folded[at].isspace() else None
        if label is not None and label.end() < len(folded):
            for index in range(*label.span()):
                keep[index] = False
            labels.append(label.start())
            at = label.end()
        else:
            at += 1
    kept_at = tuple(index for index, kept in enumerate(keep) if kept)
    breaks = tuple(bisect_left(kept_at, label) for label in labels)
    text = "".join("." if i in lost else folded[i] for i in kept_at)
    return Squeezed(text, kept_at, breaks, tuple(warning))


def _openings(text: str) -> list[bool]:
    """Whether a sentence may begin at each place: at the start, after a full stop or a line break."""
    opens, before = [], ""
    for char in text:
        opens.append(before in _STOPS)
        if not (char.isspace() and char != "\n"):
            before = char
    return opens
