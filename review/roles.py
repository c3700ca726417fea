"""Who may do what: five roles, the acts that each allows, and the sentence with which the rest is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extract.refusal import Refusal

if TYPE_CHECKING:
    from review.models import Person

ROLES = {"enter": "录入", "review": "审核", "approve": "批准", "read": "只读", "manage": "管理"}
"""The roles with their names; a person may have several."""

ACTS = {
    "see": ("查看", ("enter", "review", "approve", "read", "manage")),
    "import": ("导入通知", ("enter", "review")),
    "fill": ("收填报、计分", ("enter", "review", "approve")),
    "review": ("审核、修改规则", ("review",)),
    "return": ("退回规则", ("review", "approve")),
    "approve": ("批准、封存规则", ("approve",)),
    "manage": ("管理账号和设置", ("manage",)),
}
"""Every act with its name and the roles that allow it."""


class Denied(Refusal):
    """A person does something that none of their roles allows; ``status`` is HTTP's."""

    status = 403


def may(person: Any, act: str) -> bool:
    """Whether one of a person's roles allows an act; nobody may do anything."""
    return person.is_authenticated and person.is_active and bool(set(person.roles) & set(ACTS[act][1]))


def require(person: Person, act: str) -> None:
    """Raise Denied, with the roles that would be needed, unless the person may."""
    if not may(person, act):
        name, roles = ACTS[act]
        need = "或".join(f"「{ROLES[role]}」" for role in roles)
        have = "、".join(ROLES[role] for role in person.roles) or "无"
        raise Denied(f"{name}需要{need}角色；您的角色是：{have}。请找管理员开通。")
