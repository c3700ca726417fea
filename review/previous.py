"""This year's notice beside last year's: what changed, and which rules are word for word and figure for figure the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction

from extract.refusal import Refusal
from normalize.compare import Change, ItemChange, compare
from normalize.rubric import Rule
from review import deciding, log
from review.contents import current, draft_of
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
    """The items and rules in a state that are the same as the approved ones they pair with, in document order."""
    if project.previous is None:
        return []
    here, there = _Year(project), _Year(project.previous)
    approved = {(entry.kind, entry.key): entry for entry in there.entries if entry.state == "approved"}
    pairs = _pairs(project)
    found = []
    for entry in here.entries:
        before = approved.get((entry.kind, pairs.get((entry.kind, entry.key), "")))
        if entry.state == state and before is not None and here.key(entry) == there.key(before):
            revision = here.revisions[entry.pk]
            text = revision.content["rule"]["text"] if entry.kind == "rule" else revision.content["name"]
            found.append(Same(entry, revision, before, text))
    return found


def _pairs(project: Project) -> dict[tuple[str, str], str]:
    """By kind and id of this year: the id of last year's item or rule that has the same words."""
    pairs = {}
    for item in changes(project):
        if item.kind == "unchanged" and item.new and item.old:
            pairs["item", item.new] = item.old
        for rule in item.rules if item.kind in ("unchanged", "wording") else ():
            if rule.kind == "unchanged" and rule.new and rule.old:
                pairs["rule", rule.new] = rule.old
    return pairs


class _Year:
    """A project's items and rules as they stand, and what each says that moves points."""

    def __init__(self, project: Project) -> None:
        self.entries = list(project.entries.filter(kind__in=("item", "rule")))
        self.revisions = current(self.entries)
        self.items = {entry.key: self.revisions[entry.pk].content for entry in self.entries if entry.kind == "item"}

    def key(self, entry: Entry) -> Any:
        """For a rule: the reading in force, its item's points and the figures that it measures from."""
        item = self.items[entry.item]
        whole = [item["kind"], item["points"], item["floor"]]
        if entry.kind == "item":
            return [*whole, [_figure(target) for target in item["targets"]]]
        content = self.revisions[entry.pk].content
        rule = Rule.model_validate(content["rule"])
        read = [rule]
        if content["chosen"]:
            read = next((other.rules for other in rule.alternatives if other.code == content["chosen"]), [])
        figures = [_figure(target) for one in read for target in item["targets"] if target["id"] in one.targets]
        said = [one.model_dump(include=set(SCORING)) for one in read]
        return [*whole, content["gone"], said, figures, rule.certainty]


def _figure(target: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in target.items() if name not in ("id", "source", "measure")}


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
        log.hold()
        same = {one.entry.pk for one in same_as_approved(project, "pending" if act == "accept" else "reviewed")}
        strange = [pk for pk in seen if pk not in same]
        if strange:
            entry = Entry.objects.filter(pk=strange[0]).first()
            if entry is None:
                raise NotTheSame("选中的有一条不在这份通知里，请刷新后重选。")
            raise Stale(entry, f"「{entry.key}」已不在可以成批处理之列（有了改动，或别人已经处理），请刷新后重选。")
        for pk, one in seen.items():
            if act == "accept":
                deciding.accept(person, pk, one, reason)
            else:
                deciding.approve(person, pk, one, reason)
    return len(seen)
