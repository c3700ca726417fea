"""What rules move together: highest only, shared limits, awards with what is within them, items.

Each step is one more column of the same expression; items are summed from it. ``low`` and ``high`` bound what a rule
moves: an item is at its lowest where awards are low and deducts high.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import IntegerColumn, Table

from score.worth import OPEN


def grouped(rules: Table, kinds: set[str]) -> Table:
    """Of the rules of one highest-only policy only the best counts; those of one cap share its limit, in order.

    ``kinds`` are the kinds of policies that there are: what is not there costs no time.
    """
    rules = _highest(rules) if "highest_only" in kinds else rules
    if "cap" not in kinds:
        return rules
    # Rules that count in the same place share their limit's bounds; else what is left for one is bounded by the others.
    held = rules.mutate(
        used_low=ibis.ifelse(rules.together, rules.low, rules.high),
        used_high=ibis.ifelse(rules.together, rules.high, rules.low),
    )
    for column in ("low", "high"):
        held = _within_limit(held, column, held.limited >= 0, ["unit", "limited"], held.ceiling, f"used_{column}")
    return held.drop("used_low", "used_high")


def _highest(rules: Table) -> Table:
    """The best rule of each highest-only policy; while answers are missing, the bounds of what may be the best.

    Rules that count in the same place (``alike``) stand for each other: the first bears the bounds of the best. Else
    each is bounded on its own: a rule surely counts where it exceeds all others, and may where none exceeds it.
    """
    key = ["unit", "highest"]
    every = ibis.window(group_by=key)
    best = ibis.window(group_by=key, order_by=[_.low.desc(), _.high.desc(), _.rule])
    before = ibis.window(group_by=key, order_by=_.rule, preceding=(None, 1))
    after = ibis.window(group_by=key, order_by=_.rule, following=(1, None))
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
    only = rules.highest >= 0
    return rules.mutate(
        low=ibis.ifelse(only, ibis.ifelse(rules.settled, settled["low"], low), rules.low),
        high=ibis.ifelse(only, ibis.ifelse(rules.settled, settled["high"], high), rules.high),
    ).drop("first", "settled", "other_low", "other_high", "best_low", "best_high")


def _within_limit(
    rules: Table, column: str, where: ibis.Value, group: list[str], limit: IntegerColumn, used: str | None = None
) -> Table:
    """Cut ``column`` so that the rules of a group, in document order, together stay within ``limit``.

    ``used`` is what each takes of it, where that is not the column itself.
    """
    counted = ibis.ifelse(where, rules[used or column], 0)
    named = rules.mutate(counted=counted, room=limit)
    before = named.counted.sum().over(ibis.cumulative_window(group_by=group, order_by=_.rule)) - named.counted
    left = ibis.greatest(named.room - before, 0)
    return named.mutate(**{column: ibis.ifelse(where, ibis.least(named[column], left), named[column])}).drop(
        "counted", "room"
    )


def awards(rules: Table, depth: int) -> Table:
    """What each rule counts for its scope: an award with its parts, less the deducts within, is ``counts``.

    ``gross`` is an award before the deducts within it. Awards within awards are worked out first, ``depth`` deep.
    """
    rules = rules.mutate(counts_low=rules.low, counts_high=rules.high, gross_low=rules.low, gross_high=rules.high)
    for level in range(depth, 0, -1):
        rules = _with_inside(rules, level)
    return rules


def _with_inside(rules: Table, level: int) -> Table:
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
    joined = rules.left_join(sums.rename(rule="scope"), ["unit", "rule"]).drop("unit_right", "rule_right")
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


def _sums(rules: Table) -> Table:
    """Units × items: what counts, by what it does; what is within an award counts through the award only."""
    own = rules.filter(_.scope < 0)
    award, deduct = own.effect == "award", own.effect == "deduct"
    earns, tops = award & ~own.on_top, award & own.on_top
    forfeit, signed, whole = own.effect == "forfeit", own.effect == "signed", deduct & own.cap_all
    kinds = {"a": earns, "t": tops, "d": deduct & ~own.cap_all, "w": whole, "f": forfeit, "s": signed}
    columns = {
        f"{name}_{side}": ibis.ifelse(where, own[f"counts_{side}"], 0)
        for name, where in kinds.items()
        for side in ("low", "high")
    }
    # Of the awards under one highest-only policy only one counts towards the most that can be earned.
    most = ibis.ifelse(earns, own.most, 0)
    own = own.mutate(**columns, earned=most, alone=ibis.ifelse(own.highest >= 0, own.highest, -1 - own.rule))
    first = ibis.row_number().over(ibis.window(group_by=["unit", "item", "alone"], order_by=[_.earned.desc(), _.rule]))
    own = own.mutate(most_earned=ibis.ifelse(first == 0, own.earned, 0), opened=ibis.ifelse(own.earned >= OPEN, 1, 0))
    totals = {name: _[name].max() if name[0] == "f" else _[name].sum() for name in columns}
    sums = own.group_by(["unit", "item"]).agg(**totals, most_earned=_.most_earned.sum(), opened=_.opened.max())
    unknown = rules.group_by(["unit", "item"]).agg(unknown=(~_.known).sum())
    return sums.right_join(unknown, ["unit", "item"]).drop("unit", "item").rename(unit="unit_right", item="item_right")


def items(rules: Table, known: Table, units: Table) -> Table:
    """Units × items: start, what was awarded and deducted, and the score between its bounds.

    ``room`` is what 扣完为止 can take; ``lost`` what a forfeit took.
    """
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
    base, bonus = joined.kind == "base", joined.kind == "bonus"
    lowest = ibis.cases(
        (base | bonus, floor),
        (joined.points.notnull(), -joined.points),
        # A penalty goes below 0: a floor of 0 says nothing about it.
        else_=ibis.ifelse(floor < 0, floor, -OPEN),
    )
    for side, other in (("low", "high"), ("high", "low")):
        earned, extra = joined.start + joined[f"a_{side}"], joined[f"t_{side}"]
        has = ibis.cases((base, earned), (bonus, earned + extra), else_=top)
        room = ibis.greatest(has, 0)
        within = earned + ibis.ifelse(base, 0, extra) + joined[f"s_{side}"]
        within = within - joined[f"d_{other}"] - ibis.least(joined[f"w_{other}"], room)
        score = ibis.greatest(ibis.ifelse(base | bonus, ibis.least(within, top), within), lowest)
        gone = joined[f"f_{other}"] > 0
        kept = score + ibis.ifelse(base, extra, 0)
        joined = joined.mutate(
            **{
                f"score_{side}": ibis.ifelse(gone, ibis.least(score, 0), kept),
                f"room_{side}": room,
                f"kept_{side}": kept,
            }
        )
    # What the assessor answered for unread rules is shown with what it is like: points won or points lost.
    return joined.mutate(
        complete=joined.unknown == 0,
        awarded=joined.a_low + ibis.greatest(joined.s_low, 0),
        deducted=joined.d_low + ibis.least(joined.w_low, joined.room_low) - ibis.least(joined.s_low, 0),
    )


def moved(rules: Table, scored: Table) -> Table:
    """The rules with what each moved: 扣完为止 takes, in document order, no more than its scope has.

    A forfeit moved what its scope lost: an award what it would have counted, an item what it would have scored; of
    several that fire the first took it.
    """
    holders = rules.select("unit", scope="rule", holds="gross_low")
    of_item = scored.select("unit", "item", room="room_low", gave=_.kept_low - _.score_low)
    joined = rules.left_join(holders, ["unit", "scope"]).drop("unit_right", "scope_right")
    joined = joined.join(of_item, ["unit", "item"])
    inside = joined.scope >= 0
    joined = joined.mutate(limit_of=ibis.ifelse(inside, joined.holds, joined.room)).drop("room", "holds")
    whole = joined.cap_all & (joined.effect == "deduct")
    joined = _within_limit(joined, "low", whole, ["unit", "item", "scope"], joined.limit_of)
    eaten = ibis.ifelse(joined.effect == "deduct", joined.low, 0)
    joined = joined.mutate(eaten=eaten)
    scope = ibis.window(group_by=["unit", "item", "scope"])
    left = ibis.greatest(joined.limit_of - joined.eaten.sum().over(scope), 0)
    lost = ibis.ifelse(inside, left, joined.gave)
    order = ibis.window(group_by=["unit", "item", "scope", "effect"], order_by=[_.low.desc(), _.rule])
    first = (joined.effect == "forfeit") & (joined.low > 0) & (ibis.row_number().over(order) == 0)
    return joined.mutate(taken=ibis.ifelse(first, lost, 0)).drop("limit_of", "eaten", "gave")
