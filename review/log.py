"""The audit log: a chain of hashes that only grows, written in the transaction of what it tells of.

Each link's hash covers its fields and the hash before, so nothing can be changed, taken out or put in without every
later hash failing; the last one is printed on score sheets, so a shortened log shows too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from review.contents import sha256
from review.models import Entry, Frozen, LogEntry, LogHead, Person, Project, Revision, Run

START = "0" * 64
"""What the first link follows."""


@dataclass(frozen=True)
class Fault:
    """The first link at which the log does not hold, and why."""

    seq: int
    text: str


def append(
    act: str, person: Person | None, project: Project | None = None, entry: Entry | None = None, **data: Any
) -> LogEntry:
    """Add a link; must run inside the transaction of the act. ``data`` is JSON. Returns the link."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a log entry belongs to the transaction of its act")
    head = LogHead.objects.select_for_update().get(id=1)
    link = LogEntry(
        seq=head.seq + 1,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        by=person.pk if person else None,
        person=f"{person.name}（{person.username}）" if person else "系统",
        project=project.pk if project else None,
        entry=entry.pk if entry else None,
        act=act,
        data=json.dumps(data, ensure_ascii=False, sort_keys=True),
        previous=head.hash,
    )
    link.hash = digest(link)
    link.save(force_insert=True)
    LogHead.objects.filter(id=1).update(seq=link.seq, hash=link.hash)
    return link


def hold() -> None:
    """Keep every other writer of the log out until the transaction ends: acts follow one another, none reads what
    another is about to change."""
    LogHead.objects.select_for_update().get(id=1)


def data(link: LogEntry) -> dict[str, Any]:
    """What a link tells."""
    return dict(json.loads(link.data))


def digest(link: LogEntry) -> str:
    """The hash of a link: SHA-256 over its fields as a JSON list, the hash before among them."""
    fields = [link.seq, link.at, link.by, link.person, link.project, link.entry, link.act, link.data, link.previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def text_sha256(text: str) -> str:
    """The hash of a stored text, as links tell it."""
    return hashlib.sha256(text.encode()).hexdigest()


def head() -> str:
    """The hash of the last link."""
    return LogHead.objects.get(id=1).hash


def verify() -> Fault | None:
    """The first fault, None where all holds: every link, and that what is stored is what the log tells of."""
    return next(_faults(), None)


def _faults() -> Iterator[Fault]:
    before, count = START, 0
    entries: dict[int, tuple[int, dict[str, Any]]] = {}
    for link in LogEntry.objects.order_by("seq").iterator(2000):
        count += 1
        if link.seq != count:
            yield Fault(count, f"第 {count} 条记录缺失")
            return
        if link.previous != before:
            yield Fault(link.seq, f"第 {link.seq} 条记录与前一条接不上")
        if link.hash != digest(link):
            yield Fault(link.seq, f"第 {link.seq} 条记录的内容被改动过")
        before = link.hash
        if link.entry is not None:
            entries[link.entry] = (link.seq, data(link))
        yield from _unlike(link)
    end = LogHead.objects.get(id=1)
    if (end.seq, end.hash) != (count, before):
        yield Fault(count + 1, f"记录到第 {count} 条为止，应有 {end.seq} 条")
    yield from _moved(entries)


def _unlike(link: LogEntry) -> Iterator[Fault]:
    """A draft, frozen rubric or result that is not what its link tells of."""
    told = data(link) if link.act in ("import", "freeze", "score") else {}
    if link.act == "import":
        project = Project.objects.filter(pk=link.project or 0).first()
        if project is None or text_sha256(project.draft) != told["draft_sha256"]:
            yield Fault(link.seq, f"第 {link.seq} 条记录导入的规则被改动过")
    if link.act == "freeze":
        frozen = Frozen.objects.filter(project=link.project, number=told["number"]).first()
        if frozen is None or text_sha256(frozen.rubric) != told["rubric_sha256"]:
            yield Fault(link.seq, f"第 {link.seq} 条记录封存的规则被改动过")
    if link.act == "score":
        run = Run.objects.filter(log_head=link.hash).first()
        if run is None or text_sha256(run.result) != told["result_sha256"]:
            yield Fault(link.seq, f"第 {link.seq} 条记录的得分被改动过")


def _moved(entries: dict[int, tuple[int, dict[str, Any]]]) -> Iterator[Fault]:
    """Entries that are not in the state, or do not say the words, that their last link tells of."""
    hashes = {}
    for revision in Revision.objects.all().iterator(2000):
        hashes[revision.entry_id, revision.number] = revision.sha256
        if sha256(revision.content) != revision.sha256:
            yield Fault(0, f"规则第 {revision.pk} 稿的内容被改动过")
    for entry in Entry.objects.all().iterator(2000):
        seq, told = entries.pop(entry.pk, (0, {}))
        stands = (entry.last_act, entry.state, entry.revision)
        if stands != (seq, told.get("state", "pending"), told.get("revision", 1)):
            yield Fault(seq, f"「{entry.key}」的状态与第 {seq} 条记录不符")
        now = hashes.get((entry.pk, entry.revision))
        if now is None or told.get("sha256", now) != now:
            yield Fault(seq, f"「{entry.key}」的内容与第 {seq} 条记录不符")
    for seq, told in entries.values():
        yield Fault(seq, f"第 {seq} 条记录所说的「{told['key']}」不见了")
