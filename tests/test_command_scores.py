"""From a frozen rubric to explained scores, through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaohe.example import write_evidence
from normalize.rubric import Rubric
from tests.test_command_line import CORPUS, UNITS, approved, kaohe, refused


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what comes before scoring: draft, frozen rubric, list of units, empty workbook, full evidence."""
    folder = approved(tmp_path_factory.mktemp("scores"))
    made = kaohe("template", folder / "rubric.json", "--units", folder / "units.txt", "-o", folder / "empty.xlsx")
    assert made.returncode == 0, made.stderr
    draft = Rubric.model_validate_json((folder / "draft.json").read_text("utf-8"))
    write_evidence(draft, folder / "evidence.csv")
    return folder


def test_full_evidence_is_scored_and_ranked(work: Path) -> None:
    done = kaohe(
        "score", work / "rubric.json", work / "evidence.csv", "-o", work / "scores.json", "-o", work / "表.xlsx"
    )
    assert done.returncode == 0, done.stderr
    scores = json.loads((work / "scores.json").read_text("utf-8"))
    assert [unit["rank"] for unit in scores["units"]] == sorted(unit["rank"] for unit in scores["units"])
    assert scores["draft"] is False
    assert all(unit["unit"] in done.stdout for unit in scores["units"])
    assert (work / "表.xlsx").stat().st_size > 0
    again = kaohe("score", work / "rubric.json", work / "evidence.csv", "--json", "-o", work / "folder")
    assert json.loads(again.stdout) == scores
    assert {path.name for path in (work / "folder").iterdir()} >= {"rubric.json", "detail.parquet", "scores.json"}


def test_a_folder_of_other_files_is_not_replaced(work: Path) -> None:
    (work / "文件").mkdir()
    (work / "文件" / "年终总结.txt").write_text("总结", encoding="utf-8")
    assert "文件夹" in refused("score", work / "rubric.json", work / "evidence.csv", "-o", work / "文件")
    assert (work / "文件" / "年终总结.txt").read_text("utf-8") == "总结"
    for _ in range(2):  # a result's own folder is written anew
        assert kaohe("score", work / "rubric.json", work / "evidence.csv", "-o", work / "结果").returncode == 0
    unit = json.loads((work / "结果" / "scores.json").read_text("utf-8"))["units"][0]["unit"]
    assert kaohe("explain", work / "结果", "--unit", unit).returncode == 0


def test_every_point_is_explained_with_the_notices_words(work: Path) -> None:
    kaohe("score", work / "rubric.json", work / "evidence.csv", "-o", work / "why.json")
    scores = json.loads((work / "why.json").read_text("utf-8"))
    rules = {rule["id"]: rule for item in scores["rubric"]["items"] for rule in item["rules"]}
    unit = scores["units"][-1]
    for item in unit["items"]:
        said = kaohe("explain", work / "why.json", "--unit", unit["unit"], "--item", item["item"])
        assert said.returncode == 0, said.stderr
        for rule in item["rules"]:
            if rule["points"] not in (None, "0"):
                assert rules[rule["rule"]]["text"] in said.stdout
                assert rule["text"] in said.stdout
    assert "没有" in refused("explain", work / "why.json", "--unit", "无此镇")
    assert "没有" in refused("explain", work / "why.json", "--unit", unit["unit"], "--item", "99")


def test_missing_evidence_is_not_zero(work: Path) -> None:
    done = kaohe("score", work / "rubric.json", work / "empty.xlsx", "-o", work / "open.json")
    assert done.returncode == 1
    assert "没有填全" in done.stderr
    scores = json.loads((work / "open.json").read_text("utf-8"))
    assert {unit["unit"] for unit in scores["units"]} == set(UNITS)
    assert all(unit["rank"] is None and not unit["complete"] for unit in scores["units"])


def test_a_draft_is_scored_only_when_asked_and_says_so(work: Path) -> None:
    assert "还没有经人确认" in refused("score", work / "draft.json", work / "evidence.csv")
    done = kaohe("score", work / "draft.json", work / "evidence.csv", "--draft", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["draft"] is True


def test_a_workbook_from_another_rubric_is_refused(work: Path) -> None:
    kaohe("rules", CORPUS / "rugao-2018.txt", "-o", work / "other.json")
    made = kaohe("template", work / "other.json", "--units", work / "units.txt", "-o", work / "other.xlsx")
    assert made.returncode == 0, made.stderr
    assert "other.xlsx" in refused("score", work / "rubric.json", work / "other.xlsx", "-o", work / "never.json")
    assert not (work / "never.json").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "空"),
        ("unit,measure\n", "value"),
        ("unit,measure,value\n如城街道,m999,1\n", "m999"),
        ("unit,measure,value\n如城街道,m1,-1\n", "-1"),
        ("unit,measure,value\n如城街道,m1,两次\n", "两次"),
        ("unit,measure,value\n如城街道,m1,1\n如城街道,m1,2\n", "m1"),
    ],
)
def test_faulty_evidence_is_refused_with_its_fault(content: str, words: str, work: Path) -> None:
    (work / "bad.csv").write_text(content, encoding="utf-8")
    done = kaohe("score", work / "rubric.json", work / "bad.csv", "-o", work / "never.json")
    assert done.returncode == 2
    assert "bad.csv" in done.stderr
    assert words in done.stderr
    assert "内部出错" not in done.stderr
    assert not (work / "never.json").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"format": "scores/1"}', '{"format": "rubric/1"}'])
def test_what_is_no_result_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "得分.json").write_text(content, encoding="utf-8")
    assert "得分.json" in refused("explain", tmp_path / "得分.json", "--unit", "如城街道")
    assert "不存在" in refused("explain", tmp_path / "没有", "--unit", "如城街道")
