"""Items → units: bonus caps, weights, conversion to the best unit, grades, ranks; and the Scores that hold it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from normalize.rubric import Policy, Rubric
from score.evidence import Evidence
from score.exact import half_up, rounded, shown, thousandths
from score.program import OPEN, Program, covers_items
from score.sentence import sentence
from score.sheet import ItemScore, Rounding, RuleScore, SectionScore, UnitScore

Row = dict[str, object]


@dataclass
class _Unit:
    """A unit on its way: bounds of its total in thousandths, None where nothing limits it."""

    score: UnitScore
    low: Fraction
    high: Fraction | None


def totals(
    program: Program,
    evidence: Evidence,
    detail: pa.Table,
    items: pa.Table,
    readings: dict[str, str],
    rounding: Rounding,
) -> list[UnitScore]:
    """The scores of all units, best first, incomplete ones after the complete, vetoed ones last."""
    rubric = program.rubric
    rules_of = _by_unit(detail)
    items_of = _by_unit(items)
    answers = _answers(evidence)
    units = []
    for at, name in enumerate(evidence.units):
        parts = _items(program, name, rules_of.get(at, []), items_of.get(at, []), answers.get(name, {}), readings)
        units.append(_unit(rubric, name, parts, rules_of.get(at, []), items_of.get(at, [])))
    _convert(rubric, units, rounding)
    _grade(rubric, units)
    _rank(units, lambda unit: None, "rank")
    return [unit.score for unit in sorted(units, key=_order)]


def _by_unit(table: pa.Table) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in table.to_pylist():
        found.setdefault(row["unit"], []).append(row)
    return found


def _answers(evidence: Evidence) -> dict[str, dict[str, str]]:
    """unit → measure (with its period) → the answer as it is shown."""
    found: dict[str, dict[str, str]] = {}
    for answer in evidence.answers:
        value = answer.value
        if isinstance(value, bool):
            text = "是" if value else "否"
        elif isinstance(value, tuple):
            text = ";".join(value) or "无"
        else:
            text = shown(thousandths(value)) or ""
        key = answer.measure if answer.period is None else f"{answer.measure}@{answer.period}"
        found.setdefault(answer.unit, {})[key] = text
    return found


def _items(
    program: Program,
    unit: str,
    rules: list[Row],
    items: list[Row],
    answers: dict[str, str],
    readings: dict[str, str],
) -> list[ItemScore]:
    found = []
    for item, row in zip(program.rubric.items, items, strict=True):
        own = {str(part["id"]): part for part in rules if part["item"] == row["item"]}
        parts = []
        for rule in item.rules:
            part = own[rule.id]
            measures: dict[str, str | None] = {}
            for name in rule.measures:
                told: dict[str, str | None] = {k: text for k, text in answers.items() if k.partition("@")[0] == name}
                measures.update(told or {name: None})
            result = RuleScore(
                rule=rule.id,
                reading=readings.get(rule.id),
                measures=measures,
                quantity=shown(_whole(part["quantity"]))
                if part["known"] and rule.basis in ("each", "band", "share")
                else None,
                steps=shown(_whole(part["steps"])) if part["known"] and rule.basis == "each" else None,
                raw=shown(_whole(part["raw"])),
                points=shown(_whole(part["low"])) if part["known"] else None,
                capped=bool(part["known"]) and part["effect"] in ("award", "deduct") and part["low"] != part["raw"],
            )
            result.text = sentence(rule, item, result, unit, program.rubric)
            parts.append(result)
        found.append(_item(item.id, item.points, row, parts))
    return found


def _item(name: str, points: str | None, row: Row, rules: list[RuleScore]) -> ItemScore:
    complete = bool(row["complete"])
    low, high = _number(row["score_low"]), _number(row["score_high"])
    return ItemScore(
        item=name,
        points=points,
        start=shown(_number(row["start"])),
        awarded=shown(_number(row["a_low"])) if complete else None,
        on_top=shown(_number(row["t_low"])) if complete else None,
        deducted=shown(_number(row["d_low"]) + _number(row["w_low"])) if complete else None,
        score=shown(low) if complete else None,
        lower=_bound(low),
        upper=_bound(high),
        complete=complete,
        rules=rules,
    )


def _number(value: object) -> int:
    return int(str(value))


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))


def _bound(value: int) -> str | None:
    return None if abs(value) >= OPEN // 2 else shown(value)


def _unit(rubric: Rubric, name: str, parts: list[ItemScore], rules: list[Row], rows: list[Row]) -> _Unit:
    """A unit's total under the policies that cap and weigh whole items, and its sums by kind and section."""
    low, lower = _total(rubric, rows, "score_low")
    high, _ = _total(rubric, rows, "score_high")
    complete = all(part.complete for part in parts)
    vetoed = any(row["effect"] == "veto" and row["known"] and _number(row["raw"]) > 0 for row in rules)
    kinds = {item.id: item.kind for item in rubric.items}
    score = UnitScore(
        unit=name,
        total=shown(half_up(low)) if complete else None,
        lower=_bound(half_up(low)),
        upper=_bound(half_up(high)),
        complete=complete,
        vetoed=vetoed,
        items=parts,
    )
    if complete:
        for kind in ("base", "bonus", "penalty"):
            mine = [lower[at] for at, item in enumerate(rubric.items) if kinds[item.id] == kind]
            setattr(score, kind, shown(half_up(sum(mine, Fraction(0)))) if mine else None)
    score.sections = [_section(rubric, section.path, rows) for section in rubric.sections]
    group = next((unit.name for unit in rubric.units if unit.members and name in unit.members), None)
    score.group = group
    return _Unit(score, low, None if abs(high) >= OPEN // 2 else high)


def _total(rubric: Rubric, rows: list[Row], column: str) -> tuple[Fraction, list[Fraction]]:
    """The total, and what each item gives to it: caps over items first, then weights."""
    given = [Fraction(_number(row[column])) for row in rows]
    places = {item.id: at for at, item in enumerate(rubric.items)}
    for policy in rubric.policies:
        if policy.kind == "cap" and policy.points is not None and covers_items(rubric, policy):
            _cap(given, _covered(rubric, policy, places), thousandths(policy.points))
    for policy in rubric.policies:
        if policy.kind == "weight":
            for part in policy.parts or []:
                for name in part.covers:
                    if name in places:
                        given[places[name]] *= Fraction(part.percent) / 100
    return sum(given, Fraction(0)), given


def _covered(rubric: Rubric, policy: Policy, places: dict[str, int]) -> list[int]:
    if policy.covers:
        return [places[name] for name in policy.covers if name in places]
    kind = "penalty" if "扣" in policy.text and "加" not in policy.text else "bonus"
    return [at for at, item in enumerate(rubric.items) if item.kind == kind]


def _cap(given: list[Fraction], covered: list[int], limit: int) -> None:
    """What is covered gives or takes at most ``limit`` together; the last items in document order give way."""
    left = Fraction(limit)
    taken = Fraction(limit)
    for at in covered:
        if given[at] >= 0:
            given[at] = min(given[at], left)
            left -= given[at]
        else:
            given[at] = max(given[at], -taken)
            taken += given[at]


def _section(rubric: Rubric, path: list[str], rows: list[Row]) -> SectionScore:
    inside = [row for item, row in zip(rubric.items, rows, strict=True) if item.path[: len(path)] == path]
    low, high = (sum(_number(row[column]) for row in inside) for column in ("score_low", "score_high"))
    complete = all(row["complete"] for row in inside)
    return SectionScore(path=path, score=shown(low) if complete else None, lower=_bound(low), upper=_bound(high))


def _convert(rubric: Rubric, units: list[_Unit], rounding: Rounding) -> None:
    """折算: where the best total of units not vetoed exceeds the points, every total × points ÷ that best."""
    policy = next((one for one in rubric.policies if one.kind == "normalise" and one.points is not None), None)
    ranked = [unit for unit in units if not unit.score.vetoed]
    if policy is None or not ranked or not all(unit.score.complete for unit in ranked):
        return
    best, points = max(unit.low for unit in ranked), thousandths(policy.points or "0")
    for unit in ranked:
        value = unit.low * points / best if best > points else unit.low
        unit.score.converted = shown(rounded(value, rounding.places) if best > points else half_up(value))


def _grade(rubric: Rubric, units: list[_Unit]) -> None:
    for policy in rubric.policies:
        for unit in units if policy.kind == "grade" else []:
            final = unit.score.converted or unit.score.total
            for band in policy.bands or []:
                if (
                    final is not None
                    and not unit.score.vetoed
                    and _inside(Fraction(final), band.min, band.max, band.min_out, band.max_in)
                ):
                    unit.score.grade = band.name


def _inside(value: Fraction, low: str | None, high: str | None, low_out: bool, high_in: bool) -> bool:
    above = low is None or value > Fraction(low) or (value == Fraction(low) and not low_out)
    below = high is None or value < Fraction(high) or (value == Fraction(high) and high_in)
    return above and below


def _rank(units: list[_Unit], group: Callable[[_Unit], str | None], attribute: str) -> None:
    """Equal totals share a rank; while a unit that is not vetoed is incomplete, nobody has one."""
    ranked = [unit for unit in units if not unit.score.vetoed]
    if not all(unit.score.complete for unit in ranked):
        return
    for unit in ranked:
        setattr(unit.score, attribute, 1 + sum(other.low > unit.low for other in ranked))
    for name in {unit.score.group for unit in ranked} - {None}:
        members = [unit for unit in ranked if unit.score.group == name]
        for unit in members:
            unit.score.group_rank = 1 + sum(other.low > unit.low for other in members)


def _order(unit: _Unit) -> tuple[bool, bool, Fraction]:
    return unit.score.vetoed, not unit.score.complete, -unit.low
