"""What rules move together: highest only, shared limits, awards with what is within them.

Only the rules that hang together are here (``joined``); each step is one more column of the same expression. ``low``
and ``high`` bound what a rule moves.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerColumn, Table

from score.program import ADVERSE


def placed(raw: Table, rules: Table) -> Table:
    """The rules that hang together, each with its place among the others."""
    columns = (
        "row", "scope", "depth", "effect", "role", "drains", "points", "highest", "alike", "limited", "ceiling",
        "together",
    )  # fmt: skip
    return raw.join(rules.select(*columns), "row")


def grouped(rules: Table, kinds: set[str]) -> Table:
    """Of the rules of one highest-only policy only the best counts; those of one cap share its limit, in order.

    ``kinds`` are the kinds of policies that there are: what is not there costs no time.
    """
    if "highest_only" in kinds:
        rules = _only(rules, rules.highest >= 0, _highest)
    return _only(rules, rules.limited >= 0, _limited) if "cap" in kinds else rules


def _only(rules: Table, some: BooleanValue, step: Callable[[Table], Table]) -> Table:
    """The rules, of which a step changes some: windows over the others would cost as much and change nothing."""
    changed, rest = step(rules.filter(some)), rules.filter(~some)
    return changed.select(*rules.columns).union(rest)


def _limited(rules: Table) -> Table:
    # Rules that count in the same place share their limit's bounds; else what is left for one is bounded by the others.
    held = rules.mutate(
        used_low=ibis.ifelse(rules.together, rules.low, rules.high),
        used_high=ibis.ifelse(rules.together, rules.high, rules.low),
    )
    for column in ("low", "high"):
        held = _within_limit(held, column, ibis.literal(True), ["unit", "limited"], held.ceiling, f"used_{column}")
    return held.drop("used_low", "used_high")


def _highest(rules: Table) -> Table:
    """The best rule of each highest-only policy; while answers are missing, the bounds of what may be the best.

    Rules that count in the same place (``alike``) stand for each other: the first bears the bounds of the best. Else
    each is bounded on its own: a rule surely counts where it exceeds all others, and may where none exceeds it.
    """
    key = ["unit", "highest"]
    every = ibis.window(group_by=key)
    best = ibis.window(group_by=key, order_by=[_.low.desc(), _.high.desc(), _.row])
    before = ibis.window(group_by=key, order_by=_.row, preceding=(None, 1))
    after = ibis.window(group_by=key, order_by=_.row, following=(1, None))
    rules = rules.mutate(
        first=ibis.row_number().over(best) == 0,
        settled=(rules.low == rules.high).all().over(every) | rules.alike,
        **{
            f"other_{side}": ibis.greatest(
                ibis.coalesce(rules[side].max().over(before), -1), ibis.coalesce(rules[side].max().over(after), -1)
            )
            for side in ("low", "high")
        },
        best_low=rules.low.max().over(every),
        best_high=rules.high.max().over(every),
    )
    settled = {side: ibis.ifelse(rules.first, rules[f"best_{side}"], 0) for side in ("low", "high")}
    low = ibis.ifelse(rules.low > rules.other_high, rules.low, 0)
    high = ibis.ifelse(rules.high >= rules.other_low, rules.high, 0)
    return rules.mutate(
        low=ibis.ifelse(rules.settled, settled["low"], low), high=ibis.ifelse(rules.settled, settled["high"], high)
    )


def _within_limit(
    rules: Table, column: str, where: ibis.Value, group: list[str], limit: IntegerColumn, used: str | None = None
) -> Table:
    """Cut ``column`` so that the rules of a group, in document order, together stay within ``limit``.

    ``used`` is what each takes of it, where that is not the column itself.
    """
    counted = ibis.ifelse(where, rules[used or column], 0)
    named = rules.mutate(counted=counted, room=limit)
    before = named.counted.sum().over(ibis.cumulative_window(group_by=group, order_by=_.row)) - named.counted
    left = ibis.greatest(named.room - before, 0)
    return named.mutate(**{column: ibis.ifelse(where, ibis.least(named[column], left), named[column])}).drop(
        "counted", "room"
    )


def grossed(rules: Table) -> Table:
    """What each rule counts for its scope: an award with its parts, less the deducts within, is ``counts``.

    ``gross`` is an award before the deducts within it. Awards within awards are worked out first (``with_inside``).
    """
    return rules.mutate(counts_low=rules.low, counts_high=rules.high, gross_low=rules.low, gross_high=rules.high)


def with_inside(rules: Table, level: int) -> Table:
    """The awards that hold rules of this depth: their parts make them up, deducts eat into them, a forfeit takes all."""
    inside = rules.filter(_.depth == level)
    kinds = {"d": "deduct", "p": "award", "s": "signed", "f": "forfeit"}
    columns = {
        f"{name}_{side}": ibis.ifelse(inside.effect == effect, inside[f"counts_{side}"], 0)
        for name, effect in kinds.items()
        for side in ("low", "high")
    }
    inside = inside.mutate(**columns, part=ibis.ifelse(inside.effect == "award", 1, 0))
    sums = inside.group_by(["unit", "scope"]).agg(
        **{name: _[name].max() if name[0] == "f" else _[name].sum() for name in columns}, part=_.part.max()
    )
    joined = rules.left_join(sums.rename(row="scope"), ["unit", "row"]).drop("unit_right", "row_right")
    holder = joined.part.notnull()
    for side, other in (("low", "high"), ("high", "low")):
        own = joined[f"counts_{side}"]
        gross = ibis.ifelse(joined.part == 1, ibis.least(own, joined[f"p_{side}"]), own)
        # What the assessor adds for an unread rule may lift it to its points.
        top = ibis.greatest(gross, joined.points)
        value = ibis.least(ibis.greatest(gross + joined[f"s_{side}"] - joined[f"d_{other}"], 0), top)
        value = value * (1 - joined[f"f_{other}"])
        joined = joined.mutate(
            **{
                f"gross_{side}": ibis.ifelse(holder, gross, joined[f"gross_{side}"]),
                f"counts_{side}": ibis.ifelse(holder, value, own),
            }
        )
    return joined.drop(*columns, "part")


def moved(rules: Table, within: bool) -> Table:
    """What each rule moved, ``taken`` by a forfeit within an award, and what counts for the item.

    ``within``: whether any rule is within an award; what is, counts through the award only.
    """
    found = grossed(rules).mutate(taken=ibis.literal(0, "int64"))
    if within:
        found = rules.mutate(taken=ibis.literal(0, "int64"))
        # Those within an award, beside what the award holds.
        holders = rules.select("unit", scope="row", holds="gross_low")
        inside = found.join(holders, ["unit", "scope"])
        found = _taken(inside).select(*found.columns).union(found.filter(found.scope < 0))
    adverse = found.role.isin([int(role) for role in ADVERSE])
    return found.select(
        "unit", "row", "known", "raw", "quantity", "steps", "low", "high", "taken",
        worst=ibis.ifelse(adverse, found.counts_high, found.counts_low),
        best=ibis.ifelse(adverse, found.counts_low, found.counts_high),
    )  # fmt: skip


def _taken(rules: Table) -> Table:
    """Within an award: 扣完为止 takes, in document order, no more than the award has.

    A forfeit moved what the award would have counted; of several that fire the first took it.
    """
    rules = _within_limit(rules, "low", rules.drains, ["unit", "scope"], rules.holds)
    rules = rules.mutate(eaten=ibis.ifelse(rules.effect == "deduct", rules.low, 0))
    left = ibis.greatest(rules.holds - rules.eaten.sum().over(ibis.window(group_by=["unit", "scope"])), 0)
    order = ibis.window(group_by=["unit", "scope", "effect"], order_by=[_.low.desc(), _.row])
    first = (rules.effect == "forfeit") & (rules.low > 0) & (ibis.row_number().over(order) == 0)
    return rules.mutate(taken=ibis.ifelse(first, left, 0).cast("int64"))
