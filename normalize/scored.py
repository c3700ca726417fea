"""The scoring text of an item → its rules, each with its place, and an owner for every character.

A cell with printed numbers is read number by number, each beside the goal of the same number; any other cell is read
whole, so that sentences which speak of each other stay together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from normalize import numbering
from normalize.clause import ClausePolicy, read_clause
from normalize.passage import Passage
from normalize.rubric import Alternative, Goal, Policy, Rule, Span, Target
from normalize.targets import is_assessed

_ALL_ABOVE = regex.compile("以上|上述|前述|各项")
"""Words by which the last point of a list speaks of the whole item."""


@dataclass
class Scored:
    """What an item's scoring text says; ``numbers`` gives each rule's printed number."""

    rules: list[Rule] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)


def read_scoring(
    passages: list[Passage], item: str, goals: list[Goal], points: str | None, assessed: frozenset[str]
) -> Scored:
    """Read the passages that hold an item's scoring text; rule ids are ``ITEM.r1`` …, target ids ``ITEM.t1`` …

    A figure counted per assessed unit (``assessed``: 每个县市区) is the unit's own.
    """
    scored = Scored()
    numbered = {goal.number: goal for goal in goals if goal.number is not None}
    for passage in passages:
        segments = numbering.split(passage)
        if not any(number is not None for number, _, _ in segments):
            context = "\n".join(goal.text for goal in goals)
            _read(scored, passage, item, context, points, None)
            continue
        for number, whole, body in segments:
            mark = whole.part(0, body.start - whole.start).stripped()
            if mark.text:
                scored.spans.append(Span(role="explanation", source=mark.source()))
            goal = numbered.get(number) if number is not None else None
            context = goal.text if goal else "" if numbered else "\n".join(goal.text for goal in goals)
            _read(scored, body, item, context, points, number if numbered else None)
    for target in scored.targets:
        if target.per is not None and is_assessed(target.per, assessed):
            target.per = None
    return scored


def _read(scored: Scored, passage: Passage, item: str, context: str, points: str | None, number: str | None) -> None:
    """Read one passage and add what it says, local ids made the item's."""
    reading = read_clause(passage.text, context=context, points=points)
    ids = {rule.id: f"{item}.r{len(scored.rules) + at}" for at, rule in enumerate(reading.rules, start=1)}
    ids |= {found.target.id: f"{item}.t{len(scored.targets) + at}" for at, found in enumerate(reading.targets, start=1)}
    for found in reading.targets:
        place = passage.part(found.start, found.end).source()
        scored.targets.append(found.target.model_copy(update={"id": ids[found.target.id], "source": place}))
    for rule in reading.rules:
        placed = renamed(rule, ids)
        placed.source = passage.part(*reading.places[rule.id]).source()
        scored.rules.append(placed)
        if number is not None:
            scored.numbers[placed.id] = number
    stated: dict[tuple[int, int], Policy] = {}
    for said in reading.policies:
        covers = [] if _ALL_ABOVE.search(said.text) else [ids[name] for name in said.covers]
        policy = _policy(said, passage, covers or [item])
        alike = [(at, other) for at, other in stated.items() if _same(other, policy)]
        if alike:  # 按最高级别加分，不重复计算: one policy said twice
            (begin, _), policy = alike[-1]
            policy.source = passage.part(begin, said.end).source()
            policy.text = policy.source.text
        else:
            policy.id = f"{item}.p{len(scored.policies) + 1}"
            scored.policies.append(policy)
        stated[said.start, said.end] = policy
    for role, owners, start, end in reading.spans:
        span = passage.part(start, end).stripped()
        names = [ids.get(name, name) for name in owners]
        if role == "policy":
            names += [policy.id for (begin, stop), policy in stated.items() if begin < end and start < stop]
        if span.text:
            scored.spans.append(Span(role=role, owners=names, source=span.source()))


def renamed(rule: Rule, ids: dict[str, str]) -> Rule:
    """A copy of a rule with its own id and those it names changed; ids not in ``ids`` stay."""
    alternatives = [
        Alternative(
            code=other.code,
            text=other.text,
            rules=[renamed(one, ids | _fresh(other, rule, ids)) for one in other.rules],
            drops=[ids.get(name, name) for name in other.drops],
        )
        for other in rule.alternatives
    ]
    return rule.model_copy(
        update={
            "id": ids.get(rule.id, rule.id),
            "targets": [ids.get(name, name) for name in rule.targets],
            "within": None if rule.within is None else ids.get(rule.within, rule.within),
            "alternatives": alternatives,
        },
        deep=True,
    )


def _fresh(alternative: Alternative, rule: Rule, ids: dict[str, str]) -> dict[str, str]:
    """Ids for the rules of an alternative: the first keeps the id of the rule that it replaces, more get a suffix."""
    own = ids.get(rule.id, rule.id)
    names = [own, *(f"{own}.{at}" for at in range(2, len(alternative.rules) + 1))]
    return {one.id: name for one, name in zip(alternative.rules, names, strict=False)}


def _same(one: Policy, other: Policy) -> bool:
    return (one.kind, one.points, one.covers) == (other.kind, other.points, other.covers)


def _policy(stated: ClausePolicy, passage: Passage, covers: list[str]) -> Policy:
    source = passage.part(stated.start, stated.end).source()
    return Policy(id="", kind=stated.kind, covers=covers, points=stated.points, text=stated.text, source=source)
