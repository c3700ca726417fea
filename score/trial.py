"""What one rule gives for answers that somebody tries: the engine itself, on an item with nothing else in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.reference import reference
from normalize.rubric import Item, Measure, Rubric, Rule, Target
from score.engine import score
from score.evidence import Answer, Evidence, Value
from score.worth import PERIODS

POINTS = 40
"""Values at which a curve is drawn."""

YEAR = "2000"
"""Stands for the year assessed, which a trial does not need."""


@dataclass(frozen=True)
class Outcome:
    """What the rule moves and its item then has, and the sentence that scores would show; None where unknown."""

    points: str | None
    item: str | None
    text: str


Case = Mapping[str, Value]
"""Answers by measure id; a measure that has periods is answered the same for each."""


@dataclass(frozen=True)
class Trial:
    """A rule, or another reading of it, with the item it stands in and the cases to try on it."""

    item: Item
    rule: Rule
    cases: Sequence[Case]


def tried(rubric: Rubric, trials: Sequence[Trial]) -> list[list[Outcome]]:
    """The outcomes of each trial's cases, all in one run of the engine.

    Each rule stands in an item of its own; what the whole item gives is not asked: other rules are left out but the
    award that this one is within.
    """
    asked = [questions(rubric, _alone(one)) for one in trials]
    items = [_prefixed(_alone(one), at) for at, one in enumerate(trials)]
    small = Rubric(
        notice=rubric.notice,
        units=rubric.units,
        items=items,
        measures=[
            measure.model_copy(update={"id": f"{at}:{measure.id}"})
            for at, found in enumerate(asked)
            for measure in found
        ],
    )
    units = [str(at) for at in range(max((len(one.cases) for one in trials), default=0))]
    answers = [
        Answer(unit, f"{at}:{measure.id}", f"{YEAR}-{part}" if part else None, case[measure.id])
        for at, one in enumerate(trials)
        for unit, case in zip(units, one.cases, strict=False)
        for measure in asked[at]
        if measure.id in case
        for part in PERIODS.get(measure.period or "", [""])
    ]
    if not units:
        return [[] for _ in trials]
    scores = score(small, Evidence(units, answers, ""), draft=True)
    found = {unit.unit: unit.items for unit in scores.units}
    return [
        [
            Outcome(result.points, found[unit][at].score, result.text)
            for unit in units[: len(one.cases)]
            for result in found[unit][at].rules
            if result.rule == f"{at}:{one.rule.id}"
        ]
        for at, one in enumerate(trials)
    ]


def _alone(one: Trial) -> Item:
    """The item with the rule and the award that it is within."""
    around = [other for other in one.item.rules if other.id == one.rule.within]
    return one.item.model_copy(update={"rules": [*around, one.rule], "spans": []})


def _prefixed(item: Item, at: int) -> Item:
    """The item with ids of rules and measures that no other trial has."""
    rules = [
        rule.model_copy(
            update={
                "id": f"{at}:{rule.id}",
                "within": f"{at}:{rule.within}" if rule.within else None,
                "measures": [f"{at}:{name}" for name in rule.measures],
                "alternatives": [],
            }
        )
        for rule in item.rules
    ]
    return item.model_copy(update={"id": str(at), "rules": rules})


def questions(rubric: Rubric, item: Item) -> list[Measure]:
    """The measures that the rules of an item read."""
    names = {name for rule in item.rules for name in rule.measures}
    return [measure for measure in rubric.measures if measure.id in names]


def needs_unit(item: Item, rule: Rule) -> bool:
    """Whether the points depend on which unit it is, or on all units: no case stands for all."""
    figures = [found for found in reference(rule, item) if isinstance(found, Target)]
    return bool(rule.by_group) or any(figure.by_group or figure.stat for figure in figures)


Curve = list[tuple[Decimal, Decimal]]
"""Points that a rule moves, against the quantity."""


def curves(rubric: Rubric, rules: Sequence[tuple[Item, Rule]]) -> dict[str, Curve]:
    """By rule id: what a rule moves for values of its one numeric question; rules that have none are left out."""
    trials = []
    for item, rule in rules:
        asked = [] if _many_sided(item, rule) else questions(rubric, item.model_copy(update={"rules": [rule]}))
        if len(asked) == 1 and asked[0].type in ("count", "number", "percent"):
            trials.append(Trial(item, rule, [{asked[0].id: value} for value in _values(asked[0], item, rule)]))
    drawn = {}
    for one, outcomes in zip(trials, tried(rubric, trials), strict=True):
        values = [value for case in one.cases for value in case.values() if isinstance(value, Decimal)]
        drawn[one.rule.id] = [
            (value, Decimal(outcome.points))
            for value, outcome in zip(values, outcomes, strict=True)
            if outcome.points is not None
        ]
    return drawn


def _many_sided(item: Item, rule: Rule) -> bool:
    """Whether no one number decides: the unit does, or an assessor."""
    return needs_unit(item, rule) or rule.certainty == "unread" or rule.basis == "judge"


def _values(measure: Measure, item: Item, rule: Rule) -> list[Decimal]:
    """Evenly spaced values from 0 to beyond every figure of the rule; whole ones where cases are counted."""
    figures = [Decimal(found.value) for found in reference(rule, item) if found.value is not None]
    figures += [Decimal(edge) for band in rule.bands or [] for edge in (band.min, band.max) if edge is not None]
    step = Decimal(rule.step or 1)
    top = max([*figures, Decimal(0)]) * Decimal("1.2") + 6 * step
    if measure.type == "percent":
        top = max(Decimal(100), max(figures, default=Decimal(100)) * Decimal("1.1"))
    width = top / POINTS
    if measure.type == "count":
        width = max(Decimal(1), (top / POINTS).to_integral_value())
    spaced = {width * at for at in range(int(top / width) + 1)}
    return sorted(spaced | {figure for figure in figures if figure >= 0})
