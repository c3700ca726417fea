"""The scores model (``scores/1``): totals of every unit and, for each, what every rule moved and why.

Keys and values are those of the public format; ``kaohe schema scores`` prints its JSON Schema.
"""

from __future__ import annotations

from typing import Literal

from pydantic import PrivateAttr

from extract.record import Number, Record
from normalize.rubric import Rubric


class Rounding(Record):
    """How ``share`` and conversions are rounded, once, where they arise."""

    places: int = 2
    mode: Literal["half_up"] = "half_up"


class RuleScore(Record):
    """What one rule moved for one unit; ``points`` ≥ 0, after its cap; ``raw`` before it."""

    rule: str
    reading: str | None = None
    measures: dict[str, str | None] = {}
    quantity: Number | None = None
    steps: Number | None = None
    raw: Number | None = None
    points: Number | None = None
    capped: bool = False
    text: str = ""


class ItemScore(Record):
    """One item of one unit; ``awarded`` after the deducts within awards, which ``deducted`` leaves out."""

    item: str
    points: Number | None = None
    start: Number | None = None
    awarded: Number | None = None
    on_top: Number | None = None
    deducted: Number | None = None
    score: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    complete: bool = True
    rules: list[RuleScore] = []


class SectionScore(Record):
    """The sum of a section's items for one unit."""

    path: list[str]
    score: Number | None = None
    lower: Number | None = None
    upper: Number | None = None


class UnitScore(Record):
    """One assessed unit: totals before and after 折算, rank, and its items."""

    unit: str
    total: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    complete: bool = True
    rank: int | None = None
    group: str | None = None
    group_rank: int | None = None
    vetoed: bool = False
    grade: str | None = None
    base: Number | None = None
    bonus: Number | None = None
    penalty: Number | None = None
    converted: Number | None = None
    sections: list[SectionScore] = []
    items: list[ItemScore] = []


class Scores(Record):
    """The scores of all units, best first, vetoed units last."""

    format: Literal["scores/1"] = "scores/1"
    rubric: Rubric
    draft: bool = False
    evidence_sha256: str
    engine: str
    rounding: Rounding = Rounding()
    units: list[UnitScore] = []
    _evidence: list[dict[str, str | None]] | None = PrivateAttr(default=None)

    @property
    def evidence(self) -> list[dict[str, str | None]] | None:
        """The answers that were scored (unit, measure, period, value, source, note); None in the ``.json`` form."""
        return self._evidence

    def with_evidence(self, rows: list[dict[str, str | None]]) -> Scores:
        """These scores, with the answers that were scored."""
        self._evidence = rows
        return self
