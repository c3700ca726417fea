"""What holds for every rubric and all evidence, whatever the figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.rubric import Item, Measure, NoticeRef, Policy, Rubric, Rule
from score.engine import score
from score.evidence import Answer, Evidence
from score.sheet import ItemScore
from tests.oracle import Answers
from tests.random_rubrics import Draw, evidence

SEEDS = st.integers(0, 10**9)


def number(text: str | None) -> Fraction:
    assert text is not None
    return Fraction(text)


def totals(drawn: Draw, answers: Answers) -> dict[str, Fraction]:
    scores = score(drawn.rubric, evidence(answers), draft=True)
    return {unit.unit: number(unit.total) for unit in scores.units}


def failures(drawn: Draw) -> set[str]:
    """The measures that count what goes wrong."""
    rules = [rule for item in drawn.items for rule in item.rules if rule.certainty != "unread"]
    return {
        name
        for rule in rules
        if rule.effect == "deduct" and rule.basis == "each" and rule.on in ("absence", "occurrence")
        for name in rule.measures
    }


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_more_failures_never_raise_a_total(seed: int) -> None:
    drawn = Draw(seed, items=15)
    answers = drawn.answers()
    counted = failures(drawn)
    worse = {
        key: value + drawn.luck.randint(0, 5) if key[1] in counted and isinstance(value, Fraction) else value
        for key, value in answers.items()
    }
    before, after = totals(drawn, answers), totals(drawn, worse)
    assert all(after[unit] <= before[unit] for unit in before)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_without_additions_a_base_item_stays_between_floor_and_points(seed: int) -> None:
    drawn = Draw(seed, items=15)
    scores = score(drawn.rubric, evidence(drawn.answers()), draft=True)
    for unit in scores.units:
        for item, got in zip(drawn.items, unit.items, strict=True):
            if item.kind == "base" and not any(rule.on_top for rule in item.rules):
                assert item.points is None or number(got.score) <= Fraction(item.points), item
                assert item.floor is None or number(got.score) >= Fraction(item.floor), item


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_the_order_of_answers_never_matters(seed: int) -> None:
    drawn = Draw(seed, items=15)
    told = list(drawn.answers().items())
    first = score(drawn.rubric, evidence(dict(told)), draft=True).model_dump_json()
    drawn.luck.shuffle(told)
    assert score(drawn.rubric, evidence(dict(told)), draft=True).model_dump_json() == first


def counted(rule: str, points: str = "2", kind: str = "base", **second: object) -> Rubric:
    """Two counts of one item, a point each, under one limit of 4; the second is as ``second`` says."""
    rules = [
        Rule(
            id=f"r{at}", text=f"{rule}{at}", effect="award", basis="each", on="achievement", points="1", step="1",
            on_top=kind == "bonus", measures=[f"m{at}"],
        )
        for at in (1, 2)
    ]  # fmt: skip
    rules[1] = rules[1].model_copy(update=second)
    return Rubric(
        notice=NoticeRef(file="通知.docx", sha256="0" * 64, year=2019),
        items=[Item(id="1", name="项目", points=points, kind=kind, floor="0", rules=rules)],  # type: ignore[arg-type]
        measures=[Measure(id=f"m{at}", label=f"问题{at}", type="count", rules=[f"r{at}"]) for at in (1, 2)],
        policies=[Policy(id="p1", kind="cap", covers=["r1", "r2"], points="4", text="合计不超过4分")],
    )


def scored(rubric: Rubric) -> dict[tuple[int | None, int | None], ItemScore]:
    """The item for each pair of counts, None where a count is unknown; a unit for each pair."""
    pairs = list(product((None, 0, 1, 2, 4), repeat=2))
    answers = [
        Answer(str(pair), f"m{at}", None, Decimal(value))
        for pair in pairs
        for at, value in enumerate(pair, start=1)
        if value is not None
    ]
    scores = score(rubric, Evidence([str(pair) for pair in pairs], answers, "0" * 64), draft=True)
    found = {unit.unit: unit.items[0] for unit in scores.units}
    return {(pair[0], pair[1]): found[str(pair)] for pair in pairs}


@pytest.mark.parametrize(
    "rubric",
    [
        counted("得分"),
        counted("另加", on_top=True),
        counted("扣分", effect="deduct", on="occurrence", on_top=None),
    ],
    ids=["in one place", "on top", "deducted"],
)
def test_what_shares_a_limit_is_bounded_wherever_it_counts(rubric: Rubric) -> None:
    found = scored(rubric)
    for known, part in found.items():
        for pair, whole in found.items():
            if None not in pair and all(one in (None, other) for one, other in zip(known, pair, strict=True)):
                assert part.lower is None or number(part.lower) <= number(whole.score), (known, pair)
                assert part.upper is None or number(whole.score) <= number(part.upper), (known, pair)


def test_a_limit_bounds_the_sum_of_what_is_unknown() -> None:
    part = scored(counted("加分", points="20", kind="bonus"))[None, None]
    assert (part.lower, part.upper) == ("0", "4")
