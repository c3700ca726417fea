"""The relational expression: answers joined with rules → what each rule moves, exactly.

One expression over plain tables of whole numbers (``score.linear`` says what they mean): a row for each unit × rule,
in the order of the answers. ``raw`` is what a rule moves before any cap; while something is unknown it is null, and
``low`` and ``high`` bound it.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import IntegerValue, Table


def figured(answers: Table, lead: Table) -> Table:
    """Units × rules: quantity, steps and raw points of each rule from its first answer, and its bounds.

    A rule that reads several answers has its place here, its figures in ``measured``.
    """
    t = _compared(answers.join(lead, "key"))
    raw = _divided(t, t.counted, "")
    capped = ibis.least(raw, t.cap)
    return t.select(
        "unit", "row", "irow", "role", "joined", "several", "known",
        raw=raw,
        quantity=_divided(t, t.apart, "q"),
        steps=_divided(t, t.counted, "s"),
        low=ibis.ifelse(t.known, capped, t.least),
        high=ibis.ifelse(t.known, capped, t.bound),
        worst=ibis.ifelse(t.known, capped, t.worst),
        best=ibis.ifelse(t.known, capped, t.best),
    )  # fmt: skip


def measured(answers: Table, parts: Table, rules: Table) -> Table:
    """Units × rules that read several answers: each adds its own steps, never below 0, or its own proportion."""
    t = _compared(answers.join(parts, "key"))
    sums = t.group_by(["unit", "row"]).agg(
        counted=_whole((_.counted * _.w + _.e) // _.g),
        unknown=(~t.known).sum(),
        apart=_whole(_divided(t, t.apart, "q")),
    )
    own = rules.select(
        "row", "cap", "least", "bound", **{name: rules[name] for x in ("", "s") for name in _division(x)}
    )
    t = sums.join(own, "row")
    known = t.unknown == 0
    raw = ibis.ifelse(known, _divided(t, t.counted, ""), ibis.null("int64"))
    return t.select(
        "unit", "row", known=known, raw=raw, quantity=t.apart, steps=_divided(t, t.counted, "s"),
        low=ibis.ifelse(known, ibis.least(raw, t.cap), t.least), high=ibis.ifelse(known, ibis.least(raw, t.cap), t.bound),
    )  # fmt: skip


def _compared(t: Table) -> Table:
    """How far each answer is from its figure, what of it counts, and only the piece that it lies in."""
    t = t.mutate(apart=ibis.greatest(t.a * t.value + t.b, t.lo))
    t = t.mutate(counted=ibis.least(t.apart, t.hi))
    return t.filter((t.counted >= t.since) & (t.counted <= t.upto))


def _division(name: str) -> list[str]:
    return [f"{name}{part}" for part in "umrd"]


def _divided(t: Table, value: IntegerValue, name: str) -> IntegerValue:
    """u × ((value × m + r) ÷ d), rounded down; null where nothing is to be shown."""
    u, m, r, d = (t[part] for part in _division(name))
    return u * ((value * m + r) // d)


def _whole(value: IntegerValue) -> IntegerValue:
    """A sum that stays as narrow as what it adds up."""
    return value.sum().cast("int64")
