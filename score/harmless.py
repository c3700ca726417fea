"""The answers that cost nothing: every requirement met, nothing bad happened, an item's own points earned in full.

What stands beside a case that is about one rule only.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from normalize.reference import reference
from normalize.rubric import Item, Measure, Rule, Target, Threshold
from score.evidence import Value


def harmless(measure: Measure, item: Item, readers: Sequence[Rule]) -> Value | None:
    """The answer, for rules of one item; None where its rules want different ones, or it depends on the unit."""
    if measure.type == "flag":
        wanted = {_flag(rule) for rule in readers}
        return wanted.pop() if len(wanted) == 1 else None
    if measure.type == "level":
        return _level(readers)
    values = [_figure(rule, item, measure) for rule in readers]
    known = [value for value in values if value is not None]
    return max(known) if known and len(known) == len(values) else None


def _flag(rule: Rule) -> bool:
    """Fires no deduction, and earns only what belongs to the item's own points."""
    if rule.effect == "award":
        return not rule.on_top
    return rule.on not in ("occurrence", "excess")


def _level(readers: Sequence[Rule]) -> tuple[str, ...]:
    """The best level of an award within the item's points; none of a deduction or of what comes on top."""
    for rule in readers:
        if rule.effect == "award" and not rule.on_top and rule.levels:
            return (max(rule.levels, key=lambda level: Decimal(level.points.rstrip("%"))).level,)
    return ()


def _figure(rule: Rule, item: Item, measure: Measure) -> Decimal | None:
    """The number that moves nothing, or earns all that the item's own points allow."""
    if rule.effect == "award" and rule.on_top:
        return Decimal(0)
    if rule.basis == "judge":
        return Decimal(rule.max or item.points or 0) if rule.effect == "award" else Decimal(0)
    if rule.basis == "band" and rule.effect == "award":
        best = max(rule.bands or [], key=lambda band: Decimal(band.points.rstrip("%")))
        return Decimal(best.max or best.min or 0) if best.max_in or best.min is None else Decimal(best.min)
    known = dict(zip(rule.measures, reference(rule, item), strict=False))
    if measure.id in known:
        return _met(known[measure.id])
    if rule.effect == "award" and rule.basis == "each" and Decimal((rule.points or "1").rstrip("%")):
        steps = -(-Decimal(item.points or 0) // Decimal((rule.points or "1").rstrip("%")))
        return steps * Decimal(rule.step or 1)
    return Decimal(100) if rule.effect == "award" else Decimal(0)


def _met(limit: Target | Threshold) -> Decimal | None:
    """The figure that just meets a requirement."""
    if limit.value is None:
        return None
    return Decimal(limit.value) + {">": 1, "<": -1}.get(limit.op, 0)
