"""Where two readings of a rule part: the smallest evidence on which they give different points.

Each reading stands in a copy of its item, with all that else is in it: other rules are answered so that they cost
nothing, and what limits rules together limits them there, too. Small answers are tried, least first, by the engine
itself: one run for a whole rubric. Where the readings ask in different words, only answers that can both be true of the
same facts are tried (``score.samefact``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extract.record import plain
from normalize.reference import reference
from normalize.rubric import Alternative, Item, Measure, Policy, Rubric, Rule, Target
from score.engine import score
from score.evidence import Answer, Evidence, Value
from score.harmless import harmless
from score.samefact import Fact, possible
from score.worth import PERIODS

TRIED = 64
"""Answers tried for one pair of readings."""

Tried = Value | list[Decimal]
"""An answer, or one for each period."""


@dataclass(frozen=True)
class Difference:
    """The answers (question, answer) on which readings differ, and the item's points by the first and by the other."""

    answers: tuple[tuple[str, str], ...]
    first: str
    other: str

    @property
    def text(self) -> str:
        """``其余都做到，“…次数”填2时，按前一种读法本项计9分，按这种计8分``."""
        said = "，".join(f"“{label}”填{value}" for label, value in self.answers)
        return f"其余都做到，{said}时，按前一种读法本项计{self.first}分，按这种计{self.other}分"


@dataclass
class _Pair:
    """A rule's two readings: the item with each, what is varied, what else is answered, and what limits the rules."""

    key: tuple[str, str]
    items: tuple[Item, Item]
    measures: list[Measure]
    tries: list[tuple[Tried, ...]]
    around: list[tuple[Measure, Value]]
    policies: list[Policy]


def differences(rubric: Rubric) -> dict[tuple[str, str], Difference]:
    """By rule id and alternative code: where that reading first differs; none for readings that never do in what is tried."""
    known = {measure.id: measure for measure in rubric.measures}
    pairs = [
        _pair(item, rule, other, known, rubric.policies, f"d{at}.{number}.{place}")
        for at, item in enumerate(rubric.items)
        for number, rule in enumerate(item.rules)
        for place, other in enumerate(rule.alternatives)
        if not _by_group(item, rule, other)
    ]
    pairs = [pair for pair in pairs if pair.tries]
    if not pairs:
        return {}
    draft = Rubric(
        notice=rubric.notice,
        items=[item for pair in pairs for item in pair.items],
        measures=[one for pair in pairs for one in [*pair.measures, *(measure for measure, _ in pair.around)]],
        policies=[policy for pair in pairs for policy in pair.policies],
    )
    units = [str(at) for at in range(max(len(pair.tries) for pair in pairs))]
    scores = score(draft, Evidence(units, _answers(pairs, units), ""), draft=True)
    by_unit = {unit.unit: {item.item: item.score for item in unit.items} for unit in scores.units}
    found = {pair.key: _first(pair, units, by_unit) for pair in pairs}
    return {key: difference for key, difference in found.items() if difference is not None}


def _by_group(item: Item, rule: Rule, other: Alternative) -> bool:
    """Whether the points depend on which unit it is: no unit stands for all."""
    readings = [rule, *other.rules]
    targets = [found for one in readings for found in reference(one, item) if isinstance(found, Target)]
    return any(one.by_group for one in readings) or any(t.by_group or t.stat for t in targets)


def _pair(
    item: Item, rule: Rule, other: Alternative, known: dict[str, Measure], policies: list[Policy], prefix: str
) -> _Pair:
    """The item with the rule, and with the other reading in its place."""
    dropped = [one for one in item.rules if one.id in other.drops]
    sides = (item.rules, _replaced(item.rules, rule, other))
    asked = [
        list(dict.fromkeys(name for one in reading for name in one.measures if name in known))
        for reading in ([rule, *dropped], other.rules)
    ]
    names = list(dict.fromkeys([*asked[0], *asked[1]]))
    items, limits = [], []
    for number, side in enumerate(sides):
        ids = {one.id: f"{prefix}.{number}.{at}" for at, one in enumerate(side)}
        rules = [_renamed(one, f"{prefix}.{number}.{at}", ids, prefix) for at, one in enumerate(side)]
        copy = item.model_copy(update={"id": f"{prefix}.{number}", "rules": rules})
        items.append(copy)
        limits += _limits(policies, item, copy, ids)
    measures = [_named(known[name], prefix) for name in names]
    varied = [rule, *dropped, *other.rules]
    values = [_values(known[name], item, [one for one in varied if name in one.measures]) for name in names]
    tries: list[tuple[Tried, ...]] = []
    if (both := _year_and_periods(measures, values)) is not None:
        tries = both
    elif values and len(values) <= 4:
        told = [[one for one in varied if name in one.measures] for name in names]
        sides_of = [(name in asked[0], name in asked[1]) for name in names]
        facts = [Fact(known[name], item, readers) for name, readers in zip(names, told, strict=True)]
        fitting = sorted((one for one in product(*values) if possible(facts, one, sides_of)), key=_size)
        tries = list(fitting[:TRIED])
    around = _around(item, sides, names, known, prefix)
    return _Pair(
        (rule.id, other.code), (items[0], items[1]), measures, tries if around is not None else [], around or [], limits
    )


def _replaced(rules: list[Rule], rule: Rule, other: Alternative) -> list[Rule]:
    found: list[Rule] = []
    for one in rules:
        if one is rule:
            found += other.rules
        elif one.id not in other.drops:
            found.append(one)
    return found


def _named(measure: Measure, prefix: str) -> Measure:
    return measure.model_copy(update={"id": f"{prefix}:{measure.id}"})


def _renamed(rule: Rule, name: str, ids: dict[str, str], prefix: str) -> Rule:
    """The rule under a name that no other copy has, reading the copy's own questions."""
    changes = {
        "id": name,
        "within": ids.get(rule.within or ""),
        "measures": [f"{prefix}:{measure}" for measure in rule.measures],
        "alternatives": [],
    }
    return rule.model_copy(update=changes)


def _limits(policies: list[Policy], item: Item, copy: Item, ids: dict[str, str]) -> list[Policy]:
    """The policies about the item or its rules, for its copy; those over several items do not change one item's points."""
    found = []
    for policy in policies:
        whole = item.id in policy.covers or (not policy.covers and policy.kind != "cap")
        covers = [copy.id] if whole else [ids[name] for name in policy.covers if name in ids]
        if policy.kind in ("deduct_to_zero", "highest_only", "cap") and covers:
            found.append(policy.model_copy(update={"id": f"{copy.id}:{policy.id}", "covers": covers}))
    return found


def _around(
    item: Item, sides: tuple[list[Rule], list[Rule]], varied: list[str], known: dict[str, Measure], prefix: str
) -> list[tuple[Measure, Value]] | None:
    """The other questions of the item, answered so that they cost nothing; None where one cannot be."""
    readers: dict[str, list[Rule]] = {}
    for rule in {id(one): one for side in sides for one in side}.values():
        for name in rule.measures:
            if name in known and name not in varied:
                readers.setdefault(name, []).append(rule)
    found = []
    for name, rules in readers.items():
        value = harmless(known[name], item, rules)
        if value is None:
            return None
        found.append((_named(known[name], prefix), value))
    return found


def _year_and_periods(measures: list[Measure], values: list[list[Value]]) -> list[tuple[Tried, ...]] | None:
    """For one fact asked by the year and by the period: the periods' answers, and their sum as the year's."""
    split = [measure.period in PERIODS for measure in measures]
    if sorted(split) != [False, True] or measures[0].unit != measures[1].unit:
        return None
    parts = len(PERIODS[measures[split.index(True)].period or ""])
    usual = max(
        (value for value in values[split.index(True)] if isinstance(value, Decimal) and value <= 4), default=Decimal(1)
    )
    tries: list[tuple[Tried, ...]] = []
    for figure in sorted({Decimal(1), Decimal(2), usual}):
        for first, second in ((figure, figure), (Decimal(0), 2 * figure), (Decimal(0), figure)):
            each = [first, second, *[figure] * (parts - 2)]
            tries.append(tuple(each if is_split else sum(each, Decimal(0)) for is_split in split))
    return tries


def _size(answers: tuple[Value, ...]) -> tuple[Decimal, str]:
    """Small numbers first; a flag and a name count as one."""
    total = sum((abs(value) if isinstance(value, Decimal) else Decimal(bool(value)) for value in answers), Decimal(0))
    return total, str(answers)


def _values(measure: Measure, item: Item, readers: list[Rule]) -> list[Value]:
    """Small answers of one measure: both flags, each level, 0 to 4 and what lies round its figures."""
    if measure.type == "flag":
        return [True, False]
    if measure.type == "level":
        return [(), *((level,) for level in measure.levels or [])]
    wanted = [Decimal(found.value) for rule in readers for found in reference(rule, item) if found.value is not None]
    steps = [Decimal(rule.step or 1) for rule in readers]
    around = {figure + step * n for figure in wanted for step in steps for n in (-2, -1, 0, 1, 2)}
    limits = {Decimal(limit) for rule in readers for limit in (rule.min, rule.max) if limit is not None}
    small = {Decimal(n) for n in range(5)} if measure.type != "points" else {Decimal(0), Decimal(1)}
    return sorted(value for value in small | around | limits if value >= 0)


def _answers(pairs: list[_Pair], units: list[str]) -> list[Answer]:
    found = []
    for pair in pairs:
        for unit, values in zip(units, pair.tries, strict=False):
            tried = list(zip(pair.measures, values, strict=True))
            for measure, value in [*tried, *pair.around]:
                periods = PERIODS.get(measure.period or "", [""])
                each = value if isinstance(value, list) else [value] * len(periods)
                found += [
                    Answer(unit, measure.id, f"2000-{part}" if part else None, one)
                    for part, one in zip(periods, each, strict=True)
                ]
    return found


def _first(pair: _Pair, units: list[str], scores: dict[str, dict[str, str | None]]) -> Difference | None:
    for unit, values in zip(units, pair.tries, strict=False):
        first, other = (scores[unit][item.id] for item in pair.items)
        if first is not None and other is not None and first != other:
            labels = [measure.label for measure in pair.measures]
            return Difference(
                tuple((label, _said(value)) for label, value in zip(labels, values, strict=True)), first, other
            )
    return None


def _said(value: Tried) -> str:
    if isinstance(value, list):
        counts = {one: value.count(one) for one in value}
        return "、".join(f"{plain(one)}（{count}期）" for one, count in counts.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value) if isinstance(value, Decimal) else "、".join(value) or "无"
