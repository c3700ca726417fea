"""Rules joined to the figures that they fall short of or exceed, and to the goals whose words they share.

A printed number pairs a rule with its goal (``items``). What a rule measures from is then the target of that goal in
the rule's own unit; of several such targets, those that speak of the same thing.
"""

from __future__ import annotations

from decimal import Decimal

import regex

from extract.record import plain
from normalize.clause.doubt import offer
from normalize.period import A_YEAR, SAID
from normalize.progress import alike
from normalize.quantity import fold
from normalize.rubric import Assumption, Item, Period, Rule, Target, Threshold
from normalize.words import keywords, likeness

_SHARED_UNIT = regex.compile(r"按(?P<unit>\p{Han}{1,3}?)数?(?:占|比)")
_BELOW = regex.compile("达不到|未达到?|没有?达到?|未满")
_ALL = regex.compile("各类|各种|各项|任何一|任一|其中")
"""Words by which a rule speaks of all the figures beside it."""

NEAR = 0.7
"""A target whose likeness is at least this part of the best one's is measured from too."""

_LONGEST: list[Period] = ["year", "half-year", "term", "quarter", "month", "week", "day"]


def join(item: Item) -> None:
    """Fill ``rule.goals`` by wording where no number paired them, then ``rule.targets``; may add assumptions."""
    if len(item.goals) > 1 and not any(rule.goals for rule in item.rules):
        for rule in item.rules:
            rule.goals = _goals_by_words(rule, item)
            for other in rule.alternatives:
                for one in other.rules:
                    one.goals = rule.goals
    for rule in item.rules:
        if rule.targets or rule.threshold is not None or not _measures(rule):
            continue
        award = item.award_of(rule)
        # What the award that it stands within has a figure for is measured from that.
        if award is not None and (award.threshold is not None or award.targets):
            continue
        _join_targets(rule, _chosen(rule, item))
    for rule in item.rules:
        beside = [other for other in item.rules if other is not rule and other.within == rule.within]
        if rule.basis == "share" and rule.points is None and item.points is None and rule.certainty != "unread":
            _assume(rule, "no-scope", "按比例计分，但本项没有分值，条文也没有写共多少分，请由考核人评定加减的分数。")
            rule.certainty = "unread"
        elif rule.basis == "share" and rule.points is None and beside:
            _assume(rule, "share-scope", "没有写共占多少分，暂按本项全部分值的比例计算，与其他各条合并后扣完为止。")


def _measures(rule: Rule) -> bool:
    """Whether the rule compares with a figure: a shortfall or excess, what is missing by count, a share."""
    if rule.certainty == "unread" or rule.basis in ("level", "judge", "band"):
        return False
    if rule.on in ("shortfall", "excess") or rule.basis == "share":
        return True
    if rule.effect == "award" and rule.basis == "each":
        return not rule.on_top
    if rule.on != "absence":
        return False
    return "缺" in rule.text if rule.basis == "each" else _BELOW.search(rule.condition or "") is not None


def _chosen(rule: Rule, item: Item) -> list[Target]:
    """The targets of the rule's goals that it measures from; [] where none fits."""
    targets = [target for goal in item.goals if goal.id in rule.goals for target in goal.targets]
    own = {target.id: target for target in item.targets}
    targets += list(own.values())
    if rule.basis == "each":
        # A step of so many per cent is a share of the target, whatever it counts.
        same = [target for target in targets if alike(target.unit, rule.unit)]
        targets = same if same or rule.unit != "%" else targets
    elif rule.basis == "share" and (stated := _SHARED_UNIT.search(rule.text)):
        targets = [target for target in targets if alike(target.unit, stated["unit"])]
    elif rule.basis in ("share", "once"):
        near = [target for target in targets if likeness(rule.condition or rule.text, target.measure) > 0]
        targets = near if near or rule.basis == "once" else targets
    if len(targets) < 2:
        return targets
    words = _BELOW.split(rule.condition or rule.text)[-1]
    if _ALL.search(words):
        return targets
    scores = {target.id: likeness(words, target.measure) for target in targets}
    if not any(scores.values()):
        return targets
    return [target for target in targets if scores[target.id] >= NEAR * max(scores.values())]


def _join_targets(rule: Rule, targets: list[Target]) -> None:
    """Name the targets; of one measure by different periods the year's, the others as alternatives."""
    if not targets:
        return
    if rule.on == "absence":
        rule.on = "shortfall"
    longest: dict[str, Target] = {}
    for target in targets:
        held = longest.get(target.measure)
        if held is None or _rank(target) < _rank(held):
            longest[target.measure] = target
    kept = [target for target in targets if longest[target.measure] is target]
    rule.targets = [target.id for target in kept]
    for other in (target for target in targets if target not in kept):
        wide = longest[other.measure]
        text = f"目标同时写了{said(wide)}和{said(other)}，暂按{said(wide)}计算，不重复计；也可按{said(other)}逐期计算。"
        _assume(rule, "by-year", text)
        instead = [other.id if name == wide.id else name for name in rule.targets]
        text = f"按{said(other)}逐期计算，多的一期不抵少的一期。"
        offer(rule, f"by-{other.period or 'term'}", text, targets=instead)
    _sums(rule, kept)


def _assume(rule: Rule, code: str, text: str) -> None:
    rule.certainty = "assumed"
    rule.assumptions.append(Assumption(code=code, text=text))


def _sums(rule: Rule, targets: list[Target]) -> None:
    """Offer the sum over the year's periods, and over several targets, as other readings."""
    if rule.basis not in ("each", "share") or any(target.by_group or target.value is None for target in targets):
        return
    if len(targets) == 1 and (times := A_YEAR[targets[0].period or "year"]) > 1:
        total = Decimal(targets[0].value or 0) * times
        threshold = Threshold(op=targets[0].op, value=plain(total), unit=targets[0].unit)
        text = f"不分期，按全年合计{plain(total)}{targets[0].unit or ''}计算，多的一期可抵少的一期。"
        offer(rule, "year-sum", text, targets=[], threshold=threshold)
    elif len(targets) > 1 and len({(t.op, t.unit, t.period, t.per) for t in targets}) == 1 and targets[0].unit != "%":
        total = sum((Decimal(target.value or 0) for target in targets), Decimal(0))
        threshold = Threshold(op=targets[0].op, value=plain(total), unit=targets[0].unit)
        text = f"几项合并，按合计{plain(total)}{targets[0].unit or ''}计算，一项多的可抵另一项少的。"
        offer(rule, "one-sum", text, targets=[], threshold=threshold)


def _rank(target: Target) -> int:
    return _LONGEST.index(target.period or "year")


def said(target: Target) -> str:
    """A target's period and figure as the reviewer says it: ``每月1条``."""
    return f"{SAID.get(target.period or 'year', '') if target.period else ''}{target.value or ''}{target.unit or ''}"


def _goals_by_words(rule: Rule, item: Item) -> list[str]:
    """The goals that share most words with the rule; [] where none shares a word."""
    words = fold(rule.condition or rule.text)
    scores = {goal.id: len("".join(keywords(words) & keywords(goal.text))) for goal in item.goals}
    best = max(scores.values())
    return [name for name, score in scores.items() if score == best] if best >= 2 else []
