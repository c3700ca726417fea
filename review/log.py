"""The audit log: a chain of hashes that only grows, written in the transaction of what it tells of.

Each link's hash covers its fields and the hash before, so nothing can be changed, taken out or put in without every
later hash failing; the last one is printed on score sheets, so a shortened log shows too.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from review.models import Entry, LogEntry, LogHead, Person, Project

START = "0" * 64
"""What the first link follows."""


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
