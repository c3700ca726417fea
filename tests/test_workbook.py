"""The workbook that office staff fill in: written, filled as a person would, and read back."""

from __future__ import annotations

import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract.refusal import FileRefusal
from normalize.rubric import Rubric
from score import workbook
from score.evidence import EvidenceRefusal, read
from score.layout import HEAD_ROWS, OTHERWISE, SHEET, columns, is_occurrence
from tests.golden import rubric
from tests.golden_evidence import Row, rows, with_measure, write

YUEYANG = rubric("yueyang-2015", "docx")
UNITS = ["平江县", "岳阳县"]


def template(folder: Path, made: Rubric = YUEYANG) -> tuple[Path, Workbook, Worksheet]:
    """A new workbook on disk, open in openpyxl."""
    path = folder / "填报表.xlsx"
    workbook.write(made, path, units=UNITS)
    book = load_workbook(path)
    return path, book, book[SHEET]


def column(sheet: Worksheet, key: str) -> int:
    """The column of a question."""
    return next(cell.column for cell in sheet[HEAD_ROWS] if cell.value == key)


def fill(sheet: Worksheet, said: list[Row]) -> None:
    """Write answers as Excel stores what a person types: numbers as numbers, 95% as 0.95."""
    for unit, measure, period, value in said:
        cell = sheet.cell(
            HEAD_ROWS + 1 + UNITS.index(unit), column(sheet, f"{measure}@{period}" if period else measure)
        )
        if "%" in cell.number_format:
            cell.value = float(Decimal(value.rstrip("%")) / 100)
        else:
            cell.value = float(value) if value.replace(".", "").isdigit() else value


def everything() -> list[Row]:
    """Answers to every question for both units."""
    return [row for unit in UNITS for row in rows(YUEYANG, unit, [])]


def refused(path: Path) -> str:
    """The one fault that the workbook is refused with."""
    with pytest.raises(EvidenceRefusal) as found:
        read(path, YUEYANG)
    (fault,) = found.value.faults
    return fault


def test_a_filled_workbook_says_what_a_csv_says(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    fill(sheet, everything())
    book.save(path)
    write(tmp_path / "填报.csv", everything())
    filled, long = read(path, YUEYANG), read(tmp_path / "填报.csv", YUEYANG)
    assert filled.sha256 == long.sha256
    assert filled.notes == []
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "saved"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert read(tmp_path / "saved" / path.name, YUEYANG).sha256 == long.sha256


def test_the_same_rubric_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        workbook.write(YUEYANG, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_question_in_force_has_a_column_a_check_and_its_rule(tmp_path: Path) -> None:
    _, book, sheet = template(tmp_path)
    asked = columns(YUEYANG)
    assert [cell.value for cell in sheet[HEAD_ROWS]] == ["单位", *(one.key for one in asked), OTHERWISE]
    assert [sheet.cell(HEAD_ROWS + 1 + at, 1).value for at in range(2)] == UNITS
    for at, one in enumerate(asked, start=2):
        comment = sheet.cell(2, at).comment
        assert (comment is not None and one.rules[0].text[:40] in comment.text) if one.rules else one.measure.items
        assert any(
            sheet.cell(HEAD_ROWS + 1, at).coordinate in check.sqref for check in sheet.data_validations.dataValidation
        )
    assert sheet.freeze_panes == f"B{HEAD_ROWS + 1}"
    assert len(book["说明"]["A"]) > len(asked)


def test_periods_have_a_column_each(tmp_path: Path) -> None:
    made = with_measure(YUEYANG, period="quarter")
    path, book, sheet = template(tmp_path, made)
    keys = [f"m1@2015-Q{n}" for n in range(1, 5)]
    assert [cell.value for cell in sheet[HEAD_ROWS]][1:5] == keys
    sheet.cell(HEAD_ROWS + 1, column(sheet, keys[2])).value = 7
    book.save(path)
    assert [(one.period, one.value) for one in read(path, made).answers] == [("2015-Q3", Decimal(7))]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    path, _, sheet = template(tmp_path, with_measure(YUEYANG, label='=HYPERLINK("http://example.invalid")'))
    assert sheet.cell(2, 2).data_type == "s"
    with zipfile.ZipFile(path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets/sheet" in name)


def test_what_did_not_happen_is_said_once(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    event = next(one for one in columns(YUEYANG) if is_occurrence(one) and one.measure.type == "count")
    sheet.cell(HEAD_ROWS + 1, column(sheet, event.key)).value = 3
    sheet.cell(HEAD_ROWS + 1, column(sheet, OTHERWISE)).value = "张三 2015-12-31"
    book.save(path)
    found = read(path, YUEYANG)
    assert {answer.unit for answer in found.answers} == {"平江县"}
    said = {answer.measure: answer.value for answer in found.answers}
    assert set(said) == {one.measure.id for one in columns(YUEYANG) if is_occurrence(one)}
    assert said.pop(event.measure.id) == Decimal(3)
    assert not any(said.values())
    assert found.units == UNITS


def test_a_statement_without_name_and_date(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    sheet.cell(HEAD_ROWS + 2, column(sheet, OTHERWISE)).value = "否"
    book.save(path)
    assert "应写姓名和时间" in refused(path)


def test_a_number_pasted_without_its_per_cent_format(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    percent = next(one.key for one in columns(YUEYANG) if one.measure.type == "percent")
    cell = sheet.cell(HEAD_ROWS + 1, column(sheet, percent))
    cell.number_format, cell.value = "General", 95
    book.save(path)
    assert [answer.value for answer in read(path, YUEYANG).answers] == [Decimal(95)]
    cell.value = 0.95
    book.save(path)
    fault = refused(path)
    assert fault.startswith(f"{SHEET} {cell.coordinate}：")
    assert "可能是 0.95% 也可能是 95%" in fault


def test_a_remark_beside_the_questions(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    sheet.cell(HEAD_ROWS + 1, sheet.max_column + 1).value = "待核"
    book.save(path)
    assert "「待核」所在的列不是填报表里的问题" in refused(path)


def test_columns_may_move(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    fill(sheet, [("岳阳县", "m1", "", "70")])
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(2)
    book.save(path)
    assert [(one.unit, one.measure, one.value) for one in read(path, YUEYANG).answers] == [
        ("岳阳县", "m1", Decimal(70))
    ]


def test_a_workbook_of_another_rubric(tmp_path: Path) -> None:
    path, book, sheet = template(tmp_path)
    fill(sheet, [("岳阳县", "m1", "", "70")])
    book.save(path)
    with pytest.raises(FileRefusal, match="问题不同"):
        read(path, rubric("zaozhuang-2022", "docx"))
    renamed = YUEYANG.model_copy(update={"sections": []})
    (note,) = read(path, renamed).notes
    assert "问题相同" in note
    Workbook().save(path)
    with pytest.raises(FileRefusal, match="不是本系统做的填报表"):
        read(path, YUEYANG)
