"""What was worked out → the Scores model: the rows of units, items and rules, with each rule's answers and sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.record import plain
from normalize.rubric import Item, Measure, Rubric, Rule
from score.machine import Row
from score.sentence import sentence
from score.sheet import ItemScore, RuleScore, SectionScore, UnitScore

Told = dict[tuple[str, str], dict[str, str | None]]
"""unit, measure → measure with its period → the answer as it is shown."""


@dataclass(frozen=True)
class Found:
    """The tables that a run gives: a row for each unit (best first), unit × item, × rule, × section; figures in points."""

    units: list[Row]
    items: list[Row]
    detail: list[Row]
    sections: list[Row]


def made(
    rubric: Rubric, found: Found, evidence: Iterable[Mapping[str, str | None]], rules: bool = True
) -> list[UnitScore]:
    """The scores of the units in ``found``, in their order, under a rubric whose readings are chosen.

    Without ``rules`` the items have no lists of them.
    """
    told = _told(evidence)
    known = {measure.id: measure for measure in rubric.measures}
    detail = {(row["unit"], row["item"], row["rule"]): row for row in found.detail}
    items: dict[object, list[Row]] = {}
    for row in found.items:
        items.setdefault(row["unit"], []).append(row)
    inside: dict[object, dict[object, Row]] = {}
    for row in found.sections:
        inside.setdefault(row["unit"], {})[row["section"]] = row
    units = []
    kinds = {item.kind for item in rubric.items}
    for row in found.units:
        unit = filled(unit_of(row), row, kinds)
        mine = inside.get(unit.unit, {})
        unit.sections = [_section(one.path, mine.get(number)) for number, one in enumerate(rubric.sections)]
        for item, part in zip(rubric.items, items.get(unit.unit, []), strict=True):
            own = [
                _rule(rule, item, detail[unit.unit, item.id, rule.id], unit.unit, told, rubric, known)
                for rule in (item.rules if rules else [])
            ]
            unit.items.append(_item(part, own))
        units.append(unit)
    return units


def _told(evidence: Iterable[Mapping[str, str | None]]) -> Told:
    found: Told = {}
    # By periods: what is shown is the same in whatever order the evidence came.
    for row in sorted(evidence, key=lambda one: one["period"] or ""):
        key = row["measure"] if row["period"] is None else f"{row['measure']}@{row['period']}"
        found.setdefault((row["unit"] or "", row["measure"] or ""), {})[key or ""] = row["value"]
    return found


def unit_of(row: Row) -> UnitScore:
    """A unit's totals and rank, without its sums by kind, sections and items."""
    unit = UnitScore.model_construct(unit=str(row["name"]), items=[], sections=[])
    for name in ("total", "lower", "upper", "converted"):
        setattr(unit, name, shown(row[name]))
    for name in ("complete", "rank", "group", "group_rank", "vetoed", "grade"):
        setattr(unit, name, row[name])
    return unit


def filled(unit: UnitScore, row: Row, kinds: Collection[str]) -> UnitScore:
    """The unit with its sums by the kinds of items that there are, where it is complete."""
    for kind in kinds if unit.complete else ():
        setattr(unit, kind, shown(row[kind]))
    return unit


def _section(path: list[str], row: Row | None) -> SectionScore:
    if row is None:
        return SectionScore(path=path, score="0", lower="0", upper="0")
    lower, upper = shown(row["score"]), shown(row["upper"])
    return SectionScore(path=path, score=lower if row["complete"] else None, lower=lower, upper=upper)


def _rule(
    rule: Rule, item: Item, row: Row, unit: str, told: Told, rubric: Rubric, known: dict[str, Measure]
) -> RuleScore:
    measures: dict[str, str | None] = {}
    for name in rule.measures:
        measures.update(told.get((unit, name)) or {name: None})
    result = RuleScore.model_construct(
        rule=rule.id,
        reading=row["reading"],
        measures=measures,
        quantity=shown(row["quantity"]),
        steps=shown(row["steps"]),
        raw=shown(row["raw"]),
        points=shown(row["points"]),
        capped=bool(row["capped"]),
    )
    result.text = sentence(rule, item, result, unit, rubric, known)
    return result


def _item(row: Row, rules: list[RuleScore]) -> ItemScore:
    item = ItemScore.model_construct(item=str(row["item"]), complete=bool(row["complete"]), rules=rules)
    for name in ("points", "start", "awarded", "on_top", "deducted", "score", "lower", "upper"):
        setattr(item, name, shown(row[name]))
    return item


@lru_cache(maxsize=10_000)
def _plain(value: Decimal) -> str:
    return plain(value)


def shown(value: object) -> str | None:
    """A decimal as text; None stays None."""
    return _plain(value) if isinstance(value, Decimal) else None
