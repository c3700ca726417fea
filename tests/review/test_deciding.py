"""Decisions: what each does, who may take it, and when it is refused."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.utils.timezone import now

from normalize.rubric import Rule
from review import deciding
from review.contents import assembled, rule_content, sha256
from review.deciding import NotNow, Seen, Stale
from review.freezing import left
from review.models import Entry, Project, Revision
from review.pages.entry import queue
from review.roles import Denied
from review.verifying import verify
from tests.review.acting import at


def stands(entry: Entry) -> tuple[str, int]:
    """State and revision as stored."""
    stored = Entry.objects.get(pk=entry.pk)
    return stored.state, stored.revision


@pytest.fixture
def rule(small: Project) -> Entry:
    """A rule that is clear."""
    return small.entries.get(key="2.r1")


@pytest.fixture
def open_rule(small: Project) -> Entry:
    """A rule with a second reading, ``by-month``."""
    return small.entries.get(key="1.r1")


def rewritten(entry: Entry, **figures: object) -> dict[str, object]:
    """The content of the entry's rule with some figures changed."""
    rule = Rule.model_validate(entry.revisions.get(number=1).content["rule"])
    return rule_content(rule.model_copy(update=figures))


def test_a_rule_is_reviewed_by_one_and_approved_by_another(rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.review, rule.pk, at(rule))
    assert stands(rule) == ("reviewed", 1)
    done = deciding.approve(people.approve, rule.pk, at(rule))
    assert (done.state, done.reviewer, done.approver) == ("approved", people.review, people.approve)
    assert verify() is None


def test_whoever_reviewed_does_not_approve_not_even_with_every_role(rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.boss, rule.pk, at(rule))
    with pytest.raises(Denied, match=r"您审核的.*另一位"):
        deciding.approve(people.boss, rule.pk, at(rule))
    assert deciding.approve(people.other, rule.pk, at(rule)).state == "approved"


def test_whoever_edited_does_not_approve_what_another_reviewed(rule: Entry, people: SimpleNamespace) -> None:
    deciding.edit(people.other, rule.pk, at(rule), rewritten(rule, points="3"), "分数抄错了")
    deciding.accept(people.review, rule.pk, at(rule))
    with pytest.raises(Denied, match="您修改过"):
        deciding.approve(people.other, rule.pk, at(rule))
    assert deciding.approve(people.approve, rule.pk, at(rule)).state == "approved"


def test_one_person_may_do_both_where_the_notice_allows_it(rule: Entry, people: SimpleNamespace) -> None:
    Project.objects.filter(pk=rule.project_id).update(two_person=False)
    deciding.accept(people.other, rule.pk, at(rule))
    assert deciding.approve(people.other, rule.pk, at(rule)).state == "approved"


@pytest.mark.parametrize(
    ("who", "act"),
    [("approve", "accept"), ("enter", "accept"), ("read", "send_back"), ("manage", "approve"), ("review", "approve")],
)
def test_a_decision_without_its_role_is_refused_with_the_role_needed(
    rule: Entry, people: SimpleNamespace, who: str, act: str
) -> None:
    more = {"send_back": ("看不懂",)}.get(act, ())
    with pytest.raises(Denied, match=r"需要「.*」.*角色；您的角色是"):
        getattr(deciding, act)(getattr(people, who), rule.pk, at(rule), *more)
    assert stands(rule) == ("pending", 1)


def test_a_decision_about_an_old_revision_is_refused_and_says_who_changed_it(
    rule: Entry, people: SimpleNamespace
) -> None:
    seen = at(rule)
    deciding.edit(people.review, rule.pk, seen, rewritten(rule, points="3"), "分数抄错了")
    with pytest.raises(Stale, match="审小红改过，现在是第 2 稿") as refused:
        deciding.accept(people.boss, rule.pk, seen)
    assert (refused.value.status, refused.value.entry.revision, stands(rule)) == (409, 2, ("pending", 2))


def test_a_revision_of_the_same_number_with_other_words_is_refused(rule: Entry, people: SimpleNamespace) -> None:
    with pytest.raises(Stale):
        deciding.accept(people.review, rule.pk, Seen(1, sha256({"other": True})))


def test_the_second_of_two_reviewers_is_told_who_was_first(rule: Entry, people: SimpleNamespace) -> None:
    seen = at(rule)
    deciding.accept(people.review, rule.pk, seen)
    with pytest.raises(Stale, match="现在是「已审」（审小红）"):
        deciding.accept(people.boss, rule.pk, seen)


def test_what_is_not_reviewed_cannot_be_approved(rule: Entry, people: SimpleNamespace) -> None:
    with pytest.raises(Stale, match=r"「待审」.*不能批准"):
        deciding.approve(people.approve, rule.pk, at(rule))


@pytest.mark.parametrize("act", ["edit", "choose", "remove"])
def test_any_change_ends_the_approval(open_rule: Entry, people: SimpleNamespace, act: str) -> None:
    deciding.accept(people.review, open_rule.pk, at(open_rule))
    deciding.approve(people.approve, open_rule.pk, at(open_rule))
    if act == "edit":
        deciding.edit(people.boss, open_rule.pk, at(open_rule), rewritten(open_rule, points="3"), "错了")
    elif act == "choose":
        deciding.choose(people.boss, open_rule.pk, at(open_rule), "by-month")
    else:
        deciding.remove(people.boss, open_rule.pk, at(open_rule), "不是规则")
    stored = Entry.objects.get(pk=open_rule.pk)
    assert (stored.state, stored.revision, stored.approver) == ("pending" if act == "edit" else "reviewed", 2, None)


def test_a_chosen_reading_stands_in_the_rubric_and_the_first_can_be_taken_again(
    open_rule: Entry, people: SimpleNamespace
) -> None:
    deciding.choose(people.review, open_rule.pk, at(open_rule), "by-month")
    assert assembled(open_rule.project).chosen == {"1.r1": "by-month"}
    deciding.choose(people.review, open_rule.pk, at(open_rule), "")
    whole = assembled(open_rule.project)
    assert (whole.chosen, whole.confirmed) == ({}, ["1.r1"])
    with pytest.raises(NotNow, match="没有读法「每周」"):
        deciding.choose(people.review, open_rule.pk, at(open_rule), "每周")


def test_a_reading_that_takes_in_another_rule_leaves_nothing_to_decide_about_it(
    small: Project, people: SimpleNamespace
) -> None:
    draft = json.loads(small.draft)
    draft["items"][0]["rules"][0]["alternatives"][0]["drops"] = ["2.r1"]
    small.draft, small.imported_at = json.dumps(draft), now()
    small.save()
    entry = small.entries.get(key="1.r1")
    content = {"rule": draft["items"][0]["rules"][0], "chosen": None, "gone": False}
    Revision.objects.filter(entry=entry).update(content=content, sha256=sha256(content))
    deciding.choose(people.review, entry.pk, at(entry), "by-month")
    whole = assembled(small)
    assert whole.replaced == {"2.r1"}
    assert "2.r1" not in {one.key for one in left(small)}
    assert "2.r1" not in {one.key for one in queue(small, "review", people.boss)}


def test_a_rule_taken_out_is_void_once_approved_and_gone_from_the_rubric(rule: Entry, people: SimpleNamespace) -> None:
    deciding.remove(people.review, rule.pk, at(rule), "这是说明，不计分")
    assert deciding.approve(people.approve, rule.pk, at(rule)).state == "void"
    assert [one.id for one in assembled(rule.project).rubric.items[1].rules] == ["2.r2"]


def test_an_edit_asks_its_question_anew_and_shows_its_own_curve(rule: Entry, people: SimpleNamespace) -> None:
    deciding.edit(people.review, rule.pk, at(rule), rewritten(rule, points="3"), "分数抄错了")
    first, second = rule.revisions.all()
    assert (second.reason, second.author) == ("分数抄错了", people.review)
    assert second.curve
    assert second.curve != first.curve
    assert assembled(rule.project).rubric.items[1].rules[0].points == "3"


@pytest.mark.parametrize("act", ["edit", "remove", "send_back"])
def test_a_change_needs_a_reason(rule: Entry, people: SimpleNamespace, act: str) -> None:
    words = (rewritten(rule), " ") if act == "edit" else (" ",)
    with pytest.raises(NotNow, match="请写明理由"):
        getattr(deciding, act)(people.review, rule.pk, at(rule), *words)
    assert stands(rule) == ("pending", 1)


def test_the_approver_sends_back_with_a_reason_and_the_reviewer_decides_again(
    rule: Entry, people: SimpleNamespace
) -> None:
    deciding.accept(people.review, rule.pk, at(rule))
    back = deciding.send_back(people.approve, rule.pk, at(rule), "请核对分值")
    assert (back.state, back.note, back.reviewer) == ("returned", "请核对分值", None)
    again = deciding.accept(people.review, rule.pk, at(rule))
    assert (again.state, again.note) == ("reviewed", "")


def test_a_void_notice_takes_no_decision_and_no_undo(rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.review, rule.pk, at(rule))
    Project.objects.filter(pk=rule.project_id).update(voided=True)
    with pytest.raises(NotNow, match="已经作废"):
        deciding.approve(people.approve, rule.pk, at(rule))
    with pytest.raises(NotNow, match="已经作废"):
        deciding.undo(people.review, rule.project_id)


def test_undo_goes_back_step_by_step_to_where_it_began(open_rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.other, open_rule.pk, at(open_rule))
    deciding.choose(people.other, open_rule.pk, at(open_rule), "by-month")
    deciding.edit(people.other, open_rule.pk, at(open_rule), rewritten(open_rule, points="3"), "错了")
    seen = []
    for _ in range(3):
        deciding.undo(people.other, open_rule.project_id)
        seen.append(stands(open_rule))
    assert seen == [("reviewed", 2), ("reviewed", 1), ("pending", 1)]
    with pytest.raises(NotNow, match="没有可以撤销"):
        deciding.undo(people.other, open_rule.project_id)
    assert verify() is None


def test_undo_is_refused_when_somebody_acted_since_and_touches_nothing_older(
    rule: Entry, open_rule: Entry, people: SimpleNamespace
) -> None:
    deciding.accept(people.review, open_rule.pk, at(open_rule))
    deciding.accept(people.review, rule.pk, at(rule))
    deciding.approve(people.approve, rule.pk, at(rule))
    with pytest.raises(NotNow, match=r"「2.r1」.*批大姐"):
        deciding.undo(people.review, rule.project_id)
    assert (stands(rule), stands(open_rule)) == (("approved", 1), ("reviewed", 1))


def test_undo_of_an_approval_asks_for_approval_again(rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.review, rule.pk, at(rule))
    deciding.approve(people.approve, rule.pk, at(rule))
    back = deciding.undo(people.approve, rule.project_id)
    assert (back.state, back.reviewer, back.approver) == ("reviewed", people.review, None)


def test_who_lost_the_role_cannot_undo(rule: Entry, people: SimpleNamespace) -> None:
    deciding.accept(people.review, rule.pk, at(rule))
    people.review.roles = ["read"]
    try:
        with pytest.raises(Denied):
            deciding.undo(people.review, rule.project_id)
    finally:
        people.review.roles = ["review"]
    assert stands(rule) == ("reviewed", 1)


def test_findings_are_noted_and_not_rewritten(small: Project, people: SimpleNamespace) -> None:
    finding = small.entries.get(kind="finding")
    with pytest.raises(NotNow, match="提示不能作废，只能通过或退回"):
        deciding.remove(people.review, finding.pk, at(finding), "不要")
    assert deciding.accept(people.review, finding.pk, at(finding)).state == "reviewed"
