"""Accounts: made, changed and logged; the first one by a link that works once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from extract.refusal import Refusal
from review import log
from review.models import FirstLink, Person
from review.roles import ROLES, Denied, require

LINK_HOURS = 24
"""How long the link for the first account works."""


class BadAccount(Refusal):
    """An account that cannot be made or changed as asked."""

    status = 400


def first_link() -> str | None:
    """A token for the first account, None where there are accounts; links made before stop working."""
    if Person.objects.exists():
        return None
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        FirstLink.objects.all().delete()
        FirstLink.objects.create(token_sha256=_hashed(token))
    return token


def is_first_link(token: str) -> bool:
    """Whether a token makes the first account."""
    since = now() - timedelta(hours=LINK_HOURS)
    return FirstLink.objects.filter(token_sha256=_hashed(token), made_at__gt=since).exists()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_first(token: str, username: str, name: str, password: str) -> Person:
    """The first account, with every role but 只读; the link is used up."""
    with transaction.atomic():
        log.hold()
        if Person.objects.exists() or not is_first_link(token):
            raise Denied("这个链接已经用过或过期，请在服务器上重新运行 kaohe serve 取得新链接。")
        roles = [role for role in ROLES if role != "read"]
        person = _made(username, name, password, roles)
        FirstLink.objects.all().delete()
        log.append("account", person, text=f"建立第一个账号 {username}（{name}）")
    return person


def make(by: Person, username: str, name: str, password: str, roles: list[str]) -> Person:
    """A new account."""
    require(by, "manage")
    with transaction.atomic():
        log.hold()
        person = _made(username, name, password, roles)
        said = "、".join(person.role_names()) or "无"
        log.append("account", by, text=f"新建账号 {person.username}（{person.name}），角色：{said}")
    return person


def change(by: Person, pk: int, name: str, roles: list[str], active: bool, password: str = "") -> Person:
    """Change name, roles, whether the account works, and the password where one is given."""
    require(by, "manage")
    with transaction.atomic():
        log.hold()
        person = Person.objects.get(pk=pk)
        person.name, person.roles, person.is_active = _name(name), _roles(roles), active
        if password:
            _check(password, person)
            person.set_password(password)
        managers = Person.objects.filter(is_active=True).exclude(pk=pk)
        if not (active and "manage" in roles) and not any("manage" in one.roles for one in managers):
            raise BadAccount("至少要留一个能用的管理账号。")
        person.save()
        said = "、".join(person.role_names()) or "无"
        text = f"账号 {person.username}（{person.name}）：角色 {said}，{'启用' if active else '停用'}"
        log.append("account", by, text=text + ("，重设密码" if password else ""))
    return person


def _made(username: str, name: str, password: str, roles: list[str]) -> Person:
    username = username.strip()
    if not username or len(username) > 40 or any(character.isspace() for character in username):
        raise BadAccount("用户名不能为空、不能有空格，最多 40 个字。")
    if Person.objects.filter(username=username).exists():
        raise BadAccount(f"用户名「{username}」已经有了，请换一个。")
    _check(password, Person(username=username, name=_name(name)))
    return Person.objects.create_user(username, _name(name), password, _roles(roles))


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 40:
        raise BadAccount("请写姓名，最多 40 个字。")
    return name


def _roles(roles: list[str]) -> list[str]:
    return [role for role in ROLES if role in roles]


def _check(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadAccount(f"密码不行：{'；'.join(error.messages).rstrip('。')}。") from None
