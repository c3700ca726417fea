"""What cost a unit its points: every deduction, forfeit and award not earned, the dearest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from normalize.rubric import Item, Rubric, Rule
from score.sheet import ItemScore, RuleScore, UnitScore

Kind = Literal["deduct", "forfeit", "veto", "unearned"]


@dataclass(frozen=True)
class Loss:
    """One reason: ``points`` > 0 that it cost (None for a veto, which costs the rank), and the sentence that says how.

    ``rules`` is the rule that took them; for points not earned, the awards that gave none (none where the assessor gives
    the whole item).
    """

    kind: Kind
    item: Item
    rules: tuple[Rule, ...]
    points: Decimal | None
    text: str

    @property
    def code(self) -> str:
        """The reason's code: the rule's number, or the item's for points not earned."""
        return self.rules[0].id if self.kind != "unearned" else self.item.id

    @property
    def words(self) -> str:
        """The clauses as the notice has them."""
        return "\n".join(rule.text for rule in self.rules) or self.item.name


def losses(unit: UnitScore, rubric: Rubric) -> list[Loss]:
    """The reasons of one unit, vetoes first, then by points lost; ``rubric`` is the one in force."""
    found = [loss for item, result in zip(rubric.items, unit.items, strict=True) for loss in _of_item(item, result)]
    return sorted(found, key=lambda loss: (loss.kind != "veto", -(loss.points or 0)))


def _of_item(item: Item, result: ItemScore) -> Iterable[Loss]:
    rules = {rule.id: rule for rule in item.rules}
    for one in result.rules:
        rule = rules[one.rule]
        if rule.effect == "veto" and rule.certainty != "unread":
            if one.steps == "1":
                yield Loss("veto", item, (rule,), None, one.text)
        elif (points := taken(rule, one)) > 0:
            yield Loss("forfeit" if rule.effect == "forfeit" else "deduct", item, (rule,), points, one.text)
    gap = _unearned(item, result, rules)
    if gap > 0:
        awards = [(rules[one.rule], one) for one in result.rules if _earns(rules[one.rule])]
        missed = [(rule, one) for rule, one in awards if one.points == "0"] or awards
        said = "；".join(one.text for _, one in missed) or f"由考核人评定，得{result.score}分"
        yield Loss("unearned", item, tuple(rule for rule, _ in missed), gap, said)


def taken(rule: Rule, result: RuleScore) -> Decimal:
    """The points that the rule took from the unit; 0 where it gives."""
    if result.points is None:
        return Decimal(0)
    if rule.certainty == "unread":
        return Decimal(result.points) if (result.raw or "").startswith("-") else Decimal(0)
    return Decimal(result.points) if rule.effect in ("deduct", "forfeit") else Decimal(0)


def _earns(rule: Rule) -> bool:
    return rule.effect == "award" and not rule.on_top and rule.certainty != "unread"


def _unearned(item: Item, result: ItemScore, rules: dict[str, Rule]) -> Decimal:
    """What a base item's awards could have given and did not; 0 while something is missing."""
    if item.kind != "base" or item.points is None or not result.complete:
        return Decimal(0)
    if not item.rules:
        return Decimal(item.points) - Decimal(result.score or 0)
    if not any(_earns(rule) for rule in item.rules):
        return Decimal(0)
    # Deducts within an award are reasons of their own: what the award gave before them was earned.
    inside = sum((taken(rules[one.rule], one) for one in result.rules if rules[one.rule].within), Decimal(0))
    return Decimal(item.points) - Decimal(result.start or 0) - Decimal(result.awarded or 0) - inside
