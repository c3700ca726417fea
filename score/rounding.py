"""Numbers with more than three decimals, as formulas give them (1/3): rounded where that cannot change any step.

Scoring keeps thousandths. A rounded number lies on the same side of every figure that has at most three decimals,
unless it lands on the figure itself: only there rounding could decide, and there a person must.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from normalize.reference import reference
from normalize.rubric import Item, Measure, Rule, Target, Threshold

_PLACES = Decimal("0.001")


def three_places(number: Decimal, measure: Measure, readers: list[tuple[Rule, Item]]) -> tuple[Decimal, str | None]:
    """The number rounded half up to three decimals, and why that may not be done (None where it may)."""
    if number == round(number, 3):
        return number, None
    kept = number.quantize(_PLACES, ROUND_HALF_UP)
    for rule, item in readers:
        if problem := _decides(kept, measure, rule, item):
            return kept, f"{problem}，四舍五入到三位小数会影响得分，请核对后填不超过三位小数的数"
    return kept, None


def _decides(kept: Decimal, measure: Measure, rule: Rule, item: Item) -> str | None:
    """What of the rule the rounded number lands on."""
    known = reference(rule, item)
    place = rule.measures.index(measure.id)
    mine = known[place] if place < len(known) else None
    if isinstance(mine, Target) and mine.stat is not None:
        return "它要与各单位的平均数、最高数或最低数比较"
    figures = list(_figures(mine))
    if rule.basis == "each" and rule.partial != "prorata":
        if len(rule.measures) > 1:
            return "它要与别的数合在一起逐档计算"
        step = Decimal(rule.step or 1)
        landed = [figure for figure in figures or [Decimal(0)] if (kept - figure) % step == 0]
        return "它正好落在一档的边上" if landed else None
    edges = [Decimal(edge) for band in rule.bands or [] for edge in (band.min, band.max) if edge is not None]
    landed = [figure for figure in [*figures, *edges] if figure == kept]
    return f"它与要求的 {landed[0]} 只差不到千分之一" if landed else None


def _figures(mine: Target | Threshold | None) -> Iterator[Decimal]:
    if mine is not None and mine.value is not None:
        yield Decimal(mine.value)
    if isinstance(mine, Target):
        yield from (Decimal(group.value) for group in mine.by_group or [])
