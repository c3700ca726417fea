"""Cells → answers: each value read as its measure wants it, every fault named with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

import regex

from normalize.quantity import fold
from normalize.reference import reference
from normalize.rubric import Item, Measure, Rubric, Rule, Target
from score.evidence import Answer, Entry, Value, empty
from score.worth import PERIODS

YES, NO = {"是", "true", "√", "1", "y", "yes", "对"}, {"否", "false", "×", "0", "n", "no"}
_YEAR = regex.compile(r"\d{4}")
_LARGEST = 10**9
"""No office counts further; beyond it a slip of the keyboard is likelier than a number."""

_TYPES = {
    "flag": "是或否",
    "level": "级别的名称",
    "count": "不小于0的数",
    "number": "数",
    "percent": "百分数",
    "points": "分数",
}


class _Fault(Exception):
    """What is wrong with one value, and what is expected."""


@dataclass
class _Known:
    """What the rubric knows: measures by id and label, units by name and alias, which rules read a measure, which item one
    assesses as a whole, and the members of each group of units."""

    measures: dict[str, Measure]
    units: dict[str, str]
    readers: dict[str, list[tuple[Rule, Item]]]
    assessed: dict[str, Item]
    members: dict[str, list[str]]
    year: int | None


def answers(entries: list[Entry], rubric: Rubric) -> tuple[list[Answer], list[str]]:
    """The answers of all cells, and the faults; one empty cell is no answer and no fault."""
    known = _known(rubric)
    found: dict[tuple[str, str, str | None], tuple[Answer, str]] = {}
    faults: list[str] = []
    for entry in entries:
        try:
            for answer in _answer(entry, known):
                key = (answer.unit, answer.measure, answer.period)
                if key in found:
                    raise _Fault(
                        f"与{found[key][1]}重复填了{answer.measure}「{known.measures[answer.measure].label}」，每个单位只填一次"
                    )
                found[key] = (answer, entry.place)
        except _Fault as fault:
            faults.append(f"{entry.place}：{fault}")
    return [answer for answer, _ in found.values()], list(dict.fromkeys(faults)) + _on_no_list(found, known)


def _known(rubric: Rubric) -> _Known:
    measures = {key: measure for measure in rubric.measures for key in (measure.label, measure.id)}
    units = {alias: unit.name for unit in rubric.units if not unit.members for alias in [unit.name, *unit.aliases]}
    readers: dict[str, list[tuple[Rule, Item]]] = {}
    for item in rubric.items:
        for rule in item.rules:
            for name in rule.measures:
                readers.setdefault(name, []).append((rule, item))
    assessed = {name: item for item in rubric.items for name in _assessing(item, rubric)}
    members = {unit.name: unit.members for unit in rubric.units if unit.members}
    return _Known(measures, units, readers, assessed, members, rubric.notice.year)


def _assessing(item: Item, rubric: Rubric) -> list[str]:
    return [measure.id for measure in rubric.measures if item.id in measure.items]


def _answer(entry: Entry, known: _Known) -> Iterator[Answer]:
    if entry.fault is not None:
        raise _Fault(entry.fault)
    unit = entry.unit.strip()
    if not unit:
        raise _Fault("没有写单位名称，请补上")
    if known.units and unit not in known.units:
        near = get_close_matches(unit, known.units, 1, 0.4)
        raise _Fault(
            f"不认识单位「{unit}」"
            + (f"，是不是「{near[0]}」" if near else f"，通知里的单位有{'、'.join(list(known.units)[:6])}等")
        )
    measure = known.measures.get(entry.measure.strip())
    if measure is None:
        near = get_close_matches(entry.measure, known.measures, 1, 0.5)
        raise _Fault(
            f"不认识问题「{entry.measure}」" + (f"，是不是「{near[0]}」" if near else "，请用填报表里的问题或编号")
        )
    if empty(entry.value):
        return
    period = _period(entry.period, measure, known.year)
    value = _value(entry, measure, known)
    yield Answer(known.units.get(unit, unit), measure.id, period, value, entry.source, entry.note)


def _period(text: str, measure: Measure, year: int | None) -> str | None:
    text = text.strip()
    parts = PERIODS.get(measure.period or "")
    if parts is None:
        if text and text not in (str(year), f"{year}年") and (year is not None or not _YEAR.fullmatch(text)):
            raise _Fault(f"{measure.id}「{measure.label}」按{year or '全'}年填一个数，请不要写时期「{text}」")
        return None
    head, _, part = text.rpartition("-")
    if part not in parts or (head and (head != str(year) if year is not None else not _YEAR.fullmatch(head))):
        raise _Fault(
            f"{measure.id}「{measure.label}」要分期填报，时期「{text}」应写成 {year or '2019'}-{parts[0]} 这样"
        )
    return f"{head or year or ''}-{part}".lstrip("-")


def _value(entry: Entry, measure: Measure, known: _Known) -> Value:
    value = entry.value
    if measure.type == "flag":
        return _flag(value, measure)
    if measure.type == "level":
        return _levels(str(value), measure)
    return _number(value, entry.per_cent, measure, known)


def _flag(value: object, measure: Measure) -> bool:
    text = fold(str(value)).strip().lower()
    text = text.removesuffix(".0")
    if text in YES or text in NO:
        return text in YES
    raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填是或否")


def _levels(text: str, measure: Measure) -> tuple[str, ...]:
    names = tuple(name.strip() for name in fold(text).replace("、", ";").split(";") if name.strip())
    if names == ("无",):
        return ()
    if not names:
        raise _Fault(f"{measure.id}「{measure.label}」填了「{text}」，应填级别的名称，没有的填无")
    levels = {fold(level): level for level in measure.levels or []}
    for name in names:
        if name not in levels:
            raise _Fault(
                f"{measure.id}「{measure.label}」填了「{name}」，应从{'、'.join(levels.values())}中选，没有的填无"
            )
    return tuple(levels[name] for name in names)


def _number(value: object, per_cent: bool, measure: Measure, known: _Known) -> Decimal:
    text = fold(str(value)).strip().replace(",", "")
    signed = per_cent or text.endswith("%")
    try:
        number = Decimal(repr(value) if isinstance(value, float) else text.removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) > _LARGEST:
        raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填{_TYPES[measure.type]}")
    if per_cent:
        number *= 100
        if abs(number) > 1000:
            # 95 pasted into a cell that is shown in per cent; the workbook itself allows no more than 1000%.
            raise _Fault(
                f"{measure.id}「{measure.label}」的单元格是百分数格式，填成了 {number:f}%，请核对是不是 {value}%"
            )
    if number != round(number, 3):
        raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，最多保留三位小数")
    if measure.type == "percent" and not signed and 0 < number <= 1:
        raise _Fault(
            f"{measure.id}「{measure.label}」填了「{value}」，可能是 {number}% 也可能是 {(number * 100).normalize():f}%，请带上百分号"
        )
    if signed and measure.type != "percent":
        raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填{_TYPES[measure.type]}，不是百分数")
    if measure.type == "count" and number < 0:
        raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填不小于0的数")
    if measure.type == "points":
        _judged(number, value, measure, known)
        if measure.id in known.assessed:
            _whole_item(number, value, measure, known.assessed[measure.id])
    return number


def _judged(number: Decimal, value: object, measure: Measure, known: _Known) -> None:
    """The assessor's points stay within what the rule allows: nothing, or from its least to its most."""
    for rule, _ in known.readers.get(measure.id, []):
        if rule.certainty == "unread":
            continue
        low, high = Decimal(rule.min or 0), Decimal(rule.max) if rule.max and not rule.unit else None
        if number < 0 or (number != 0 and number < low) or (high is not None and number > high):
            limit = f"0或{rule.min or 0}至{rule.max}分" if high is not None else "不小于0的分数"
            raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填{limit}，扣分也填正数")


def _whole_item(number: Decimal, value: object, measure: Measure, item: Item) -> None:
    """An item without rules is given from nothing to all of its points; a penalty item's are a deduction."""
    if number < 0 or (item.points is not None and number > Decimal(item.points)):
        limit = f"0至{item.points}分" if item.points is not None else "不小于0的分数"
        raise _Fault(f"{measure.id}「{measure.label}」填了「{value}」，应填{limit}，扣分也填正数")


def _on_no_list(found: dict[tuple[str, str, str | None], tuple[Answer, str]], known: _Known) -> list[str]:
    """A unit that no list of a figure by groups names: its figure is unknown, never a default."""
    faults: dict[tuple[str, str], str] = {}
    for answer, place in found.values():
        for rule, item in known.readers.get(answer.measure, []):
            for lists, what in _lists(rule, item):
                listed = {unit for name in lists for unit in (name, *known.members.get(name, []))}
                if answer.unit not in listed:
                    said = f"{place}：单位「{answer.unit}」不在“{what}”列出的任何一组里（{'、'.join(lists)}），请改用通知里的单位名称"
                    faults.setdefault((answer.unit, what), said)
    return list(faults.values())


def _lists(rule: Rule, item: Item) -> Iterator[tuple[list[str], str]]:
    """The units that each figure or amount by groups names, and what it is."""
    for one in reference(rule, item):
        if isinstance(one, Target) and one.by_group:
            yield [name for group in one.by_group for name in group.units], one.measure
    if rule.by_group:
        yield [name for group in rule.by_group for name in group.units], rule.text
