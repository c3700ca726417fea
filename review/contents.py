"""What a draft asks people to decide, and back: the rubric that their decisions amount to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from extract.notice import Notice
from normalize.edited import edited
from normalize.rubric import Item, Policy, Rubric, Rule
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


def subjects(rubric: Rubric) -> Iterator[Subject]:
    """Everything to decide in a draft, in document order: rules by item, then policies, then findings of no rule."""
    flagged = {finding.rule for finding in rubric.findings if finding.severity in CONCERNING}
    for item in rubric.items:
        for rule in item.rules:
            unsure = rule.certainty != "clear" or rule.id in flagged
            yield Subject("rule", rule.id, item.id, unsure, rule_content(rule))
    for same in policy_groups(rubric.policies):
        content: dict[str, Any] = {"policies": [policy.model_dump(mode="json") for policy in same]}
        yield Subject("policy", same[0].id, "", same[0].kind == "other", content)
    for number, finding in enumerate(rubric.findings, 1):
        if finding.rule is None and (finding.severity in CONCERNING or finding.code == "convention"):
            unsure = finding.severity in CONCERNING
            content = {"finding": finding.model_dump(mode="json")}
            yield Subject("finding", f"{finding.code}.{number}", finding.item or "", unsure, content)


def rule_content(rule: Rule, chosen: str | None = None, gone: bool = False) -> dict[str, Any]:
    """The content of a rule's revision: the rule, the code of the reading chosen, whether it is taken out."""
    return {"rule": rule.model_dump(mode="json"), "chosen": chosen, "gone": gone}


def policy_groups(policies: list[Policy]) -> list[list[Policy]]:
    """Policies that one sentence of the notice states, together."""
    return [list(same) for _, same in groupby(policies, key=lambda policy: (policy.text, policy.kind))]


def sha256(content: dict[str, Any]) -> str:
    """The hash that a decision names: of the content as JSON, keys sorted."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _rubric(project: int, size: int, text: str) -> Rubric:
    return Rubric.model_validate_json(text)


@lru_cache(maxsize=16)
def _notice(project: int, size: int, text: str) -> Notice:
    return Notice.model_validate_json(text)


def draft_of(project: Project) -> Rubric:
    """The draft as imported; shared between callers, so never to be changed."""
    return _rubric(project.pk, len(project.draft), project.draft)


def notice_of(project: Project) -> Notice:
    """The notice as imported; shared between callers, so never to be changed."""
    return _notice(project.pk, len(project.notice), project.notice)


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
    entries = list(project.entries.filter(kind="rule"))
    revisions = current(entries)
    changed: dict[str, Rule | None] = {}
    chosen: dict[str, str] = {}
    for entry in entries:
        revision = revisions[entry.pk]
        content = revision.content
        if content["gone"]:
            changed[entry.key] = None
        elif revision.number > 1 and revision.author_id is not None:
            changed[entry.key] = Rule.model_validate(content["rule"])
        if content["chosen"] and not content["gone"]:
            chosen[entry.key] = content["chosen"]
    draft = draft_of(project)
    unlike = {key: rule for key, rule in changed.items() if rule is None or _differs(rule, draft, key)}
    rubric = edited(draft, unlike)
    replaced = replaced_by(rubric, chosen)
    unsure = [rule.id for item in rubric.items for rule in item.rules if rule.certainty != "clear"]
    kept = {code: choice for code, choice in chosen.items() if code not in replaced}
    return Assembled(rubric, kept, [key for key in unsure if key not in kept and key not in replaced], replaced)


def _differs(rule: Rule, draft: Rubric, key: str) -> bool:
    """Whether a rule is not the draft's own: a chosen reading and an edit that was taken back leave it as it is."""
    return rule != find_rule(draft, key)[1]


def find_rule(rubric: Rubric, key: str) -> tuple[Item, Rule]:
    """A rule of a rubric with its item; raises KeyError where there is none."""
    for item in rubric.items:
        for rule in item.rules:
            if rule.id == key:
                return item, rule
    raise KeyError(key)


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
