"""What rules move together: highest only, shared limits, awards with what is within them, items.

Each step is one more column of the same expression; items are summed from it.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import IntegerColumn, Table

from score.program import OPEN


def grouped(rules: Table) -> Table:
    """Of the rules of one highest-only policy only the best counts; those of one cap share its limit, in order."""
    best = ibis.window(group_by=["unit", "highest"], order_by=[_.low.desc(), _.high.desc(), _.rule])
    every = ibis.window(group_by=["unit", "highest"])
    first = ibis.row_number().over(best) == 0
    only = rules.highest >= 0
    rules = rules.mutate(
        low=ibis.ifelse(only, ibis.ifelse(first, rules.low.max().over(every), 0), rules.low),
        high=ibis.ifelse(only, ibis.ifelse(first, rules.high.max().over(every), 0), rules.high),
    )
    for column in ("low", "high"):
        rules = _within_limit(rules, column, rules.limited >= 0, ["unit", "limited"], rules.ceiling)
    return rules


def _within_limit(rules: Table, column: str, where: ibis.Value, group: list[str], limit: IntegerColumn) -> Table:
    """Cut ``column`` so that the rules of a group, in document order, together stay within ``limit``."""
    counted = ibis.ifelse(where, rules[column], 0)
    named = rules.mutate(counted=counted, room=limit)
    before = named.counted.sum().over(ibis.cumulative_window(group_by=group, order_by=_.rule)) - named.counted
    left = ibis.greatest(named.room - before, 0)
    return named.mutate(**{column: ibis.ifelse(where, ibis.least(named[column], left), named[column])}).drop(
        "counted", "room"
    )


def awards(rules: Table) -> Table:
    """Deducts within an award eat into it, parts within it make it up; a forfeit within it takes it all."""
    inside = rules.filter(_.scope >= 0)
    holders = rules.select(unit="unit", scope="rule", award_low="low", award_high="high")
    inside = inside.join(holders, ["unit", "scope"])
    for column, limit in (("low", inside.award_low), ("high", inside.award_high)):
        inside = _within_limit(inside, column, inside.cap_all & (inside.effect == "deduct"), ["unit", "scope"], limit)
        limit = inside.award_low if column == "low" else inside.award_high
    kept = rules.filter(_.scope < 0).union(inside.drop("award_low", "award_high"))
    deduct, part, lost = inside.effect == "deduct", inside.effect == "award", inside.effect == "forfeit"
    sums = inside.mutate(
        d_low=ibis.ifelse(deduct, inside.low, 0), d_high=ibis.ifelse(deduct, inside.high, 0),
        p_low=ibis.ifelse(part, inside.low, 0), p_high=ibis.ifelse(part, inside.high, 0),
        part=ibis.ifelse(part, 1, 0), f_low=ibis.ifelse(lost, inside.low, 0), f_high=ibis.ifelse(lost, inside.high, 0),
    ).group_by(["unit", "scope"]).agg(
        d_low=_.d_low.sum(), d_high=_.d_high.sum(), p_low=_.p_low.sum(), p_high=_.p_high.sum(), part=_.part.max(),
        f_low=_.f_low.max(), f_high=_.f_high.max(),
    )  # fmt: skip
    joined = kept.left_join(sums.rename(rule="scope"), ["unit", "rule"]).drop("unit_right", "rule_right")
    made = joined.part == 1
    low = ibis.ifelse(made, ibis.least(joined.low, joined.p_low), joined.low)
    high = ibis.ifelse(made, ibis.least(joined.high, joined.p_high), joined.high)
    low = ibis.greatest(low - ibis.coalesce(joined.d_high, 0), 0) * (1 - ibis.coalesce(joined.f_high, 0))
    high = ibis.greatest(high - ibis.coalesce(joined.d_low, 0), 0) * (1 - ibis.coalesce(joined.f_low, 0))
    holder = (joined.effect == "award") & (joined.scope < 0)
    return joined.mutate(
        counts_low=ibis.ifelse(holder, low, joined.low), counts_high=ibis.ifelse(holder, high, joined.high)
    ).drop("d_low", "d_high", "p_low", "p_high", "part", "f_low", "f_high")


def _sums(rules: Table) -> Table:
    """Units × items: what counts, by what it does; what is within an award counts through the award only."""
    own = rules.filter(_.scope < 0)
    award, deduct = own.effect == "award", own.effect == "deduct"
    earns, tops = award & ~own.on_top, award & own.on_top
    forfeit, signed, whole = own.effect == "forfeit", own.effect == "signed", deduct & own.cap_all
    names = {
        "a": (earns, "counts"), "t": (tops, "counts"), "d": (deduct & ~own.cap_all, "counts"), "w": (whole, "counts"),
        "f": (forfeit, "counts"), "s": (signed, "counts"),
    }  # fmt: skip
    columns = {
        f"{name}_{side}": ibis.ifelse(where, own[f"{column}_{side}"], 0)
        for name, (where, column) in names.items()
        for side in ("low", "high")
    }
    opened = ibis.ifelse(earns & (own.most >= OPEN), 1, 0)
    own = own.mutate(**columns, most_earned=ibis.ifelse(earns, own.most, 0), opened=opened)
    totals = {name: _[name].sum() for name in columns if name[0] != "f"}
    totals |= {name: _[name].max() for name in columns if name[0] == "f"}
    sums = own.group_by(["unit", "item"]).agg(**totals, most_earned=_.most_earned.sum(), opened=_.opened.max())
    unknown = rules.group_by(["unit", "item"]).agg(unknown=(~_.known).sum())
    return sums.right_join(unknown, ["unit", "item"]).drop("unit", "item").rename(unit="unit_right", item="item_right")


def items(rules: Table, known: Table, units: Table) -> Table:
    """Units × items: start, what was awarded and deducted, and the score between its bounds."""
    pairs = units.select("unit").cross_join(known)
    joined = pairs.left_join(_sums(rules), ["unit", "item"]).drop("unit_right", "item_right")
    sums = [name for name in joined.columns if name[1:2] == "_" or name in ("most_earned", "opened", "unknown")]
    joined = joined.mutate(**{name: ibis.coalesce(joined[name], 0) for name in sums})
    start = ibis.ifelse(
        (joined.kind == "base") & joined.points.notnull() & (joined.opened == 0),
        ibis.greatest(joined.points - joined.most_earned, 0),
        0,
    )
    joined = joined.mutate(start=start)
    floor, top = ibis.coalesce(joined.floor, -OPEN), ibis.coalesce(joined.points, OPEN)
    for side, other in (("low", "high"), ("high", "low")):
        have = joined.start + joined[f"a_{side}"]
        lost = joined[f"d_{other}"] + ibis.least(joined[f"w_{other}"], ibis.greatest(have, 0))
        score = have + joined[f"s_{side}"] - lost
        base = ibis.least(ibis.greatest(score, floor), top) + joined[f"t_{side}"]
        bonus = ibis.greatest(ibis.least(score + joined[f"t_{side}"], top), floor)
        penalty = ibis.greatest(
            joined[f"s_{side}"] + joined[f"a_{side}"] + joined[f"t_{side}"] - lost,
            ibis.ifelse(joined.points.notnull(), -joined.points, floor),
        )
        value = ibis.cases((joined.kind == "base", base), (joined.kind == "bonus", bonus), else_=penalty)
        gone = joined[f"f_{other}"] > 0
        joined = joined.mutate(**{f"score_{side}": ibis.ifelse(gone, ibis.least(value, 0), value)})
    return joined.mutate(complete=joined.unknown == 0)


def moved(rules: Table, scored: Table) -> Table:
    """The rules with what each moved: 扣完为止 takes, in document order, no more than its item has."""
    room = scored.select("unit", "item", room=ibis.greatest(_.start + _.a_low, 0))
    joined = rules.join(room, ["unit", "item"])
    whole = joined.cap_all & (joined.effect == "deduct") & (joined.scope < 0)
    return _within_limit(joined, "low", whole, ["unit", "item"], joined.room)
