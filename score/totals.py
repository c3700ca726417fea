"""Items → units: bonus caps, weights, conversion to the best unit, grades, ranks; and the Scores that hold it all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from normalize.rubric import GradeBand, Measure, Policy, Rubric, Rule
from score.evidence import Evidence
from score.exact import exactly, rounded, shown, thousandths
from score.program import Program, covers_items
from score.sentence import sentence
from score.sheet import ItemScore, Rounding, RuleScore, SectionScore, UnitScore
from score.worth import OPEN

Row = dict[str, object]

DETAIL = ("unit", "rule", "item", "id", "effect", "known", "quantity", "steps", "raw", "low", "taken")
ITEMS = ("unit", "item", "start", "awarded", "t_low", "deducted", "score_low", "score_high", "complete")


@dataclass
class _Unit:
    """A unit on its way: the least total that it can have, in thousandths; None where nothing limits it."""

    score: UnitScore
    low: Fraction | None


def totals(
    program: Program,
    evidence: Evidence,
    detail: list[Row],
    items: list[Row],
    readings: dict[str, str],
    rounding: Rounding,
) -> list[UnitScore]:
    """The scores of all units, best first, incomplete ones after the complete, vetoed ones last."""
    rubric = program.rubric
    rules_of = _by_unit(detail)
    items_of = _by_unit(items)
    answers = _answers(evidence)
    known = {measure.id: measure for measure in rubric.measures}
    units = []
    for at, name in enumerate(evidence.units):
        parts = _items(program, name, rules_of.get(at, []), items_of.get(at, []), answers, readings, known)
        units.append(_unit(rubric, name, parts, rules_of.get(at, []), items_of.get(at, [])))
    _convert(rubric, units, rounding)
    _grade(rubric, units)
    _rank(units)
    return [unit.score for unit in sorted(units, key=_order)]


def _by_unit(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(_number(row["unit"]), []).append(row)
    return found


def _answers(evidence: Evidence) -> dict[tuple[str, str], dict[str, str | None]]:
    """unit, measure → measure with its period → the answer as it is shown."""
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    # By periods: what is shown is the same in whatever order the evidence came.
    for answer in sorted(evidence.answers, key=lambda one: one.period or ""):
        value = answer.value
        if isinstance(value, bool):
            text = "是" if value else "否"
        elif isinstance(value, tuple):
            text = ";".join(value) or "无"
        else:
            text = shown(thousandths(value)) or ""
        key = answer.measure if answer.period is None else f"{answer.measure}@{answer.period}"
        found.setdefault((answer.unit, answer.measure), {})[key] = text
    return found


def _items(
    program: Program,
    unit: str,
    rules: list[Row],
    items: list[Row],
    answers: dict[tuple[str, str], dict[str, str | None]],
    readings: dict[str, str],
    known: dict[str, Measure],
) -> list[ItemScore]:
    found = []
    own = {(part["item"], part["id"]): part for part in rules}
    for item, row in zip(program.rubric.items, items, strict=True):
        parts = []
        for rule in item.rules:
            part = own[row["item"], rule.id]
            measures: dict[str, str | None] = {}
            for name in rule.measures:
                measures.update(answers.get((unit, name)) or {name: None})
            result = RuleScore(rule=rule.id, reading=readings.get(rule.id), measures=measures)
            if part["known"]:
                _fill(result, rule, part, bool(row["complete"]))
            result.text = sentence(rule, item, result, unit, program.rubric, known)
            parts.append(result)
        found.append(_item(item.id, item.points, row, parts))
    return found


def _fill(result: RuleScore, rule: Rule, part: Row, complete: bool) -> None:
    """What a rule whose evidence is there moved; a forfeit or veto that fires has one step."""
    if part["effect"] in ("forfeit", "veto"):
        fired = _number(part["low"]) > 0
        result.steps = "1" if fired else "0"
        # What a forfeit took is not known before all else is; a veto moves no points.
        result.points = shown(_number(part["taken"])) if complete or not fired else None
        result.raw = result.points
        return
    if rule.basis in ("each", "band", "share"):
        result.quantity = shown(_whole(part["quantity"]))
    if rule.basis == "each":
        result.steps = shown(_whole(part["steps"]))
    # What the assessor answers for an unread rule is signed; the sign shows in ``raw``.
    result.raw, result.points = shown(_number(part["raw"])), shown(abs(_number(part["low"])))
    result.capped = part["effect"] in ("award", "deduct") and part["low"] != part["raw"]


def _item(name: str, points: str | None, row: Row, rules: list[RuleScore]) -> ItemScore:
    complete = bool(row["complete"])
    low, high = _number(row["score_low"]), _number(row["score_high"])
    return ItemScore(
        item=name,
        points=points,
        start=shown(_number(row["start"])),
        awarded=shown(_number(row["awarded"])) if complete else None,
        on_top=shown(_number(row["t_low"])) if complete else None,
        deducted=shown(_number(row["deducted"])) if complete else None,
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
    low, given = _total(rubric, rows, "score_low")
    high, _ = _total(rubric, rows, "score_high")
    complete = all(part.complete for part in parts)
    score = UnitScore(
        unit=name,
        total=exactly(low) if complete else None,
        lower=exactly(low),
        upper=exactly(high),
        complete=complete,
        vetoed=any(row["effect"] == "veto" and row["known"] and _number(row["raw"]) > 0 for row in rules),
        items=parts,
    )
    if complete:
        for kind in ("base", "bonus", "penalty"):
            mine = [given[at] for at, item in enumerate(rubric.items) if item.kind == kind]
            setattr(score, kind, exactly(sum(mine, Fraction(0))) if mine else None)
    score.sections = [_section(rubric, section.path, rows) for section in rubric.sections]
    score.group = next((unit.name for unit in rubric.units if unit.members and name in unit.members), None)
    return _Unit(score, low)


def _total(rubric: Rubric, rows: list[Row], column: str) -> tuple[Fraction | None, list[Fraction]]:
    """The total (None where nothing limits it), and what each item gives to it: caps over items first, then weights."""
    given = [Fraction(_number(row[column])) for row in rows]
    places = {item.id: at for at, item in enumerate(rubric.items)}
    for policy in rubric.policies:
        if policy.kind == "cap" and policy.points is not None and covers_items(rubric, policy):
            _cap(given, _covered(rubric, policy, places), thousandths(policy.points))
    if any(abs(one) >= OPEN // 2 for one in given):
        return None, given
    parts = [part for policy in rubric.policies if policy.kind == "weight" for part in policy.parts or []]
    weights: dict[int, Fraction] = {}
    for part in parts:
        for name in part.covers:
            if name in places:
                weights[places[name]] = weights.get(places[name], Fraction(0)) + Fraction(part.percent) / 100
    given = [one * weights.get(at, 1) for at, one in enumerate(given)]
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


def _ranked(units: list[_Unit]) -> dict[int, Fraction] | None:
    """The totals of the units (by position) that are not vetoed; None while one of them is incomplete."""
    ranked = {at: unit for at, unit in enumerate(units) if not unit.score.vetoed}
    if not all(unit.score.complete for unit in ranked.values()):
        return None
    return {at: unit.low for at, unit in ranked.items() if unit.low is not None}


def _convert(rubric: Rubric, units: list[_Unit], rounding: Rounding) -> None:
    """折算: where the best total of units not vetoed exceeds the points, every total × points ÷ that best."""
    policy = next((one for one in rubric.policies if one.kind == "normalise" and one.points is not None), None)
    ranked = _ranked(units)
    if policy is None or not ranked:
        return
    best, points = max(ranked.values()), thousandths(policy.points or "0")
    for at, total in ranked.items():
        value = Fraction(rounded(total * points / best, rounding.places)) if best > points else total
        units[at].score.converted = exactly(value)


def _grade(rubric: Rubric, units: list[_Unit]) -> None:
    """The grade of the final total; where two bands hold it, the higher one."""
    converts = any(policy.kind == "normalise" and policy.points is not None for policy in rubric.policies)
    for policy in rubric.policies:
        bands = [(_band(band), band.name) for band in policy.bands or []] if policy.kind == "grade" else []
        for unit in units if bands else []:
            final = unit.score.converted if converts else unit.score.total
            if final is not None and not unit.score.vetoed:
                held = [(band[0], name) for band, name in bands if _inside(Fraction(final), *band)]
                unit.score.grade = max(held, key=lambda one: (one[0] is not None, one[0] or 0))[1] if held else None


def _band(band: GradeBand) -> tuple[Fraction | None, Fraction | None, bool, bool]:
    low = None if band.min is None else Fraction(band.min)
    high = None if band.max is None else Fraction(band.max)
    return low, high, band.min_out, band.max_in


def _inside(value: Fraction, low: Fraction | None, high: Fraction | None, low_out: bool, high_in: bool) -> bool:
    above = low is None or value > low or (value == low and not low_out)
    below = high is None or value < high or (value == high and high_in)
    return above and below


def _rank(units: list[_Unit]) -> None:
    """Equal totals share a rank, overall and within their group; while one is incomplete, nobody has one."""
    ranked = _ranked(units) or {}
    ranks = _places(list(ranked.values()))
    groups: dict[str, list[Fraction]] = {}
    for at, total in ranked.items():
        if (group := units[at].score.group) is not None:
            groups.setdefault(group, []).append(total)
    inside = {group: _places(totals) for group, totals in groups.items()}
    for at, total in ranked.items():
        score = units[at].score
        score.rank = ranks[total]
        score.group_rank = inside[score.group][total] if score.group is not None else None


def _places(totals: list[Fraction]) -> dict[Fraction, int]:
    """total → its rank: one more than the number of better ones."""
    found: dict[Fraction, int] = {}
    for at, total in enumerate(sorted(totals, reverse=True)):
        found.setdefault(total, at + 1)
    return found


def _order(unit: _Unit) -> tuple[bool, bool, bool, Fraction]:
    return unit.score.vetoed, not unit.score.complete, unit.low is None, -(unit.low or Fraction(0))
