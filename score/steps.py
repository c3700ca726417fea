"""The steps of one run over named tables: answers → detail and items → units. Each is one relational expression."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import ibis
from ibis import _
from ibis.expr.types import Table

from score.detail import figured, measured
from score.items import bounded, counted, cuts, items, numbered
from score.machine import Machine
from score.program import Program, Role
from score.scopes import grossed, grouped, moved, placed, with_inside
from score.tables import SCHEMAS
from score.totals import Comparing, comparing, ranked, sections, totals
from score.worth import OPEN

FIRES = [int(role) for role in (Role.FORFEITS, Role.FORFEITS_AWARD, Role.VETOES)]


@dataclass(frozen=True)
class Shape:
    """What there is in a program: what is not there costs no time. All else about it is in the tables."""

    joined: bool
    several: bool
    roles: frozenset[Role]
    kinds: frozenset[str]
    depth: int
    comparing: Comparing
    places: int


def shape(program: Program, places: int) -> Shape:
    """The shape of a program."""
    return Shape(
        joined=any(row["joined"] for row in program.rules),
        several=any(row["several"] for row in program.rules),
        roles=frozenset(program.roles),
        kinds=frozenset(program.kinds & {"highest_only", "cap"}),
        depth=program.depth,
        comparing=comparing(program.rubric),
        places=places,
    )


class Steps:
    """The steps of every program of one shape; ``answers`` may be those of some of the units only."""

    def __init__(self, shape: Shape) -> None:
        self.t = {name: ibis.table(columns, name=name) for name, columns in SCHEMAS.items()}
        self._shape = shape
        figures = figured(self.t["answers"], self.t["lead"])
        hung = self._hung(figures) if shape.joined else {}
        together = hung.get("together")
        rules = counted(figures, None if together is None else _named("together", together))
        roles = set(shape.roles)
        worst = items(rules, self.t["items"], "worst", roles)
        known = _named("worst", worst)
        open_units = known.filter(_.unknown > 0).select("unit").distinct()
        best = items(rules.semi_join(open_units, "unit"), self.t["items"], "best", roles)
        scored = _named("scored", bounded(known, _named("best", best)))
        self.kept = {**hung, "worst": worst, "best": best, "scored": bounded(known, _named("best", best))}
        self.kept["cuts"] = cuts(rules, scored)
        self.totals = totals(scored, self.t, shape.comparing)
        self.sections = sections(scored, self.t["inside"], self.t["units"])
        self.detail = _detail(rules, _named("cuts", self.kept["cuts"]), self.t)
        self.items = _items(scored, self.t)
        self.units = self._ranking()

    def _hung(self, figures: Table) -> dict[str, Table]:
        """The rules that hang together, step by step; those that read several answers among them."""
        names = ("unit", "row", "known", "raw", "quantity", "steps", "low", "high")
        alone = figures.filter(_.joined & ~_.several) if self._shape.several else figures.filter(_.joined)
        raw = alone.select(*names)
        if self._shape.several:
            raw = raw.union(measured(self.t["answers"], self.t["parts"], self.t["rules"]).select(*names))
        kept = {"hung": placed(raw, self.t["rules"])}
        if self._shape.kinds:
            kept["grouped"] = grouped(_last(kept), set(self._shape.kinds))
        if self._shape.depth:
            kept["gross"] = grossed(_last(kept))
            for level in range(self._shape.depth, 0, -1):
                kept[f"gross_{level}"] = with_inside(_last(kept), level)
        kept["together"] = moved(_last(kept), within=bool(self._shape.depth))
        return kept

    def run(self, machine: Machine) -> None:
        """Work out everything for the answers that there are, up to ``scored`` and ``cuts``."""
        for name, step in self.kept.items():
            machine.keep(name, step)

    def _ranking(self) -> Table:
        """The units, from ``totals``, with names, and what comes from comparing them, best first, those vetoed last."""
        units = _named("totals", self.totals).join(self.t["units"], "unit")
        found = ranked(units, self._shape.comparing, self._shape.places)
        order = [found.vetoed, ~found.complete, found.lower.isnull(), found.lower.desc(), found.unit]
        return found.mutate(place=ibis.row_number().over(ibis.window(order_by=order))).order_by("place")


steps = lru_cache(maxsize=32)(Steps)
"""The steps of a shape, built once."""


def _last(kept: dict[str, Table]) -> Table:
    """The last step, as the table that it is kept in."""
    name, step = list(kept.items())[-1]
    return _named(name, step)


def _named(name: str, step: Table) -> Table:
    """A step as the table that it is kept in."""
    return ibis.table(step.schema(), name=name)


def _detail(rules: Table, cut: Table, t: dict[str, Table]) -> Table:
    """Units × rules, as they are shown; a forfeit or veto that fires has one step, a forfeit's points what was lost.

    ``at`` is the order of units and rules: joins keep none.
    """
    own = cut.select(at=numbered(cut.unit, cut.row), cut=cut.points)
    r = rules.mutate(at=numbered(rules.unit, rules.row)).left_join(own, "at")
    r = r.join(t["names"], "row").join(t["units"].select("unit", "name"), "unit")
    fires = r.role.isin(FIRES)
    kept = ibis.cases((r.at_right.notnull(), r["cut"]), (fires, 0), else_=r.low.abs())
    points = ibis.ifelse(r.known, kept, ibis.null("int64"))
    return r.select(
        "at",
        unit=r.name,
        item=r.item_id,
        rule=r.rule_id,
        reading=r.reading,
        quantity=ibis.ifelse(r.known, r.quantity, ibis.null("int64")),
        steps=ibis.ifelse(fires & r.known, ibis.ifelse(r.low > 0, 1000, 0), r.steps),
        raw=ibis.ifelse(fires, points, r.raw),
        points=points,
        capped=ibis.coalesce(r.limits & (points != r.raw), False),
    )


def _items(scored: Table, t: dict[str, Table]) -> Table:
    """Units × items, as they are shown: sums only where all is known, bounds only where there are any."""
    names = t["items"].group_by(["item", "item_id"]).agg(points=_.points.max())
    r = scored.join(names, "item").join(t["units"].select("unit", "name"), "unit")
    nothing = ibis.null("int64")
    known = {name: ibis.ifelse(r.complete, r[name], nothing) for name in ("awarded", "on_top", "deducted", "score")}
    bounds = {
        name: ibis.ifelse(value.abs() >= OPEN // 2, nothing, value)
        for name, value in (("lower", r.score), ("upper", r.upper))
    }
    found = r.mutate(**known, **bounds)
    return found.select(
        "points", "start", "awarded", "on_top", "deducted", "score", "lower", "upper", "complete", "pair", unit=found.name,
        item=found.item_id, at=found.item,
    )  # fmt: skip
