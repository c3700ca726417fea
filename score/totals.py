"""Items → units: caps over items, weights, conversion to the best unit, grades, ranks, sections; all in one expression.

Totals are whole: thousandths of a point times ``scale``, the common denominator of the weights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerColumn, Table

from normalize.rubric import GradeBand, Policy, Rubric
from score.exact import LARGEST, THOUSAND, thousandths
from score.machine import Decimals, Machine
from score.program import TooLarge
from score.shared import covers_items
from score.worth import OPEN

KINDS = ("base", "bonus", "penalty")


@dataclass(frozen=True)
class Weights:
    """What each item (by position) counts, as a whole number over ``scale``."""

    scale: int = 1
    of: dict[int, int] = field(default_factory=dict)


def weights(rubric: Rubric) -> Weights:
    """The weights of a rubric; an item that no weight covers counts in full."""
    places = {item.id: at for at, item in enumerate(rubric.items)}
    shares: dict[int, Fraction] = {}
    for policy in rubric.policies:
        for part in policy.parts or [] if policy.kind == "weight" else []:
            for name in part.covers:
                if name in places:
                    shares[places[name]] = shares.get(places[name], Fraction(0)) + Fraction(part.percent) / 100
    scale = lcm(*(share.denominator for share in shares.values()))
    return Weights(scale, {at: int(share * scale) for at, share in shares.items()})


@dataclass(frozen=True)
class Grade:
    """A grade and the totals that have it, scaled like them; None is open."""

    name: str
    least: int | None
    least_out: bool
    most: int | None
    most_in: bool


@dataclass(frozen=True)
class Comparing:
    """What a rubric says about totals: caps over items (by position), the points to convert to, the grades."""

    caps: tuple[tuple[tuple[int, ...], int], ...] = ()
    scale: int = 1
    points: int | None = None
    grades: tuple[Grade, ...] = ()


def comparing(rubric: Rubric) -> Comparing:
    """What the policies of a rubric say about totals. The best grade comes first."""
    scale = weights(rubric).scale
    caps: list[tuple[tuple[int, ...], int]] = []
    points: int | None = None
    grades: tuple[Grade, ...] = ()
    for policy in rubric.policies:
        if policy.kind == "cap" and policy.points is not None and covers_items(rubric, policy):
            caps.append((tuple(_covered(rubric, policy)), thousandths(policy.points)))
        if policy.kind == "normalise" and policy.points is not None and points is None:
            points = thousandths(policy.points)
        if policy.kind == "grade" and policy.bands:
            # Where two bands hold a total, the higher one; the last policy with bands decides.
            order = sorted(policy.bands, key=lambda band: (band.min is not None, Fraction(band.min or 0)), reverse=True)
            grades = tuple(_grade(band, scale) for band in order)
    return Comparing(tuple(caps), scale, points, grades)


def _grade(band: GradeBand, scale: int) -> Grade:
    least, most = (None if end is None else thousandths(end) * scale for end in (band.min, band.max))
    return Grade(band.name, least, band.min_out, most, band.max_in)


def totals(scored: Table, t: dict[str, Table], said: Comparing) -> Table:
    """Units: total and its bounds, complete, vetoed, and the sums by kind, before anything is compared between units."""
    shares = t["items"].select("irow", "weight")
    given = scored.join(shares, "irow").select(
        "unit", "item", "kind", "complete", "vetoes", "weight", low=_.score, high=_.upper
    )
    for covered, limit in said.caps:
        given = _capped(given, list(covered), limit)
    ends = {side: given[side].abs() >= OPEN // 2 for side in ("low", "high")}
    given = given.mutate(
        **{f"open_{side}": end.ifelse(1, 0) for side, end in ends.items()},
        **{f"given_{side}": ibis.ifelse(end, 0, given[side] * given.weight) for side, end in ends.items()},
    )
    found = given.group_by("unit").agg(
        low=given.given_low.sum(),
        high=given.given_high.sum(),
        open_low=given.open_low.max(),
        open_high=given.open_high.max(),
        complete=given.complete.all(),
        vetoed=given.vetoes.max() > 0,
        **{kind: given.given_low.sum(where=given.kind == kind) for kind in KINDS},
    )
    nothing = ibis.null("int64")
    return found.select(
        "unit", "complete", "vetoed", *KINDS,
        lower=ibis.ifelse(found.open_low > 0, nothing, found.low),
        upper=ibis.ifelse(found.open_high > 0, nothing, found.high),
    )  # fmt: skip


def _covered(rubric: Rubric, policy: Policy) -> list[int]:
    places = {item.id: at for at, item in enumerate(rubric.items)}
    if policy.covers:
        return [places[name] for name in policy.covers if name in places]
    kind = "penalty" if "扣" in policy.text and "加" not in policy.text else "bonus"
    return [at for at, item in enumerate(rubric.items) if item.kind == kind]


def _capped(t: Table, covered: list[int], limit: int) -> Table:
    """What is covered gives or takes at most ``limit`` together; the last items in document order give way."""
    if not covered:
        return t
    mine, rest = t.filter(t.item.isin(covered)), t.filter(~t.item.isin(covered))
    order = ibis.cumulative_window(group_by="unit", order_by="item")
    for side in ("low", "high"):
        value = mine[side]
        for sign in (1, -1):
            part = ibis.greatest(mine[side] * sign, 0)
            before = part.sum().over(order) - part
            left = ibis.greatest(limit - before, 0)
            cut = ibis.least(part, left) * sign
            value = ibis.ifelse(part > 0, cut, value)
        mine = mine.mutate(**{side: value.cast("int64")})
    return mine.union(rest)


def sections(scored: Table, inside: Table, units: Table) -> Table:
    """Units × sections: the sums of the items in each section, between their bounds."""
    t = scored.join(inside, "item").join(units.select("unit", "name"), "unit")
    found = t.group_by(["name", "section"]).agg(score=_.score.sum(), upper=_.upper.sum(), complete=_.complete.all())
    nothing = ibis.null("int64")
    return found.select(
        "section", "complete", unit=found.name,
        **{side: ibis.ifelse(found[side].abs() >= OPEN // 2, nothing, found[side]) for side in ("score", "upper")},
    )  # fmt: skip


def inside_sections(rubric: Rubric) -> list[dict[str, object]]:
    """Which item is in which section, both by position."""
    return [
        {"item": at, "section": number}
        for number, section in enumerate(rubric.sections)
        for at, item in enumerate(rubric.items)
        if item.path[: len(section.path)] == section.path
    ]


def ranked(units: Table, said: Comparing, places: int) -> Table:
    """The units with what comes from comparing them: conversion, grade, rank; null while one is incomplete.

    Equal totals share a rank, overall and within a group; those vetoed have none and are last.
    """
    counts = ~units.vetoed
    known = units.aggregate(
        open=(counts & ~units.complete).ifelse(1, 0).sum(), best_total=units.lower.max(where=counts & units.complete)
    )
    t = units.cross_join(known)
    nothing = ibis.null("int64")
    t = t.mutate(total=ibis.ifelse(t.complete, t.lower, nothing))
    t = t.mutate(counted=~t.vetoed & (t.open == 0) & t.total.notnull())
    t = t.mutate(
        converted=nothing if said.points is None else ibis.ifelse(t.counted, _converted(t, said, places), nothing)
    )
    final = t.total if said.points is None else t.converted
    held = [(_inside(final, grade), grade.name) for grade in said.grades]
    grade = ibis.cases((final.isnull() | t.vetoed, None), *held, else_=None) if held else None
    by = ibis.window(order_by=[t.total.desc()], group_by=["counted"])
    inside = ibis.window(order_by=[t.total.desc()], group_by=["counted", "group"])
    return t.mutate(
        grade=ibis.null("string") if grade is None else grade,
        rank=ibis.ifelse(t.counted, ibis.rank().over(by) + 1, nothing),
        group_rank=ibis.ifelse(t.counted & t["group"].notnull(), ibis.rank().over(inside) + 1, nothing),
    ).drop("open", "best_total", "counted")


def _converted(t: Table, said: Comparing, places: int) -> IntegerColumn:
    """折算: where the best total of units not vetoed exceeds the points, every total × points ÷ that best.

    Rounded half up to ``places``; scaled like the totals.
    """
    points, unit = said.points or 0, 10 ** (3 - places)
    rounded = (2 * t.total * points + t.best_total * unit) // (2 * t.best_total * unit) * (unit * said.scale)
    return ibis.ifelse(t.best_total > points * said.scale, rounded, t.total)


def _inside(value: IntegerColumn, grade: Grade) -> BooleanValue:
    found: BooleanValue = value.notnull()
    if grade.least is not None:
        found = found & (value > grade.least if grade.least_out else value >= grade.least)
    if grade.most is not None:
        found = found & (value <= grade.most if grade.most_in else value < grade.most)
    return found


def check(machine: Machine, rubric: Rubric) -> None:
    """Refuse totals that cannot be held exactly: what is divided stays below 2^53. Raises TooLarge."""
    t = ibis.table({"lower": "int64", "upper": "int64"}, name="totals")
    most = [t.lower.abs().max(), t.upper.abs().max()]
    [row] = machine.rows(t.aggregate(lower=most[0], upper=most[1]))
    largest = max(int(str(value or 0)) for value in row.values())
    points = comparing(rubric).points
    times = 1 if points is None else 2 * max(points, THOUSAND)
    if largest * times * 2 >= LARGEST:
        raise TooLarge()


def written(rubric: Rubric) -> Decimals:
    """How totals become decimals: with as many places as the weights leave."""
    scale, places = weights(rubric).scale, 3
    while 10 ** (places - 3) % scale:
        places += 1
    return Decimals((*KINDS, "lower", "upper", "total", "converted"), places, 10 ** (places - 3) // scale)
