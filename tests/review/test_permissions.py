"""Who gets to what: every address, for each role and for nobody, as ``review.roles`` says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from review import scoring
from review.models import Job, Project
from review.roles import ACTS, ROLES
from tests.review.acting import frozen, workbook

PATTERNS = {pattern.name: pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
GETS = {
    "home", "job", "notice", "words", "file", "frozen", "entries", "entry", "edit", "curve", "picture", "history",
    "changes", "same", "evidence", "template", "filled", "scores", "unit", "book", "result", "log", "own", "accounts",
    "account",
}  # fmt: skip
OPEN = {"login", "logout", "first"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def addresses(small: Project, people: SimpleNamespace, tmp_path: Path) -> dict[str, str]:
    """Every address, with something real behind it: by the pattern's name."""
    made = frozen(small, people)
    data = workbook(made, tmp_path / "填.xlsx", {"全年条数": 10})
    filled = scoring.take_in(people.enter, made, data, "填.xlsx")
    run = scoring.run(people.enter, filled)
    job = Job.objects.create(kind="import", subject="x", by=people.enter)
    values = {"entry_pk": small.entries.get(key="2.r1").pk, "number": 1, "filled_pk": filled.pk, "token": "x"}
    own = {"job": job.pk, "account": people.read.pk, **dict.fromkeys(("scores", "unit", "book", "result"), run.pk)}
    found = {}
    for name, pattern in PATTERNS.items():
        known = {**values, "pk": own.get(name, small.pk)}
        found[name] = reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})
    return found


def clients(people: SimpleNamespace) -> Iterator[tuple[str, Client]]:
    """A browser for each role by itself."""
    for role in ROLES:
        client = Client(SERVER_NAME="localhost")
        client.force_login(getattr(people, role), BACKEND)
        yield role, client


def test_every_address_says_which_act_it_is() -> None:
    acts = {name: pattern.callback.act for name, pattern in PATTERNS.items()}
    assert {name for name, act in acts.items() if act == "open"} == OPEN
    assert set(acts.values()) == {*ACTS, "open"}


def asked(client: Client, name: str, address: str) -> int:
    """The status of an empty request by the address's first method."""
    return (client.get if name in GETS else client.post)(address).status_code


def test_nobody_is_sent_to_the_login_from_everywhere(addresses: dict[str, str]) -> None:
    client = Client(SERVER_NAME="localhost")
    for name, address in addresses.items():
        if name not in OPEN:
            for method in (client.get, client.post):
                answer = method(address)
                if answer.status_code != 405:
                    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}"), name


def test_each_role_reaches_what_its_acts_allow_and_nothing_else(
    addresses: dict[str, str], people: SimpleNamespace
) -> None:
    for role, client in clients(people):
        for name in sorted(set(PATTERNS) - OPEN):
            act = PATTERNS[name].callback.act
            for method in (client.get, client.post):
                answer = method(addresses[name])
                if answer.status_code == 405:
                    continue
                refused = answer.status_code == 403 and f"{ACTS[act][0]}需要" in answer.content.decode()
                assert refused == (role not in ACTS[act][1]), (name, role, answer.status_code)
                assert answer.status_code < 500, (name, role)


def test_a_refusal_says_which_role_is_needed_and_which_one_has(
    addresses: dict[str, str], people: SimpleNamespace
) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.read, BACKEND)
    text = client.post(addresses["freeze"]).content.decode()
    assert "批准、封存规则需要「批准」角色；您的角色是：只读。请找管理员开通。" in text


def test_a_page_that_only_shows_takes_no_post(addresses: dict[str, str], people: SimpleNamespace) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.boss, BACKEND)
    only = {name for name in GETS if client.post(addresses[name]).status_code == 405}
    assert GETS - only == {"edit", "same", "own", "accounts", "account"}
    for name in set(PATTERNS) - GETS - {"login", "first"}:
        assert client.get(addresses[name]).status_code == 405, name


def test_what_belongs_to_another_notice_is_not_found_under_this_one(
    addresses: dict[str, str], people: SimpleNamespace, small_pk: int, next_pk: int
) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.boss, BACKEND)
    for name in ("entry", "edit", "history", "curve", "decide", "restore", "frozen", "template", "filled", "score"):
        address = addresses[name].replace(f"/notices/{small_pk}/", f"/notices/{next_pk}/")
        assert asked(client, name, address) == 404, name
