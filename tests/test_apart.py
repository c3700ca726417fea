"""Reading in other processes: the same notice, and a bad file takes down nothing but its own process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.apart import Readers, read
from extract.notice import Notice
from extract.read import read as read_here
from extract.refusal import FileRefusal, MissingProgram, Refusal
from tests.forms import CORPUS
from tests.test_command_line import kaohe, refused


def test_the_same_notice_and_the_same_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rugao-2019.docx", "yueyang-2015.doc", "zaozhuang-2022.pdf"):
        assert read(CORPUS / name) == read_here(CORPUS / name)
    with pytest.raises(FileRefusal, match=r"「没有\.docx」不存在") as caught:
        read(tmp_path / "没有.docx")
    assert caught.value.name == "没有.docx"
    monkeypatch.setenv("PATH", "")
    with (
        Readers("extract.worker", Notice.model_validate_json) as readers,
        pytest.raises(MissingProgram, match="writer"),
    ):
        readers.read(CORPUS / "yueyang-2015.doc")


def test_files_that_hang_die_or_fail_are_refused_and_the_others_go_on(tmp_path: Path) -> None:
    names = ["一", "卡住", "二", "死掉", "三", "撑爆", "四", "出错", "五"]
    paths = [tmp_path / f"{name}.txt" for name in names]
    for path in paths:
        path.write_text("关于开展考核工作的通知\n", encoding="utf-8")
    with Readers("tests.stuck", Notice.model_validate_json, count=2, seconds=5.0) as readers:
        outcomes = list(readers.all(paths))
    assert [path for path, _ in outcomes] == paths
    told = {path.stem: outcome.text for path, outcome in outcomes if isinstance(outcome, Refusal)}
    assert list(told) == ["卡住", "死掉", "撑爆", "出错"]
    assert "5 秒没有进展" in told["卡住"]
    assert "意外终止" in told["死掉"]
    assert "内存" in told["撑爆"]
    assert "KeyError" in told["出错"]
    assert all(text.count("。") == 1 for text in told.values())
    assert not _runs((tmp_path / "卡住.pid").read_text()), "what the process had started still runs"


def _runs(process: str) -> bool:
    """Whether the process runs; one that was killed and that nobody has asked after does not."""
    stat = Path("/proc", process, "stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_many_files_into_a_folder_and_again(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"通知{number}.txt").write_text(f"关于开展第{number}次考核工作的通知\n", encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    files = sorted(tmp_path.glob("*.*"))
    done = kaohe("read", *files, "-o", tmp_path / "结果")
    assert (done.returncode, done.stdout) == (2, "")
    assert "5 个文件中有 1 个没有读成" in done.stderr
    written = sorted((tmp_path / "结果").iterdir())
    assert [path.name for path in written] == [f"通知{number}.txt.notice.json" for number in range(4)]
    times = [path.stat().st_mtime_ns for path in written]
    (tmp_path / "通知3.txt").write_text("关于开展年终考核工作的通知\n", encoding="utf-8")
    done = kaohe("read", *files[1:], "-o", tmp_path / "结果")
    assert "3 个文件以前读过" in done.stderr
    assert [path.stat().st_mtime_ns == time for path, time in zip(written, times, strict=True)] == [True] * 3 + [False]
    assert json.loads(written[3].read_text("utf-8"))["title"] == "关于开展年终考核工作的通知"
    assert kaohe("read", *files[1:], "-o", tmp_path / "结果", "--again").stderr.count("已写入") == 4


def test_files_of_one_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "通知.txt").write_text(f"关于{folder}的通知\n", encoding="utf-8")
    said = refused("read", *sorted(tmp_path.glob("*/通知.txt")), "-o", tmp_path / "结果")
    assert "同名" in said
