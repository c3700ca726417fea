"""What if: two readings, two versions of the rules, two lots of evidence; every point that moves has its cause."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kaohe.example import write_evidence
from normalize.rubric import Rubric
from score.compare import Comparison, compare, reading
from score.evidence import read
from tests.golden import rubric
from tests.test_command_line import kaohe, refused

RUGAO = rubric("rugao-2019", "docx")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a draft's rules and the example evidence."""
    (tmp_path / "规则.json").write_text(RUGAO.model_dump_json(), encoding="utf-8")
    write_evidence(RUGAO, tmp_path / "填报.csv")
    return tmp_path


def adds_up(made: Comparison) -> None:
    """What the causes moved is what the totals moved."""
    for move in made.units:
        assert move.change == sum((change for _, change in move.causes), Decimal(0)), move.unit


@pytest.mark.parametrize("name", ["rugao-2019", "yueyang-2015"])
def test_other_readings_are_explained_to_the_last_point(name: str, tmp_path: Path) -> None:
    made = rubric(name, "docx")
    write_evidence(made, tmp_path / "填报.csv")
    evidence = read(tmp_path / "填报.csv", made)
    chosen: dict[str, str] = {}
    gone: set[str] = set()
    for rule in (rule for item in made.items for rule in item.rules if rule.alternatives):
        other = rule.alternatives[-1]
        if rule.id not in gone and not chosen.keys() & set(other.drops):
            chosen[rule.id] = other.code
            gone |= set(other.drops)
    adds_up(compare((reading(made, {}), evidence), (reading(made, chosen), evidence)))


def test_a_reading_that_was_approved_can_be_taken_back(tmp_path: Path) -> None:
    by_month = reading(RUGAO, {"7.r1": "by-month"})
    assert next(rule for item in by_month.items for rule in item.rules if rule.id == "7.r1").measures == ["m59"]
    assert reading(RUGAO, {"7.r1": "first"}).items == RUGAO.items


def test_two_readings_by_command(desk: Path) -> None:
    done = kaohe(
        "compare", desk / "规则.json", desk / "填报.csv", "--with", "7.r1=by-month", "-o", desk / "比较.xlsx", "--json"
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    moved = {one["unit"]: one["change"] for one in said["units"] if one["causes"]}
    assert {one["code"]: one["units"] for one in said["rules"]} == {"7.r1": len(moved)}
    book = load_workbook(desk / "比较.xlsx")
    rows = {row[0]: row for row in book["单位"].iter_rows(min_row=4, values_only=True)}
    assert {unit: f"{row[3]:+}" for unit, row in rows.items() if row[3]} == moved
    assert "没有读法 never" in refused("compare", desk / "规则.json", desk / "填报.csv", "--with", "7.r1=never")
    assert "三种写法" in refused("compare", desk / "规则.json", desk / "填报.csv")


def test_two_versions_of_the_rules(desk: Path) -> None:
    changed = json.loads((desk / "规则.json").read_text("utf-8"))
    changed["notice"]["sha256"] = "1" * 64
    rule = next(rule for item in changed["items"] for rule in item["rules"] if rule["id"] == "7.r1")
    rule["points"] = "2"
    # The same question under another number is still the same question.
    text = json.dumps(changed, ensure_ascii=False).replace('"m58"', '"q58"')
    (desk / "新规则.json").write_text(text, encoding="utf-8")
    done = kaohe("compare", desk / "规则.json", desk / "新规则.json", desk / "填报.csv", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert [one["code"] for one in said["rules"]] == ["7.r1"]
    assert {one["unit"]: one["change"] for one in said["units"] if one["change"] != "0"} == {"示例五镇": "-2"}
    assert said["missing"] == [{}, {}]


def test_own_and_assessed_evidence(desk: Path) -> None:
    lines = (desk / "填报.csv").read_text("utf-8-sig").splitlines()
    own = [line for line in lines if not line.startswith("示例五镇,m58,")]
    assessed = [line.replace("示例五镇,m58,,10,示例", "示例五镇,m58,,9,台账") for line in lines]
    (desk / "自查.csv").write_text("\n".join([*own, "示例五镇,m58,,12,上报"]), encoding="utf-8")
    (desk / "考核.csv").write_text("\n".join(assessed), encoding="utf-8")
    done = kaohe("compare", desk / "规则.json", desk / "自查.csv", desk / "考核.csv")
    assert done.returncode == 0, done.stderr
    assert "填报不同的有 1 处" in done.stdout
    assert "12（上报） → 9（台账）" in done.stdout.replace("\n", "")
    assert "1 个分数会变" in done.stdout


def test_what_the_other_reading_asks_and_nobody_answered_is_said(desk: Path) -> None:
    lines = [line for line in (desk / "填报.csv").read_text("utf-8-sig").splitlines() if ",m59," not in line]
    (desk / "填报.csv").write_text("\n".join(lines), encoding="utf-8")
    done = kaohe("compare", desk / "规则.json", desk / "填报.csv", "--with", "7.r1=by-month")
    assert "按乙算还缺填报" in done.stdout
    assert "每月信息被录用条数" in done.stdout.replace("\n", "")
    assert "0 个分数会变，0 个名次会变，6 个还比不了" in done.stdout


def test_a_changed_approved_rubric_is_refused(desk: Path) -> None:
    frozen = Rubric.model_validate_json((desk / "规则.json").read_text("utf-8")).model_dump(mode="json")
    frozen["approval"] = {"by": "王", "at": "2019-01-01", "notice_sha256": "0" * 64, "content_sha256": "0" * 64}
    (desk / "规则.json").write_text(json.dumps(frozen), encoding="utf-8")
    assert "被改动过" in refused("compare", desk / "规则.json", desk / "填报.csv", "--with", "7.r1=by-month")
