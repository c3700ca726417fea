"""Scores beside points that were worked out by hand from the documents."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from normalize.rubric import Rubric
from score.engine import score
from score.evidence import read
from score.sheet import Scores, UnitScore
from tests.golden import FORMS, Golden, number, rubric
from tests.golden_evidence import find_item, find_rule, rows, write
from tests.golden_files import NAMES, golden

SCORED = [name for name in NAMES if golden(name, "cases")]


def cases(kind: str) -> list[object]:
    """The cases about one item, or about whole units, of every notice in every form."""
    return [
        pytest.param(name, form, index, id=f"{name}-{form}-{case['name']}")
        for name in SCORED
        for form in FORMS
        for index, case in enumerate(golden(name, "cases") or [])
        if kind in case
    ]


def run(made: Rubric, units: dict[str, list[Golden]]) -> Scores:
    """The scores of units by their facts."""
    evidence = [row for unit, facts in units.items() for row in rows(made, unit, facts)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.csv"
        write(path, evidence)
        return score(made, read(path, made), draft=True)


@cache
def item_cases(name: str, form: str) -> dict[int, UnitScore]:
    """Every case about one item as a unit of its own, scored in as few runs as their unit names allow."""
    made = rubric(name, form)
    named = [unit.name for unit in made.units if not unit.members]
    batches: list[dict[str, int]] = []
    for index, case in enumerate(golden(name, "cases")):
        if "item" not in case:
            continue
        choices = [case["unit"]] if "unit" in case else named or [f"{index}号单位"]
        batch = next((b for b in batches if any(unit not in b for unit in choices)), None)
        if batch is None:
            batches.append(batch := {})
        batch[next(unit for unit in choices if unit not in batch)] = index
    scored: dict[int, UnitScore] = {}
    for batch in batches:
        wanted = {
            unit: [{**fact, "item": golden(name, "cases")[index]["item"]}
                   for fact in golden(name, "cases")[index].get("facts", [])]
            for unit, index in batch.items()
        }  # fmt: skip
        for unit in run(made, wanted).units:
            scored[batch[unit.unit]] = unit
    return scored


@pytest.mark.parametrize(("name", "form", "index"), cases("item"))
def test_item(name: str, form: str, index: int) -> None:
    """An item's score and what its rules moved are the points worked out by hand."""
    case = golden(name, "cases")[index]
    item = find_item(rubric(name, form), case["item"])
    moved = {find_rule(item, words).id: (words, number(points)) for words, points in case.get("moved", {}).items()}
    found = next(part for part in item_cases(name, form)[index].items if part.item == item.id)
    got = {rule.rule: rule.points for rule in found.rules}
    shown = "; ".join(rule.text for rule in found.rules if rule.points not in (None, "0"))
    assert found.score == number(case["score"]), f"{item.name} scores {found.score}, by hand {case['score']}: {shown}"
    faults = [f"“{words}” moves {got.get(rule)}, by hand {points}" for rule, (words, points) in moved.items()
              if got.get(rule) != points]  # fmt: skip
    assert not faults, f"{item.name}: {'; '.join(faults)}"


@pytest.mark.parametrize(("name", "form", "index"), cases("units"))
def test_units(name: str, form: str, index: int) -> None:
    """Totals, converted totals, ranks and grades of whole units are those worked out by hand."""
    case = golden(name, "cases")[index]
    scored = {unit.unit: unit for unit in run(rubric(name, form), case["units"]).units}
    assert sorted(scored) == sorted(case["units"])
    faults = []
    for key, attribute in (("totals", "total"), ("converted", "converted"), ("ranks", "rank"), ("grades", "grade")):
        for unit, value in case.get(key, {}).items():
            got = getattr(scored[unit], attribute)
            expected = number(value) if key in ("totals", "converted") else value
            if got != expected:
                faults.append(f"{unit}: {attribute} is {got}, by hand {expected}")
    vetoed = sorted(unit for unit, result in scored.items() if result.vetoed)
    if vetoed != sorted(case.get("vetoed", [])):
        faults.append(f"vetoed are {vetoed}, by hand {case.get('vetoed', [])}")
    assert not faults, "\n".join(faults)
