"""What a draft asks people to decide, and back: the rubric that their decisions amount to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import F

from extract.notice import SURE, Notice, Source
from normalize.edited import ItemEdit, edited
from normalize.rubric import Item, Policy, Rubric, Rule, Target
from review.models import Entry, Project, Revision

CONCERNING = ("error", "warning")
"""Severities of a finding that somebody must have seen before a rubric is frozen."""


@dataclass(frozen=True)
class Subject:
    """One thing to decide: where it stands in the queue, and what the machine says of it."""

    kind: str
    key: str
    item: str
    open_question: bool
    content: dict[str, Any]


Place = tuple[int, int | None, int | None]
"""Block, row and column."""


def doubtful(notice: Notice) -> set[Place]:
    """The cells of a scan that were not read with certainty."""
    return {
        (index, cell.row, cell.col)
        for index, table in notice.tables()
        for cell in table.cells
        if cell.confidence is not None and cell.confidence < SURE
    }


def subjects(rubric: Rubric, doubts: set[Place]) -> Iterator[Subject]:
    """Everything to decide in a draft, in document order: each item and its rules, policies, findings of no rule."""
    flagged = {finding.rule for finding in rubric.findings if finding.severity in CONCERNING}
    for item in rubric.items:
        sources = [item.source, *(goal.source for goal in item.goals)]
        yield Subject("item", item.id, item.id, any(_in(doubts, one) for one in sources), item_content(item))
        for rule in item.rules:
            unsure = rule.certainty != "clear" or rule.id in flagged or _in(doubts, rule.source)
            yield Subject("rule", rule.id, item.id, unsure, rule_content(rule))
    for same in policy_groups(rubric.policies):
        yield Subject("policy", same[0].id, "", same[0].kind == "other", policy_content(same))
    for number, finding in enumerate(rubric.findings, 1):
        if finding.rule is None and (finding.severity in CONCERNING or finding.code == "convention"):
            unsure = finding.severity in CONCERNING
            content = {"finding": finding.model_dump(mode="json")}
            yield Subject("finding", f"{finding.code}.{number}", finding.item or "", unsure, content)


def _in(doubts: set[Place], source: Source | None) -> bool:
    return source is not None and (source.block, source.row, source.col) in doubts


def item_content(item: Item) -> dict[str, Any]:
    """The content of an item's revision: its figures, from which everything is counted."""
    return {
        "name": item.name,
        "kind": item.kind,
        "points": item.points,
        "floor": item.floor,
        "targets": [target.model_dump(mode="json") for target in item.figures()],
    }


def policy_content(policies: list[Policy], gone: bool = False) -> dict[str, Any]:
    """The content of a revision of the policies that one sentence states."""
    return {"policies": [policy.model_dump(mode="json") for policy in policies], "gone": gone}


def rule_content(rule: Rule, chosen: str | None = None, gone: bool = False) -> dict[str, Any]:
    """The content of a rule's revision: the rule, the code of the reading chosen, whether it is taken out."""
    return {"rule": rule.model_dump(mode="json"), "chosen": chosen, "gone": gone}


def policy_groups(policies: list[Policy]) -> list[list[Policy]]:
    """Policies that one sentence of the notice states, together."""
    return [list(same) for _, same in groupby(policies, key=lambda policy: (policy.text, policy.kind))]


def sha256(content: dict[str, Any]) -> str:
    """The hash that a decision names: of the content as JSON, keys sorted."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


Said = tuple[str, str, str]
"""Kind, key and hash of the content of an entry as imported."""


def entries_sha256(said: list[Said]) -> str:
    """The hash of all entries as imported, in their order."""
    return sha256({"entries": said})


@lru_cache(maxsize=16)
def _rubric(project: int, imported_at: datetime) -> Rubric:
    return Rubric.model_validate_json(Project.objects.values_list("draft", flat=True).get(pk=project))


@lru_cache(maxsize=16)
def _notice(project: int, imported_at: datetime) -> Notice:
    return Notice.model_validate_json(Project.objects.values_list("notice", flat=True).get(pk=project))


def draft_of(project: Project) -> Rubric:
    """The draft as imported, which nothing changes; shared between callers, so never to be changed."""
    return _rubric(project.pk, project.imported_at)


def notice_of(project: Project) -> Notice:
    """The notice as imported, which nothing changes; shared between callers, so never to be changed."""
    return _notice(project.pk, project.imported_at)


def current(entries: Iterable[Entry]) -> dict[int, Revision]:
    """The revision that each entry stands at, by the entry's key in the database."""
    wanted = {entry.pk: entry.revision for entry in entries}
    found = Revision.objects.filter(entry_id__in=wanted)
    return {revision.entry_id: revision for revision in found if revision.number == wanted[revision.entry_id]}


@dataclass(frozen=True)
class Assembled:
    """The rubric with edits in it, what is confirmed and chosen in it, and rules that a chosen reading replaces."""

    rubric: Rubric
    chosen: dict[str, str]
    confirmed: list[str]
    replaced: frozenset[str]


def assembled(project: Project) -> Assembled:
    """What the entries of a project amount to as they stand, decided or not."""
    entries = list(project.entries.filter(revision__gt=1))
    revisions = current(entries)
    rules: dict[str, Rule | None] = {}
    items: dict[str, ItemEdit] = {}
    gone: set[str] = set()
    chosen: dict[str, str] = {}
    draft = draft_of(project)
    for entry in entries:
        content = revisions[entry.pk].content
        if entry.kind == "item":
            items[entry.key] = item_edit(content)
        elif entry.kind == "policy" and content["gone"]:
            gone |= {policy["id"] for policy in content["policies"]}
        elif entry.kind == "rule" and content["gone"]:
            rules[entry.key] = None
        elif entry.kind == "rule":
            rule = Rule.model_validate(content["rule"])
            if rule != find_rule(draft, entry.key)[1]:
                rules[entry.key] = rule
            if content["chosen"]:
                chosen[entry.key] = content["chosen"]
    rubric = edited(draft, rules, items, gone)
    without = replaced_by(rubric, chosen)
    unsure = [rule.id for item in rubric.items for rule in item.rules if rule.certainty != "clear"]
    kept = {key: choice for key, choice in chosen.items() if key not in without}
    return Assembled(rubric, kept, [key for key in unsure if key not in kept and key not in without], without)


def item_edit(content: dict[str, Any]) -> ItemEdit:
    """An item's figures as a revision has them."""
    targets = [Target.model_validate(one) for one in content["targets"]]
    return ItemEdit(content["points"], content["floor"], {target.id: target for target in targets})


def find_rule(rubric: Rubric, key: str) -> tuple[Item, Rule]:
    """A rule of a rubric with its item; raises KeyError where there is none."""
    for item in rubric.items:
        for rule in item.rules:
            if rule.id == key:
                return item, rule
    raise KeyError(key)


def find_item(rubric: Rubric, key: str) -> Item:
    """An item of a rubric; raises KeyError where there is none."""
    for item in rubric.items:
        if item.id == key:
            return item
    raise KeyError(key)


def source_of(rubric: Rubric, entry: Entry) -> Source | None:
    """Where an entry stands in the notice, None where it stands in no one place."""
    if entry.kind == "item":
        return find_item(rubric, entry.key).source
    if entry.kind == "rule":
        return find_rule(rubric, entry.key)[1].source
    if entry.kind == "policy":
        return next(policy.source for policy in rubric.policies if policy.id == entry.key)
    return rubric.findings[int(entry.key.rpartition(".")[2]) - 1].source


def replaced_by(rubric: Rubric, chosen: dict[str, str]) -> frozenset[str]:
    """Rules that chosen readings of others stand in place of: nothing is to decide about them."""
    return frozenset(
        name
        for item in rubric.items
        for rule in item.rules
        if rule.id in chosen
        for other in rule.alternatives
        if other.code == chosen[rule.id]
        for name in other.drops
    )


def replaced(project: Project) -> frozenset[str]:
    """Rules of a project that a chosen reading of another stands in place of."""
    at = Revision.objects.filter(entry__project=project, entry__kind="rule", number=F("entry__revision"), number__gt=1)
    chosen = {key: code for key, code in at.values_list("entry__key", "content__chosen") if code}
    return replaced_by(draft_of(project), chosen) if chosen else frozenset()
