"""A backup holds everything, is checked both ways, and can be taken and restored whatever the database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from extract.refusal import Refusal
from review import backup, log
from review.models import Project
from tests.review.acting import frozen
from tests.review.cluster import Cluster
from tests.review.test_log import TRIGGERS, run

NUMBERS = count()
"""A new database for each restoring."""


def kaohe(data: Path, *args: str | Path, database: str | None = None) -> subprocess.CompletedProcess[str]:
    """The real command on another data folder, and on SQLite unless ``database`` names another."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [str(Path(sys.executable).with_name("kaohe")), *map(str, args), "--data", str(data)]
    environment = {**known, "COLUMNS": "200", **({"DATABASE_URL": database} if database else {})}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)


def counted(table: type[backup.models.Model]) -> int:
    return table._default_manager.count()


@pytest.fixture
def saved(small: Project, people: SimpleNamespace, tmp_path: Path) -> Path:
    """A backup of the desk with a frozen rubric in it."""
    frozen(small, people)
    backup.write(tmp_path / "备份.zip")
    return tmp_path / "备份.zip"


@pytest.fixture
def elsewhere(cluster: Cluster | None, tmp_path: Path) -> str | None:
    """Where a backup of this desk is restored to: SQLite, and PostgreSQL where the tests run on one."""
    return cluster.make(f"restored{next(NUMBERS)}") if cluster else None


def test_a_restored_desk_has_every_row_and_the_same_log(saved: Path, tmp_path: Path) -> None:
    data = tmp_path / "新"
    done = kaohe(data, "restore", saved)
    assert done.returncode == 0, done.stderr
    assert log.head() in kaohe(data, "verify").stderr
    with sqlite3.connect(data / "kaohe.sqlite3") as other:
        for table in backup.TABLES:
            (rows,) = other.execute(f"select count(*) from {table._meta.db_table}").fetchone()
            assert rows == counted(table), table
    other.close()


def test_sqlite_and_postgresql_restore_each_other(saved: Path, tmp_path: Path, elsewhere: str | None) -> None:
    """On SQLite: there and back; with PostgreSQL running: to it from here, and from it to SQLite."""
    first, second = tmp_path / "一", tmp_path / "二"
    assert kaohe(first, "restore", saved, database=elsewhere).returncode == 0
    assert kaohe(first, "backup", tmp_path / "再.zip", database=elsewhere).returncode == 0
    assert kaohe(second, "restore", tmp_path / "再.zip").returncode == 0
    assert log.head() in kaohe(second, "verify").stderr
    with zipfile.ZipFile(saved) as one, zipfile.ZipFile(tmp_path / "再.zip") as other:
        assert sorted(one.read(backup.ROWS).splitlines()) == sorted(other.read(backup.ROWS).splitlines())


def test_new_rows_number_on_after_the_restored_ones(saved: Path, tmp_path: Path, elsewhere: str | None) -> None:
    data = tmp_path / "新"
    assert kaohe(data, "restore", saved, database=elsewhere).returncode == 0
    notice = settings.HERE.parent / "corpus" / "lixia-2013.docx"
    assert kaohe(data, "import", notice, database=elsewhere).returncode == 0
    done = kaohe(data, "verify", database=elsewhere)
    assert done.returncode == 0, done.stderr


def test_nothing_is_restored_over_what_is_there(saved: Path) -> None:
    with pytest.raises(backup.NotEmpty, match="已经有数据"):
        backup.restore(saved)


@pytest.mark.parametrize("spoilt", ["cut", "byte", "row", "manifest", "no zip", "other zip"])
def test_a_damaged_backup_is_refused_and_nothing_of_it_stays(saved: Path, tmp_path: Path, spoilt: str) -> None:
    data = saved.read_bytes()
    if spoilt == "cut":
        saved.write_bytes(data[: len(data) // 2])
    elif spoilt == "byte":
        saved.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
    elif spoilt == "no zip":
        saved.write_text("备份")
    else:
        with zipfile.ZipFile(saved) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        if spoilt == "row":
            parts[backup.ROWS] = parts[backup.ROWS].replace("王主任".encode(), "李主任".encode())
        elif spoilt == "manifest":
            parts[backup.MANIFEST] = b"{}"
        else:
            del parts[backup.MANIFEST]
        with zipfile.ZipFile(saved, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
    done = kaohe(tmp_path / "新", "restore", saved)
    assert (done.returncode, "不是备份，或已损坏" in done.stderr) == (2, True)
    assert "0 条" in kaohe(tmp_path / "新", "verify").stderr


def test_a_backup_whose_log_does_not_hold_is_not_restored(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        rows = archive.read(backup.ROWS).replace("审小红（review）".encode(), "别人（review）".encode())
        manifest = json.loads(archive.read(backup.MANIFEST))
    manifest["sha256"] = backup.hashlib.sha256(rows).hexdigest()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr(backup.ROWS, rows)
        archive.writestr(backup.MANIFEST, json.dumps(manifest))
    done = kaohe(tmp_path / "新", "restore", saved)
    assert (done.returncode, "没有恢复" in done.stderr) == (2, True)
    assert "0 条" in kaohe(tmp_path / "新", "verify").stderr


def test_no_backup_is_made_of_a_log_that_does_not_hold(small: Project, people: SimpleNamespace, tmp_path: Path) -> None:
    frozen(small, people)
    for trigger in TRIGGERS:
        run(f"drop trigger {trigger}" + ("" if connection.vendor == "sqlite" else " on review_logentry"))
    run("update review_logentry set person = '别人' where seq = 3")
    with pytest.raises(Refusal, match="记录不可信，没有备份：第 3 条"):
        backup.write(tmp_path / "备份.zip")


def test_kaohe_verify_names_the_first_broken_link_of_a_doctored_file(saved: Path, tmp_path: Path) -> None:
    data = tmp_path / "新"
    assert kaohe(data, "restore", saved).returncode == 0
    with sqlite3.connect(data / "kaohe.sqlite3") as file:
        for name in ("log_no_update", "log_no_delete", "log_no_replace"):
            file.execute(f"drop trigger {name}")
        file.execute("update review_logentry set data = replace(data, 'reviewed', 'approved') where seq in (3, 5)")
    file.close()
    done = kaohe(data, "verify")
    assert (done.returncode, "第 3 条记录的内容被改动过" in done.stderr) == (2, True)


def test_a_log_number_of_a_score_sheet_is_looked_up(saved: Path, tmp_path: Path) -> None:
    data = tmp_path / "新"
    assert kaohe(data, "restore", saved).returncode == 0
    assert kaohe(data, "verify", "--head", log.head()[:12]).returncode == 0
    done = kaohe(data, "verify", "--head", "0123456789ab")
    assert (done.returncode, "记录里没有 0123456789ab" in done.stderr) == (2, True)
