"""What a page asks of the database does not grow with the notice, nor with what was decided."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review import deciding
from review.models import Project
from tests.review.acting import accept_all, approve_all, at
from tests.review.test_permissions import BACKEND

PAGES = ["home", "notice", "entries", "words", "evidence", "entry", "history"]


@pytest.fixture
def boss(people: SimpleNamespace) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.boss, BACKEND)
    return client


def queries(client: Client, project: Project, name: str) -> int:
    """How many queries a page needs, once what never changes is in memory."""
    entry = project.entries.filter(kind="rule")[1]
    args = {"home": [], "entry": [project.pk, entry.pk], "history": [project.pk, entry.pk]}.get(name, [project.pk])
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_long_notice_asks_no_more_than_of_a_short_one(
    boss: Client, small: Project, rugao: tuple[int, int], name: str
) -> None:
    assert queries(boss, Project.objects.get(pk=rugao[0]), name) <= queries(boss, small, name)


def test_decisions_and_readings_chosen_cost_no_query_each(
    boss: Client, people: SimpleNamespace, rugao: tuple[int, int]
) -> None:
    project = Project.objects.get(pk=rugao[1])
    before = {name: queries(boss, project, name) for name in PAGES}
    for key, code in (("6.r3", "year-sum"), ("6.r4", "year-sum"), ("7.r1", "by-month")):
        entry = project.entries.get(key=key)
        deciding.choose(people.review, entry.pk, at(entry), code)
    accept_all(project, people.review)
    approve_all(project, people.approve)
    more = {name: queries(boss, project, name) - before[name] for name in PAGES}
    assert all(count <= 2 for count in more.values()), more
