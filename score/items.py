"""Rules → items: what was awarded and deducted, the score between its bounds, and what 扣完为止 and a forfeit took.

Units × items are known by one number, ``pair`` = unit × ``STRIDE`` + ``irow``, units × rules likewise: a group-by of
one whole number is four times as fast as of two.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import IntegerValue, Table

from score.program import Role
from score.worth import OPEN

STRIDE = 2**20
"""More than there are rules for all classes of units."""

_SUMS = {
    "earned": Role.EARNS,
    "extra": Role.ON_TOP,
    "deducted": Role.DEDUCTS,
    "drained": Role.DRAINS,
    "forfeits": Role.FORFEITS,
    "signed": Role.SIGNED,
    "vetoes": Role.VETOES,
}


def counted(figures: Table, together: Table | None) -> Table:
    """Units × rules with what each counts at the worst and at the best; ``together`` has those that hang together."""
    if together is None:
        return figures.mutate(taken=ibis.literal(0, "int64"))
    names = ("known", "raw", "quantity", "steps", "low", "high", "taken", "worst", "best")
    own = together.select(at=numbered(together.unit, together.row), **{f"own_{name}": together[name] for name in names})
    t = figures.mutate(at=numbered(figures.unit, figures.row), taken=ibis.literal(0, "int64"))
    t = t.left_join(own, "at")
    return t.mutate(**{name: ibis.ifelse(t.joined, t[f"own_{name}"], t[name]) for name in names}).drop(
        *(f"own_{name}" for name in names), "at", "at_right"
    )


def numbered(unit: IntegerValue, row: IntegerValue) -> IntegerValue:
    """A unit and a row of its class as one number."""
    return unit * STRIDE + row


def items(rules: Table, known: Table, side: str, roles: set[Role]) -> Table:
    """Units × items at their ``worst`` or ``best``: start, what was awarded and deducted, the score.

    ``room`` is what 扣完为止 can take; ``kept`` the score before a forfeit. What no rule does costs no time.
    """
    value = rules[side]
    sums = {
        name: value.sum(where=rules.role == int(role)).fill_null(0) for name, role in _SUMS.items() if role in roles
    }
    unknown = (~rules.known).ifelse(1, 0).sum()
    t = rules.group_by(pair=numbered(rules.unit, rules.irow)).agg(**sums, unknown=unknown)
    t = t.mutate(**{name: ibis.literal(0, "int64") for name in _SUMS if name not in sums})
    t = t.mutate(unit=t.pair // STRIDE, irow=t.pair % STRIDE).join(known, "irow")
    floor, top = ibis.coalesce(t.floor, -OPEN), ibis.coalesce(t.points, OPEN)
    base, bonus = t.kind == "base", t.kind == "bonus"
    lowest = ibis.cases(
        (base | bonus, floor),
        (t.points.notnull(), -t.points),
        # A penalty goes below 0: a floor of 0 says nothing about it.
        else_=ibis.ifelse(floor < 0, floor, -OPEN),
    )
    earned = t.start + t.earned
    room = ibis.greatest(ibis.cases((base, earned), (bonus, earned + t.extra), else_=top), 0)
    drained = ibis.least(t.drained, room)
    within = earned + ibis.ifelse(base, 0, t.extra) + t.signed - t.deducted - drained
    kept = ibis.greatest(ibis.ifelse(base | bonus, ibis.least(within, top), within), lowest)
    kept = kept + ibis.ifelse(base, t.extra, 0)
    # A forfeit takes the item, with what is on top, or leaves it where it is already lower.
    own = kept - ibis.ifelse(base, t.extra, 0)
    return t.select(
        "pair", "unit", "irow", "item", "kind", "start", "unknown", "vetoes", "forfeits",
        score=ibis.ifelse(t.forfeits > 0, ibis.least(own, 0), kept),
        kept=kept,
        room=room,
        overdrawn=t.drained > room,
        # What the assessor answered for unread rules is shown with what it is like: points won or points lost.
        awarded=t.earned + ibis.greatest(t.signed, 0),
        on_top=t.extra,
        deducted=t.deducted + drained - ibis.least(t.signed, 0),
    )  # fmt: skip


def bounded(worst: Table, best: Table) -> Table:
    """Units × items with both bounds; where all is known they are the score."""
    other = best.select("pair", upper=best.score)
    t = worst.left_join(other, "pair").drop("pair_right")
    return t.mutate(upper=ibis.coalesce(t.upper, t.score), complete=t.unknown == 0)


def cuts(rules: Table, scored: Table) -> Table:
    """The rules whose points their item, or a forfeit, changes: what each moved, null while it cannot be known.

    扣完为止 takes, in document order, no more than its item has. A forfeit moved what its scope lost; of several that
    fire the first took it.
    """
    roles = [int(role) for role in (Role.DRAINS, Role.FORFEITS, Role.FORFEITS_AWARD)]
    own = rules.filter(rules.role.isin(roles))
    own = own.mutate(pair=numbered(own.unit, own.irow))
    held = scored.filter(_.overdrawn | (_.forfeits > 0) | (_.unknown > 0)).select(
        "pair", "room", "overdrawn", "complete", gave=_.kept - _.score
    )
    # Within an award a forfeit that fired took something even where its item lost nothing.
    t = own.left_join(held, "pair")
    t = t.filter(t.pair_right.notnull() | (t.role == int(Role.FORFEITS_AWARD))).drop("pair_right")
    drains = t.role == int(Role.DRAINS)
    t = t.mutate(drawn=ibis.ifelse(drains, t.low, 0))
    before = t.drawn.sum().over(ibis.cumulative_window(group_by="pair", order_by=t.row)) - t.drawn
    order = ibis.window(group_by=["pair", "role"], order_by=[t.low.desc(), t.row])
    t = t.mutate(left=ibis.greatest(t.room - before, 0), first=ibis.row_number().over(order) == 0)
    own_item = t.role == int(Role.FORFEITS)
    forfeited = ibis.cases((own_item & t.first, t.gave), (own_item, 0), else_=t.taken)
    complete = ibis.coalesce(t.complete, True)
    points = ibis.cases(
        (drains, ibis.least(t.low, t.left)),
        (complete, forfeited),
        else_=ibis.null("int64"),
    )
    fired = ~drains & (t.low > 0)
    return t.mutate(points=points).filter((drains & (points < t.low)) | fired).select("unit", "row", "points")
