"""What an item's rules are worth for one unit: their points, the most they can give, and what bounds them.

Amounts are whole thousandths of a point. A share of the scope's points (``"50%"``, a ``share`` that names none) is
taken of the award that the rule is within, else of the item. Points and targets by groups differ from unit to unit.
"""

from __future__ import annotations

from fractions import Fraction

import regex

from normalize.reference import reference
from normalize.rubric import GroupPoints, GroupValue, Item, Measure, Rubric, Rule, Target, Threshold
from score.exact import half_up, rounded, thousandths

OPEN = 10**12
"""Stands for no limit, in thousandths of a point: a billion points."""

PERIODS: dict[str, list[str]] = {
    "half-year": ["H1", "H2"],
    "term": ["H1", "H2"],
    "quarter": ["Q1", "Q2", "Q3", "Q4"],
    "month": [f"{month:02}" for month in range(1, 13)],
}
"""The parts of a year for which a measure has a value each, as evidence writes them behind the year."""

_ALONE = regex.compile(
    r"(?:倒数)?第[一二三四五六七八九十\d]+[名位](?:.*)|[一二三特]等.*|优.*|良.*|中等?|差|[不]?合格.*|基本合格|[不]?称职|[不]?达标"
    r"|一般|较[好差]|好|其余.*|[A-D][级档等类]?"
)


class Groups:
    """Which units a name in a list by groups stands for: itself, its aliases, or a group's members."""

    def __init__(self, rubric: Rubric) -> None:
        self._known = {name: unit for unit in rubric.units for name in (unit.id, *unit.aliases, unit.name)}

    def names(self, names: list[str]) -> set[str]:
        """The names of the units that these names stand for."""
        found = set(names)
        for name in names:
            if (unit := self._known.get(name)) is not None:
                members = [self._known[member].name for member in unit.members if member in self._known]
                found |= {unit.name, *unit.members, *members}
        return found

    def points(self, groups: list[GroupPoints], unit: str | None) -> str | None:
        """The points of the group that a unit is in; None where it is in none."""
        return next((group.points for group in groups if unit in self.names(group.units)), None)

    def value(self, groups: list[GroupValue], unit: str | None) -> str | None:
        """The target of the group that a unit is in; None where it is in none."""
        return next((group.value for group in groups if unit in self.names(group.units)), None)


class Worth:
    """An item's rules as they are for one unit (None: for a unit that no list names)."""

    def __init__(self, item: Item, groups: Groups, places: int, unit: str | None = None) -> None:
        self._item, self._groups, self._places, self._unit = item, groups, places, unit
        self._rules = {rule.id: rule for rule in item.rules}

    def full(self, rule: Rule) -> int:
        """The rule's points: its own, its group's, or (a share that names none) its scope's."""
        if rule.by_group:
            said = self._groups.points(rule.by_group, self._unit)
            return 0 if said is None else self.amount(said, rule)
        if rule.points is not None:
            return self.amount(rule.points, rule)
        return self._scope(rule) if rule.basis == "share" else 0

    def amount(self, text: str, rule: Rule) -> int:
        """Points as written, or that share of the scope's."""
        if not text.endswith("%"):
            return thousandths(text)
        return half_up(Fraction(text[:-1]) / 100 * self._scope(rule))

    def _scope(self, rule: Rule) -> int:
        if rule.within is not None:
            return self.full(self._rules[rule.within])
        return thousandths(self._item.points or "0")

    def most(self, rule: Rule, highest: bool) -> int:
        """The most that an award can give, by the format's table; OPEN where it is open-ended."""
        match rule.basis:
            case "once" | "share":
                most = self.full(rule)
            case "level":
                levels = [self.amount(level.points, rule) for level in rule.levels or []]
                most = max(levels, default=0) if highest or exclusive(rule) else sum(levels)
            case "band":
                most = max([self.amount(band.points, rule) for band in rule.bands or []], default=0)
            case "judge":
                most = _judged(rule)
            case _:
                most = self._most_each(rule) if rule.cap in (None, "all") else OPEN
        return most if rule.cap in (None, "all") else min(most, thousandths(rule.cap or "0"))

    def _most_each(self, rule: Rule) -> int:
        """(targets summed over their periods) × points ÷ step, for what is achieved; else open-ended."""
        found = reference(rule, self._item)
        values = [self._wanted(one) for one in found]
        if rule.on != "achievement" or not found or any(value is None for value in values):
            return OPEN
        total = sum(
            (_periods(one) * Fraction(value) for one, value in zip(found, values, strict=True) if value is not None),
            Fraction(0),
        )
        return rounded(total / Fraction(rule.step or "1") * self.full(rule), self._places)

    def figure(self, one: Target | Threshold) -> str | None:
        """What is asked of this unit; None where it is in no group that a target names."""
        if isinstance(one, Target) and one.by_group:
            return self._groups.value(one.by_group, self._unit)
        return one.value

    def _wanted(self, one: Target | Threshold) -> str | None:
        """The figure of a target; None for a threshold, which is no target, and for a statistic."""
        return None if isinstance(one, Threshold) or one.stat is not None else self.figure(one)

    def bound(self, rule: Rule, highest: bool, measures: dict[str, Measure]) -> int:
        """What bounds the rule while its evidence is missing; OPEN where nothing does (a level may be reached twice)."""
        cap = OPEN if rule.cap in (None, "all") else thousandths(rule.cap or "0")
        if rule.basis == "level":
            levels = [self.amount(level.points, rule) for level in rule.levels or []]
            return min(cap, max(levels, default=0) if highest or exclusive(rule) else OPEN)
        if rule.basis == "each":
            return min(cap, self._bound_each(rule, measures))
        return min(cap, self.most(rule, highest))

    def _bound_each(self, rule: Rule, measures: dict[str, Measure]) -> int:
        """A count cannot fall further below its target than to nothing."""
        found = reference(rule, self._item)
        kinds = {measures[name].type for name in rule.measures}
        if rule.on != "shortfall" or not found or kinds != {"count"}:
            return OPEN
        steps = 0
        for one in found:
            value = self.figure(one)
            if value is None:
                return OPEN
            furthest = Fraction(100) if rule.unit == "%" else Fraction(value)
            steps += _periods(one) * -(-furthest // Fraction(rule.step or "1"))
        return steps * self.full(rule)


def exclusive(rule: Rule) -> bool:
    """Whether a unit has only one of the levels: ranks and grades, not levels of government or orders of occurrence."""
    return all(_ALONE.fullmatch(level.level) for level in rule.levels or [])


def _judged(rule: Rule) -> int:
    return OPEN if rule.max is None or rule.unit else thousandths(rule.max)


def _periods(one: Target | Threshold) -> int:
    return len(PERIODS.get(one.period or "", [""])) if isinstance(one, Target) else 1
