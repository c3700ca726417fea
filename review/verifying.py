"""Whether the log holds, and whether what is stored is what it tells of: checked on one state of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from review import log
from review.contents import entries_sha256, sha256
from review.models import Document, Entry, Frozen, LogEntry, LogHead, Project, Revision, Run

PIECE = 200
"""Rows in memory at once."""


@dataclass(frozen=True)
class Fault:
    """A link at which the log does not hold, or that tells something else than what is stored, and why."""

    seq: int
    text: str


@contextmanager
def snapshot() -> Iterator[None]:
    """See one state of the database, whatever others write meanwhile; nobody waits for it."""
    connection.ensure_connection()
    if connection.in_atomic_block or (connection.vendor == "sqlite" and connection.connection.in_transaction):
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("begin deferred")  # Django's own transactions would keep writers out
            try:
                yield
            finally:
                cursor.execute("rollback")


def verify() -> Fault | None:
    """The first fault of the chain, or else of what it tells of; None where all holds."""
    with snapshot():
        told = _Told()
        broken = next(_chain(told), None)
        if broken is not None:
            return broken
        return min(_unlike(told), key=lambda fault: fault.seq, default=None)


@dataclass
class _Told:
    """What the links say, by what they say it of: the last link's number and data."""

    projects: dict[int, dict[str, Any]] = field(default_factory=dict)
    imports: dict[int, int] = field(default_factory=dict)
    entries: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    revisions: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    frozen: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    runs: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)

    def take(self, link: LogEntry) -> None:
        data = log.data(link)
        if "file_sha256" in data:
            self.files[data["file_sha256"]] = link.seq
        if link.entry is not None:
            self.entries[link.entry] = (link.seq, data)
            self.revisions.setdefault((link.entry, data["revision"]), (link.seq, data["sha256"]))
        elif link.act == "freeze":
            self.frozen[link.project or 0, data["number"]] = (link.seq, data["rubric_sha256"])
        elif link.act == "score":
            self.runs[link.hash] = (link.seq, data)
        elif link.act == "import":
            self.imports[link.project or 0] = link.seq
            self.projects[link.project or 0] = {**data, "voided": False, "two_person": True, "units": data["listed"]}
        elif link.act in ("void", "policy", "units"):
            self.projects[link.project or 0] |= {"voided": True} if link.act == "void" else data


def _chain(told: _Told) -> Iterator[Fault]:
    before, count = log.START, 0
    for link in LogEntry.objects.order_by("seq").iterator(2000):
        count += 1
        if link.seq != count:
            yield Fault(count, f"第 {count} 条记录缺失")
        if link.previous != before:
            yield Fault(link.seq, f"第 {link.seq} 条记录与前一条接不上")
        if link.hash != log.digest(link):
            yield Fault(link.seq, f"第 {link.seq} 条记录的内容被改动过")
        before = link.hash
        told.take(link)
    end = LogHead.objects.get(id=1)
    if (end.seq, end.hash) != (count, before):
        yield Fault(count + 1, f"记录到第 {count} 条为止，应有 {end.seq} 条")


def _unlike(told: _Told) -> Iterator[Fault]:
    yield from _files(told)
    yield from _projects(told)
    yield from _entries(told)
    yield from _results(told)


def _files(told: _Told) -> Iterator[Fault]:
    found = set()
    for document in Document.objects.iterator(1):
        found.add(document.sha256)
        if hashlib.sha256(document.data).hexdigest() != document.sha256:
            yield Fault(told.files.get(document.sha256, 0), f"文件「{document.name}」的内容被改动过")
    for digest, seq in told.files.items():
        if digest not in found:
            yield Fault(seq, f"第 {seq} 条记录所说的文件不见了")


def _projects(told: _Told) -> Iterator[Fault]:
    found = set()
    for project in Project.objects.select_related("document").defer("document__data").iterator(1):
        found.add(project.pk)
        if project.pk not in told.imports:
            yield Fault(0, f"《{project.title}》没有导入的记录")
            continue
        said = told.projects[project.pk]
        kept = {
            "file_sha256": project.document.sha256,
            "notice_sha256": log.text_sha256(project.notice),
            "draft_sha256": log.text_sha256(project.draft),
            "voided": project.voided,
            "two_person": project.two_person,
            "units": project.units.splitlines(),
        }
        if any(said[name] != value for name, value in kept.items()):
            yield Fault(told.imports[project.pk], f"《{project.title}》的内容与记录不符")
    for pk, seq in told.imports.items():
        if pk not in found:
            yield Fault(seq, f"第 {seq} 条记录导入的通知不见了")


def _entries(told: _Told) -> Iterator[Fault]:
    hashes: dict[tuple[int, int], str] = {}
    for revision in Revision.objects.select_related("entry").iterator(PIECE):
        place = (revision.entry_id, revision.number)
        hashes[place] = sha256(revision.content)
        if place not in told.revisions and revision.number == 1:
            continue  # nobody has decided about it: the import's link tells of it
        seq, said = told.revisions.get(place, (revision.entry.last_act, ""))
        if hashes[place] != said:
            yield Fault(seq, f"「{revision.entry.key}」第 {revision.number} 稿的内容与第 {seq} 条记录不符")
    first: dict[int, list[tuple[str, str, str]]] = {}
    found = set()
    for entry in Entry.objects.order_by("project", "order").iterator(PIECE):
        found.add(entry.pk)
        first.setdefault(entry.project_id, []).append((entry.kind, entry.key, hashes.get((entry.pk, 1), "")))
        yield from _entry(told, entry, hashes)
    for pk, seq in told.imports.items():
        if entries_sha256(first.get(pk, [])) != told.projects[pk]["entries_sha256"]:
            yield Fault(seq, f"第 {seq} 条记录导入的规则有的被改动过，或不见了")


def _entry(told: _Told, entry: Entry, hashes: dict[tuple[int, int], str]) -> Iterator[Fault]:
    """Whether an entry stands where its last link says."""
    seq, data = told.entries.get(entry.pk, (0, {"state": "pending", "revision": 1}))
    said = (seq, data["state"], data["revision"], data.get("reviewer"), data.get("approver"))
    if said != (entry.last_act, entry.state, entry.revision, entry.reviewer_id, entry.approver_id):
        by = f"与第 {seq} 条记录不符" if seq else "变了，却没有记录"
        yield Fault(seq or told.imports.get(entry.project_id, 0), f"「{entry.key}」的状态{by}")
    if hashes.get((entry.pk, entry.revision)) != data.get("sha256", hashes.get((entry.pk, 1))):
        yield Fault(seq, f"「{entry.key}」的内容与第 {seq} 条记录不符")


def _results(told: _Told) -> Iterator[Fault]:
    frozen = {(one.project_id, one.number): log.text_sha256(one.rubric) for one in Frozen.objects.iterator(1)}
    for place in {*frozen, *told.frozen}:
        seq, said = told.frozen.get(place, (0, ""))
        if frozen.get(place) != said:
            yield Fault(seq, f"封存的第 {place[1]} 版与记录不符")
    runs = {}
    for run in Run.objects.iterator(1):
        runs[run.log_head] = (log.text_sha256(run.result), hashlib.sha256(run.workbook).hexdigest())
    for head in {*runs, *told.runs}:
        seq, data = told.runs.get(head, (0, {}))
        if runs.get(head) != (data.get("result_sha256"), data.get("workbook_sha256")):
            yield Fault(seq, f"第 {seq} 条记录的得分与存下的不符")
