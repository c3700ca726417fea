"""The scoring rules of the rubric format once more, in plain fractions: slow, one unit and one rule at a time.

Written from the format's words, not from the engine, to be compared with it. Evidence is complete. A figure is a
``Fraction``; an answer is what a clerk means by it: a bool, a number, or the names of the levels reached.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from normalize.rubric import Band, Item, Policy, Rubric, Rule, Target, Threshold

ZERO = Fraction(0)
Answer = bool | Fraction | tuple[str, ...]
Answers = dict[tuple[str, str, str | None], Answer]
"""(unit, measure id, part of the year or None) → answer."""
PARTS = {
    "half-year": ["H1", "H2"],
    "term": ["H1", "H2"],
    "quarter": ["Q1", "Q2", "Q3", "Q4"],
    "month": [f"{at:02}" for at in range(1, len(calendar.month_name))],
}


def round_half_up(value: Fraction, places: int = 2) -> Fraction:
    """The nearest decimal, a half away from zero."""
    size = floor(abs(value) * 10**places + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, 10**places)


@dataclass
class Compared:
    """One answer beside the figure that it is measured from (None: the answer is the quantity itself)."""

    actual: Fraction
    wanted: Fraction | None = None
    op: str = ">="

    @property
    def met(self) -> bool:
        assert self.wanted is not None
        return {
            ">=": self.actual >= self.wanted,
            ">": self.actual > self.wanted,
            "<=": self.actual <= self.wanted,
            "<": self.actual < self.wanted,
            "=": self.actual == self.wanted,
        }[self.op]


@dataclass
class ItemResult:
    """What an item gives, and what each of its rules moved after its own cap and the caps that it shares."""

    score: Fraction
    start: Fraction
    awarded: Fraction
    on_top: Fraction
    deducted: Fraction


@dataclass
class Oracle:
    """A rubric whose readings are chosen, the units, and everything that is known about them."""

    rubric: Rubric
    units: list[str]
    answers: Answers

    # Step 1: quantity

    def references(self, rule: Rule, item: Item) -> list[Target | Threshold]:
        """The first that exists: its own threshold, its targets, those of the award that it is within."""
        if rule.on in ("absence", "occurrence") and rule.basis != "once":
            return []
        if rule.threshold:
            return [rule.threshold]
        all_targets = [target for goal in item.goals for target in goal.targets] + item.targets
        named = [target for name in rule.targets for target in all_targets if target.id == name]
        if named:
            return [] if any(target.per for target in named) else list(named)
        distance = rule.on in ("shortfall", "excess")
        return self.references(self.rule(item, rule.within), item) if rule.within and distance else []

    def rule(self, item: Item, name: str | None) -> Rule:
        return next(rule for rule in item.rules if rule.id == name)

    def wanted(self, one: Target | Threshold, unit: str, measure: str, part: str | None) -> Fraction:
        if isinstance(one, Target) and one.stat:
            values = [self.number(other, measure, part) for other in self.units]
            if one.stat == "mean":
                return sum(values, ZERO) / len(values)
            return max(values) if one.stat == "max" else min(values)
        if isinstance(one, Target) and one.by_group:
            return next(Fraction(group.value) for group in one.by_group if self.belongs(unit, group.units))
        assert one.value is not None
        return Fraction(one.value)

    def belongs(self, unit: str, names: list[str]) -> bool:
        groups = [group.members for group in self.rubric.units if group.name in names]
        return unit in names or any(unit in members for members in groups)

    def number(self, unit: str, measure: str, part: str | None) -> Fraction:
        value = self.answers[unit, measure, part]
        assert not isinstance(value, tuple)
        return Fraction(value)

    def compared(self, rule: Rule, item: Item, unit: str) -> list[Compared]:
        """Each target and each period on its own."""
        found = self.references(rule, item)
        types = {measure.id: measure for measure in self.rubric.measures}
        result = []
        for at, name in enumerate(rule.measures):
            for part in PARTS.get(types[name].period or "", [None]):
                actual = self.number(unit, name, part)
                if found and types[name].type != "flag":
                    result.append(Compared(actual, self.wanted(found[at], unit, name, part), found[at].op))
                else:
                    result.append(Compared(actual))
        return result

    def quantity(self, rule: Rule, one: Compared) -> Fraction:
        """How far below or above the wanted figure, as its share in per cent where the unit is ``%``; else the value."""
        if one.wanted is None or rule.on not in ("shortfall", "excess"):
            return one.actual
        apart = one.wanted - one.actual if rule.on == "shortfall" else one.actual - one.wanted
        if rule.unit == "%" and apart > 0:
            apart = apart / one.wanted * 100
        return max(apart, ZERO)

    # Step 2: rule

    def fires(self, rule: Rule, item: Item, unit: str) -> bool:
        """A deduct, forfeit or veto when its requirement is unmet, an award when all of it is met."""
        if not rule.measures:
            return True
        values = self.compared(rule, item, unit)
        if values[0].wanted is not None:
            met = all(one.met for one in values)
            return met if rule.effect == "award" else not met
        yes = any(one.actual > 0 for one in values)
        return not yes if rule.on in ("absence", "shortfall") and self.is_flag(rule) else yes

    def is_flag(self, rule: Rule) -> bool:
        return next(measure for measure in self.rubric.measures if measure.id == rule.measures[0]).type == "flag"

    def scope_points(self, rule: Rule, item: Item, unit: str) -> Fraction:
        if rule.within:
            return self.full(self.rule(item, rule.within), item, unit)
        return Fraction(item.points or 0)

    def amount(self, text: str | None, rule: Rule, item: Item, unit: str) -> Fraction:
        """Points, a fixed share of the scope's points, or (none said) all of them."""
        scope = self.scope_points(rule, item, unit)
        if text is None:
            return scope
        return scope * Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)

    def full(self, rule: Rule, item: Item, unit: str) -> Fraction:
        if rule.by_group:
            said = next(group.points for group in rule.by_group if self.belongs(unit, group.units))
            return self.amount(said, rule, item, unit)
        return self.amount(rule.points, rule, item, unit)

    def raw(self, rule: Rule, item: Item, unit: str) -> Fraction:
        """Points before the cap; signed for an unread rule, which the assessor answers."""
        if rule.certainty == "unread":
            return self.number(unit, rule.measures[0], None)
        if rule.basis == "once":
            return self.full(rule, item, unit) if self.fires(rule, item, unit) else ZERO
        if rule.basis == "level":
            levels = {level.level: self.amount(level.points, rule, item, unit) for level in rule.levels or []}
            reached = self.answers[unit, rule.measures[0], None]
            assert isinstance(reached, tuple)
            points = [levels[name] for name in reached]
            return max(points, default=ZERO) if self.set_of(rule, item) else sum(points, ZERO)
        values = self.compared(rule, item, unit)
        if rule.basis == "judge":
            return values[0].actual
        if rule.basis == "band":
            return self.band(rule, item, unit, self.quantity(rule, values[0]))
        if rule.basis == "share":
            shares = [self.share(rule, one) for one in values]
            return round_half_up(self.full(rule, item, unit) * sum(shares, ZERO) / len(shares))
        steps = [max(self.quantity(rule, one), ZERO) / Fraction(rule.step or 1) for one in values]
        if rule.partial == "prorata":
            return round_half_up(self.full(rule, item, unit) * sum(steps, ZERO))
        whole = ceil if rule.partial == "ceil" else floor
        return self.full(rule, item, unit) * sum(whole(step) for step in steps)

    def share(self, rule: Rule, one: Compared) -> Fraction:
        """The proportion of quantity to target, all of it at most; without a target the per cent is the answer."""
        if one.wanted is None:
            return min(max(one.actual / 100, ZERO), Fraction(1))
        if one.wanted == 0:
            return ZERO
        return min(max(self.quantity(rule, one) / one.wanted, ZERO), Fraction(1))

    def band(self, rule: Rule, item: Item, unit: str, at: Fraction) -> Fraction:
        hit = [self.amount(band.points, rule, item, unit) for band in rule.bands or [] if inside(at, band)]
        counted = rule.on in ("shortfall", "excess", "occurrence", "absence")
        if not hit or (rule.effect == "deduct" and at == 0 and counted):
            return ZERO
        return max(hit) if rule.effect == "award" else min(hit)

    def points(self, rule: Rule, item: Item, unit: str) -> Fraction:
        raw = self.raw(rule, item, unit)
        return min(raw, Fraction(rule.cap)) if rule.cap not in (None, "all") else raw

    # Policies over rules

    def set_of(self, rule: Rule, item: Item) -> Policy | None:
        """The bonus project, of whose levels and rules only the highest counts."""
        for policy in self.rubric.policies:
            if policy.kind == "highest_only" and rule.effect == "award" and self.covers(policy, rule, item):
                return policy
        return None

    def covers(self, policy: Policy, rule: Rule, item: Item) -> bool:
        return not policy.covers or rule.id in policy.covers or item.id in policy.covers

    def all_of_it(self, rule: Rule, item: Item) -> bool:
        """扣完为止: said by the rule, or inherited where nothing lets its item go below zero."""
        inherits = rule.cap is None and (item.kind == "penalty" or (item.kind == "base" and item.floor == "0"))
        policies = [policy for policy in self.rubric.policies if policy.kind == "deduct_to_zero"]
        return rule.cap == "all" or (inherits and any(self.covers(policy, rule, item) for policy in policies))

    def counted(self, unit: str) -> dict[str, Fraction]:
        """What each rule moves once highest only and the limits that rules share are applied, in document order."""
        pairs = [(rule, item) for item in self.rubric.items for rule in item.rules]
        moved = {rule.id: self.points(rule, item, unit) for rule, item in pairs}
        for policy in self.rubric.policies:
            if policy.kind == "highest_only":
                mine = [rule for rule, item in pairs if self.set_of(rule, item) is policy]
                best = max(mine, key=lambda rule: moved[rule.id], default=None)
                moved |= {rule.id: ZERO for rule in mine if rule is not best}
        for policy in self.rubric.policies:
            items = {item.id for item in self.rubric.items}
            if policy.kind == "cap" and policy.covers and not set(policy.covers) <= items:
                left = Fraction(policy.points or 0)
                for rule, item in pairs:
                    if rule.effect in ("award", "deduct") and self.covers(policy, rule, item):
                        moved[rule.id] = min(moved[rule.id], left)
                        left -= moved[rule.id]
        return moved

    # Step 3: award scope

    def award(self, rule: Rule, item: Item, unit: str, moved: dict[str, Fraction]) -> Fraction:
        """An award with what is within it: parts make it up, deducts eat into it, a forfeit takes it."""
        inside = [other for other in item.rules if other.within == rule.id]
        parts = [other for other in inside if is_award(other)]
        value = moved[rule.id]
        if parts:
            value = min(self.full(rule, item, unit), sum((self.award(one, item, unit, moved) for one in parts), ZERO))
        limit = value
        value -= sum((moved[one.id] for one in inside if one.effect == "deduct" and one.certainty != "unread"), ZERO)
        value += sum((moved[one.id] for one in inside if one.certainty == "unread"), ZERO)
        if any(one.effect == "forfeit" and self.fires(one, item, unit) for one in inside if one.certainty != "unread"):
            return ZERO
        return min(max(value, ZERO), max(limit, self.full(rule, item, unit)))

    # Step 4: item

    def most(self, rule: Rule, item: Item, unit: str) -> Fraction | None:
        """The most an award can give; None where it is open-ended."""
        full = self.full(rule, item, unit)
        cap = Fraction(rule.cap) if rule.cap not in (None, "all") else None
        most: Fraction | None
        if rule.basis in ("once", "share"):
            most = full
        elif rule.basis == "level":
            levels = [self.amount(level.points, rule, item, unit) for level in rule.levels or []]
            alone = self.set_of(rule, item) or all(level.level[:1] in "第优良差" for level in rule.levels or [])
            most = max(levels) if alone else sum(levels, ZERO)
        elif rule.basis == "band":
            most = max(self.amount(band.points, rule, item, unit) for band in rule.bands or [])
        elif rule.basis == "judge":
            most = Fraction(rule.max) if rule.max and not rule.unit else None
        else:
            targets = [one for one in self.references(rule, item) if isinstance(one, Target) and not one.stat]
            most = None
            if cap is None and rule.on == "achievement" and targets:
                periods = [len(PARTS.get(one.period or "", [None])) for one in targets]
                wanted = sum(
                    (n * self.wanted(one, unit, "", None) for n, one in zip(periods, targets, strict=True)), ZERO
                )
                most = round_half_up(wanted * full / Fraction(rule.step or 1))
        if cap is not None:
            most = cap if most is None else min(most, cap)
        return most

    def start(self, item: Item, unit: str) -> Fraction:
        if item.kind != "base" or item.points is None:
            return ZERO
        earning = [rule for rule in item.rules if is_award(rule) and not rule.on_top and not rule.within]
        sets: dict[str, Fraction] = {}
        for rule in earning:
            most = self.most(rule, item, unit)
            if most is None:
                return ZERO
            policy = self.set_of(rule, item)
            key = policy.id if policy else f"rule {rule.id}"
            sets[key] = max(sets.get(key, ZERO), most)
        return max(ZERO, Fraction(item.points) - sum(sets.values()))

    def item(self, item: Item, unit: str, moved: dict[str, Fraction]) -> ItemResult:
        if not item.rules:
            return self.assessed(item, unit)
        own = [rule for rule in item.rules if not rule.within]
        awards = {rule.id: self.award(rule, item, unit, moved) for rule in own if is_award(rule)}
        on_top = sum((awards[rule.id] for rule in own if is_award(rule) and rule.on_top), ZERO)
        earned = sum((awards[rule.id] for rule in own if is_award(rule) and not rule.on_top), ZERO)
        signed = sum((moved[rule.id] for rule in own if rule.certainty == "unread"), ZERO)
        deducts = [rule for rule in own if rule.effect == "deduct" and rule.certainty != "unread"]
        start = self.start(item, unit)
        points = Fraction(item.points) if item.points is not None else None
        has: Fraction | None = start + earned
        if item.kind == "bonus":
            has = earned + on_top
        if item.kind == "penalty":
            has = points
        drained = sum((moved[rule.id] for rule in deducts if self.all_of_it(rule, item)), ZERO)
        if has is not None:
            drained = min(drained, has)
        deducted = drained + sum((moved[rule.id] for rule in deducts if not self.all_of_it(rule, item)), ZERO)
        lost = any(
            rule.effect == "forfeit" and rule.certainty != "unread" and self.fires(rule, item, unit) for rule in own
        )
        low = Fraction(item.floor) if item.floor is not None else None
        if item.kind == "base":
            score = clamp(start + earned + signed - deducted, low, points)
            score = min(score, ZERO) if lost else score + on_top
        elif item.kind == "bonus":
            score = clamp(earned + on_top + signed - deducted, low, points)
        else:
            score = clamp(signed - deducted, -points if points is not None else None, None)
        if lost:
            score = min(score, ZERO)
        return ItemResult(score, start, earned + max(signed, ZERO), on_top, deducted - min(signed, ZERO))

    def assessed(self, item: Item, unit: str) -> ItemResult:
        """No rules: the assessor's points, if the item has any."""
        asked = next((measure for measure in self.rubric.measures if item.id in measure.items), None)
        value = self.number(unit, asked.id, None) if asked else ZERO
        taken = item.kind == "penalty"
        return ItemResult(-value if taken else value, ZERO, ZERO if taken else value, ZERO, value if taken else ZERO)

    # Steps 5 and 6: veto, total, conversion, ranks

    def is_vetoed(self, unit: str) -> bool:
        return any(
            rule.effect == "veto" and rule.certainty != "unread" and self.fires(rule, item, unit)
            for item in self.rubric.items
            for rule in item.rules
        )

    @cached_property
    def items(self) -> dict[str, list[ItemResult]]:
        """unit → its items in document order."""
        moved = {unit: self.counted(unit) for unit in self.units}
        return {unit: [self.item(item, unit, moved[unit]) for item in self.rubric.items] for unit in self.units}

    def total(self, unit: str) -> Fraction:
        given = {item.id: one.score for item, one in zip(self.rubric.items, self.items[unit], strict=True)}
        for policy in self.rubric.policies:
            if policy.kind == "cap" and policy.covers and set(policy.covers) <= set(given):
                left = Fraction(policy.points or 0)
                for name in policy.covers:
                    given[name] = min(given[name], left)
                    left -= given[name]
        parts = [part for policy in self.rubric.policies if policy.kind == "weight" for part in policy.parts or []]
        for part in parts:
            for name in part.covers:
                given[name] *= Fraction(part.percent) / 100
        return sum(given.values(), ZERO)

    def converted(self) -> dict[str, Fraction | None]:
        """Totals after 折算; None where nothing converts or the unit is vetoed."""
        policy = next((one for one in self.rubric.policies if one.kind == "normalise"), None)
        totals = {unit: self.total(unit) for unit in self.units if not self.is_vetoed(unit)}
        if policy is None or not totals:
            return dict.fromkeys(self.units)
        best, points = max(totals.values()), Fraction(policy.points or 0)
        if best > points:
            totals = {unit: round_half_up(total * points / best) for unit, total in totals.items()}
        return {unit: totals.get(unit) for unit in self.units}

    def ranks(self) -> dict[str, int | None]:
        """Equal totals share a rank; a vetoed unit has none."""
        totals = {unit: self.total(unit) for unit in self.units if not self.is_vetoed(unit)}
        return {
            unit: 1 + sum(other > totals[unit] for other in totals.values()) if unit in totals else None
            for unit in self.units
        }


def is_award(rule: Rule) -> bool:
    return rule.effect == "award" and rule.certainty != "unread"


def inside(value: Fraction, band: Band) -> bool:
    """``min`` counts unless ``min_out``, ``max`` does not unless ``max_in``."""
    if band.min is not None and not (value > Fraction(band.min) or (value == Fraction(band.min) and not band.min_out)):
        return False
    return band.max is None or value < Fraction(band.max) or (value == Fraction(band.max) and band.max_in)


def clamp(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """At least ``low``, at most ``high``; None is no limit."""
    value = value if high is None else min(value, high)
    return value if low is None else max(value, low)
