"""Progress: which questions each unit has answered and which it, or the assessor, has not."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.approval import in_force
from normalize.rubric import Rubric
from score.evidence import Evidence
from score.layout import Column, columns


@dataclass(frozen=True)
class Progress:
    """One unit: how many questions are answered of those asked, and those that are not, in the workbook's order."""

    unit: str
    filled: int
    asked: int
    missing: tuple[Column, ...]

    @property
    def judged(self) -> int:
        """How many of the missing are for the assessor, not for the unit."""
        return sum(column.measure.type == "points" for column in self.missing)


def progress(evidence: Evidence, rubric: Rubric) -> list[Progress]:
    """The progress of every unit of the evidence, in its order; questions count once for each of their periods."""
    asked = columns(in_force(rubric))
    answered: dict[str, set[tuple[str, str]]] = {unit: set() for unit in evidence.units}
    for answer in evidence.answers:
        answered[answer.unit].add((answer.measure, part_of(answer.period)))
    made = []
    for unit, known in answered.items():
        missing = tuple(one for one in asked if (one.measure.id, part_of(one.period)) not in known)
        made.append(Progress(unit, len(asked) - len(missing), len(asked), missing))
    return made


def part_of(period: str | None) -> str:
    """The part of the year that a period names: ``2019-Q1`` → ``Q1``; ``""`` for the whole year."""
    return (period or "").rpartition("-")[2]
