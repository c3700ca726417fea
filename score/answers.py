"""Cells → answers: whose and to which question each is, every fault named with its place.

Cells may come from several files: the same answer twice is one, two different ones are a fault that names both
places. An assessor's correction takes the place of what was filled in, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import regex

from normalize.reference import reference
from normalize.rubric import Item, Measure, Rubric, Rule, Target
from score.evidence import Answer, Entry, empty, said
from score.values import Fault, Known, value_of
from score.worth import PERIODS

_YEAR = regex.compile(r"\d{4}")

_Key = tuple[str, str, str | None]
_Found = dict[_Key, tuple[Answer, Entry]]


@dataclass
class Answers:
    """The answers of all cells, every fault, and what was done to some of them (rounding, corrections)."""

    found: list[Answer]
    faults: list[str]
    notes: list[str] = field(default_factory=list)


def answers(entries: Iterable[Entry], rubric: Rubric, rounds: bool = True) -> Answers:
    """Read all cells; an empty one is no answer and no fault.

    Where nobody would read the notes, ``rounds`` is off: more than three decimals are a fault then.
    """
    known = _known(rubric)
    known.rounds = rounds
    found: _Found = {}
    faults: list[str] = []
    notes: list[str] = []
    later = []
    for entry in entries:
        if entry.correction:
            later.append(entry)
            continue
        try:
            for answer, note in _answer(entry, known):
                _add(found, answer, entry, known)
                if note is not None:
                    notes.append(f"{entry.place}：{note}。")
        except Fault as fault:
            faults.append(f"{entry.place}：{fault}")
    faults += _correct(found, later, known)
    if later:
        notes.append(f"有 {len(later)} 处按“更正”计分，原填和理由见明细。")
    return Answers(
        [answer for answer, _ in found.values()], list(dict.fromkeys(faults)) + _on_no_list(found, known), notes
    )


def _add(found: _Found, answer: Answer, entry: Entry, known: Known) -> None:
    """Take an answer; of two files that say the same the first counts."""
    key = (answer.unit, answer.measure, answer.period)
    if key not in found:
        found[key] = (answer, entry)
        return
    before, place = found[key][0], found[key][1].place
    label = f"{answer.measure}「{known.measures[answer.measure].label}」"
    if found[key][1].file == entry.file:
        raise Fault(f"与{place}重复填了{label}，每个单位只填一次")
    if before.value != answer.value:
        raise Fault(
            f"「{answer.unit}」的{label}填了「{said(answer.value)}」，与{place}的「{said(before.value)}」不一致，"
            "请核对后只留一个，或在“更正”表里写明"
        )


def _correct(found: _Found, later: list[Entry], known: Known) -> list[str]:
    """Put corrections in place of what was filled in; the faults of those that cannot be."""
    faults = []
    done: dict[_Key, str] = {}
    for entry in later:
        try:
            for answer, _ in _answer(entry, known):
                key = (answer.unit, answer.measure, answer.period)
                if key in done:
                    raise Fault(f"与{done[key]}更正了同一个数，请只留一行")
                done[key] = entry.place
                before = f"原填{said(found[key][0].value)}" if key in found else "原来没有填"
                source = found[key][0].source if key in found else None
                note = f"更正（{entry.place}）：{before}，{entry.note}"
                found[key] = (replace(answer, source=source or entry.place, note=note), entry)
        except Fault as fault:
            faults.append(f"{entry.place}：{fault}")
    return faults


def _known(rubric: Rubric) -> Known:
    measures = {key: measure for measure in rubric.measures for key in (measure.label, measure.id)}
    units = {alias: unit.name for unit in rubric.units if not unit.members for alias in [unit.name, *unit.aliases]}
    readers: dict[str, list[tuple[Rule, Item]]] = {}
    for item in rubric.items:
        for rule in item.rules:
            for name in rule.measures:
                readers.setdefault(name, []).append((rule, item))
    assessed = {name: item for item in rubric.items for name in _assessing(item, rubric)}
    members = {unit.name: unit.members for unit in rubric.units if unit.members}
    return Known(measures, units, readers, assessed, members, rubric.notice.year)


def _assessing(item: Item, rubric: Rubric) -> list[str]:
    return [measure.id for measure in rubric.measures if item.id in measure.items]


def _answer(entry: Entry, known: Known) -> Iterator[tuple[Answer, str | None]]:
    """The cell's answer, and what was done to its value; nothing for an empty cell of a unit and question that are known."""
    if entry.fault is not None:
        raise Fault(entry.fault)
    unit = _unit(entry.unit.strip(), known)
    measure = known.measures.get(entry.measure) or known.measures.get(entry.measure.strip())
    if measure is None:
        near = get_close_matches(entry.measure, known.measures, 1, 0.5)
        raise Fault(
            f"不认识问题「{entry.measure}」" + (f"，是不是「{near[0]}」" if near else "，请用填报表里的问题或编号")
        )
    if empty(entry.value):
        return
    period = _period(entry.period, measure, known.year)
    value, note = value_of(entry, measure, known)
    beside = "，".join(filter(None, [entry.note, note])) or None
    yield Answer(unit, measure.id, period, value, entry.source, beside), note


def _unit(name: str, known: Known) -> str:
    if not name:
        raise Fault("没有写单位名称，请补上")
    if not known.units or name in known.units:
        return known.units.get(name, name)
    near = get_close_matches(name, known.units, 1, 0.4)
    raise Fault(
        f"不认识单位「{name}」"
        + (f"，是不是「{near[0]}」" if near else f"，通知里的单位有{'、'.join(list(known.units)[:6])}等")
    )


def _period(text: str, measure: Measure, year: int | None) -> str | None:
    text = text.strip()
    parts = PERIODS.get(measure.period or "")
    if parts is None:
        if text and text not in (str(year), f"{year}年") and (year is not None or not _YEAR.fullmatch(text)):
            raise Fault(f"{measure.id}「{measure.label}」按{year or '全'}年填一个数，请不要写时期「{text}」")
        return None
    head, _, part = text.rpartition("-")
    if part not in parts or (head and (head != str(year) if year is not None else not _YEAR.fullmatch(head))):
        raise Fault(f"{measure.id}「{measure.label}」要分期填报，时期「{text}」应写成 {year or '2019'}-{parts[0]} 这样")
    return f"{head or year or ''}-{part}".lstrip("-")


def _on_no_list(found: _Found, known: Known) -> list[str]:
    """A unit that no list of a figure by groups names: its figure is unknown, never a default."""
    lists = {
        name: [
            (what, {unit for one in names for unit in (one, *known.members.get(one, []))}, names)
            for rule, item in readers
            for names, what in _lists(rule, item)
        ]
        for name, readers in known.readers.items()
    }
    faults: dict[tuple[str, str], str] = {}
    for answer, entry in found.values():
        for what, listed, names in lists.get(answer.measure, []):
            if answer.unit not in listed:
                said_ = f"{entry.place}：单位「{answer.unit}」不在“{what}”列出的任何一组里（{'、'.join(names)}），请改用通知里的单位名称"
                faults.setdefault((answer.unit, what), said_)
    return list(faults.values())


def _lists(rule: Rule, item: Item) -> Iterator[tuple[list[str], str]]:
    """The units that each figure or amount by groups names, and what it is."""
    for one in reference(rule, item):
        if isinstance(one, Target) and one.by_group:
            yield [name for group in one.by_group for name in group.units], one.measure
    if rule.by_group:
        yield [name for group in rule.by_group for name in group.units], rule.text
