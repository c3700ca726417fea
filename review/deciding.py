"""Decisions: each names the revision it saw, is refused when that is no longer the current one, and is logged with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from extract.refusal import Refusal
from normalize.edited import edited
from normalize.rubric import Rule
from review import log
from review.contents import draft_of, rule_content, sha256
from review.models import KINDS, STATES, Entry, LogEntry, Person, Project, Revision
from review.picturing import Picture, pictures
from review.roles import Denied, require

REASON = 500
"""Characters of a reason."""

OPEN = ("pending", "returned")
"""States in which a reviewer decides."""

ACTS = ("accept", "choose", "edit", "remove", "return", "approve")
"""What can be taken back by whoever did it last."""


class Stale(Refusal):
    """The entry is not what the person saw; ``entry`` is what it is now."""

    status = 409

    def __init__(self, entry: Entry, text: str) -> None:
        super().__init__(text)
        self.entry = entry


class NotNow(Refusal):
    """The state of the entry or project does not allow the act."""

    status = 409


@dataclass(frozen=True)
class Seen:
    """The revision that was on the screen: its number and hash."""

    revision: int
    sha256: str


def accept(person: Person, entry: int, seen: Seen, reason: str = "") -> Entry:
    """The reviewer finds the reading right as shown, assumptions included."""
    require(person, "review")
    with transaction.atomic():
        found, _ = _locked(entry, seen)
        _expect(found, OPEN, "审核")
        return _move(found, "accept", person, state="reviewed", reviewer=person, reason=reason)


def choose(person: Person, entry: int, seen: Seen, code: str) -> Entry:
    """The reviewer takes another of the readings that stand beside the first; ``""`` is the first one."""
    require(person, "review")
    with transaction.atomic():
        found, revision = _locked(entry, seen)
        _expect(found, (*OPEN, "reviewed", "approved"), "换读法")
        rule = _rule(found, revision)
        codes = ["", *(other.code for other in rule.alternatives)]
        if code not in codes:
            raise NotNow(f"规则 {found.key} 没有读法「{code}」，请刷新页面再选。")
        content = rule_content(rule, code or None)
        _revise(found, content, person, "换读法", {"cases": revision.cases, "curve": revision.curve})
        return _move(found, "choose", person, state="reviewed", reviewer=person, code=code)


def edit(person: Person, entry: int, seen: Seen, content: dict[str, Any], reason: str) -> Entry:
    """The reviewer rewrites a rule or an item's figures: a new revision, to be reviewed again."""
    require(person, "review")
    shown = _picture(entry, content)
    with transaction.atomic():
        found, revision = _locked(entry, seen)
        if set(content) != set(revision.content):
            raise NotNow(f"{KINDS[found.kind]}不能这样改写。")
        _revise(found, content, person, _reason(reason), shown)
        return _move(found, "edit", person, state="pending", reviewer=None, reason=reason)


def remove(person: Person, entry: int, seen: Seen, reason: str) -> Entry:
    """The reviewer finds that a rule or policy is none: once approved it is void."""
    require(person, "review")
    with transaction.atomic():
        found, revision = _locked(entry, seen)
        if "gone" not in revision.content:
            raise NotNow(f"{KINDS[found.kind]}不能作废，只能通过或退回。")
        _revise(found, {**revision.content, "gone": True}, person, _reason(reason), {})
        return _move(found, "remove", person, state="reviewed", reviewer=person, reason=reason)


def send_back(person: Person, entry: int, seen: Seen, reason: str) -> Entry:
    """Reviewer or approver returns an entry, with a reason."""
    require(person, "return")
    with transaction.atomic():
        found, _ = _locked(entry, seen)
        _expect(found, ("pending", "reviewed", "approved", "void"), "退回")
        return _move(found, "return", person, state="returned", reviewer=None, note=_reason(reason))


def approve(person: Person, entry: int, seen: Seen, reason: str = "") -> Entry:
    """The approver, who neither edited nor reviewed it where two people are asked for, makes it final."""
    require(person, "approve")
    with transaction.atomic():
        found, revision = _locked(entry, seen)
        _expect(found, ("reviewed",), "批准")
        refusal = second_person(person, found)
        if refusal:
            raise Denied(refusal)
        gone = revision.content.get("gone", False)
        return _move(found, "approve", person, state="void" if gone else "approved", approver=person, reason=reason)


def second_person(person: Person, entry: Entry) -> str:
    """Why a person may not be the one who approves an entry; empty where they may."""
    if not entry.project.two_person:
        return ""
    if entry.reviewer_id == person.pk:
        return "这一条是您审核的，按本项目的双人规定要由另一位批准。"
    if entry.revisions.filter(author=person, number__lte=entry.revision).exists():
        return "这一条是您修改过的，按本项目的双人规定要由另一位批准。"
    return ""


def undo(person: Person, project: int) -> Entry:
    """Take back the person's last decision in a project; refused where somebody has acted on the same thing since."""
    require(person, "see")
    with transaction.atomic():
        log.hold()
        link = _last_of(person, project)
        require(person, "approve" if link.act == "approve" else "return" if link.act == "return" else "review")
        entry = Entry.objects.select_related("project").get(pk=link.entry or 0)
        _open(entry.project)
        before = log.data(link)["before"]
        return _move(
            entry,
            "undo",
            person,
            state=before["state"],
            revision=before["revision"],
            reviewer=_person(before["reviewer"]),
            approver=_person(before["approver"]),
            note=before["note"],
            undone=link.seq,
        )


def _last_of(person: Person, project: int) -> LogEntry:
    """The person's last decision that is not taken back; raises NotNow where none is left or another followed it."""
    links = LogEntry.objects.filter(project=project, entry__isnull=False)
    undone = {log.data(link)["undone"] for link in links.filter(act="undo")}
    own = links.filter(act__in=ACTS, by=person.pk).exclude(seq__in=undone).order_by("-seq").first()
    if own is None:
        raise NotNow("没有可以撤销的决定：您在这份通知里还没有作过决定，或者都已撤销。")
    since = links.filter(entry=own.entry, seq__gt=own.seq, act__in=ACTS).exclude(seq__in=undone).first()
    if since is not None:
        raise NotNow(f"不能撤销：您对「{log.data(own)['key']}」作决定之后，{since.person}又作了决定。")
    return own


def _person(pk: int | None) -> Person | None:
    return Person.objects.get(pk=pk) if pk is not None else None


def _locked(pk: int, seen: Seen) -> tuple[Entry, Revision]:
    """The entry, kept from others until the transaction ends; raises Stale where it is not what was seen."""
    log.hold()
    entry = Entry.objects.select_related("project").defer("project__notice", "project__draft").get(pk=pk)
    revision = entry.revisions.get(number=entry.revision)
    _open(entry.project)
    if (seen.revision, seen.sha256) != (entry.revision, revision.sha256):
        who = f"{revision.author.name}改过" if revision.author else "恢复为系统的读法"
        raise Stale(
            entry, f"「{entry.key}」在您打开之后已被{who}，现在是第 {entry.revision} 稿；请看过现在的内容再决定。"
        )
    return entry, revision


def _open(project: Project) -> None:
    if project.voided:
        raise NotNow("这份通知已经作废，不能再作决定。")


def _expect(entry: Entry, states: tuple[str, ...], act: str) -> None:
    if entry.state not in states:
        by = entry.approver if entry.state in ("approved", "void") else entry.reviewer
        who = f"（{by.name}）" if by else ""
        raise Stale(entry, f"「{entry.key}」现在是「{STATES[entry.state]}」{who}，不能{act}；请看过现在的情况再决定。")


def _rule(entry: Entry, revision: Revision) -> Rule:
    if entry.kind != "rule":
        raise NotNow("只有规则有几种读法。")
    return Rule.model_validate(revision.content["rule"])


def _reason(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise NotNow("请写明理由。")
    return words[:REASON]


def _picture(pk: int, content: dict[str, Any]) -> Picture:
    """The curve and cases of a rule as rewritten, worked out before anything is locked."""
    if "rule" not in content:
        return {}
    entry = Entry.objects.select_related("project").get(pk=pk)
    rubric = edited(draft_of(entry.project), {entry.key: Rule.model_validate(content["rule"])})
    return pictures(rubric, entry.key)[entry.key]


def _revise(entry: Entry, content: dict[str, Any], person: Person, reason: str, picture: Picture) -> None:
    """A new revision, and the entry at it; no approval survives."""
    last = entry.revisions.order_by("-number").values_list("number", flat=True)[0]
    Revision.objects.create(
        entry=entry, number=last + 1, content=content, sha256=sha256(content), author=person, reason=reason, **picture
    )
    entry.revision = last + 1


def _move(entry: Entry, act: str, person: Person, **to: Any) -> Entry:
    """Bring the entry to its new state and log it, with what it was before."""
    stored = Entry.objects.get(pk=entry.pk)
    before = {
        "state": stored.state,
        "revision": stored.revision,
        "reviewer": stored.reviewer_id,
        "approver": stored.approver_id,
        "note": stored.note,
    }
    entry.approver, entry.note = None, ""
    extra = {}
    for name, value in to.items():
        if hasattr(entry, name):
            setattr(entry, name, value)
        else:
            extra[name] = value
    digest = entry.revisions.get(number=entry.revision).sha256
    link = log.append(
        act,
        person,
        entry.project,
        entry,
        key=entry.key,
        before=before,
        state=entry.state,
        revision=entry.revision,
        sha256=digest,
        reviewer=entry.reviewer_id,
        approver=entry.approver_id,
        note=entry.note,
        **{name: value for name, value in extra.items() if value not in ("", None)},
    )
    entry.last_act = link.seq
    entry.save()
    return entry
