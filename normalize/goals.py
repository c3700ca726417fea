"""What a row or section asks for: its numbered goals with their figures and the documents that prove them."""

from __future__ import annotations

from normalize import numbering
from normalize.evidence import documents
from normalize.passage import Passage
from normalize.rubric import Goal, Period
from normalize.targets import find_targets


def read_goals(passages: list[Passage], item: str, assessed: frozenset[str], period: Period | None) -> list[Goal]:
    """The goals of an item, one per printed number, or per passage where nothing is numbered.

    Ids are ``ITEM.g1`` …, of their targets ``ITEM.g1.t1`` …; ``assessed`` are words for the assessed units,
    ``period`` what the column's header says of figures that name no period of their own.
    """
    goals: list[Goal] = []
    for passage in passages:
        for number, _, body in numbering.split(passage):
            name = f"{item}.g{len(goals) + 1}"
            targets = find_targets(body, f"{name}.t", assessed)
            for target in targets:
                target.period = target.period or period
            goals.append(
                Goal(
                    id=name,
                    number=number,
                    text=body.text,
                    targets=targets,
                    evidence=documents(body.text),
                    source=body.source(),
                )
            )
    return goals
