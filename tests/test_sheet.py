"""Workbooks: what cells show, merged and hidden ones, several sheets."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from extract.notice import Notice, Paragraph
from extract.read import read
from extract.refusal import FileRefusal
from extract.sheet.figures import shown
from tests.wordfile import pictured


def made(folder: Path, fill: Callable[[openpyxl.Workbook, Worksheet], None]) -> Path:
    """A workbook, filled."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (("项目", "办法", "分值"), ("党建", "每少一次扣1分", 10), ("宣传", "每少一篇扣0.5分", 5)):
        sheet.append(row)
    fill(book, sheet)
    path = folder / "细则.xlsx"
    book.save(path)
    return path


def tables(notice: Notice) -> list[list[list[str]]]:
    return [pictured(table) for _, table in notice.tables()]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.05", "0%", "5%"),
        ("0.125", "0.0%", "12.5%"),
        ("10", "General", "10"),
        ("0.30000000000000004", "General", "0.3"),
        ("10", '0"分"', "10分"),
        ("10", "0分", "10分"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.5", "0.##", "0.5"),
        ("-3", "0;(0)", "(3)"),
        ("5", "@", "5"),
        ("7", "000", "007"),
        ("43529", "yyyy年m月d日", "2019年3月5日"),
        ("43529", 'yyyy"年"mm"月"dd"日";@', "2019年03月05日"),
        ("0.75", "h:mm", "18:00"),
        ("43529.5", "[$-804]yyyy/m/d h:mm;@", "2019/3/5 12:00"),
        ("0.5", "# ?/?", None),
        ("12345", "0.00E+00", None),
        ("一", "0", None),
    ],
)
def test_a_number_as_its_cell_shows_it(value: str, code: str, text: str | None) -> None:
    assert shown(value, code) == text


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_number_format_stops_the_reading(value, code) -> None:
    text = shown(str(value), code)
    assert text is None or isinstance(text, str)


def test_formats_dates_and_formulas_in_a_workbook(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["C2"].number_format = '0"分"'
        sheet["C3"], sheet["C3"].number_format = 0.05, "0%"
        sheet.append(("合计", "=SUM(1)", True))

    notice = read(made(tmp_path, fill))
    assert [row[2] for row in tables(notice)[0]] == ["分值", "10分", "5%", "TRUE"]
    assert [(warning.code, "B4" in warning.text) for warning in notice.warnings] == [("cell", True)]


def test_merged_cells_titles_and_notes(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "2023年度考核细则"
        sheet.merge_cells("A1:F1")
        sheet.append((None, "每少一条扣1分", 3))
        sheet.merge_cells("A4:A5")
        sheet.append(("注：满分18分。",))
        sheet.merge_cells("A6:C6")

    notice = read(made(tmp_path, fill))
    assert [block.text for block in notice.blocks if isinstance(block, Paragraph)] == [
        "2023年度考核细则",
        "注：满分18分。",
    ]
    assert tables(notice) == [
        [
            ["项目", "办法", "分值"],
            ["党建", "每少一次扣1分", "10"],
            ["宣传", "每少一篇扣0.5分", "5"],
            ["^", "每少一条扣1分", "3"],
        ]
    ]


def test_sheets_are_read_one_after_the_other_and_hidden_ones_told(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.title = "城区"
        town = book.create_sheet("乡镇")
        for row in (("项目", "分值"), ("党建", 20), ("旧项目", 5)):
            town.append(row)
        town.row_dimensions[3].hidden = True
        book.create_sheet("底稿").append(("旧数",))
        book["底稿"].sheet_state = "hidden"

    notice = read(made(tmp_path, fill))
    assert [block.text for block in notice.blocks if isinstance(block, Paragraph)] == ["城区", "乡镇"]
    assert tables(notice)[1] == [["项目", "分值"], ["党建", "20"]]
    assert [warning.code for warning in notice.warnings] == ["hidden", "hidden"]
    assert "「底稿」" in notice.warnings[1].text


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book, sheet: sheet.merge_cells("E1:F2"))
    path.write_bytes(_replaced(path.read_bytes(), b"E1:F2", b"E1:XFD1048576"))
    assert tables(read(path)) == [
        [["项目", "办法", "分值"], ["党建", "每少一次扣1分", "10"], ["宣传", "每少一篇扣0.5分", "5"]]
    ]


def test_a_row_that_no_sheet_has(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book, sheet: None)
    path.write_bytes(_replaced(path.read_bytes(), b'<row r="3"', b'<row r="9999999999"'))
    with pytest.raises(FileRefusal, match="已损坏"):
        read(path)


def test_an_old_workbook_goes_through_libreoffice(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book, sheet: sheet.merge_cells("A2:A3"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = read(tmp_path / "细则.xls")
    assert old.file.kind == "xls"
    assert tables(old)[0][2][0] == "^"
    assert tables(old)[0][1] == ["党建", "每少一次扣1分", "10"]


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book, sheet: None)
    path.write_bytes(_replaced(path.read_bytes(), b"<sheetData>", b"<sheetData"))
    with pytest.raises(FileRefusal, match="已损坏"):
        read(path)


def _replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    """The package with the first sheet's XML changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as written:
        for item in package.namelist():
            content = package.read(item)
            written.writestr(item, content.replace(old, new) if item == "xl/worksheets/sheet1.xml" else content)
    return out.getvalue()
