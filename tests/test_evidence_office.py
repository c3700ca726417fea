"""Evidence as offices hand it in: several files, formulas, mistyped units, moved headers, corrections."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.refusal import FileRefusal
from kaohe import score_to
from normalize.rubric import Item, Measure, NoticeRef, Rubric, Rule, Threshold
from score import store, workbook
from score.engine import score
from score.evidence import EvidenceRefusal, read, read_all
from score.explain import as_text, explain
from score.layout import FIX, HEAD_ROWS, LISTS, SHEET, columns
from score.progress import progress
from tests.test_command_line import kaohe, refused

UNITS = ["甲镇", "乙镇"]
YEAR = 2019


def made(**changes: object) -> Rubric:
    """A rubric with a question of each kind: a rate that must reach 95 %, a count, a rank, events by month."""
    rules = [
        Rule(id="1.r1", text="完成率不低于95%得5分", effect="award", basis="once", on="achievement", points="5",
             threshold=Threshold(op=">=", value="95", unit="%"), measures=["rate"]),
        Rule(id="1.r2", text="每少1次扣1分", effect="deduct", basis="each", on="shortfall", points="1", step="1",
             threshold=Threshold(op=">=", value="4", unit="次"), measures=["meetings"]),
        Rule(id="1.r3", text="第一名得3分，第二名得2分", effect="award", basis="level", on="achievement", on_top=True,
             levels=[{"level": "第一名", "points": "3"}, {"level": "第二名", "points": "2"}], measures=["rank"]),
        Rule(id="1.r4", text="每发生一次扣1分", effect="deduct", basis="each", on="occurrence", points="1", step="1",
             measures=["events"]),
        Rule(id="1.r5", text="按比例得分", effect="award", basis="share", on="achievement", points="2",
             threshold=Threshold(op=">=", value="100", unit="%"), measures=["part"]),
    ]  # fmt: skip
    measures = [
        Measure(id="rate", label="完成率", type="percent", unit="%", rules=["1.r1"]),
        Measure(id="meetings", label="全年开会次数", type="count", unit="次", rules=["1.r2"]),
        Measure(id="rank", label="名次", type="level", levels=["第一名", "第二名"], rules=["1.r3"]),
        Measure(id="events", label="发生次数", type="count", unit="次", period="month", rules=["1.r4"]),
        Measure(id="part", label="完成比例", type="percent", unit="%", rules=["1.r5"]),
    ]
    notice = NoticeRef(title="考核通知", file="通知.docx", sha256="0" * 64, **{"year": YEAR, **changes})  # type: ignore[arg-type]
    return Rubric(notice=notice, items=[Item(id="1", name="工作", points="10", rules=rules)], measures=measures)


def template(path: Path, rubric: Rubric | None = None, units: list[str] | None = None) -> tuple[Workbook, Worksheet]:
    """A new workbook on disk, open in openpyxl."""
    workbook.write(rubric or made(), path, units=units or UNITS)
    book = load_workbook(path)
    return book, book[SHEET]


def put(sheet: Worksheet, unit: str, key: str, value: object) -> str:
    """Fill in one answer; returns the cell's name."""
    column = next(cell.column for cell in sheet[HEAD_ROWS] if cell.value == key)
    row = next(cell.row for cell in sheet["A"] if cell.value == unit)
    cell = sheet.cell(row, column)
    cell.value = value  # type: ignore[assignment]
    return str(cell.coordinate)


def fault(path: Path) -> str:
    """The one fault that a file is refused with."""
    with pytest.raises(EvidenceRefusal) as found:
        read(path, made())
    (one,) = found.value.faults
    return one


def recalculated(path: Path) -> Path:
    """The workbook as LibreOffice saves it, its formulas worked out."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(path.parent / "saved"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return path.parent / "saved" / path.name


def test_ranks_and_levels_are_chosen_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    cell = put(sheet, "甲镇", "rank", "第2名")
    (check,) = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    assert check.type == "list"
    area = check.formula1.partition("!")[2].replace("$", "")
    assert [row[0].value for row in book[LISTS][area]] == ["第一名", "第二名", "无"]
    assert book[LISTS].sheet_state == "hidden"
    put(sheet, "乙镇", "rank", 1)
    book.save(path)
    assert [one.value for one in read(path, made()).answers] == [("第二名",), ("第一名",)]


def test_months_stand_in_the_header_even_without_a_year() -> None:
    shown = [column.question for column in columns(made(year=None)) if column.measure.id == "events"]
    assert shown == [f"发生次数（{month}月）" for month in range(1, 13)]


def test_a_count_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    put(sheet, "甲镇", "meetings", 1.5)
    book.save(path)
    assert "应填整数" in fault(path)


def test_a_formula_counts_once_a_program_has_worked_it_out(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    cell = put(sheet, "甲镇", "part", "=1/3")
    book.save(path)
    assert fault(path) == f"{SHEET} {cell}：是公式，还没有算出结果，请用 Excel 打开、保存后再交"
    evidence = read(recalculated(path), made())
    (answer,) = evidence.answers
    assert answer.value == Decimal("33.333")
    assert answer.note == "原填 33.3333333333333%，四舍五入到三位小数为 33.333%"
    assert any(cell in note for note in evidence.notes)


def test_a_formula_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    cell = put(sheet, "甲镇", "part", "=1/0")
    book.save(path)
    assert fault(recalculated(path)) == f"{SHEET} {cell}：是错误值 #DIV/0!，请改正公式或直接填数"


@pytest.mark.parametrize(("key", "value"), [("rate", 0.949999), ("part", 0.9999999)])
def test_rounding_that_would_decide_is_left_to_a_person(key: str, value: float, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    put(sheet, "甲镇", key, value)
    book.save(path)
    assert "四舍五入到三位小数会影响得分" in fault(path)


def test_what_excel_shows_as_three_tenths_is_three_tenths(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    put(sheet, "甲镇", "part", 0.1 + 0.2)
    book.save(path)
    assert [(one.value, one.note) for one in read(path, made()).answers] == [(Decimal(30), None)]


def test_ids_that_were_swapped_under_their_questions(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    one, other = sheet.cell(HEAD_ROWS, 2), sheet.cell(HEAD_ROWS, 3)
    one.value, other.value = other.value, one.value
    book.save(path)
    with pytest.raises(FileRefusal, match="B列写的问题是「完成率（%）」，编号却是 meetings"):
        read(path, made())


def test_a_unit_that_the_workbook_was_not_made_for(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    book, sheet = template(path)
    sheet.cell(HEAD_ROWS + 1, 1).value = "甲填"
    book.save(path)
    evidence = read(path, made())
    assert any("「甲填」不在做表时的名单里，是不是「甲镇」" in note for note in evidence.notes)
    assert any("交回的表里没有的单位不计分：甲镇" in note for note in evidence.notes)


def test_workbooks_of_several_units_are_one(tmp_path: Path) -> None:
    folder = tmp_path / "交回"
    folder.mkdir()
    (tmp_path / "规则.json").write_text(made().model_dump_json(), encoding="utf-8")
    for unit in UNITS:
        book, sheet = template(folder / f"{unit}.xlsx")
        put(sheet, unit, "meetings", 4)
        put(sheet, "甲镇", "rank", "无")  # both say the same of one unit
        book.save(folder / f"{unit}.xlsx")
    (folder / "~$甲镇.xlsx").write_bytes(b"open in Excel")
    both = read_all([folder / f"{unit}.xlsx" for unit in UNITS], made())
    assert {(one.unit, one.measure) for one in both.answers} == {
        ("甲镇", "meetings"), ("乙镇", "meetings"), ("甲镇", "rank"),
    }  # fmt: skip
    done = kaohe("progress", tmp_path / "规则.json", folder)
    assert done.returncode == 0, done.stderr
    told = {line.split()[0]: line.split()[1:4] for line in done.stdout.splitlines()[1:] if line[0] in "甲乙"}
    assert told == {"甲镇": ["2", "16", "14"], "乙镇": ["1", "16", "15"]}
    book, sheet = template(folder / "乙镇.xlsx")
    cell = put(sheet, "甲镇", "meetings", 3)
    book.save(folder / "乙镇.xlsx")
    said = refused("score", tmp_path / "规则.json", folder, "--draft")
    assert f"甲镇.xlsx {SHEET} {cell}：「甲镇」的meetings「全年开会次数」填了「4」" in said
    assert f"乙镇.xlsx {SHEET} {cell}的「3」不一致" in said


def test_a_correction_keeps_what_was_filled_in_and_why(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    rubric = made()
    book, sheet = template(path)
    for column in columns(rubric):
        for unit in UNITS:
            value = {"percent": 1, "level": "无"}.get(column.measure.type, 4 if column.measure.id == "meetings" else 0)
            put(sheet, unit, column.key, value)
    choice = next(column.choice for column in columns(rubric) if column.measure.id == "meetings")
    for at, value in enumerate(("甲镇", choice, 2, "台账只有两次", "王五 2019-12-30"), start=1):
        book[FIX].cell(4, at).value = value
    book.save(path)
    evidence = read(path, rubric)
    scores = score(rubric, evidence, draft=True)
    by_unit = {unit.unit: unit for unit in scores.units}
    assert (by_unit["乙镇"].total, by_unit["甲镇"].total) == ("10", "8")
    score_to(tmp_path / "结果", rubric, evidence, draft=True)
    told = as_text(explain(store.read(tmp_path / "结果"), "甲镇"))
    assert "全年开会次数：2（填报 C4，更正（更正 第4行）：原填4，理由：台账只有两次，王五 2019-12-30）" in told
    assert progress(evidence, rubric)[0].missing == ()
    book[FIX].cell(4, 4).value = None
    book.save(path)
    assert "更正要写理由" in fault(path)


def test_a_tampered_rubric_has_no_workbook(tmp_path: Path) -> None:
    frozen = made().model_dump(mode="json")
    frozen["approval"] = {"by": "王", "at": "2019-01-01", "notice_sha256": "0" * 64, "content_sha256": "1" * 64}
    (tmp_path / "规则.json").write_text(json.dumps(frozen), encoding="utf-8")
    assert "被改动过" in refused("template", tmp_path / "规则.json", "-o", tmp_path / "表.xlsx")
    assert not (tmp_path / "表.xlsx").exists()
