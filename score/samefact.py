"""Whether answers to two readings' questions can be true of the same facts: 是否发生 and 发生次数, one flag and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.rubric import Item, Measure, Rule
from score.evidence import Value
from score.harmless import harmless


@dataclass(frozen=True)
class Fact:
    """A question, the item that it is about, and the rules that read its answer."""

    measure: Measure
    item: Item
    readers: Sequence[Rule]

    def happened(self, value: Value) -> bool:
        """Whether there is anything of what the rules speak about: something achieved, occurred, missing, in excess."""
        on = self.readers[0].on
        if isinstance(value, Decimal):
            usual = harmless(self.measure, self.item, self.readers)
            if on in ("shortfall", "excess") and isinstance(usual, Decimal):
                return value < usual if on == "shortfall" else value > usual
            return value > 0
        if isinstance(value, bool):
            return value if on in ("achievement", "occurrence", "excess") else not value
        return bool(value)


def possible(facts: Sequence[Fact], values: Sequence[Value], sides: Sequence[tuple[bool, bool]]) -> bool:
    """Whether these answers agree; ``sides`` says for each question which of the two readings asks it.

    What both ask agrees with itself. What only one asks, the other asks in other words: the same count of the same
    thing, or else something happened by the one exactly where it did by the other.
    """
    told = list(zip(facts, values, sides, strict=True))
    first = [(fact, value) for fact, value, side in told if side == (True, False)]
    other = [(fact, value) for fact, value, side in told if side == (False, True)]
    if not first or not other:
        return True
    if len(first) == len(other) == 1:
        (mine, own), (theirs, others) = first[0], other[0]
        same = mine.measure.unit == theirs.measure.unit and mine.readers[0].on == theirs.readers[0].on
        if same and isinstance(own, Decimal) and isinstance(others, Decimal):
            return own == others
    return any(fact.happened(value) for fact, value in first) == any(fact.happened(value) for fact, value in other)
