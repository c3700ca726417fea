"""Files coming in: once each, whole or not at all, beside last year's."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.refusal import Refusal
from review.importing import Known, import_file
from review.jobs import perform, resume, take
from review.models import Document, Entry, Job, LogEntry, Project, Revision
from review.verifying import verify
from tests.review.conftest import CORPUS
from tests.review.notices import document
from tests.review.test_backup import kaohe


def test_the_same_file_twice_is_one_notice_whatever_its_name(small: Project, people: SimpleNamespace) -> None:
    data = bytes(small.document.data)
    with pytest.raises(Known, match="已经导入过了"):
        import_file(data, "另一个名字.docx", people.enter)
    assert Project.objects.filter(document__sha256=small.document.sha256).count() == 1


def test_last_years_notice_is_found(rugao: tuple[int, int]) -> None:
    first, second = rugao
    assert Project.objects.get(pk=second).previous_id == first


def test_everything_that_the_draft_has_is_there_to_decide_once(small: Project) -> None:
    assert list(small.entries.values_list("kind", "key", "state", "open_question")) == [
        ("item", "1", "pending", False),
        ("rule", "1.r1", "pending", True),
        ("item", "2", "pending", False),
        ("rule", "2.r1", "pending", False),
        ("rule", "2.r2", "pending", False),
        ("item", "3", "pending", False),
        ("rule", "3.r1", "pending", True),
        ("finding", "convention.3", "pending", False),
    ]
    assert not Revision.objects.filter(entry__project=small).exclude(number=1).exists()
    assert verify() is None


def test_a_file_that_is_no_notice_leaves_nothing(people: SimpleNamespace) -> None:
    counts = [table.objects.count() for table in (Project, Entry, Document, LogEntry)]
    with pytest.raises(Refusal):
        import_file(b"\x00\x01\x02", "乱.docx", people.enter)
    assert [table.objects.count() for table in (Project, Entry, Document, LogEntry)] == counts


def job(data: bytes, name: str, people: SimpleNamespace) -> Job:
    """A file waiting to be imported."""
    from review.importing import keep

    return Job.objects.create(kind="import", subject=name, document=keep(data, name), by=people.enter)


def test_a_job_that_is_refused_says_why(people: SimpleNamespace) -> None:
    made = job(b"\x00\x01\x02", "乱.docx", people)
    assert take() == made
    perform(made)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "乱.docx" in made.message


def test_what_was_running_when_the_desk_stopped_is_taken_up_again(small: Project, people: SimpleNamespace) -> None:
    made = job(bytes(small.document.data), "小通知.docx", people)
    assert take() == made
    assert take() is None
    resume()
    assert take() == made
    perform(made)
    made.refresh_from_db()
    assert (made.state, made.target) == ("done", f"/notices/{small.pk}/")


def test_a_watched_folder_is_imported_by_itself(tmp_path: Path) -> None:
    folder, data = tmp_path / "收文", tmp_path / "数据"
    folder.mkdir()
    shutil.copy(CORPUS / "lixia-2013.docx", folder / "历下.docx")
    shutil.copy(CORPUS / "lixia-2013.docx", folder / "历下（副本）.docx")
    (folder / "~$历下.docx").write_bytes(b"x")
    (folder / "乱.docx").write_bytes(b"x")
    done = kaohe(data, "watch", folder, "--once")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("已导入《") == 1
    assert done.stderr.count("已经导入过了") == 1
    assert "乱.docx" in done.stderr
    (folder / "新.docx").write_bytes(document())
    assert "新.docx：已导入《关于印发" in kaohe(data, "watch", folder, "--once").stderr
    assert kaohe(data, "verify").returncode == 0
