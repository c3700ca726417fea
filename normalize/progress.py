"""Achievements that the notice itself reports, joined to the targets that they are reported against."""

from __future__ import annotations

import regex

from normalize.passage import Passage
from normalize.quantity import Quantity, find, fold
from normalize.rubric import Item, Progress, Target
from normalize.words import likeness

_CLAUSE = regex.compile(r"(?:[“\"《][^”\"》\n]*[”\"》]|\([^)\n]*\)|[^,;。:、!?\n])+")
_PEOPLE = {"人", "名", "位", "人次"}
_TIMES = frozenset("年 月 周 天 日 岁 届 级 等 档 首".split())


def alike(one: str | None, other: str | None) -> bool:
    """Whether two units count the same things: 人 and 名, % and 百分点."""
    if one == other or (one in _PEOPLE and other in _PEOPLE):
        return True
    return {one, other} <= {"%", "百分点"} or {one, other} <= {"场", "场次", "次", "期"}


def read_progress(item: Item, passages: list[Passage]) -> None:
    """Fill ``item.progress`` from the cells that report what was achieved.

    Each reported figure with a unit is one achievement; it is joined to the target of the same unit whose measure's
    words it shares most, and to none where no target fits.
    """
    targets = [target for goal in item.goals for target in goal.targets]
    for passage in passages:
        folded = fold(passage.text)
        for quantity in find(passage.text):
            clause = next((c for c in _CLAUSE.finditer(folded) if c.start() <= quantity.number[0] < c.end()), None)
            if clause is None or quantity.unit is None or quantity.unit in _TIMES:
                continue
            words = passage.part(clause.start(), clause.end()).stripped()
            target = _target(targets, quantity, words.text)
            item.progress.append(
                Progress(
                    target=None if target is None else target.id,
                    value=quantity.value,
                    unit=quantity.unit,
                    text=words.text,
                    source=words.source(),
                )
            )
    _one_each(item)


def _target(targets: list[Target], quantity: Quantity, words: str) -> Target | None:
    scores = {target.id: likeness(words, target.measure) for target in targets if alike(target.unit, quantity.unit)}
    best = max(scores, key=lambda name: scores[name], default=None)
    if best is None or scores[best] <= 0:
        return None
    return next(target for target in targets if target.id == best)


def _one_each(item: Item) -> None:
    """Keeps the best report for each target: the later figure of a target that two figures would answer is its own."""
    targets = {target.id: target for goal in item.goals for target in goal.targets}
    best: dict[str, Progress] = {}
    for report in item.progress:
        if report.target is None:
            continue
        measure = targets[report.target].measure
        held = best.get(report.target)
        if held is None or likeness(report.text, measure) > likeness(held.text, measure):
            if held is not None:
                held.target = None
            best[report.target] = report
        else:
            report.target = None
