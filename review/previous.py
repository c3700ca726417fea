"""This year's notice beside last year's: what changed, and which rules are word for word and figure for figure the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction

from extract.refusal import Refusal
from normalize.compare import Change, ItemChange, compare
from normalize.rubric import Rubric, Rule
from review import deciding
from review.contents import current, draft_of, find_rule
from review.deciding import Seen, Stale
from review.models import Entry, Person, Project, Revision

MOST = 50
"""Entries that one bulk decision may cover: what fits on a screen and can be read."""

SCORING = (
    "effect", "basis", "on", "points", "by_group", "step", "unit", "partial", "levels", "bands", "min", "max",
    "threshold", "cap", "on_top", "condition", "text",
)  # fmt: skip
"""What makes two rules the same; places, ids and questions may differ."""


class NotTheSame(Refusal):
    """A bulk decision over something that is not what was approved last year."""

    status = 409


@dataclass(frozen=True)
class Same:
    """An entry that says what an approved one of last year says."""

    entry: Entry
    revision: Revision
    before: Entry
    text: str


@lru_cache(maxsize=16)
def _compared(old: int, new: int) -> list[ItemChange]:
    """Two projects' drafts, which never change, compared; by key, since comparing takes a second."""
    projects = Project.objects.in_bulk([old, new])
    return compare(draft_of(projects[old]), draft_of(projects[new]))


def changes(project: Project) -> list[ItemChange]:
    """The whole comparison with the notice of the year before; empty where there is none."""
    return _compared(project.previous_id, project.pk) if project.previous_id is not None else []


@dataclass(frozen=True)
class LastYear:
    """What became of last year's rule: ``entry`` is that rule, None where this one is new."""

    change: Change
    entry: Entry | None


def last_year(project: Project, rule: str) -> LastYear | None:
    """The rule that one pairs with in the notice of the year before; None where there is no such notice."""
    found = next((one for item in changes(project) for one in item.rules if one.new == rule), None)
    if found is None:
        return None
    before = Entry.objects.filter(project_id=project.previous_id or 0, kind="rule", key=found.old or "").first()
    return LastYear(found, before)


def same_as_approved(project: Project, state: str) -> list[Same]:
    """The entries in a state whose rule is the same as the approved one that it pairs with, in document order."""
    if project.previous is None:
        return []
    now = {entry.key: entry for entry in project.entries.filter(kind="rule", state=state)}
    before = {entry.key: entry for entry in project.previous.entries.filter(kind="rule", state="approved")}
    revisions = current([*now.values(), *before.values()])
    pairs = {
        rule.new: rule.old
        for item in changes(project)
        if item.kind in ("unchanged", "wording")
        for rule in item.rules
        if rule.kind == "unchanged" and rule.new and rule.old
    }
    found = []
    for key, entry in now.items():
        old = before.get(pairs.get(key) or "")
        if old is None:
            continue
        here, there = revisions[entry.pk], revisions[old.pk]
        if _key(here, draft_of(project), key) == _key(there, draft_of(project.previous), old.key):
            found.append(Same(entry, here, old, str(here.content["rule"]["text"])))
    return found


def _key(revision: Revision, rubric: Rubric, name: str) -> Any:
    """What a revision says that moves points: the reading in force, the item's points and the figures it measures from."""
    content = revision.content
    item, _ = find_rule(rubric, name)
    rule = Rule.model_validate(content["rule"])
    read = [rule]
    if content["chosen"]:
        read = next((other.rules for other in rule.alternatives if other.code == content["chosen"]), [])
    figures = [
        target.model_dump(exclude={"id", "source", "measure"})
        for one in read
        for target in item.figures()
        if target.id in one.targets
    ]
    said = [one.model_dump(include=set(SCORING)) for one in read]
    return content["gone"], item.points, item.kind, item.floor, said, figures, rule.certainty


def decide_all(person: Person, project: Project, act: str, seen: dict[int, Seen], reason: str) -> int:
    """Accept or approve what is the same as last year's, all or nothing; returns how many.

    ``seen`` names every entry with the revision that was on the screen. Raises NotTheSame for more than ``MOST`` or
    for anything that is not the same as an approved rule of last year, Stale for what has moved.
    """
    if act not in ("accept", "approve"):
        raise NotTheSame("只能成批通过或批准。")
    if not reason.strip():
        raise NotTheSame("成批处理要写明理由。")
    if not seen or len(seen) > MOST:
        raise NotTheSame(f"一次处理 1 到 {MOST} 条，请只选屏幕上看得到的。")
    with transaction.atomic():
        same = {one.entry.pk for one in same_as_approved(project, "pending" if act == "accept" else "reviewed")}
        strange = [pk for pk in seen if pk not in same]
        if strange:
            entry = Entry.objects.get(pk=strange[0])
            raise Stale(entry, f"「{entry.key}」已不在可以成批处理之列（有了改动，或别人已经处理），请刷新后重选。")
        for pk, one in seen.items():
            if act == "accept":
                deciding.accept(person, pk, one, reason)
            else:
                deciding.approve(person, pk, one, reason)
    return len(seen)
