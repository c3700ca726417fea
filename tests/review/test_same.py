"""Deciding in one go: only what is the same as last year's approved rule, only what was on the screen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from review import deciding
from review.deciding import Stale
from review.models import Entry, LogEntry, Project
from review.previous import MOST, NotTheSame, decide_all, same_as_approved
from review.roles import Denied
from tests.review.acting import accept_all, approve_all, at


@pytest.fixture
def years(small: Project, next_pk: int, people: SimpleNamespace) -> tuple[Project, Project]:
    """Last year's notice, approved whole, and this year's, in which one of the three items asks for more."""
    now = Project.objects.get(pk=next_pk)
    assert now.previous == small
    accept_all(small, people.review)
    approve_all(small, people.approve)
    return small, now


def offered(project: Project, state: str = "pending") -> list[str]:
    return [one.entry.key for one in same_as_approved(project, state)]


def test_only_what_is_the_same_as_an_approved_rule_is_offered(
    years: tuple[Project, Project], people: SimpleNamespace
) -> None:
    last, now = years
    assert "2.r1" not in offered(now)
    assert {"2.r2", "3.r1"} <= set(offered(now))
    entry = last.entries.get(key="3.r1")
    deciding.send_back(people.approve, entry.pk, at(entry), "今年不再这样")
    assert "3.r1" not in offered(now)


def test_it_is_accepted_and_then_approved_together_with_the_reason_in_the_log(
    years: tuple[Project, Project], people: SimpleNamespace
) -> None:
    _, now = years
    seen = {one.entry.pk: at(one.entry) for one in same_as_approved(now, "pending")}
    assert decide_all(people.review, now, "accept", seen, "与上年相同") == len(seen)
    assert decide_all(people.approve, now, "approve", seen, "与上年相同，逐条看过") == len(seen)
    assert set(Entry.objects.filter(pk__in=seen).values_list("state", flat=True)) == {"approved"}
    links = LogEntry.objects.filter(project=now.pk, act="approve")
    assert all("与上年相同，逐条看过" in link.data for link in links)
    assert links.count() == len(seen)


def test_whoever_accepted_them_together_does_not_approve_them(
    years: tuple[Project, Project], people: SimpleNamespace
) -> None:
    _, now = years
    seen = {one.entry.pk: at(one.entry) for one in same_as_approved(now, "pending")}
    decide_all(people.boss, now, "accept", seen, "与上年相同")
    with pytest.raises(Denied, match="您审核的"):
        decide_all(people.boss, now, "approve", seen, "与上年相同")


@pytest.mark.parametrize("spoilt", ["changed rule", "stale", "foreign"])
def test_with_one_that_is_not_the_same_nothing_is_decided(
    years: tuple[Project, Project], people: SimpleNamespace, spoilt: str
) -> None:
    last, now = years
    seen = {one.entry.pk: at(one.entry) for one in same_as_approved(now, "pending")}
    if spoilt == "stale":
        entry = now.entries.get(key="3.r1")
        deciding.accept(people.boss, entry.pk, at(entry))
    else:
        entry = (now if spoilt == "changed rule" else last).entries.get(key="2.r1")
        seen[entry.pk] = at(entry)
    states = list(now.entries.values_list("state", flat=True))
    with pytest.raises(Stale):
        decide_all(people.review, now, "accept", seen, "与上年相同")
    assert list(now.entries.values_list("state", flat=True)) == states


def test_it_needs_a_reason_and_a_selection_no_longer_than_a_screen(
    years: tuple[Project, Project], people: SimpleNamespace
) -> None:
    _, now = years
    seen = {one.entry.pk: at(one.entry) for one in same_as_approved(now, "pending")}
    too_many = dict.fromkeys(range(1, MOST + 2), next(iter(seen.values())))
    for selection, reason, act, words in [
        (seen, " ", "accept", "理由"),
        ({}, "同", "accept", "屏幕"),
        (too_many, "同", "accept", "屏幕"),
        (seen, "同", "freeze", "只能"),
    ]:
        with pytest.raises(NotTheSame, match=words):
            decide_all(people.review, now, act, selection, reason)
