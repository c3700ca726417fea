"""Numbers with their units, as Chinese notices write them: ``5个百分点``, ``2-3分``, ``不少于12条``, ``三分之一``.

``fold`` makes full-width and variant characters plain without changing the text's length, so that offsets in the
folded text are offsets in the notice. ``find`` gives every quantity of a text, left to right, never overlapping;
numbers that only belong to a name or a date (``“三八”``, ``12338``, ``2019年``, ``〔2015〕13号``) are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import regex

from extract.record import plain
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.traditional import SIMPLIFIED

_PLAIN = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_PLAIN |= dict(
    zip(
        "－–—―‐─～〜∼·•．：；，（）％〇個處點種張項條數減罰獎",
        "-----" + "-~~~··.:;,()%零个处点种张项条数减罚奖",
        strict=True,
    )
)
_PLAIN |= SIMPLIFIED
_FOLD = str.maketrans(_PLAIN)


def fold(text: str) -> str:
    """The text with full-width and variant characters made plain, character for character."""
    return text.translate(_FOLD)


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def numeral(text: str) -> Decimal | None:
    """The value of a delimited numeral: ``"12"``, ``"两"``, ``"一百二十"``, ``"半"``, ``"1/3"``; None if it is none."""
    text = fold(text)
    if compiled(r"\d+(?:\.\d+)?").fullmatch(text):
        return Decimal(text)
    if parts := compiled(r"(\d+)/(\d+)").fullmatch(text):
        return Decimal(parts[1]) / Decimal(parts[2]) if int(parts[2]) else None
    if text == "半":
        return Decimal("0.5")
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char] if digit else _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char == "万":
            total += (section + digit) * 10000
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit) if text else None


NUMERAL = r"(?:(?<!\d)\d{1,12}(?!\d)(?:\.\d{1,8}(?!\d))?|[零一二两三四五六七八九十百千]{1,12}万?|半)"
"""A numeral as notices write it; digits or Chinese."""

_MONEY = {"元": 1, "万元": 10**4, "亿元": 10**8}
BEFORE = {
    ">=": "不得?少于|不得?低于|不小于|不能少于|不能低于|至少|最少|达到|达|大于或?等于|大于等于|高于或等于|满|完成",
    ">": "超过|高于|大于|多于|超出|突破",
    "<=": "不得?超过|不得?高于|不得?多于|不得?大于|小于或?等于|小于等于|低于或等于|控制在",
    "<": "低于|少于|小于|不足|不满(?!意)|不到|未达到|未达|未满|达不到|没有达到|没达到|没有?达",
}
AFTER = {
    ">=": r"\(含\)以上|以上\(含\)|以上|及以上|或以上|及其以上|\(含\)及以上",
    "<=": r"\(含\)以下|以下|及以下|或以下|以内|之内|\(含\)以内",
}

_FROZEN = regex.compile(
    r"[“\"「《〈][^”\"」》〉]{1,70}[”\"」》〉]|\[\d+\]|[〔\[(]\d{4}[〕\])]\d+号|(?<!\d)\d{5,}+(?![\d.]*(?:个|元|人|户|名|条|篇|亩))"
    r"|\d{4}年(?:度)?(?:\d+月)?(?:\d+日)?|\d+月\d+日|\d+月(?=底|末|初|份|前|上旬|中旬|下旬)|\d+\.\d+(?=国际|日)|\d+·\d+|\d+:\d+"
    r"|第[\d一二三四五六七八九十]+|十[一二三四]五|零[件售散星距容部]|一(?:站式|体化|窗|网通办|件事|次办|门式|条龙|卡通|事一议|网统管)|[六七八]五普法|一票否[决优]|[一二三四五六七八九]个一|八项规定|一次性|两个规划|两委|两新|两规|两癌|三八|六一|八一"
    r"|五好|四风|三会一课|双随机|一公开|两学一做|五水共治|三公经费|一把手|一岗双责|[镇乡县市省村]、?[村县乡市镇]?[两三四]级|一人一|一[户村园镇校]一"
)

Op = Literal[">=", ">", "<=", "<", "="]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: ``text[start:end]`` holds comparison words, numeral and unit.

    ``number`` is the span of numeral and unit alone. ``op`` is the comparison as worded (``低于90%`` is ``<``), None
    for a bare number. ``high`` is the upper end of a range (``value`` is the lower one). ``about`` marks ``余``, ``左右``.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: str
    unit: str | None
    op: Op | None = None
    high: str | None = None
    about: bool = False


_QUANTITY = regex.compile(
    rf"(?P<before>{'|'.join(f'(?:{words})' for words in BEFORE.values())})?"
    rf"(?P<number>(?P<low>百分之{NUMERAL}|[一二三四五六七八九十]分之[一二三四五六七八九十]|{NUMERAL}(?:/\d+)?)"
    rf"(?:(?P<lowunit>{UNIT})?(?:\(含\))?(?:-|~|至|到)(?P<high>{NUMERAL}))?(?P<about>余|多(?=[个条次项人]))?(?P<unit>{UNIT}(?:\(次\))?)?)"
    rf"(?P<loose>左右)?(?P<after>{'|'.join(AFTER.values())}|\(含\))?"
)


def _value(text: str) -> tuple[Decimal | None, str | None]:
    """A numeral's value and the unit that its wording implies (``百分之五`` and ``三分之一`` are per cent)."""
    if text.startswith("百分之"):
        return numeral(text[3:]), "%"
    if "分之" in text:
        below, above = (numeral(part) for part in text.split("分之"))
        return (round(above * 100 / below, 3) if above is not None and below else None), "%"
    return numeral(text), None


def _worded(before: str | None, after: str | None) -> Op | None:
    for table, word in ((AFTER, after), (BEFORE, before)):
        if word and word != "(含)":
            for op, words in table.items():
                if compiled(words).fullmatch(word):
                    return op  # type: ignore[return-value]
    return None


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[Quantity, ...]:
    """Every quantity of ``text``, left to right. A Chinese numeral counts only with a unit; digits may stand bare."""
    folded = fold(text)
    frozen = [False] * len(folded)
    for name in _FROZEN.finditer(folded):
        frozen[name.start() : name.end()] = [True] * (name.end() - name.start())
    found = []
    at = 0
    while match := _QUANTITY.search(folded, at):
        start, end = match.span("number")
        at = end
        if any(frozen[start:end]):
            continue
        unit = match["unit"] or match["lowunit"]
        value, implied = _value(match["low"])
        high = _value(match["high"])[0] if match["high"] else None
        if value is None or (unit is None and implied is None and not match["low"][0].isdigit()):
            continue
        at = match.end()
        if high is not None and match["unit"] and match["lowunit"] in _MONEY and match["unit"] in _MONEY:
            # 5000万元-1亿元: both ends in the first one's unit.
            unit, high = match["lowunit"], high * _MONEY[match["unit"]] / _MONEY[match["lowunit"]]
        found.append(
            Quantity(
                start=match.start(),
                end=match.end(),
                number=(start, end),
                value=plain(value),
                unit=(unit or implied or "").replace("个百分点", "百分点").replace("个点", "百分点") or None,
                op=_worded(match["before"], match["after"]),
                high=None if high is None else plain(high),
                about=bool(match["about"] or match["loose"]),
            )
        )
    return tuple(found)
