"""How much an award can give at most, and which rules belong to which: what starts and findings are computed from."""

from __future__ import annotations

from decimal import Decimal

import regex

from normalize.period import A_YEAR
from normalize.reference import reference
from normalize.rubric import Item, Rule, Target

_EXCLUSIVE = regex.compile(r"第[\d一二三四五六七八九十]|名$|优秀|良好|合格|称职|[一二三]等|档|级$|[ABCD]")


def amount(points: str | None, whole: str | None) -> Decimal | None:
    """Points as a number; a percentage is that share of the scope's points ``whole``; None where unknown."""
    if points is None:
        return None
    if points.endswith("%"):
        return None if whole is None else Decimal(points[:-1]) * Decimal(whole) / 100
    return Decimal(points)


def most(rule: Rule, item: Item, covered: bool = False) -> Decimal | None:
    """The most that an award can give, None where it is open-ended; ``covered`` by a highest-only policy."""
    if rule.cap is not None and rule.cap != "all":
        return Decimal(rule.cap)
    if rule.basis == "once":
        return amount(rule.points, item.points)
    if rule.basis == "share":
        return amount(rule.points, item.points) if rule.points is not None else amount("100%", item.points)
    if rule.basis == "level":
        values = [amount(level.points, item.points) or Decimal(0) for level in rule.levels or []]
        alone = covered or all(_EXCLUSIVE.search(level.level) for level in rule.levels or [])
        return max(values, default=Decimal(0)) if alone else sum(values, Decimal(0))
    if rule.basis == "band":
        return max((amount(band.points, item.points) or Decimal(0) for band in rule.bands or []), default=Decimal(0))
    if rule.basis == "judge":
        return amount(rule.max, item.points)
    return _each(rule, item)


def _each(rule: Rule, item: Item) -> Decimal | None:
    targets = [found for found in reference(rule, item) if isinstance(found, Target)]
    points = amount(rule.points, item.points)
    if not targets or points is None or any(target.value is None for target in targets):
        return None
    total = sum((Decimal(t.value or 0) * A_YEAR[t.period or "year"] for t in targets), Decimal(0))
    return total * points / Decimal(rule.step or 1)


def outermost(item: Item) -> list[Rule]:
    """The rules of an item that are not within an award."""
    return [rule for rule in item.rules if rule.within is None]


def start(item: Item) -> Decimal | None:
    """What a base item starts from: its points less the most that its awards not on top can give; None if unknown."""
    if item.kind != "base" or item.points is None:
        return None
    left = Decimal(item.points)
    for rule in outermost(item):
        if rule.effect == "award" and not rule.on_top:
            gives = most(rule, item)
            if gives is None:
                return Decimal(0)
            left -= gives
    return max(Decimal(0), left)
