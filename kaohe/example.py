"""Made-up evidence for a rubric, so that the whole path can be tried before any clerk has filled anything in.

The same rubric and units always give the same evidence. Most answers are good, some are not; nothing is left open.
"""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from pathlib import Path

from extract.record import plain
from normalize.reference import reference
from normalize.rubric import Item, Measure, Rubric, Rule, Target, Threshold
from score.worth import PERIODS

NAMES = [f"示例{number}镇" for number in ("一", "二", "三", "四", "五", "六")]
"""Units for a notice that names none."""


def units_of(rubric: Rubric) -> list[str]:
    """The assessed units that the notice names, groups left out; ``NAMES`` where it names none."""
    return [unit.name for unit in rubric.units if not unit.members] or NAMES


def write_evidence(rubric: Rubric, path: Path) -> int:
    """Write a long evidence table (.csv) that answers every measure for every unit; returns the number of answers."""
    holders = {rule.id: (rule, item) for item in rubric.items for rule in item.rules}
    year = rubric.notice.year or 2020
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["unit", "measure", "period", "value", "source"])
        for unit in units_of(rubric):
            for measure in rubric.measures:
                for part in PERIODS.get(measure.period or "", [""]):
                    value = _answer(rubric, measure, unit, part, holders)
                    table.writerow([unit, measure.id, f"{year}-{part}" if part else "", value, "示例"])
                    count += 1
    return count


def _answer(rubric: Rubric, measure: Measure, unit: str, part: str, holders: dict[str, tuple[Rule, Item]]) -> str:
    luck = int.from_bytes(hashlib.sha256(f"{unit}|{measure.id}|{part}".encode()).digest()[:4]) / 2**32
    rule, item = next((holders[name] for name in measure.rules if name in holders), (None, None))
    bad = luck > 0.8
    match measure.type:
        case "flag":
            wanted = rule is None or rule.on != "occurrence"
            return "是" if wanted != bad else "否"
        case "level":
            return measure.levels[int(luck * 100) % len(measure.levels)] if measure.levels and luck > 0.6 else "无"
        case "percent":
            return (
                f"{60 + int(luck * 40)}%"
                if rule is None or item is None or reference(rule, item)
                else f"{int(bad) * 20}%"
            )
        case "points":
            return _moved(rubric, measure, rule, bad)
    asked = _asked(rule, item, measure, unit)
    if asked is None:
        return str(int(bad) if rule is not None and rule.effect != "award" else int(luck * 4))
    return plain(max(Decimal(0), asked - 1 - int(luck * 10) % 2) if bad else asked)


def _moved(rubric: Rubric, measure: Measure, rule: Rule | None, bad: bool) -> str:
    """Points that the assessor moves: what the rule allows, or nine tenths of an item without rules."""
    if rule is not None:
        return (rule.max or "0.5") if bad else (rule.min or "0")
    item = next(item for item in rubric.items if item.id in measure.items)
    points = Decimal(item.points or "0")
    return plain(points * Decimal("0.9") if bad else points)


def _asked(rule: Rule | None, item: Item | None, measure: Measure, unit: str) -> Decimal | None:
    """The number that this measure's answer is compared with, for this unit; None where it is a plain count."""
    if rule is None or item is None:
        return None
    known = reference(rule, item)
    place = rule.measures.index(measure.id) if measure.id in rule.measures else 0
    if place >= len(known):
        return None
    target: Target | Threshold = known[place]
    if isinstance(target, Target) and target.by_group:
        return next((Decimal(group.value) for group in target.by_group if unit in group.units), None)
    return Decimal(target.value) if target.value is not None else None
