"""Two lots of evidence beside each other, 自查 and 考核 say: which answers differ, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.rubric import Rubric
from score.evidence import Answer, Evidence, said


@dataclass(frozen=True)
class Difference:
    """One question of one unit that the two answer differently; a side that has not answered it is None."""

    unit: str
    label: str
    period: str | None
    first: Answer | None
    other: Answer | None

    @property
    def text(self) -> str:
        """``如城街道 全年信息被录用条数：12（自查.xlsx 填报 C4） → 10（考核.xlsx 填报 C4，核对台账）``."""
        when = f"（{self.period}）" if self.period else ""
        return f"{self.unit} {self.label}{when}：{told(self.first)} → {told(self.other)}"


def told(answer: Answer | None) -> str:
    """An answer with where it stands and what was noted beside it."""
    if answer is None:
        return "未填"
    beside = "，".join(filter(None, [answer.source, answer.note]))
    return said(answer.value) + (f"（{beside}）" if beside else "")


def differences(first: Evidence, other: Evidence, rubric: Rubric) -> list[Difference]:
    """Every answer that the two do not share, by unit and then in the rubric's order of questions."""
    labels = {measure.id: measure.label for measure in rubric.measures}
    order = {measure.id: at for at, measure in enumerate(rubric.measures)}
    sides = [{(one.unit, one.measure, one.period): one for one in side.answers} for side in (first, other)]
    units = {name: at for at, name in enumerate(dict.fromkeys([*first.units, *other.units]))}
    keys = sorted(sides[0].keys() | sides[1].keys(), key=lambda key: (units[key[0]], order[key[1]], key[2] or ""))
    found = []
    for key in keys:
        mine, theirs = (side.get(key) for side in sides)
        if mine is None or theirs is None or said(mine.value) != said(theirs.value):
            found.append(Difference(key[0], labels[key[1]], key[2], mine, theirs))
    return found
