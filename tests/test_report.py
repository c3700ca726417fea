"""The workbook of results: what a notice or a unit is called stays text; every lost point has its reason and place."""

from __future__ import annotations

import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import kaohe
from kaohe.example import write_evidence
from normalize.approval import approve, in_force, undecided
from normalize.rubric import Item, Measure, NoticeRef, Rubric, Rule
from score import report, workbook
from score.engine import score
from score.evidence import Answer, Evidence, read
from score.losses import losses
from score.report.charts import spread
from score.sheet import Scores
from tests.golden import rubric


def named(name: str) -> Rubric:
    """A rubric in which everything is called the same."""
    rule = Rule(
        id="r1", text=name, effect="deduct", basis="each", on="occurrence", points="1", step="1", measures=["m1"]
    )
    return Rubric(
        notice=NoticeRef(title=name, file="通知.docx", sha256="0" * 64, year=2019),
        items=[Item(id="1", path=[name], name=name, points="5", rules=[rule])],
        measures=[Measure(id="m1", label=name, type="count", rules=["r1"])],
    )


def scored(made: Rubric, folder: Path) -> Scores:
    """The scores of the example evidence."""
    write_evidence(made, folder / "填报.csv")
    return score(made, read(folder / "填报.csv", made), draft=True)


def written(scores: Scores, folder: Path) -> Workbook:
    """The workbook of the scores, as openpyxl reads it."""
    report.write(scores, folder / "得分.xlsx")
    return load_workbook(folder / "得分.xlsx")


def rows(book: Workbook, name: str) -> list[dict[str, object]]:
    """The rows of a sheet by their header."""
    head, *body = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def texts(path: Path, name: str) -> int:
    """How many cells hold ``name`` as it stands; none of any kind holds a formula."""
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in cells if isinstance(cell.value, str) and name in cell.value]
    assert {cell.data_type for cell in found} == {"s"}
    return len([cell for cell in found if cell.value == name])


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://example.invalid", "{=1}"])
def test_names_stay_text(tmp_path: Path, name: str) -> None:
    made = named(name)
    scores = score(made, Evidence([name], [Answer(name, "m1", None, Decimal(2))], "0" * 64), draft=True)
    report.write(scores, tmp_path / "得分.xlsx")
    workbook.write(made, tmp_path / "填报表.xlsx", units=[name])
    assert texts(tmp_path / "得分.xlsx", name) >= 5
    assert texts(tmp_path / "填报表.xlsx", name) >= 2


def test_the_same_scores_give_the_same_bytes(tmp_path: Path) -> None:
    scores = scored(rubric("rugao-2019", "docx"), tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        report.write(scores, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["rugao-2018", "rugao-2019", "yueyang-2015", "zaozhuang-2022"])
def test_the_reasons_of_an_item_add_up_to_what_it_lacks(name: str, tmp_path: Path) -> None:
    made = rubric(name, "docx")
    checked = 0
    for unit in scored(made, tmp_path).units:
        found = losses(unit, made)
        assert all(loss.points is None or loss.points > 0 for loss in found)
        for item, result in zip(made.items, unit.items, strict=True):
            # At its floor an item has lost less than its rules took; what comes on top hides what was lost.
            if item.kind == "base" and item.points and Decimal(result.score or 0) > 0 and result.on_top == "0":
                lost = sum((loss.points or 0 for loss in found if loss.item is item), Decimal(0))
                assert lost == Decimal(item.points) - Decimal(result.score or 0), (unit.unit, item.id)
                checked += 1
    assert checked > 20


def test_reasons_are_ranked_and_quoted(tmp_path: Path) -> None:
    made = rubric("rugao-2019", "docx")
    book = written(scored(made, tmp_path), tmp_path)
    found = rows(book, "扣分原因")
    by_unit: dict[object, list[dict[str, object]]] = {}
    for row in found:
        by_unit.setdefault(row["单位"], []).append(row)
    for reasons in by_unit.values():
        lost = [float(str(row["失分"])) for row in reasons]
        assert lost == sorted(lost, reverse=True)
        assert [row["序"] for row in reasons] == list(range(1, len(reasons) + 1))
    clauses = {rule.id: rule.text for item in made.items for rule in item.rules}
    assert all(row["原文"] == clauses[str(row["原因代码"])] for row in found if row["类别"] == "扣分")
    worst = rows(book, "失分排行")
    assert sum(float(str(row["共失分"])) for row in worst) == pytest.approx(
        sum(float(str(row["失分"])) for row in found)
    )


def test_a_draft_is_marked_on_every_sheet_and_page(tmp_path: Path) -> None:
    made = rubric("rugao-2019", "docx")
    draft = scored(made, tmp_path)
    for sheet in written(draft, tmp_path):
        assert any("试算" in str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row), sheet.title
        assert "试算" in (sheet.oddHeader.right.text or ""), sheet.title
    frozen = approve(made, "王主任", datetime(2019, 6, 1), confirm=[rule.id for rule in undecided(made)])
    for sheet in written(score(frozen, read(tmp_path / "填报.csv", frozen)), tmp_path):
        assert not any("试算" in str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "试算" not in (sheet.oddHeader.right.text or "")


def test_decisions_and_what_stands_beside_the_rules_are_shown(tmp_path: Path) -> None:
    made = rubric("rugao-2019", "docx")
    waiting = [rule.id for rule in undecided(made) if rule.id != "7.r1"]
    frozen = approve(made, "王主任", datetime(2019, 6, 1, 9, 30), confirm=waiting, choose={"7.r1": "by-month"})
    write_evidence(made, tmp_path / "填报.csv")
    book = written(score(frozen, read(tmp_path / "填报.csv", frozen)), tmp_path)
    assert "王主任 于 2019-06-01 09:30" in str(book["规则来源"].cell(2, 1).value)
    said = {row["编号"]: row for row in rows(book, "规则来源") if row["编号"]}
    assert str(said["7.r1"]["决定"]).startswith("王主任 选用 by-month")
    assert str(said["7.r1"]["没有采用的读法"]).startswith("原来的读法：")
    assert said["6.r8"]["决定"] == "王主任 逐条确认"
    assert {rule.id for item in in_force(frozen).items for rule in item.rules} <= set(said)


def test_an_exception_beside_the_rules_is_shown_everywhere(tmp_path: Path) -> None:
    made = rubric("yueyang-2015", "docx")
    words = "积极配合省、市妇联开展活动"
    scores = scored(made, tmp_path)
    shown = [row for row in rows(written(scores, tmp_path), "规则来源") if row["原文"] == words]
    assert [row["把握"] for row in shown] == ["说明"]
    assert f"说明，没有算进规则（第17块的表，第21行第3列）：{words}" in kaohe.explain(
        scores, scores.units[0].unit, "3.6"
    )


def test_ties_and_what_is_open(tmp_path: Path) -> None:
    made = named("迟到")
    answers = [Answer(unit, "m1", None, Decimal(2)) for unit in ("甲", "乙")]
    book = written(score(made, Evidence(["甲", "乙"], answers, ""), draft=True), tmp_path)
    assert [(row["名次"], row["说明"]) for row in rows(book, "汇总")] == [(1, "并列第1"), (1, "并列第1")]
    assert rows(book, "待定") == []
    book = written(score(made, Evidence(["甲", "乙", "丙"], answers, ""), draft=True), tmp_path)
    assert [row["名次"] for row in rows(book, "汇总")] == [None, None, None]
    assert "各单位都不排名" in str(book["汇总"].cell(2, 1).value)
    assert [(row["单位"], row["规则"], row["最低"], row["最高"]) for row in rows(book, "待定")] == [("丙", "r1", 0, 5)]


def test_a_unit_has_a_page(tmp_path: Path) -> None:
    scores = scored(rubric("rugao-2019", "docx"), tmp_path)
    sheet = written(scores, tmp_path)["得分单"]
    pages = [at for at, row in enumerate(sheet.iter_rows(values_only=True), start=1) if "得分单" in str(row[0])]
    assert [one.id for one in sheet.row_breaks.brk] == [at - 1 for at in pages[1:]]
    assert [str(sheet.cell(at + 2, 1).value).split("　")[0] for at in pages] == [unit.unit for unit in scores.units]


def test_totals_are_spread_over_round_intervals() -> None:
    totals = [Decimal(text) for text in ("57.8", "59", "60", "68", "75")]
    assert spread(totals) == [("55～60", 2), ("60～65", 1), ("65～70", 1), ("70～75", 0), ("75～80", 1)]
    assert spread([Decimal("-3.5")]) == [("-3.5～-3.499", 1)]
