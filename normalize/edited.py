"""A rubric with some rules rewritten or taken out by a person: ids, spans and questions made to fit again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from normalize.measures import Measures
from normalize.rubric import Item, Rubric, Rule, Span, Target


@dataclass(frozen=True)
class ItemEdit:
    """What a person says an item's figures are: its points, floor, and its targets by id."""

    points: str | None
    floor: str | None
    targets: Mapping[str, Target]


def edited(
    rubric: Rubric,
    rules: Mapping[str, Rule | None],
    items: Mapping[str, ItemEdit] | None = None,
    gone: Collection[str] = (),
) -> Rubric:
    """A copy of a draft in which rule ``id`` is the one given, or is left out where that is None; ``items`` likewise.

    ``gone`` names policies that are left out. Questions are asked anew for the whole rubric, in document order, so an
    edit can add one or make one needless. Findings about the rules that are given go: they spoke of the reading that
    stood there before.
    """
    if not rules and not items and not gone:
        return rubric
    copy = rubric.model_copy(deep=True)
    for item in copy.items:
        _replace(item, rules)
        if items and item.id in items:
            _set(item, items[item.id])
    measures = Measures()
    for item in copy.items:
        measures.ask(item)
    copy.measures = measures.finish()
    copy.policies = [policy for policy in copy.policies if policy.id not in gone]
    copy.findings = [finding for finding in copy.findings if finding.rule not in rules]
    return copy


def _set(item: Item, edit: ItemEdit) -> None:
    item.points, item.floor = edit.points, edit.floor
    for goal in item.goals:
        goal.targets = [edit.targets.get(target.id, target) for target in goal.targets]
    item.targets = [edit.targets.get(target.id, target) for target in item.targets]


def _replace(item: Item, rules: Mapping[str, Rule | None]) -> None:
    out = {rule.id for rule in item.rules if rule.id in rules and rules[rule.id] is None}
    kept = [(rules.get(rule.id) or rule).model_copy(deep=True) for rule in item.rules if rule.id not in out]
    for rule in kept:
        if rule.within in out:
            rule.within = None
    item.rules = kept
    item.spans = [_without(span, out) for span in item.spans]


def _without(span: Span, gone: set[str]) -> Span:
    """A span without owners that are gone; what nobody owns any more explains."""
    owners = [owner for owner in span.owners if owner not in gone]
    if owners == span.owners:
        return span
    return span.model_copy(update={"owners": owners, "role": span.role if owners else "explanation"})
