"""The relational expression: units × rules joined with evidence → what each rule moves, exactly.

One expression over plain tables. All figures are whole thousandths; where a division stands it is the last step.
``points`` is what a rule moves; where evidence is missing, ``low`` and ``high`` bound it and ``points`` is null.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerValue, Table

from score.program import OPEN


def parts_of(t: dict[str, Table]) -> Table:
    """Units × parts: the answer, the figure wanted, how far it falls short or goes over, and whether it is met."""
    stats = (
        t["parts"].filter(_.stat != "").join(t["answers"], ["measure", "period"])
        .group_by("part")
        .agg(total=_.value.sum(), lowest=_.value.min(), highest=_.value.max(), count=_.value.count())
    )  # fmt: skip
    units = t["units"].count().as_scalar()
    joined = (
        t["units"].select("unit").cross_join(t["parts"])
        .left_join(t["answers"], ["unit", "measure", "period"]).drop("unit_right", "measure_right", "period_right")
        .left_join(t["wants"].rename(unit_wanted="wanted", unit_weight="weight"), ["part", "unit"])
        .drop("part_right", "unit_right")
        .left_join(stats, "part").drop("part_right")
    )  # fmt: skip
    whole = joined["count"] == units
    mean = (joined.stat == "mean") & whole
    # A statistic of all units is a fraction: the wanted figure is over ``scale``, so is the answer before comparing.
    scale = mean.ifelse(joined["count"], 1)
    wanted = ibis.cases(
        (mean, joined.total),
        ((joined.stat == "max") & whole, joined.highest),
        ((joined.stat == "min") & whole, joined.lowest),
        (joined.stat != "", ibis.null("int64")),
        else_=ibis.coalesce(joined.unit_wanted, joined.wanted),
    )
    named = joined.mutate(scale=scale, target=wanted, weight=ibis.coalesce(joined.unit_weight, joined.weight))
    value = named.value * named.scale
    return named.mutate(
        below=ibis.greatest(named.target - value, 0),
        above=ibis.greatest(value - named.target, 0),
        met=ibis.cases(
            (named.relation == ">=", value >= named.target),
            (named.relation == ">", value > named.target),
            (named.relation == "<=", value <= named.target),
            (named.relation == "<", value < named.target),
            (named.relation == "=", value == named.target),
            else_=ibis.null("boolean"),
        ),
        known=named.value.notnull() & ((named.relation == "") | named.target.notnull()),
    )


def measured(t: dict[str, Table]) -> Table:
    """Units × rules: quantity, whole steps and share of all parts; each part counts its own steps, never below 0."""
    rules = t["rules"].select("rule", "on", "step", "partial", "relative", "basis", "referred")
    p = parts_of(t).join(rules, "rule")
    apart = ibis.cases(
        (~p.referred, p.value * p.scale),
        (p.on == "shortfall", p.below),
        (p.on == "excess", p.above),
        else_=p.value * p.scale,
    )
    p = p.mutate(apart=apart)
    # A per cent of the target: 每超额完成10% counts hundredths of what was wanted.
    over = ibis.ifelse(p.relative & (p.target > 0), p.apart * 100_000, p.apart)
    under = ibis.ifelse(p.relative & (p.target > 0), p.target * p.step, p.step * p.scale)
    steps = ibis.cases(
        (p.partial == "ceil", (over + under - 1) // under),
        (p.partial == "prorata", over * 1000 // under),
        else_=over // under,
    )
    steps = ibis.ifelse(p.partial == "prorata", steps, steps * 1000)
    done = ibis.cases(
        ((p.on == "excess") & p.referred, p.above), (p.referred, ibis.least(p.value, p.target)), else_=p.value
    )
    return (
        p.mutate(steps=steps, done=done * p.weight)
        .group_by(["unit", "rule"])
        .agg(
            known=_.known.all(),
            quantity=(_.apart // _.scale).sum(),
            steps=_.steps.sum(),
            met=_.met.all(),
            done=_.done.sum(),
            value=_.value.sum(),
        )
    )


def raw_points(t: dict[str, Table], places: int) -> Table:
    """Units × rules: what each rule moves before any cap, with bounds where evidence is missing."""
    pairs = t["units"].select("unit").cross_join(t["rules"])
    m = measured(t)
    m = m.mutate(asked=ibis.literal(True))
    pairs = pairs.left_join(m, ["unit", "rule"]).drop("unit_right", "rule_right")
    pairs = pairs.left_join(t["points"].rename(own="points"), ["unit", "rule"]).drop("unit_right", "rule_right")
    pairs = pairs.left_join(_levels(t), ["unit", "rule"]).drop("unit_right", "rule_right")
    pairs = pairs.left_join(_bands(t), ["unit", "rule"]).drop("unit_right", "rule_right")
    full = ibis.coalesce(pairs.own, pairs.points)
    grouped = pairs.own.notnull() & (pairs.basis == "once")
    pairs = pairs.mutate(
        points=full,
        most=ibis.ifelse(grouped, full, pairs.most),
        known=ibis.coalesce(pairs.known, pairs.stands),
        fires=_fires(pairs),
    )
    raw = ibis.cases(
        (~pairs.known, ibis.null("int64")),
        (pairs.effect == "signed", pairs.value),
        (pairs.effect.isin(["forfeit", "veto"]), ibis.ifelse(pairs.fires, 1, 0)),
        (pairs.basis == "once", ibis.ifelse(pairs.fires, pairs.points, 0)),
        (pairs.basis == "each", _each(pairs, places)),
        (pairs.basis == "share", _share(pairs, places)),
        (pairs.basis == "level", ibis.coalesce(pairs.level_points, 0)),
        (pairs.basis == "band", ibis.coalesce(pairs.band_points, 0)),
        else_=pairs.value,
    )
    pairs = pairs.mutate(raw=raw)
    # DuckDB's LEAST passes over nulls: what is unknown would be taken for the cap.
    plain = (pairs.effect == "signed") | pairs.raw.isnull()
    capped = ibis.ifelse(plain, pairs.raw, ibis.least(pairs.raw, pairs.cap))
    return pairs.mutate(
        low=ibis.coalesce(capped, ibis.ifelse(pairs.effect == "signed", -OPEN, 0)),
        high=ibis.coalesce(capped, ibis.ifelse(pairs.effect == "signed", OPEN, pairs.most)),
    )


def _fires(r: Table) -> BooleanValue:
    """Whether a rule that moves points at once does: an award when all is met, the others when something is not."""
    yes = r.value > 0
    return ibis.cases(
        (r.stands, True),
        (r.referred & (r.effect == "award"), r.met),
        (r.referred, ~r.met),
        (r.on == "absence", ~yes),
        else_=yes,
    )


def _each(r: Table, places: int) -> IntegerValue:
    """Points × steps; a part of a step counts in proportion only where the rule says so."""
    unit = 10 ** (3 - places)
    product = r.points * r.steps
    prorata = unit * ((2 * product + 1000 * unit) // (2000 * unit))
    return ibis.ifelse(r.partial == "prorata", prorata, product // 1000)


def _share(r: Table, places: int) -> IntegerValue:
    """Points in the proportion that is done, or missing for a deduct; rounded half up, once."""
    unit = 10 ** (3 - places)
    whole = ibis.ifelse(r.referred, r.share, 100_000)
    missing = (r.effect == "deduct") & r.referred & (r.on != "excess")
    part = ibis.ifelse(missing, whole - r.done, ibis.ifelse(r.referred, r.done, r.value))
    part = ibis.least(ibis.greatest(part, 0), whole)
    return unit * ((2 * r.points * part + whole * unit) // (2 * whole * unit))


def _levels(t: dict[str, Table]) -> Table:
    """Units × level rules: the points of the levels reached, added; under highest only, the best one."""
    asked = t["parts"].select("rule", "measure").distinct()
    highest = t["rules"].select("rule", "highest")
    reached = t["reached"].join(asked, "measure").join(t["levels"], ["rule", "level"]).join(highest, "rule")
    return reached.group_by(["unit", "rule"]).agg(
        level_points=ibis.ifelse(_.highest.max() >= 0, _.points.max(), (_.points * _.times).sum())
    )


def _bands(t: dict[str, Table]) -> Table:
    """Units × band rules: the points of the interval that the figure lies in; of two, the better for the unit."""
    rules = t["rules"].filter(_.basis == "band").select("rule", "effect", "on", "referred")
    found = measured(t).join(rules, "rule")
    at = ibis.ifelse(found.on.isin(["shortfall", "excess"]) & found.referred, found.quantity, found.value)
    found = found.mutate(at=at)
    hit = found.join(t["bands"], "rule").filter((_["at"] >= _["low"]) & (_["at"] <= _["high"]))
    # No event and no difference never deduct, whatever interval 0 lies in.
    hit = hit.filter(~((_.effect == "deduct") & (_.on != "absence") & (_["at"] == 0)))
    return hit.group_by(["unit", "rule"]).agg(
        band_points=ibis.ifelse(_.effect.max() == "award", _.points.max(), _.points.min())
    )
