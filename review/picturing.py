"""What a reviewer looks at rather than reads: the curve of a rule, and where its readings part."""

from __future__ import annotations

from typing import Any

from extract.record import plain
from normalize.rubric import Rubric
from score.differ import differences
from score.trial import Curve, curves

Picture = dict[str, Any]
"""``curve``: pairs of decimals as strings; ``cases``: by code of another reading, a sentence."""


def pictures(rubric: Rubric, only: str | None = None) -> dict[str, Picture]:
    """By rule id, for every rule or ``only`` one: two runs of the engine in all."""
    items = [item for item in rubric.items if only is None or any(rule.id == only for rule in item.rules)]
    rules = [(item, rule) for item in items for rule in item.rules if only in (None, rule.id)]
    drawn = curves(rubric, rules)
    parted = differences(rubric.model_copy(update={"items": items}))
    cases: dict[str, dict[str, str]] = {}
    for (rule, code), found in parted.items():
        cases.setdefault(rule, {})[code] = found.text
    return {rule.id: {"curve": _pairs(drawn.get(rule.id, [])), "cases": cases.get(rule.id, {})} for _, rule in rules}


def _pairs(curve: Curve) -> list[list[str]]:
    return [[plain(value), plain(points)] for value, points in curve]
