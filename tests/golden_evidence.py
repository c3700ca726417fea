"""Evidence for the hand-computed cases: the facts of a case, and for everything else what moves no point.

Facts that a case does not mention are such that every requirement is met, nothing bad happened, what earns the item's
points is earned in full and what comes on top is not earned.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from extract.record import plain
from normalize.reference import reference
from normalize.rubric import Item, Measure, Rubric, Rule, Target, Threshold
from score.worth import PERIODS
from tests.golden import Golden, names_figure
from tests.golden_files import squeeze

Row = tuple[str, str, str, str]
"""unit, measure id, period ("" for the whole year), value."""


def find_item(made: Rubric, name: str) -> Item:
    """The one item of that name."""
    found = [item for item in made.items if squeeze(item.name) == squeeze(name)]
    assert len(found) == 1, f"{len(found)} items are named {name}: {[item.name for item in made.items]}"
    return found[0]


def find_rule(item: Item, words: str) -> Rule:
    """The one rule with these words; ``… #2`` is the second of several."""
    words, _, nth = words.partition(" #")
    found = [rule for rule in item.rules if squeeze(words) in squeeze(rule.text)]
    if nth:
        assert len(found) >= int(nth), f"{item.name}: no rule {nth} with the words {words}"
        return found[int(nth) - 1]
    assert len(found) == 1, f"{item.name}: {len(found)} rules with the words {words}: {[rule.text for rule in found]}"
    return found[0]


def rows(made: Rubric, unit: str, facts: list[Golden]) -> Iterator[Row]:
    """All evidence rows of one unit: the facts, and for every other measure what moves no point."""
    stated: dict[tuple[str, str], str] = {}
    for fact in facts:
        measure = measure_of(made, fact)
        stated[measure.id, str(fact.get("period", ""))] = str(fact["value"])
    read = {name for item in made.items for rule in item.rules for name in rule.measures}
    for measure in made.measures:
        if measure.id not in read and not measure.items:
            continue  # only a reading that nobody chose would ask for it
        for period in PERIODS.get(measure.period or "", [""]):
            value = stated.get((measure.id, period), stated.get((measure.id, "")))
            if value is None:
                value = harmless(made, measure, unit)
            yield unit, measure.id, f"{made.notice.year}-{period}" if period else "", value


def measure_of(made: Rubric, fact: Golden) -> Measure:
    """The measure that a fact answers."""
    known = {measure.id: measure for measure in made.measures}
    item = find_item(made, fact["item"])
    if "rule" not in fact:
        asked = [measure for measure in made.measures if item.id in measure.items]
        assert len(asked) == 1, f"{item.name}: {len(asked)} measures ask for the item's points"
        return asked[0]
    rule = find_rule(item, fact["rule"])
    asked = [known[name] for name in rule.measures]
    if "target" in fact:
        figures = reference(rule, item)
        fits = [m for m, figure in zip(asked, figures, strict=True) if names_figure(fact["target"], figure)]
        assert len(fits) == 1, f"{rule.text}: {len(fits)} measures for {fact['target']}: {[m.label for m in asked]}"
        return fits[0]
    assert len(asked) == 1, f"{rule.text}: reads {len(asked)} measures: {[measure.label for measure in asked]}"
    return asked[0]


def harmless(made: Rubric, measure: Measure, unit: str) -> str:
    """What evidence says where a case does not mention the measure."""
    readers = [(rule, item) for item in made.items for rule in item.rules if measure.id in rule.measures]
    if not readers:
        item = next(item for item in made.items if item.id in measure.items)
        return item.points or "0"
    if measure.type == "flag":
        answers = {flag(rule) for rule, _ in readers}
        assert len(answers) == 1, f"{measure.label}: its rules want both answers"
        return answers.pop()
    if measure.type == "level":
        rule = readers[0][0]
        paid = sorted(rule.levels or [], key=lambda level: Decimal(level.points.rstrip("%")))
        return paid[-1].level if rule.effect == "award" and not rule.on_top else "无"
    values = [figure(rule, item, measure, unit) for rule, item in readers]
    return plain(max(values))


def flag(rule: Rule) -> str:
    """The answer that fires no deduction and earns only what belongs to the item's own points."""
    if rule.effect == "award":
        return "否" if rule.on_top else "是"
    return "否" if rule.on in ("occurrence", "excess") else "是"


def figure(rule: Rule, item: Item, measure: Measure, unit: str) -> Decimal:
    """The figure that moves nothing, or earns all that the item's own points allow."""
    if rule.effect == "award" and rule.on_top:
        return Decimal(0)
    if rule.basis == "judge":
        return Decimal(rule.max or item.points or 0) if rule.effect == "award" else Decimal(0)
    if rule.basis == "band" and rule.effect == "award":
        best = max(rule.bands or [], key=lambda band: Decimal(band.points.rstrip("%")))
        return Decimal(best.max or best.min or 0) if best.max_in or best.min is None else Decimal(best.min)
    known = dict(zip(rule.measures, reference(rule, item), strict=False))
    if measure.id in known:
        return met(known[measure.id], unit)
    if rule.effect == "award" and rule.basis == "each":
        steps = -(-Decimal(item.points or 0) // Decimal(rule.points or 1))
        return steps * Decimal(rule.step or 1)
    if rule.effect == "award":
        return Decimal(100)
    return Decimal(0)


def met(limit: Target | Threshold, unit: str) -> Decimal:
    """The figure that just meets a requirement."""
    value = limit.value
    if isinstance(limit, Target) and limit.by_group:
        value = next((group.value for group in limit.by_group if unit in group.units), None)
        assert value is not None, f"{limit.measure}: {unit} is on no list"
    if value is None:
        return Decimal(0)
    step = {">": 1, "<": -1}.get(limit.op, 0)
    return Decimal(value) + step


def with_measure(made: Rubric, **changes: object) -> Rubric:
    """The rubric whose first measure has other properties."""
    changed = made.measures[0].model_copy(update=changes)
    return made.model_copy(update={"measures": [changed, *made.measures[1:]]})


def write(path: Path, evidence: list[Row]) -> None:
    """The evidence as a long CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit", "measure", "period", "value"])
        writer.writerows((unit, measure, period, value) for unit, measure, period, value in evidence)
