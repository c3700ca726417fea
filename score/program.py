"""A rubric as tables: rules, what each measures from, levels, bands, points by group, and groups of rules.

Everything that depends on the rubric alone is worked out here, once; the engine joins it with units and evidence.
Points, figures and steps are whole thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lcm

from normalize.reference import reference
from normalize.rubric import Band, Item, Policy, Rubric, Rule, Target, Threshold
from score.exact import thousandths
from score.unscorable import Unscorable, check, depth
from score.worth import OPEN, PERIODS, Groups, Worth


@dataclass
class Program:
    """The tables as lists of rows; a rule is known by its position ``rule`` in document order.

    ``depth`` is how far awards stand within awards.
    """

    rubric: Rubric
    rules: list[dict[str, object]] = field(default_factory=list)
    parts: list[dict[str, object]] = field(default_factory=list)
    wants: list[dict[str, object]] = field(default_factory=list)
    points: list[dict[str, object]] = field(default_factory=list)
    levels: list[dict[str, object]] = field(default_factory=list)
    bands: list[dict[str, object]] = field(default_factory=list)
    items: list[dict[str, object]] = field(default_factory=list)
    depth: int = 0


def compile_rubric(rubric: Rubric, units: list[str], places: int = 2) -> Program:
    """The tables of a rubric whose readings are chosen, for these units (by position). Raises Unscorable."""
    program = Program(rubric)
    builder = _Builder(program, Groups(rubric, units), places)
    for at, item in enumerate(rubric.items):
        program.items.append(
            {
                "item": at,
                "points": None if item.points is None else thousandths(item.points),
                "floor": None if item.floor is None else thousandths(item.floor),
                "kind": item.kind,
            }
        )
        builder.item(at, item)
    _limits(program)
    _alike(program, "highest", "alike")
    _alike(program, "limited", "together")
    return program


class _Builder:
    """Fills the tables item by item."""

    def __init__(self, program: Program, groups: Groups, places: int) -> None:
        self.program, self.groups, self.places = program, groups, places
        self.measures = {measure.id: measure for measure in program.rubric.measures}
        self.sets = _sets(program.rubric)

    def item(self, at: int, item: Item) -> None:
        numbers = {rule.id: len(self.program.rules) + index for index, rule in enumerate(item.rules)}
        for rule in item.rules:
            self._rule(item, at, rule, numbers)
        if not item.rules:
            asked = next((one for one in self.program.rubric.measures if item.id in one.items), None)
            # Never full marks for nothing: an item that nobody is asked about stays open.
            if asked is not None or item.points is not None:
                self._assessed(at, item, asked.id if asked is not None else "")

    def _rule(self, item: Item, at: int, rule: Rule, numbers: dict[str, int]) -> None:
        number, found = numbers[rule.id], self._references(rule, item)
        worth = Worth(item, self.groups, self.places)
        highest = rule.id in self.sets
        apart = rule.on in ("shortfall", "excess", "absence")
        deep = depth(rule, item)
        self.program.depth = max(self.program.depth, deep)
        row: dict[str, object] = {
            "rule": number,
            "id": rule.id,
            "item": at,
            "scope": numbers.get(rule.within or "", -1),
            "depth": deep,
            "effect": "signed" if rule.certainty == "unread" else rule.effect,
            "basis": rule.basis,
            "on": rule.on,
            "points": worth.full(rule),
            "step": thousandths(rule.step or "1"),
            "partial": rule.partial or "floor",
            "relative": rule.unit == "%" and bool(found) and apart and rule.basis in ("each", "band"),
            "flag": any(self.measures[name].type == "flag" for name in rule.measures),
            "cap": thousandths(rule.cap) if rule.cap not in (None, "all") else OPEN,
            "cap_all": rule.cap == "all" or (rule.cap is None and self._to_zero(rule, item)),
            "on_top": bool(rule.on_top) and rule.effect == "award",
            "stands": not rule.measures and _has_inside(rule, item),
            "referred": bool(found),
            "means": any(isinstance(one, Target) and one.stat == "mean" for one in found),
            "parts": 0,
            "common": 1,
            "highest": self.sets.get(rule.id, -1),
            "alike": True,
            "together": True,
            "limited": -1,
            "ceiling": OPEN,
            "most": worth.most(rule, highest),
            "bound": worth.bound(rule, highest, self.measures),
        }
        self.program.rules.append(row)
        for unit in sorted(self._named(rule, item)):
            own = Worth(item, self.groups, self.places, unit)
            amounts = {"points": own.full(rule), "most": own.most(rule, highest)}
            amounts["bound"] = own.bound(rule, highest, self.measures)
            self.program.points.append({"rule": number, "unit": unit, **amounts})
        for level in rule.levels or []:
            points = worth.amount(level.points, rule)
            self.program.levels.append({"rule": number, "level": level.level, "points": points})
        for band in rule.bands or []:
            self.program.bands.append(_band(number, band, worth.amount(band.points, rule)))
        self._parts(row, rule, found)
        check(rule, row, found)

    def _references(self, rule: Rule, item: Item) -> list[Target | Threshold]:
        """What the rule compares with; a figure that is part of a flag is shown, not compared."""
        if rule.basis in ("level", "judge") or rule.certainty == "unread":
            return []
        if any(name not in self.measures for name in rule.measures):
            raise Unscorable(rule, "所问的数据项在规则文件里没有")
        if any(self.measures[name].type == "flag" for name in rule.measures) or not rule.measures:
            return []
        return reference(rule, item)

    def _named(self, rule: Rule, item: Item) -> set[int]:
        """The units for which points or targets by groups are named, here or in the award that the rule is within."""
        found = {unit for group in rule.by_group or [] for unit in self.groups.units(group.units)}
        for one in reference(rule, item):
            for group in one.by_group or [] if isinstance(one, Target) else []:
                found |= self.groups.units(group.units)
        award = item.award_of(rule)
        return found | self._named(award, item) if award is not None else found

    def _to_zero(self, rule: Rule, item: Item) -> bool:
        """Whether 扣完本项标准分为止 covers the rule, and nothing lets the item go below zero."""
        below = item.kind != "penalty" and (item.kind == "bonus" or item.floor is None or item.floor.startswith("-"))
        return (
            rule.effect == "deduct"
            and (rule.within is not None or not below)
            and any(
                policy.kind == "deduct_to_zero"
                and (not policy.covers or rule.id in policy.covers or item.id in policy.covers)
                for policy in self.program.rubric.policies
            )
        )

    def _assessed(self, at: int, item: Item, measure: str) -> None:
        """An item without rules: the assessor's points, as an award of the item (a deduct of a penalty)."""
        most = OPEN if item.points is None else thousandths(item.points)
        number = len(self.program.rules)
        row: dict[str, object] = dict.fromkeys(("points", "most", "bound", "cap"), most)
        row |= {
            "rule": number, "id": item.id, "item": at, "scope": -1, "depth": 0,
            "effect": "deduct" if item.kind == "penalty" else "award", "basis": "judge", "on": "achievement",
            "step": 1000, "partial": "floor", "relative": False, "flag": False, "cap_all": False, "on_top": False,
            "stands": False, "referred": False, "means": False, "parts": 1, "common": 1, "highest": -1, "alike": True, "together": True,
            "limited": -1, "ceiling": OPEN,
        }  # fmt: skip
        self.program.rules.append(row)
        self._part(number, measure, "", None, 1)

    def _parts(self, row: dict[str, object], rule: Rule, found: list[Target | Threshold]) -> None:
        """One part for each figure that the rule compares, or for the answer itself, and for each period."""
        if found and len(found) != len(rule.measures):
            raise Unscorable(rule, f"要与 {len(found)} 个数比较，却问了 {len(rule.measures)} 个数据项")
        shared = rule.basis == "share" or (row["relative"] and rule.partial == "prorata")
        values = [value for one in found for value in _values(one) if value]
        common = lcm(*map(abs, values)) if shared and values else 1
        row["common"] = common
        number, count = int(str(row["rule"])), 0
        references: list[Target | Threshold | None] = list(found) or [None] * len(rule.measures)
        for name, one in zip(rule.measures, references, strict=True):
            for period in PERIODS.get(self.measures[name].period or "", [""]) if name in self.measures else [""]:
                part = self._part(number, name, period, one, common if shared else 1)
                count += 1
                for group in one.by_group or [] if isinstance(one, Target) else []:
                    wanted = thousandths(group.value)
                    weight = common // wanted if shared and wanted else 1
                    for unit in sorted(self.groups.units(group.units)):
                        self.program.wants.append({"part": part, "unit": unit, "wanted": wanted, "weight": weight})
        row["parts"] = count

    def _part(self, rule: int, measure: str, period: str, one: Target | Threshold | None, common: int) -> int:
        part = len(self.program.parts)
        value = None if one is None or one.value is None else thousandths(one.value)
        self.program.parts.append(
            {
                "part": part,
                "rule": rule,
                "measure": measure,
                "period": period,
                "relation": one.op if one is not None else "",
                "wanted": value,
                "stat": (one.stat if isinstance(one, Target) else None) or "",
                "weight": common // value if value and common > 1 else 1,
            }
        )
        return part


def _has_inside(rule: Rule, item: Item) -> bool:
    return rule.effect == "award" and any(other.within == rule.id for other in item.rules)


def _values(one: Target | Threshold) -> list[int]:
    grouped = one.by_group or [] if isinstance(one, Target) else []
    values = [group.value for group in grouped] + ([one.value] if one.value is not None else [])
    return [thousandths(value) for value in values]


def _band(number: int, band: Band, points: int) -> dict[str, object]:
    """Limits in half thousandths: an odd number stands for all that lies between two thousandths."""
    return {
        "rule": number,
        "low": -2 * OPEN if band.min is None else 2 * thousandths(band.min) + int(band.min_out),
        "high": 2 * OPEN if band.max is None else 2 * thousandths(band.max) - int(not band.max_in),
        "points": points,
    }


def _sets(rubric: Rubric) -> dict[str, int]:
    """Rule id → the highest-only policy (by position) that it competes under.

    Where a policy covers items or everything, it is about 加分: awards on top.
    """
    found: dict[str, int] = {}
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


def _alike(program: Program, policy: str, mark: str) -> None:
    """Mark the rules whose policy covers only rules that count in the same place, the same way."""
    places: dict[object, set[tuple[object, ...]]] = {}
    for row in program.rules:
        places.setdefault(row[policy], set()).add((row["item"], row["scope"], row["on_top"], row["effect"]))
    for row in program.rules:
        row[mark] = row[policy] == -1 or len(places[row[policy]]) == 1


def _limits(program: Program) -> None:
    """Rules whose points together have a limit."""
    items = {item.id: at for at, item in enumerate(program.rubric.items)}
    for at, policy in enumerate(program.rubric.policies):
        if policy.kind != "cap" or policy.points is None or covers_items(program.rubric, policy):
            continue
        chosen = {items[name] for name in policy.covers if name in items}
        for row in program.rules:
            if row["effect"] in ("award", "deduct") and (row["id"] in policy.covers or row["item"] in chosen):
                row["limited"], row["ceiling"] = at, thousandths(policy.points)


def covers_items(rubric: Rubric, policy: Policy) -> bool:
    """Whether a policy covers whole items (or everything), not single rules."""
    items = {item.id for item in rubric.items}
    return not policy.covers or all(name in items for name in policy.covers)
