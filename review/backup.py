"""A backup of everything, taken while the desk runs, and back: from one snapshot of the database, checked both ways.

The file is a zip: ``rows.jsonl`` has one row a line as Django's serialiser writes it (so a backup of SQLite can be
restored to PostgreSQL), ``manifest.json`` the SHA-256 of that file, the number of rows and the head of the log.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

from extract.refusal import FileRefusal, Refusal
from review import log
from review.models import (
    Document,
    Entry,
    Filled,
    FirstLink,
    Frozen,
    Job,
    LogEntry,
    LogHead,
    Person,
    Project,
    Revision,
    Run,
)  # fmt: skip
from review.verifying import snapshot, verify

TABLES: list[type[models.Model]] = [
    Person, FirstLink, Document, Project, Entry, Revision, Frozen, Filled, Run, Job, LogEntry, LogHead,
]  # fmt: skip
"""Everything but sessions and failed logins, referred to before referring."""

ROWS, MANIFEST = "rows.jsonl", "manifest.json"
FORMAT = "kaohe-backup/1"
_LARGEST_MANIFEST = 10_000


class NotEmpty(Refusal):
    """A restore into a database that holds something."""


def write(path: Path) -> int:
    """Write a backup; returns the number of rows. Raises Refusal where the log does not hold: it would be kept for good."""
    digest, count = hashlib.sha256(), 0
    with snapshot(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        fault = verify()
        if fault is not None:
            raise Refusal(f"记录不可信，没有备份：{fault.text}。请先查明原因。")
        with archive.open(ROWS, "w", force_zip64=True) as file:
            for line in _lines():
                digest.update(line)
                file.write(line)
                count += 1
        manifest = {"format": FORMAT, "rows": count, "sha256": digest.hexdigest(), "log_head": log.head()}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return count


def _lines() -> Iterator[bytes]:
    for table in TABLES:
        for row in table._default_manager.order_by("pk").iterator(200):
            record: dict[str, Any] = serializers.serialize("python", [row])[0]
            text = json.dumps(record, ensure_ascii=False, default=_plain)
            yield text.encode() + b"\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def restore(path: Path) -> int:
    """Restore a backup into an empty database, all or nothing; returns the number of rows.

    Raises FileRefusal for a file that is no backup or is damaged, NotEmpty, and Refusal where the log does not hold.
    """
    manifest = _manifest(path)
    if Person.objects.exists() or Project.objects.exists() or LogEntry.objects.exists():
        raise NotEmpty("这里已经有数据，不能恢复：请用 --data 给一个空的文件夹。")
    count = 0
    with transaction.atomic(), zipfile.ZipFile(path) as archive, archive.open(ROWS) as file:
        LogHead.objects.all().delete()
        for line in file:
            for row in serializers.deserialize("json", b"[" + line + b"]"):
                row.save()
            count += 1
        fault = verify()
        if fault is not None or log.head() != manifest["log_head"]:
            raise Refusal(f"备份里的记录不可信，没有恢复：{fault.text if fault else '最后一条与备份时不同'}。")
        _sequences()
    return count


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose rows are what it says."""
    advice = "请用 kaohe backup 写的文件"
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
                raise KeyError(MANIFEST)
            manifest = dict(json.loads(archive.read(MANIFEST)))
            digest = hashlib.sha256()
            with archive.open(ROWS) as file:
                for piece in iter(lambda: file.read(1 << 20), b""):
                    digest.update(piece)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, ValueError, EOFError, OSError):
        raise FileRefusal(path.name, "不是备份，或已损坏", advice) from None
    if manifest.get("format") != FORMAT or manifest.get("sha256") != digest.hexdigest():
        raise FileRefusal(path.name, "不是备份，或已损坏", advice)
    return manifest


def _sequences() -> None:
    """New rows number on after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), TABLES):
            cursor.execute(statement)
