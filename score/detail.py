"""The relational expression: units × rules joined with evidence → what each rule moves, exactly.

One expression over plain tables. All figures are whole thousandths; where a division stands it is the last step.
``raw`` is what a rule moves before any cap; where evidence is missing it is null, and ``low`` and ``high`` bound it.
``size`` is the largest number that was divided: up to 2^53 the division is exact.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, FloatingValue, IntegerValue, Table

from score.worth import OPEN

PER_CENT = 100_000
"""100 %, in thousandths of a per cent."""


def parts_of(t: dict[str, Table]) -> Table:
    """Units × parts: the answer beside the figure wanted.

    ``apart`` is the part's quantity over ``scale``: how far the answer falls short or goes over, else the answer.
    """
    stats = (
        t["parts"].filter(_.stat != "").join(t["answers"], ["measure", "period"])
        .group_by("part")
        .agg(total=_.value.sum(), lowest=_.value.min(), highest=_.value.max(), count=_.value.count())
    )  # fmt: skip
    rules = t["rules"].select("rule", "on", "step", "partial", "relative", "referred", "means", "common")
    joined = (
        t["units"].select("unit").cross_join(t["parts"].join(rules, "rule"))
        .left_join(t["answers"], ["unit", "measure", "period"]).drop("unit_right", "measure_right", "period_right")
        .left_join(t["wants"].rename(unit_wanted="wanted", unit_weight="weight"), ["part", "unit"])
        .drop("part_right", "unit_right")
        .left_join(stats, "part").drop("part_right")
        .cross_join(t["units"].agg(units=_.count()))
    )  # fmt: skip
    whole = joined["count"] == joined.units
    mean = (joined.stat == "mean") & whole
    wanted = ibis.cases(
        (mean, joined.total),
        ((joined.stat == "max") & whole, joined.highest),
        ((joined.stat == "min") & whole, joined.lowest),
        (joined.stat != "", ibis.null("int64")),
        else_=ibis.coalesce(joined.unit_wanted, joined.wanted),
    )
    # A mean is a fraction: the wanted figure is over ``scale``, so is the answer before comparing.
    p = joined.mutate(
        scale=mean.ifelse(joined["count"], 1), target=wanted, weight=ibis.coalesce(joined.unit_weight, joined.weight)
    )
    value = p.value * p.scale
    apart = ibis.cases(
        (p.referred & p.on.isin(["shortfall", "absence"]), ibis.greatest(p.target - value, 0)),
        (p.referred & (p.on == "excess"), ibis.greatest(value - p.target, 0)),
        else_=value,
    )
    p = p.mutate(apart=ibis.ifelse(p.value.isnull() | (p.referred & p.target.isnull()), ibis.null("int64"), apart))
    return p.mutate(
        met=ibis.cases(
            (p.relation == ">=", value >= p.target),
            (p.relation == ">", value > p.target),
            (p.relation == "<=", value <= p.target),
            (p.relation == "<", value < p.target),
            (p.relation == "=", value == p.target),
            else_=ibis.null("boolean"),
        ),
        # A per cent of nothing is unknown.
        known=p.apart.notnull() & ~(p.relative & (p.target == 0) & (p.apart > 0)),
    )


def measured(t: dict[str, Table]) -> Table:
    """Units × rules: quantity, steps and share of all parts; each part counts its own steps, never below 0.

    ``prorata`` is over ``under``, in steps; ``shared`` is over ``whole``, a proportion.
    """
    p = parts_of(t)
    # A per cent of the target: 每超额完成10% counts what is over as a share of what was wanted.
    over = ibis.ifelse(p.relative, p.apart * PER_CENT, p.apart)
    unit = ibis.ifelse(p.relative, ibis.greatest(p.target, 1), p.scale)
    p = p.mutate(over=over, unit_of=unit, counted=ibis.greatest(over, 0))
    stepped = p.unit_of * p.step
    whole = ibis.ifelse(p.partial == "ceil", -((-p.counted) // stepped), p.counted // stepped)
    factor = ibis.ifelse(p.means, p.units // p.scale, 1)
    single = p.relative & (p.stat != "")
    shared = ibis.ifelse(p.referred, ibis.least(p.apart, p.target), ibis.least(p.apart, PER_CENT))
    at = p.over // p.unit_of
    p = p.mutate(
        whole=whole,
        prorata=p.counted * p.weight * factor,
        under=p.step * ibis.cases((single, p.unit_of), (p.means, p.common * p.units), else_=p.common),
        shared=ibis.greatest(shared, 0) * p.weight,
        whole_of=ibis.cases((~p.referred, PER_CENT), (p.stat != "", ibis.greatest(p.target, 1)), else_=p.common),
        half=2 * at + (at * p.unit_of != p.over).ifelse(1, 0),
        quantity=(2 * p.over + p.unit_of) // (2 * p.unit_of),
        size=_size(p.over, 2),
    )
    return p.group_by(["unit", "rule"]).agg(
        known=_.known.all(),
        quantity=_.quantity.sum(),
        steps=_.whole.sum(),
        prorata=_.prorata.sum(),
        under=_.under.max(),
        shared=_.shared.sum(),
        whole=_.whole_of.max() * _.count(),
        half=_.half.max(),
        met=_.met.all(),
        value=_.value.sum(),
        size=_.size.max(),
    )


def _size(value: IntegerValue, times: int) -> FloatingValue:
    return value.abs().cast("float64") * times


def raw_points(t: dict[str, Table], places: int) -> Table:
    """Units × rules: what each rule moves before any cap, with bounds where evidence is missing."""
    pairs = t["units"].select("unit").cross_join(t["rules"])
    pairs = pairs.left_join(measured(t), ["unit", "rule"]).drop("unit_right", "rule_right")
    own = t["points"].rename(own="points", own_most="most", own_bound="bound")
    pairs = pairs.left_join(own, ["unit", "rule"]).drop("unit_right", "rule_right")
    pairs = pairs.left_join(_levels(t), ["unit", "rule"]).drop("unit_right", "rule_right")
    pairs = pairs.mutate(
        points=ibis.coalesce(pairs.own, pairs.points),
        most=ibis.coalesce(pairs.own_most, pairs.most),
        bound=ibis.coalesce(pairs.own_bound, pairs.bound),
        known=ibis.coalesce(pairs.known, False) | pairs.stands,
        fires=_fires(pairs),
    )
    pairs = pairs.left_join(_bands(t, pairs), ["unit", "rule"]).drop("unit_right", "rule_right")
    once = pairs.effect.isin(["forfeit", "veto"])
    raw = ibis.cases(
        (~pairs.known, ibis.null("int64")),
        (pairs.effect == "signed", pairs.value),
        (once, ibis.ifelse(pairs.fires, 1, 0)),
        (pairs.basis == "once", ibis.ifelse(pairs.fires, pairs.points, 0)),
        (pairs.basis == "each", _each(pairs, places)),
        (pairs.basis == "share", _part_of(pairs.points, pairs.shared, pairs.whole, places)),
        (pairs.basis == "level", ibis.coalesce(pairs.level_points, 0)),
        (pairs.basis == "band", ibis.coalesce(pairs.band_points, 0)),
        else_=pairs.value,
    )
    divided = ibis.cases(
        ((pairs.basis == "each") & (pairs.partial == "prorata"), _size(pairs.prorata, 2) * pairs.points),
        (pairs.basis == "share", _size(pairs.shared, 2) * pairs.points + _size(pairs.whole, 10 ** (3 - places))),
        else_=0.0,
    )
    pairs = pairs.mutate(raw=raw, size=ibis.greatest(ibis.coalesce(pairs.size, 0.0), ibis.coalesce(divided, 0.0)))
    # DuckDB's LEAST passes over nulls: what is unknown would be taken for the cap.
    plain = (pairs.effect == "signed") | pairs.raw.isnull()
    capped = ibis.ifelse(plain, pairs.raw, ibis.least(pairs.raw, pairs.cap))
    bound = ibis.ifelse(once, 1, pairs.bound)
    done = ibis.ifelse(pairs.partial == "prorata", _part_of(1000, pairs.prorata, pairs.under, 3), pairs.steps * 1000)
    return pairs.mutate(
        steps=done,
        low=ibis.coalesce(capped, ibis.ifelse(pairs.effect == "signed", -OPEN, 0)),
        high=ibis.coalesce(capped, ibis.ifelse(pairs.effect == "signed", OPEN, bound)),
    )


def _fires(r: Table) -> BooleanValue:
    """Whether a rule that moves points at once does: an award when all is met, the others when something is not.

    A flag asks for the fact: where something required is missing, the rule fires on 否.
    """
    yes = r.value > 0
    return ibis.cases(
        (r.stands, True),
        (r.referred & (r.effect == "award"), r.met),
        (r.referred, ~r.met),
        (r.flag & r.on.isin(["absence", "shortfall"]), ~yes),
        else_=yes,
    )


def _each(r: Table, places: int) -> IntegerValue:
    """Points × steps; a part of a step counts in proportion only where the rule says so."""
    return ibis.ifelse(r.partial == "prorata", _part_of(r.points, r.prorata, r.under, places), r.points * r.steps)


def _part_of(points: IntegerValue | int, part: IntegerValue, whole: IntegerValue, places: int) -> IntegerValue:
    """points × part ÷ whole, rounded half up, once."""
    unit = 10 ** (3 - places)
    return unit * ((2 * points * part + whole * unit) // (2 * whole * unit))


def _levels(t: dict[str, Table]) -> Table:
    """Units × level rules: the points of the levels reached, added; under highest only, the best one."""
    asked = t["parts"].select("rule", "measure").distinct()
    highest = t["rules"].select("rule", "highest")
    reached = t["reached"].join(asked, "measure").join(t["levels"], ["rule", "level"]).join(highest, "rule")
    return reached.group_by(["unit", "rule"]).agg(
        level_points=ibis.ifelse(_.highest.max() >= 0, _.points.max(), (_.points * _.times).sum())
    )


def _bands(t: dict[str, Table], pairs: Table) -> Table:
    """Units × band rules: the points of the interval that the figure lies in; of two, the better for the unit."""
    found = pairs.filter(_.basis == "band").select("unit", "rule", "effect", "on", "half")
    hit = found.join(t["bands"], "rule").filter((_.half >= _.low) & (_.half <= _.high))
    # No event and no difference never deduct, whatever interval 0 lies in; nothing achieved does.
    hit = hit.filter(~((_.effect == "deduct") & (_.on != "achievement") & (_.half == 0)))
    return hit.group_by(["unit", "rule"]).agg(
        band_points=ibis.ifelse(_.effect.max() == "award", _.points.max(), _.points.min())
    )
