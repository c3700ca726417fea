"""One cell → one value, read as its measure wants it; what is wrong with it is a ``Fault`` that says what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import regex

from extract.numeral import printed_number
from extract.record import plain
from normalize.quantity import fold
from normalize.rubric import Item, Measure, Rule
from score.evidence import Entry, Value
from score.rounding import three_places

YES, NO = {"是", "true", "√", "1", "y", "yes", "对"}, {"否", "false", "×", "0", "n", "no"}
NONE = "无"
"""What a level question is answered with where none was reached."""

_LARGEST = 10**9
"""No office counts further; beyond it a slip of the keyboard is likelier than a number."""

_DIGITS = 15
"""Figures that Excel itself keeps of a number; what lies beyond them is noise of its binary arithmetic."""

_PLACE = regex.compile(r"第?(?P<place>\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|位)?")

_TYPES = {
    "flag": "是或否",
    "level": "级别的名称",
    "count": "不小于0的数",
    "number": "数",
    "percent": "百分数",
    "points": "分数",
}


class Fault(Exception):
    """What is wrong with one value, and what is expected."""


@dataclass
class Known:
    """What the rubric knows: measures by id and label, units by name and alias, which rules read a measure, which item one
    assesses as a whole, the members of each group of units; whether numbers are rounded to three decimals; and the values read so far, since answers repeat."""

    measures: dict[str, Measure]
    units: dict[str, str]
    readers: dict[str, list[tuple[Rule, Item]]]
    assessed: dict[str, Item]
    members: dict[str, list[str]]
    year: int | None
    rounds: bool = True
    read: dict[tuple[str, type, object, bool], tuple[Value, str | None]] = field(default_factory=dict)


def value_of(entry: Entry, measure: Measure, known: Known) -> tuple[Value, str | None]:
    """The value of a cell that is not empty, and what was done to it where that is worth a note; raises Fault."""
    key = (measure.id, type(entry.value), entry.value, entry.per_cent)
    if key not in known.read:
        known.read[key] = _value(entry, measure, known)
    return known.read[key]


def _value(entry: Entry, measure: Measure, known: Known) -> tuple[Value, str | None]:
    if measure.type == "flag":
        return _flag(entry.value, measure), None
    if measure.type == "level":
        return _levels(str(entry.value), measure), None
    return _number(entry.value, entry.per_cent, measure, known)


def _asked(measure: Measure, value: object) -> str:
    return f"{measure.id}「{measure.label}」填了「{value}」"


def _flag(value: object, measure: Measure) -> bool:
    text = fold(str(value)).strip().lower().removesuffix(".0")
    if text in YES or text in NO:
        return text in YES
    raise Fault(f"{_asked(measure, value)}，应填是或否")


def _levels(text: str, measure: Measure) -> tuple[str, ...]:
    names = tuple(name.strip() for name in fold(text).replace("、", ";").split(";") if name.strip())
    if names == (NONE,):
        return ()
    if not names:
        raise Fault(f"{_asked(measure, text)}，应填级别的名称，没有的填{NONE}")
    levels = {fold(level): level for level in measure.levels or []}
    places = {place: level for level in levels.values() if (place := _place(level)) is not None}
    found = []
    for name in names:
        level = levels.get(name) or places.get(_place(name.removesuffix(".0")) or "")
        if level is None:
            raise Fault(f"{_asked(measure, name)}，应从{'、'.join(levels.values())}中选，没有的填{NONE}")
        found.append(level)
    return tuple(found)


def _place(name: str) -> str | None:
    """The rank that a name says: ``第一名``, ``第1名`` and ``1`` are one; None for any other name."""
    found = _PLACE.fullmatch(fold(name))
    number = printed_number(found["place"]) if found is not None else None
    return None if number is None else str(number)


def _number(value: object, per_cent: bool, measure: Measure, known: Known) -> tuple[Decimal, str | None]:
    text = fold(str(value)).strip().replace(",", "")
    signed = per_cent or text.endswith("%")
    try:
        number = _decimal(value) if isinstance(value, float) else Decimal(text.removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) > _LARGEST:
        raise Fault(f"{_asked(measure, value)}，应填{_TYPES[measure.type]}")
    if per_cent:
        number *= 100
        if abs(number) > 1000:
            # 95 pasted into a cell that is shown in per cent; the workbook itself allows no more than 1000%.
            raise Fault(
                f"{measure.id}「{measure.label}」的单元格是百分数格式，填成了 {number:f}%，请核对是不是 {value}%"
            )
    _fits(number, value, signed, measure)
    if measure.type == "points":
        _judged(number, value, measure, known)
        if measure.id in known.assessed:
            _whole_item(number, value, measure, known.assessed[measure.id])
    return _rounded(number, measure, known)


def _decimal(value: float) -> Decimal:
    """The number that Excel shows: 0.1+0.2 is 0.3 there."""
    return Decimal(f"{value:.{_DIGITS}g}")


def _fits(number: Decimal, value: object, signed: bool, measure: Measure) -> None:
    """What a number of this type may be."""
    if measure.type == "percent" and not signed and 0 < number <= 1:
        raise Fault(
            f"{_asked(measure, value)}，可能是 {number}% 也可能是 {(number * 100).normalize():f}%，请带上百分号"
        )
    if signed and measure.type != "percent":
        raise Fault(f"{_asked(measure, value)}，应填{_TYPES[measure.type]}，不是百分数")
    if measure.type == "count" and number < 0:
        raise Fault(f"{_asked(measure, value)}，应填不小于0的数")
    if measure.type == "count" and number % 1 and not averaged(measure):
        raise Fault(f"{_asked(measure, value)}，应填整数")


def averaged(measure: Measure) -> bool:
    """Whether the question asks for a mean (人均场次), which need not be whole where what is counted is."""
    return "均" in measure.label


def _rounded(number: Decimal, measure: Measure, known: Known) -> tuple[Decimal, str | None]:
    """The number in three places, and a note where it had more; raises Fault where rounding could change the points."""
    kept, problem = three_places(number, measure, known.readers.get(measure.id, []))
    if problem is not None:
        raise Fault(f"{measure.id}「{measure.label}」填了「{plain(number)}」，{problem}")
    if kept == number:
        return kept, None
    if not known.rounds:
        raise Fault(f"{measure.id}「{measure.label}」填了「{plain(number)}」，最多保留三位小数")
    sign = "%" if measure.type == "percent" else ""
    return kept, f"原填 {plain(number)}{sign}，四舍五入到三位小数为 {plain(kept)}{sign}"


def _judged(number: Decimal, value: object, measure: Measure, known: Known) -> None:
    """The assessor's points stay within what the rule allows: nothing, or from its least to its most."""
    for rule, _ in known.readers.get(measure.id, []):
        if rule.certainty == "unread":
            continue
        low, high = Decimal(rule.min or 0), Decimal(rule.max) if rule.max and not rule.unit else None
        if number < 0 or (number != 0 and number < low) or (high is not None and number > high):
            limit = f"0或{rule.min or 0}至{rule.max}分" if high is not None else "不小于0的分数"
            raise Fault(f"{_asked(measure, value)}，应填{limit}，扣分也填正数")


def _whole_item(number: Decimal, value: object, measure: Measure, item: Item) -> None:
    """An item without rules is given from nothing to all of its points; a penalty item's are a deduction."""
    if number < 0 or (item.points is not None and number > Decimal(item.points)):
        limit = f"0至{item.points}分" if item.points is not None else "不小于0的分数"
        raise Fault(f"{_asked(measure, value)}，应填{limit}，扣分也填正数")
