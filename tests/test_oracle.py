"""The engine gives what the format's words give: compared with a slow reading of them, on rubrics drawn at random."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.rubric import Item
from score.engine import score
from score.sheet import ItemScore
from tests.oracle import ItemResult, Oracle
from tests.random_rubrics import UNITS, Draw, evidence

SEEDS = st.integers(0, 10**9)


def number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def told(item: Item, got: ItemScore, want: ItemResult) -> str:
    """What a failure shows: the item, what was scored, what the words say."""
    return f"{item.model_dump_json(exclude_defaults=True)}\n{got.model_dump_json()}\n{want}"


def deducted(item: Item, got: ItemScore) -> Fraction:
    """What the item's rows say was deducted; what is within an award counts through the award."""
    own = [(rule, one) for rule, one in zip(item.rules, got.rules, strict=True) if rule.within is None]
    signed = sum((Fraction(one.raw or 0) for rule, one in own if rule.certainty == "unread"), Fraction(0))
    lost = [Fraction(one.points or 0) for rule, one in own if rule.effect == "deduct" and rule.certainty != "unread"]
    return sum(lost, Fraction(0)) - min(signed, Fraction(0))


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_the_engine_scores_as_the_format_says(seed: int) -> None:
    drawn = Draw(seed, items=12)
    answers = drawn.answers()
    scores = score(drawn.rubric, evidence(answers), draft=True)
    oracle = Oracle(drawn.rubric, UNITS, answers)
    converted, ranks = oracle.converted(), oracle.ranks()
    assert {unit.unit for unit in scores.units} == set(UNITS)
    for unit in scores.units:
        for item, got, want in zip(drawn.items, unit.items, oracle.items[unit.unit], strict=True):
            sums = [number(text) for text in (got.score, got.start, got.awarded, got.on_top, got.deducted)]
            assert sums == [want.score, want.start, want.awarded, want.on_top, want.deducted], told(item, got, want)
            assert got.lower == got.upper == got.score
            for rule, result in zip(item.rules, got.rules, strict=True):
                if rule.effect in ("forfeit", "veto") and rule.certainty != "unread":
                    assert (result.steps == "1") == oracle.fires(rule, item, unit.unit), told(item, got, want)
                else:
                    assert number(result.raw) == oracle.raw(rule, item, unit.unit), told(item, got, want)
            if item.rules:
                assert Fraction(got.deducted or 0) == deducted(item, got), told(item, got, want)
        assert unit.complete
        assert unit.vetoed == oracle.is_vetoed(unit.unit)
        assert number(unit.total) == oracle.total(unit.unit)
        assert number(unit.converted) == converted[unit.unit]
        assert unit.rank == ranks[unit.unit]


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.sampled_from([0.1, 0.5, 0.9]))
def test_whatever_is_missing_the_bounds_hold_the_score(seed: int, share: float) -> None:
    drawn = Draw(seed, items=12)
    answers = drawn.answers()
    kept = {key: value for key, value in answers.items() if not drawn.chance(share)}
    oracle = Oracle(drawn.rubric, UNITS, answers)
    scores = score(drawn.rubric, evidence(kept), draft=True)
    for unit in scores.units:
        for item, got, want in zip(drawn.items, unit.items, oracle.items[unit.unit], strict=True):
            low, high = number(got.lower), number(got.upper)
            assert low is None or low <= want.score, told(item, got, want)
            assert high is None or want.score <= high, told(item, got, want)
            assert number(got.score) in (None, want.score), told(item, got, want)
        low, high, total = number(unit.lower), number(unit.upper), oracle.total(unit.unit)
        assert low is None or low <= total
        assert high is None or total <= high
        if not unit.complete:
            assert unit.total is None
            assert unit.converted is None
            assert unit.rank is None
