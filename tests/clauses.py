"""The real clauses with their readings, and what of a rule decides its points."""

from __future__ import annotations

import json
from pathlib import Path

from normalize.rubric import Rule


def _load(name: str) -> list[dict]:
    return [json.loads(line) for line in Path("corpus", name).read_text("utf-8").splitlines()]


CLAUSES = _load("clauses.jsonl")
COMPOSED = _load("clauses-composed.jsonl")
"""Written in the wording of notices, for forms that the real ones hold too few of."""

FAILURES = {"absence": "fail", "occurrence": "fail", "shortfall": "fail"}
"""Ways in which something is missing or went wrong; they differ in how evidence is asked for."""


def key(rule: Rule) -> str:
    """What decides a rule's points, as one comparable string; a rate is one unit, however it is written."""
    unit = rule.unit and rule.unit.replace("百分点", "%")
    threshold = rule.threshold and (
        rule.threshold.op,
        rule.threshold.value,
        str(rule.threshold.unit).replace("百分点", "%"),
    )
    amounts = {
        "once": [rule.points] if rule.effect in ("award", "deduct") else [],
        "each": [rule.points, rule.step or "1", unit],
        "share": [],
        "level": [level.points for level in rule.levels or []],
        "band": sorted((str(band.min), str(band.max), band.points) for band in rule.bands or []),
        "judge": [rule.min, rule.max],
    }[rule.basis]
    grouped = [group.points for group in rule.by_group or []]
    on = None if rule.basis in ("judge", "level") else FAILURES.get(rule.on, rule.on)
    cap = None if rule.cap == "all" else rule.cap
    return str((rule.effect, rule.basis, on, amounts, grouped, cap, None if rule.basis == "band" else threshold))
