"""Freezing a rubric: what must be decided, what is recorded, and that a frozen one cannot be changed unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.approval import ApprovalRefusal, approve, in_force, undecided, verify
from normalize.rubric import Alternative, Assumption, Item, NoticeRef, Rubric, Rule

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def rule(name: str, certainty: str, *alternatives: Alternative) -> Rule:
    assumptions = [Assumption(code="period", text="按全年计")] if certainty == "assumed" else []
    return Rule.model_validate(
        {"id": name, "text": "每少一条扣1分", "effect": "deduct", "basis": "each", "on": "shortfall", "points": "1"}
        | {"certainty": certainty, "assumptions": assumptions, "alternatives": alternatives}
    )


def rubric(*rules: Rule) -> Rubric:
    notice = NoticeRef(file="通知.docx", sha256="0" * 64)
    return Rubric(notice=notice, items=[Item(id="1", name="信息", points="6", rules=list(rules))])


def monthly(drops: list[str]) -> Alternative:
    return Alternative(code="month", text="按月计", rules=[rule("r2", "clear")], drops=drops)


def test_clear_rules_need_no_decision() -> None:
    frozen = approve(rubric(rule("r1", "clear")), "王主任", AT)
    assert frozen.approval is not None
    assert (frozen.approval.by, frozen.approval.at) == ("王主任", "2026-03-01T09:30:00+00:00")
    verify(frozen)


def test_a_refusal_names_every_rule_that_waits() -> None:
    draft = rubric(rule("r1", "clear"), rule("r2", "assumed"), rule("r3", "unread"))
    with pytest.raises(ApprovalRefusal, match="r2（假定）、r3（未读懂）"):
        approve(draft, "王主任", AT)
    verify(approve(draft, "王主任", AT, confirm=["r2", "r3"]))


def test_a_chosen_reading_takes_the_place_of_the_rule_and_of_what_it_drops() -> None:
    draft = rubric(rule("r1", "assumed", monthly(["r3"])), rule("r3", "assumed"), rule("r4", "clear"))
    assert [waiting.id for waiting in undecided(draft)] == ["r1", "r3"]
    frozen = approve(draft, "王主任", AT, choose={"r1": "month"})
    verify(frozen)
    assert frozen.approval is not None
    assert frozen.approval.chosen == {"r1": "month"}
    assert frozen.content_sha256() == draft.content_sha256()
    assert [left.id for left in in_force(frozen).items[0].rules] == ["r2", "r4"]
    assert in_force(draft) == draft


@pytest.mark.parametrize(
    ("confirm", "choose", "words"),
    [
        (["r9"], {}, "没有规则 r9"),
        ([], {"r9": "month"}, "没有规则 r9"),
        ([], {"r1": "week"}, "没有读法 week，可选的有 month"),
        ([], {"r3": "month"}, "只有一种读法"),
        (["r1"], {"r1": "month"}, "既确认"),
        (["r3"], {"r1": "month"}, "已经取代了规则 r3"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(confirm: list[str], choose: dict[str, str], words: str) -> None:
    draft = rubric(rule("r1", "assumed", monthly(["r3"])), rule("r3", "assumed"))
    with pytest.raises(ApprovalRefusal, match=words):
        approve(draft, "王主任", AT, confirm, choose)


def test_nobody_and_twice_are_refused() -> None:
    draft = rubric(rule("r1", "clear"))
    with pytest.raises(ApprovalRefusal, match="没有写确认人"):
        approve(draft, "  ", AT)
    with pytest.raises(ApprovalRefusal, match="已由 王主任 确认"):
        approve(approve(draft, "王主任", AT), "李主任", AT)


def test_a_draft_does_not_verify() -> None:
    with pytest.raises(ApprovalRefusal, match="还没有经人确认"):
        verify(rubric(rule("r1", "clear")))


@given(st.sampled_from(["points", "name", "notice", "certainty"]))
def test_whatever_changes_after_approval_shows(place: str) -> None:
    frozen = approve(rubric(rule("r1", "clear")), "王主任", AT)
    match place:
        case "points":
            frozen.items[0].rules[0].points = "0.5"
        case "name":
            frozen.items[0].name = "别的"
        case "notice":
            frozen.notice.sha256 = "1" * 64
        case _:
            frozen.items[0].rules[0].certainty = "unread"
    with pytest.raises(ApprovalRefusal, match="被改动过"):
        verify(frozen)


def test_an_approval_that_leaves_a_rule_out_does_not_hold() -> None:
    frozen = approve(rubric(rule("r1", "assumed")), "王主任", AT, confirm=["r1"])
    assert frozen.approval is not None
    frozen.approval.confirmed = []
    with pytest.raises(ApprovalRefusal, match="没有对 r1 作出决定"):
        verify(frozen)
