"""Short Chinese words for targets and policies, the same on every screen."""

from __future__ import annotations

from normalize.period import SAID
from normalize.rubric import Policy, Target

CHANGES = {"unchanged": "未变", "wording": "只改文字", "figures": "改了数", "new": "新增", "gone": "取消"}
"""What became of an item or rule since last year."""

OPS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}

_POLICIES = {
    "deduct_to_zero": "扣完为止",
    "highest_only": "只取最高",
    "weight": "权重",
    "normalise": "折算",
    "grade": "等次",
    "other": "原样保留",
}


def policy_name(policy: Policy) -> str:
    """What kind of policy it is: ``最多20分``."""
    return f"最多 {policy.points} 分" if policy.kind == "cap" else _POLICIES[policy.kind]


def target(one: Target) -> str:
    """A target as one short line: ``全年信息被录用 ≥ 12条``."""
    if one.by_group:
        value = "，".join(f"{each.value}{one.unit or ''}（{'、'.join(each.units)}）" for each in one.by_group)
    elif one.stat:
        value = {"mean": "平均水平", "max": "最高水平", "min": "最低水平"}[one.stat]
    else:
        value = f"{one.value}{one.unit or ''}"
    period = SAID[one.period] if one.period else ""
    against = f"每{one.per}" if one.per else ""
    return f"{period}{against}{one.measure} {OPS[one.op]} {value}"
