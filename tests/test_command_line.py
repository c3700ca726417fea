"""The real command in a process of its own, on real files: exit statuses, refusals, and nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from rich.cells import cell_len

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
FILES = Path(__file__).parent / "files"
NOTICE = CORPUS / "rugao-2019.docx"
UNITS = ["如城街道", "长江镇", "搬经镇"]


def kaohe(*args: str | Path, cwd: Path | None = None, columns: int = 100) -> subprocess.CompletedProcess[str]:
    """Run ``kaohe`` as a user does, with its output piped."""
    command = [str(Path(sys.executable).with_name("kaohe")), *map(str, args)]
    width = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", env=width)


def refused(*args: str | Path, cwd: Path | None = None) -> str:
    """The sentence with which the command refuses: one line of Chinese, status 2, nothing on standard output."""
    done = kaohe(*args, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert "程序内部出错" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.endswith("。")
    return line


def approved(folder: Path) -> Path:
    """The folder, with what precedes scoring written into it: draft, frozen rubric, list of units."""
    assert kaohe("rules", NOTICE, "-o", folder / "draft.json").returncode == 0
    draft = json.loads((folder / "draft.json").read_text("utf-8"))
    waiting = [rule["id"] for item in draft["items"] for rule in item["rules"] if rule["certainty"] != "clear"]
    done = kaohe(
        "approve", folder / "draft.json", "--by", "王主任", "--confirm", *waiting, "-o", folder / "rubric.json"
    )
    assert done.returncode == 0, done.stderr
    (folder / "units.txt").write_text("\n".join(UNITS), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the draft, the frozen rubric and the list of units of one notice."""
    return approved(tmp_path_factory.mktemp("work"))


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["raed"], "没有命令 raed，是不是 read"),
        (["rules"], "缺少参数 通知…"),
        (["rules", "x.docx", "--jsn"], "没有选项 --jsn，是不是 --json"),
        (["score", "x.json"], "缺少参数 填报"),
        (["schema", "rubric", "scores"], "多出了参数 scores"),
        (["approve", "x.json", "--by"], "选项 --by 后面缺少内容"),
        (["approve", "x.json", "--by", "王"], "缺少选项 --output"),
        (["read", "x.docx", "--json=1"], "选项 --json 后面不能带内容"),
        (["schema", "evidence"], "没有格式 evidence"),
        (["clause"], "二者取一"),
        (["clause", "  "], "条文是空的"),
        (["clause", "少一次扣1分", "--points", "多"], "--points 应是不小于 0 的数"),
        (["template", "x.json", "-o", "x.csv"], "「x.json」不存在"),
    ],
)
def test_a_wrong_call_is_refused_in_one_chinese_sentence(args: list[str], words: str, tmp_path: Path) -> None:
    assert words in refused(*args, cwd=tmp_path)


def spoil(folder: Path, kind: str) -> Path:
    """A file that is no notice, of the named kind."""
    match kind:
        case "missing.docx":
            return folder / kind
        case "folder.docx":
            (folder / kind).mkdir()
        case "empty.docx":
            (folder / kind).touch()
        case "picture.docx":
            (folder / kind).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        case "damaged.docx":
            (folder / kind).write_bytes(NOTICE.read_bytes()[:6000])
        case "damaged.pdf":
            (folder / kind).write_bytes(NOTICE.with_suffix(".pdf").read_bytes()[:6000])
        case "workbook.docx":
            with zipfile.ZipFile(folder / kind, "w") as archive:
                archive.writestr("xl/workbook.xml", "<workbook/>")
        case "huge.docx":
            with (folder / kind).open("wb") as file:
                file.write(NOTICE.read_bytes())
                file.truncate(2 * 2**30)
        case _:
            return FILES / kind
    return folder / kind


@pytest.mark.parametrize(
    "kind",
    [
        "missing.docx",
        "folder.docx",
        "empty.docx",
        "picture.docx",
        "damaged.docx",
        "damaged.pdf",
        "workbook.docx",
        "huge.docx",
        "encrypted.docx",
        "encrypted.pdf",
    ],
)
def test_what_is_no_notice_is_refused_by_name_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    bad = spoil(tmp_path, kind)
    before = sorted(tmp_path.iterdir())
    assert bad.name in refused("rules", bad, "-o", tmp_path / "rubric.json")
    assert sorted(tmp_path.iterdir()) == before


def test_a_notice_without_any_rubric_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "放假通知.txt"
    letter.write_text("关于国庆节放假的通知\n各科室：\n国庆节放假七天，请安排好值班。\n办公室\n", encoding="utf-8")
    assert "放假通知.txt" in refused("rules", letter)


def test_one_refused_file_does_not_keep_back_the_others(tmp_path: Path) -> None:
    done = kaohe("rules", NOTICE, tmp_path / "没有.docx", "-o", tmp_path / "out", "--json")
    assert done.returncode == 2
    assert "没有.docx" in done.stderr
    assert [json.loads(line)["format"] for line in done.stdout.splitlines()] == ["rubric/1"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["rugao-2019.docx.rubric.json"]


def test_read_shows_what_json_says() -> None:
    notice = json.loads(kaohe("read", NOTICE, "--json").stdout)
    shown = kaohe("read", NOTICE).stdout
    assert notice["format"] == "notice/1"
    assert notice["title"] in shown
    assert "\x1b" not in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 100


def test_rules_show_words_and_understanding_side_by_side(work: Path) -> None:
    shown = kaohe("rules", NOTICE).stdout
    draft = json.loads((work / "draft.json").read_text("utf-8"))
    rules = [rule for item in draft["items"] for rule in item["rules"]]
    assert all(f" {rule['id']} " in shown for rule in rules)
    assert shown.count("〔假定〕") == sum(rule["certainty"] == "assumed" for rule in rules)
    assert "\x1b" not in shown


def test_a_clause_alone_and_a_file_of_them(tmp_path: Path) -> None:
    one = json.loads(kaohe("clause", "每少一次扣0.5分", "--goal", "全年培训4次", "--points", "6", "--json").stdout)
    assert [(rule["effect"], rule["points"]) for rule in one["rules"]] == [("deduct", "0.5")]
    lines = tmp_path / "clauses.jsonl"
    lines.write_text('{"id": 7, "text": "每少一次扣0.5分", "context": "全年培训4次", "points": 6}\n', encoding="utf-8")
    answers = [json.loads(line) for line in kaohe("clause", "--jsonl", lines).stdout.splitlines()]
    assert answers == [{"id": 7, "rules": one["rules"]}]
    lines.write_text('{"id": 7, "text": "少一次扣1分"}\n{"id": 8}\n', encoding="utf-8")
    assert "第 2 行" in refused("clause", "--jsonl", lines)


@pytest.mark.parametrize("name", ["notice", "rubric", "scores"])
def test_schema(name: str) -> None:
    assert f"{name}/1" in kaohe("schema", name).stdout


def test_approval_waits_for_every_decision(work: Path, tmp_path: Path) -> None:
    draft = json.loads((work / "draft.json").read_text("utf-8"))
    draft["items"][0]["rules"][0]["certainty"] = "unread"
    (tmp_path / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    name = draft["items"][0]["rules"][0]["id"]
    said = refused("approve", tmp_path / "draft.json", "--by", "王主任", "-o", tmp_path / "rubric.json")
    assert f"{name}（未读懂）" in said
    said = refused(
        "approve", tmp_path / "draft.json", "--by", "王主任", "--choose", name, "-o", tmp_path / "rubric.json"
    )
    assert "规则号=读法" in said
    assert not (tmp_path / "rubric.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": "rubric/1"}', '{"format": "rubric/2"}'])
def test_what_is_no_rubric_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "规则.json").write_text(content, encoding="utf-8")
    assert "规则.json" in refused("template", tmp_path / "规则.json", "-o", tmp_path / "表.xlsx")


def test_a_frozen_rubric_that_was_changed_is_refused(work: Path, tmp_path: Path) -> None:
    frozen = json.loads((work / "rubric.json").read_text("utf-8"))
    frozen["items"][0]["points"] = "99"
    (tmp_path / "rubric.json").write_text(json.dumps(frozen), encoding="utf-8")
    (tmp_path / "evidence.csv").write_text("unit,measure,value\n", encoding="utf-8")
    assert "改动" in refused("score", tmp_path / "rubric.json", tmp_path / "evidence.csv")


def test_output_goes_where_it_can(work: Path, tmp_path: Path) -> None:
    said = refused("template", work / "rubric.json", "--units", work / "units.txt", "-o", tmp_path / "没有" / "表.xlsx")
    assert "所在文件夹不存在" in said
    (tmp_path / "表.xlsx").mkdir()
    assert "是文件夹" in refused("template", work / "rubric.json", "-o", tmp_path / "表.xlsx")
