"""Figures that differ by named units: ``甲县、乙县报送80条；丙区报送50条`` → one target with a value for each group."""

from __future__ import annotations

from collections.abc import Callable

import regex

from normalize.quantity import Quantity, fold
from normalize.rubric import GroupValue, Op, Period, Target

_UNIT = r"\p{Han}{1,12}?(?:自治[县州区]|开发区|管理区|管理处|高新区|新区|县|市|区|镇|乡|街道|团场|州|盟|旗|局|办|委|院|中心|公司)"
_UNIT_AT = regex.compile(_UNIT)
_PERIOD_LEAD = regex.compile(r"(?:全年|每年|每月|每季度|其中|年度|本年度|对|在|由)*")

Figures = Callable[[str], list[tuple[str, Quantity, "Period | None"]]]


def grouped(text: str, figures: Figures) -> list[tuple[Target, int, int]]:
    """The targets by groups of units, with start and end of the whole; [] where the text has none.

    ``figures`` gives the figures of one group's words: measure, quantity, period. Groups are taken only where at
    least two lists of units, none in both, state the same figures in the same order.
    """
    folded = fold(text)
    found: list[tuple[Target, int, int]] = []
    for sentence in regex.finditer(r"[^。\n]+", folded):
        parts = [m.span() for m in regex.finditer(r"[^;]+", sentence.group())]
        read = [_part(text, sentence.start() + a, sentence.start() + b, figures) for a, b in parts]
        run = [part for part in read if part is not None]
        if len(run) < 2 or len({len(values) for _, values, _, _ in run}) != 1:
            continue
        members = [unit for units, _, _, _ in run for unit in units]
        if len(members) != len(set(members)):
            continue
        start, end = run[0][2], run[-1][3]
        for at, (measure, quantity, period) in enumerate(run[0][1]):
            values = [GroupValue(units=units, value=figured[at][1].value) for units, figured, _, _ in run]
            op: Op = "<=" if quantity.op == "<=" else ">="
            target = Target(
                id="", measure=measure, op=op, unit=quantity.unit, period=period or _period(run), by_group=values
            )  # fmt: skip
            found.append((target, start, end))
    return found


_Part = tuple[list[str], list[tuple[str, Quantity, "Period | None"]], int, int]


def _period(run: list[_Part]) -> Period | None:
    """The period that the first group names holds for all."""
    return next((period for _, values, _, _ in run for _, _, period in values if period), None)


def _part(text: str, start: int, end: int, figures: Figures) -> _Part | None:
    """One group's units and figures, where the words begin with a list of units."""
    folded = fold(text[start:end])
    lead = _PERIOD_LEAD.match(folded)
    at = lead.end() if lead else 0
    units: list[str] = []
    while match := _UNIT_AT.match(folded, at):
        units.append(text[start + match.start() : start + match.end()])
        at = match.end()
        if folded[at : at + 1] not in ("、", "和", "及"):
            break
        at += 1
    if not units or any(len(unit) < 2 for unit in units):
        return None
    words = text[start : start + (lead.end() if lead else 0)] + text[start + at : end]
    values = figures(words)
    return (units, values, start, end) if values else None
