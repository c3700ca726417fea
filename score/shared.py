"""Which rules hang together: under one highest-only policy, one limit, or 扣完本项标准分为止."""

from __future__ import annotations

from normalize.rubric import Item, Policy, Rubric, Rule
from score.unscorable import Unscorable

Sets = dict[str, int]
"""Rule id → the policy (by position) that it competes under."""


def sets(rubric: Rubric) -> Sets:
    """The rules that compete under a highest-only policy. Raises Unscorable where one competes under two.

    Where a policy covers items or everything, it is about 加分: awards on top.
    """
    found: Sets = {}
    for at, policy in enumerate(rubric.policies):
        for item in rubric.items if policy.kind == "highest_only" else []:
            whole = not policy.covers or item.id in policy.covers
            for rule in item.rules:
                bonus = whole and bool(rule.on_top)
                if rule.effect != "award" or rule.certainty == "unread" or not (bonus or rule.id in policy.covers):
                    continue
                if found.setdefault(rule.id, at) != at:
                    raise Unscorable(rule, "同时受两条“只取最高”约束")
    return found


def limits(rubric: Rubric) -> dict[tuple[str, str], tuple[int, Policy]]:
    """Rule and item → the policy (and its position) that limits the rule's points together with others'.

    An item without rules stands under its own id.
    """
    found: dict[tuple[str, str], tuple[int, Policy]] = {}
    for at, policy in enumerate(rubric.policies):
        if policy.kind != "cap" or policy.points is None or covers_items(rubric, policy):
            continue
        for item in rubric.items:
            for name in [rule.id for rule in item.rules] or [item.id]:
                if name in policy.covers or item.id in policy.covers:
                    found[name, item.id] = (at, policy)
    return found


def covers_items(rubric: Rubric, policy: Policy) -> bool:
    """Whether a policy covers whole items (or everything), not single rules."""
    items = {item.id for item in rubric.items}
    return not policy.covers or all(name in items for name in policy.covers)


def to_zero(rubric: Rubric, rule: Rule, item: Item) -> bool:
    """Whether 扣完本项标准分为止 covers the rule, and nothing lets the item go below zero."""
    below = item.kind != "penalty" and (item.kind == "bonus" or item.floor is None or item.floor.startswith("-"))
    return (
        rule.effect == "deduct"
        and (rule.within is not None or not below)
        and any(
            policy.kind == "deduct_to_zero"
            and (not policy.covers or rule.id in policy.covers or item.id in policy.covers)
            for policy in rubric.policies
        )
    )


def alike(rules: list[dict[str, object]], policy: str, mark: str) -> None:
    """Mark the rules whose policy covers only rules that count in the same place, the same way."""
    places: dict[object, set[tuple[object, ...]]] = {}
    for row in rules:
        places.setdefault(row[policy], set()).add((row["item"], row["within"], row["on_top"], row["effect"]))
    for row in rules:
        row[mark] = row[policy] == -1 or len(places[row[policy]]) == 1
