"""Where scoring must not guess: nobody asked, no meaning, figures too large, what a forfeit took."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalize.rubric import Item, Measure, NoticeRef, Rubric, Rule, Threshold
from score.engine import score
from score.evidence import Answer, Evidence
from score.program import TooLarge
from score.sheet import ItemScore
from score.unscorable import Unscorable


def flag(name: str, **said: object) -> Rule:
    return Rule(id=name, text=name, basis="once", on="occurrence", measures=[f"m-{name}"], **said)  # type: ignore[arg-type]


def rubric(*items: Item, kind: str = "flag") -> Rubric:
    """The items, with one measure of this type for each rule."""
    measures = [
        Measure(id=name, label=name, type=kind, rules=[rule.id])  # type: ignore[arg-type]
        for item in items
        for rule in item.rules
        for name in rule.measures
    ]
    return Rubric(notice=NoticeRef(file="通知.docx", sha256="0" * 64), items=list(items), measures=measures)


def scored(made: Rubric, answers: dict[str, bool | Decimal]) -> ItemScore:
    """The first item of the one unit that these answers are about."""
    found = [Answer("甲镇", f"m-{name}", None, value) for name, value in answers.items()]
    return score(made, Evidence(["甲镇"], found, "0" * 64), draft=True).units[0].items[0]


def test_an_item_that_nobody_is_asked_about_stays_open() -> None:
    item = scored(rubric(Item(id="1", name="其他工作", points="5")), {})
    assert (item.complete, item.score, item.lower, item.upper) == (False, None, "0", "5")


def test_a_deduction_without_a_question_stays_open() -> None:
    rule = flag("a", effect="deduct", points="2").model_copy(update={"measures": []})
    item = scored(rubric(Item(id="1", name="工作", points="5", rules=[rule])), {})
    assert (item.score, item.lower, item.upper) == (None, "3", "5")


def test_a_forfeit_moved_what_its_item_lost_and_a_veto_nothing() -> None:
    rules = [flag("a", effect="deduct", points="2"), flag("b", effect="forfeit"), flag("c", effect="veto")]
    made = rubric(Item(id="1", name="工作", points="5", rules=rules))
    item = scored(made, {"a": True, "b": True, "c": True})
    assert item.score == "0"
    assert [(rule.points, rule.steps) for rule in item.rules] == [("2", None), ("3", "1"), ("0", "1")]
    calm = scored(made, {"a": True, "b": False, "c": False})
    assert calm.score == "3"
    assert [(rule.points, rule.steps) for rule in calm.rules] == [("2", None), ("0", "0"), ("0", "0")]


def test_figures_that_belong_to_a_flag_are_shown_and_not_compared() -> None:
    rule = flag("a", effect="award", points="1", threshold=Threshold(op=">=", value="95", unit="%"))
    rule.on = "achievement"
    assert scored(rubric(Item(id="1", name="信访", points="1", rules=[rule])), {"a": True}).score == "1"


def test_a_rule_within_what_gives_no_points_is_refused_by_name() -> None:
    rules = [flag("a", effect="deduct", points="1"), flag("b", effect="deduct", points="1", within="a")]
    with pytest.raises(Unscorable, match="规则 b"):
        scored(rubric(Item(id="1", name="工作", points="5", rules=rules)), {"a": True})


def test_figures_too_large_to_be_exact_are_refused() -> None:
    rule = Rule(
        id="a", text="每少1元扣1分", effect="deduct", basis="each", on="shortfall", points="1", step="7", unit="%",
        threshold=Threshold(op=">=", value="900000000", unit="元"), measures=["m-a"],
    )  # fmt: skip
    made = rubric(Item(id="1", name="工作", points="5", rules=[rule]), kind="number")
    assert scored(made, {"a": Decimal(899999999)}).score == "5"
    rule.threshold = Threshold(op=">=", value="9000000000000", unit="元")
    with pytest.raises(TooLarge):
        scored(made, {"a": Decimal(0)})


def test_a_notice_without_rules_gives_every_unit_nothing() -> None:
    item = scored(rubric(Item(id="1", name="主要内容")), {})
    assert (item.complete, item.score) == (True, "0")
