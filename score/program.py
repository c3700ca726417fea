"""A rubric as tables: rules, what each measures from, levels, bands, points by group, and groups of rules.

Everything that depends on the rubric alone is worked out here, once; the engine joins it with units and evidence.
Points, figures and steps are whole thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from normalize.reference import reference
from normalize.rubric import Band, Item, Measure, Policy, Rubric, Rule, Target, Threshold
from score.exact import half_up, thousandths

OPEN = 10**12
"""Stands for no limit, in thousandths of a point: a billion points."""

PERIODS: dict[str, list[str]] = {
    "half-year": ["H1", "H2"],
    "term": ["H1", "H2"],
    "quarter": ["Q1", "Q2", "Q3", "Q4"],
    "month": [f"{month:02}" for month in range(1, 13)],
}
"""The parts of a year for which a measure has a value each, as evidence writes them behind the year."""


@dataclass
class Program:
    """The tables as lists of rows; a rule is known by its position ``rule`` in document order."""

    rubric: Rubric
    rules: list[dict[str, object]] = field(default_factory=list)
    parts: list[dict[str, object]] = field(default_factory=list)
    wants: list[dict[str, object]] = field(default_factory=list)
    points: list[dict[str, object]] = field(default_factory=list)
    levels: list[dict[str, object]] = field(default_factory=list)
    bands: list[dict[str, object]] = field(default_factory=list)
    items: list[dict[str, object]] = field(default_factory=list)


def compile_rubric(rubric: Rubric, units: list[str]) -> Program:
    """The tables of a rubric whose readings are chosen, for these units (by position)."""
    program = Program(rubric)
    measures = {measure.id: measure for measure in rubric.measures}
    grouped = _Groups(rubric, units)
    number = 0
    for at, item in enumerate(rubric.items):
        program.items.append(
            {
                "item": at,
                "points": None if item.points is None else thousandths(item.points),
                "floor": None if item.floor is None else thousandths(item.floor),
                "kind": item.kind,
            }
        )
        rules = {rule.id: number + index for index, rule in enumerate(item.rules)}
        for rule in item.rules:
            _rule(program, item, at, rule, rules, measures, grouped)
        number += len(item.rules)
        if not item.rules and (asked := next((m for m in rubric.measures if item.id in m.items), None)) is not None:
            _assessed(program, at, number, item, asked)
            number += 1
    _policies(program)
    return program


class _Groups:
    """Which units a name in ``by_group`` stands for: itself, its aliases, or a group's members."""

    def __init__(self, rubric: Rubric, units: list[str]) -> None:
        self.numbers = {name: at for at, name in enumerate(units)}
        self.members = {unit.name: unit.members or [unit.name] for unit in rubric.units}

    def units(self, names: list[str]) -> list[int]:
        """The positions of the units that these names stand for."""
        found = [member for name in names for member in [name, *self.members.get(name, [])]]
        return [self.numbers[name] for name in dict.fromkeys(found) if name in self.numbers]


def _rule(
    program: Program,
    item: Item,
    at: int,
    rule: Rule,
    numbers: dict[str, int],
    measures: dict[str, Measure],
    groups: _Groups,
) -> None:
    number = numbers[rule.id]
    found = [] if rule.basis in ("level", "judge") or rule.certainty == "unread" else reference(rule, item)
    points = _points(rule, item)
    counted = rule.basis == "each" and rule.on in ("occurrence", "absence")
    row: dict[str, object] = {
        "rule": number,
        "id": rule.id,
        "item": at,
        "scope": numbers.get(rule.within or "", -1),
        "effect": "signed" if rule.certainty == "unread" else rule.effect,
        "basis": rule.basis,
        "on": rule.on,
        "points": points,
        "step": thousandths(rule.step or "1"),
        "partial": rule.partial or "floor",
        "relative": rule.unit == "%" and bool(found) and rule.basis == "each",
        "cap": thousandths(rule.cap) if rule.cap not in (None, "all") else OPEN,
        "cap_all": rule.cap == "all",
        "on_top": bool(rule.on_top) and rule.effect == "award",
        "stands": not rule.measures,
        "referred": bool(found) and not counted,
        "parts": 0,
        "share": 1,
        "highest": -1,
        "limited": -1,
        "ceiling": OPEN,
        "exclusive": _exclusive(rule),
        "judged": None if rule.max is None or rule.unit else thousandths(rule.max),
    }
    row["most"] = _most(rule, row, found)
    program.rules.append(row)
    for group in rule.by_group or []:
        for unit in groups.units(group.units):
            program.points.append({"rule": number, "unit": unit, "points": _amount(group.points, item, rule)})
    for level in rule.levels or []:
        program.levels.append({"rule": number, "level": level.level, "points": _amount(level.points, item, rule)})
    for band in rule.bands or []:
        program.bands.append(_band(number, band, item, rule))
    _parts(program, row, rule, found if not counted else [], measures, groups)


def _assessed(program: Program, at: int, number: int, item: Item, measure: Measure) -> None:
    """An item without rules: the assessor's points, as an award of the item."""
    most = OPEN if item.points is None else thousandths(item.points)
    effect = "deduct" if item.kind == "penalty" else "award"
    row: dict[str, object] = dict.fromkeys(("points", "judged", "most"), most)
    row |= {
        "rule": number, "id": item.id, "item": at, "scope": -1, "effect": effect, "basis": "judge",
        "on": "achievement", "step": 1000, "partial": "floor", "relative": False, "cap": most, "cap_all": False,
        "on_top": False, "stands": False, "referred": False, "parts": 1, "share": 1, "highest": -1, "limited": -1,
        "ceiling": OPEN, "exclusive": True,
    }  # fmt: skip
    program.rules.append(row)
    program.parts.append(_part(len(program.parts), number, measure.id, "", None, None, 1))


def _scope_points(item: Item, rule: Rule) -> str | None:
    """The points that a share of the scope is taken of: the award's that the rule is within, else the item's."""
    award = next((other for other in item.rules if other.id == rule.within), None)
    if award is not None and award.points and not award.points.endswith("%"):
        return award.points
    return item.points


def _amount(text: str, item: Item, rule: Rule) -> int:
    if not text.endswith("%"):
        return thousandths(text)
    return half_up(Fraction(text[:-1]) / 100 * Fraction(_scope_points(item, rule) or "0") * 1000)


def _points(rule: Rule, item: Item) -> int:
    if rule.points is not None:
        return _amount(rule.points, item, rule)
    scope = _scope_points(item, rule) if rule.basis == "share" else None
    return thousandths(scope) if scope is not None else 0


def _band(number: int, band: Band, item: Item, rule: Rule) -> dict[str, object]:
    return {
        "rule": number,
        "low": -OPEN if band.min is None else thousandths(band.min) + int(band.min_out),
        "high": OPEN if band.max is None else thousandths(band.max) - int(not band.max_in),
        "points": _amount(band.points, item, rule),
    }


def _exclusive(rule: Rule) -> bool:
    """Whether a unit has only one of the levels: ranks and grades, not levels of government."""
    named = ("第", "优", "良", "合格", "不合格", "一等", "二等", "三等", "倒数", "其余", "A", "B", "C", "D")
    return all(level.level.startswith(named) for level in rule.levels or [])


def _most(rule: Rule, row: dict[str, object], found: list[Target | Threshold]) -> int:
    """The most that the rule can move, in thousandths; OPEN where nothing limits it."""
    cap = int(str(row["cap"]))
    points = int(str(row["points"]))
    levels = [int(Fraction(level.points.rstrip("%")) * 1000) for level in rule.levels or []]
    bands = [
        int(Fraction(band.points.rstrip("%")) * 1000) for band in rule.bands or [] if not band.points.endswith("%")
    ]
    match rule.basis:
        case "once" | "share":
            most = points
        case "level":
            most = max(levels, default=0) if row["exclusive"] else sum(levels)
        case "band":
            most = max([*bands, *[points for band in rule.bands or [] if band.points.endswith("%")]], default=0)
        case "judge":
            most = OPEN if row["judged"] is None else int(str(row["judged"]))
        case _:
            most = _most_each(rule, points, found)
    return min(cap, most)


def _most_each(rule: Rule, points: int, found: list[Target | Threshold]) -> int:
    """A shortfall cannot exceed its target; an achievement earns up to its targets, summed over their periods."""
    if rule.on not in ("shortfall", "achievement") or not found or any(one.value is None for one in found):
        return OPEN
    total = 0
    for one in found:
        periods = len(PERIODS.get(one.period or "", [""])) if isinstance(one, Target) else 1
        total += periods * (thousandths(one.value or "0") // thousandths(rule.step or "1"))
    return total * points


def _parts(
    program: Program,
    row: dict[str, object],
    rule: Rule,
    found: list[Target | Threshold],
    measures: dict[str, Measure],
    groups: _Groups,
) -> None:
    """One part for each figure that the rule compares, or for the answer itself, and for each period."""
    number = int(str(row["rule"]))
    values = [value for one in found for value in _values(one)]
    share = lcm(*[abs(value) for value in values if value]) if rule.basis == "share" and values else 1
    references: list[Target | Threshold | None] = list(found) or [None] * len(rule.measures)
    for name, one in zip(rule.measures, references, strict=False):
        measure = measures[name]
        for period in PERIODS.get(measure.period or "", [""]):
            part = _part(len(program.parts), number, name, period, one, _value(one), share)
            program.parts.append(part)
            row["parts"] = int(str(row["parts"])) + 1
            if isinstance(one, Target):
                for group in one.by_group or []:
                    for unit in groups.units(group.units):
                        wanted = thousandths(group.value)
                        program.wants.append(
                            {"part": part["part"], "unit": unit, "wanted": wanted, "weight": share // (wanted or 1)}
                        )
    row["share"] = share * max(1, int(str(row["parts"])))


def _values(one: Target | Threshold) -> list[int]:
    grouped = one.by_group or [] if isinstance(one, Target) else []
    values = [group.value for group in grouped] + ([one.value] if one.value is not None else [])
    return [thousandths(value) for value in values]


def _value(one: Target | Threshold | None) -> int | None:
    return None if one is None or one.value is None else thousandths(one.value)


def _part(
    part: int, rule: int, measure: str, period: str, one: Target | Threshold | None, value: int | None, share: int
) -> dict[str, object]:
    return {
        "part": part,
        "rule": rule,
        "measure": measure,
        "period": period,
        "relation": one.op if one is not None else "",
        "wanted": value,
        "stat": (one.stat if isinstance(one, Target) else None) or "",
        "weight": share // value if value else 1,
    }


def _policies(program: Program) -> None:
    """Groups of rules of which only the highest counts, or whose points together have a limit."""
    for at, policy in enumerate(program.rubric.policies):
        if policy.kind == "highest_only":
            for row in _covered(program, policy):
                if row["effect"] == "award":
                    row["highest"] = at
        elif policy.kind == "cap" and policy.points is not None and not covers_items(program.rubric, policy):
            for row in _covered(program, policy):
                row["limited"], row["ceiling"] = at, thousandths(policy.points)


def covers_items(rubric: Rubric, policy: Policy) -> bool:
    """Whether a policy covers whole items (or everything), not single rules."""
    items = {item.id for item in rubric.items}
    return not policy.covers or all(name in items for name in policy.covers)


def _covered(program: Program, policy: Policy) -> list[dict[str, object]]:
    items = {item.id: at for at, item in enumerate(program.rubric.items)}
    chosen = {items[name] for name in policy.covers if name in items}
    return [row for row in program.rules if not policy.covers or row["id"] in policy.covers or row["item"] in chosen]
