"""Accounts: made by whoever manages, each change in the log, and never nobody left to manage."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.timezone import now

from review import people as accounts
from review.models import FirstLink, LogEntry, Person
from review.people import BadAccount
from review.roles import Denied

GOOD = "Jian-che-2019"


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, people: SimpleNamespace) -> None:
    """A desk as at its first start."""
    Person.objects.all().delete()


def test_the_first_link_makes_one_account_and_works_once(nobody: None) -> None:
    token = accounts.first_link()
    assert token is not None
    client = Client(SERVER_NAME="localhost")
    form = {"username": "wang", "name": "王主任", "password": GOOD, "again": GOOD}
    wrong = client.post(f"/first/{token}/", {**form, "again": "x"})
    assert (wrong.status_code, "两次输入的密码不一样" in wrong.content.decode()) == (400, True)
    assert client.post(f"/first/{token}/", form).status_code == 302
    assert Person.objects.get().roles == ["enter", "review", "approve", "manage"]
    again = client.post(f"/first/{token}/", {**form, "username": "li"})
    assert (again.status_code, "已经用过" in again.content.decode()) == (403, True)
    assert accounts.first_link() is None


def test_a_new_link_ends_the_one_before_and_a_day_ends_any(nobody: None) -> None:
    first, second = accounts.first_link(), accounts.first_link()
    assert first is not None
    assert second is not None
    assert (accounts.is_first_link(first), accounts.is_first_link(second)) == (False, True)
    FirstLink.objects.update(made_at=now() - timedelta(hours=accounts.LINK_HOURS, seconds=1))
    assert not accounts.is_first_link(second)
    with pytest.raises(Denied):
        accounts.make_first(second, "wang", "王主任", GOOD)


@pytest.mark.parametrize("how", ["role", "switched off"])
def test_the_last_who_manages_stays(people: SimpleNamespace, how: str) -> None:
    accounts.change(people.boss, people.manage.pk, "管小梅", ["read"], True)
    roles, active = (["review"], True) if how == "role" else (["manage"], False)
    with pytest.raises(BadAccount, match="至少要留一个"):
        accounts.change(people.boss, people.boss.pk, "王主任", roles, active)
    assert "manage" in Person.objects.get(pk=people.boss.pk).roles


@pytest.mark.parametrize(
    ("username", "name", "password", "words"),
    [
        ("", "李", GOOD, "用户名不能为空"),
        ("li si", "李", GOOD, "不能有空格"),
        ("review", "李", GOOD, "已经有了"),
        ("lisi", " ", GOOD, "请写姓名"),
        ("lisi", "李", "short", "密码不行"),
        ("lisi", "李", "1234567890123", "密码不行"),
        ("lisi", "李", "password123", "密码不行"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_one_sentence(
    people: SimpleNamespace, username: str, name: str, password: str, words: str
) -> None:
    with pytest.raises(BadAccount, match=words) as refused:
        accounts.make(people.manage, username, name, password, ["review"])
    assert refused.value.text.endswith("。")


def test_every_change_of_an_account_is_in_the_log_without_its_password(people: SimpleNamespace) -> None:
    made = accounts.make(people.manage, "lisi", "李四", GOOD, ["review", "nonsense"])
    assert made.roles == ["review"]
    accounts.change(people.manage, made.pk, "李四", ["approve"], False, "Another-2019")
    texts = [link.data for link in LogEntry.objects.filter(act="account")]
    assert "角色：审核" in texts[-2]
    assert "角色 批准，停用，重设密码" in texts[-1]
    assert not any(word in text for text in texts for word in (GOOD, "Another-2019"))


def test_who_does_not_manage_changes_no_account(people: SimpleNamespace) -> None:
    for person in (people.review, people.approve, people.enter, people.read):
        with pytest.raises(Denied):
            accounts.make(person, "lisi", "李四", GOOD, [])
        with pytest.raises(Denied):
            accounts.change(person, people.read.pk, "读", ["manage"], True)


def test_whose_account_is_switched_off_is_out_at_once(people: SimpleNamespace) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.read, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200
    accounts.change(people.manage, people.read.pk, "读小兰", ["read"], False)
    assert client.get("/").status_code == 302
