"""What is not yet known: whatever is left out of the evidence, the true score lies between the bounds."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import kaohe
from kaohe.example import write_evidence
from normalize.rubric import Rubric
from score.sheet import ItemScore, Scores, UnitScore

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = ["rugao-2019", "rugao-2018", "yueyang-2015", "zaozhuang-2022"]


@cache
def full(name: str) -> tuple[Rubric, list[list[str]], Scores]:
    """The draft rubric of a notice, example evidence that answers everything, and its scores."""
    rubric = kaohe.rules(CORPUS / f"{name}.docx")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "full.csv"
        write_evidence(rubric, path)
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        return rubric, rows, kaohe.score(rubric, path, draft=True)


def within(part: UnitScore | ItemScore, value: str | None) -> bool:
    """Whether ``value`` lies between the bounds of ``part``; a missing bound is none."""
    assert value is not None
    low, high = part.lower, part.upper
    return (low is None or Decimal(low) <= Decimal(value)) and (high is None or Decimal(value) <= Decimal(high))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from([0.0, 0.1, 0.5, 0.9]), st.integers(0, 9999))
def test_the_true_score_lies_between_the_bounds(name: str, share: float, seed: int) -> None:
    rubric, rows, scores = full(name)
    luck = random.Random(seed)
    kept = [row for row in rows[1:] if luck.random() < share]
    known = {row[0] for row in kept}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.csv"
        # A unit that is named without an answer is still scored.
        silent = [[row[0], row[1], row[2], "", ""] for row in rows[1:] if row[0] not in known]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([rows[0], *kept, *silent])
        partly = kaohe.score(rubric, path, draft=True)
    truth = {unit.unit: unit for unit in scores.units}
    assert {unit.unit for unit in partly.units} == set(truth)
    for unit in partly.units:
        if not unit.vetoed:
            assert within(unit, truth[unit.unit].total), unit.unit
        for item, true in zip(unit.items, truth[unit.unit].items, strict=True):
            assert within(item, true.score), (unit.unit, item.item)
            assert item.score in (None, true.score)
            assert item.complete == (item.score is not None)
