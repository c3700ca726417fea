"""What the format gives no one meaning: refused by name, never computed somehow."""

from __future__ import annotations

from extract.refusal import Refusal
from normalize.rubric import Item, Rule, Target, Threshold


class Unscorable(Refusal):
    """A rule that the format does not say how to compute; it names the rule and its words."""

    def __init__(self, rule: Rule, problem: str) -> None:
        super().__init__(f"规则 {rule.id}「{rule.text}」{problem}，无法计分，请在确认时改用其他读法或修改规则文件。")


def check(rule: Rule, relative: bool, answers: int, found: list[Target | Threshold]) -> None:
    """Refuse what the format gives no one meaning; ``answers`` are how many the rule reads."""
    stats = any(isinstance(one, Target) and one.stat for one in found)
    divided = rule.basis == "share" or (relative and rule.partial == "prorata")
    several = answers > 1
    if rule.basis == "band" and several:
        raise Unscorable(rule, "按区间计分，却要看几个数")
    if stats and divided and several:
        raise Unscorable(rule, "按比例计分，却要与几个平均数（最高、最低数）比较")
    if rule.basis == "share" and found and any(one.op in ("<", "<=") for one in found) and rule.on == "achievement":
        raise Unscorable(rule, "按完成比例得分，目标却是不超过多少")


def depth(rule: Rule, item: Item) -> int:
    """How many awards the rule stands within."""
    deep, seen = 0, {rule.id}
    while rule.within is not None:
        award = item.award_of(rule)
        if award is None or award.effect != "award" or award.id in seen:
            raise Unscorable(rule, "写明属于另一条得分规则，但那条规则不在本项或不是得分")
        rule, deep, seen = award, deep + 1, seen | {award.id}
    return deep
