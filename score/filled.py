"""A filled workbook → its cells: by the ids in the third header row, whatever the order of columns or sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import regex
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from extract.refusal import FileRefusal
from normalize.approval import in_force
from normalize.rubric import Rubric
from score.evidence import Entry, empty
from score.layout import HEAD_ROWS, OTHERWISE, SHEET, Column, columns, is_occurrence, measures_sha256
from score.percent import per_cent_cells, root_of

_ADVICE = "请用 kaohe template 按这份规则做的填报表"
_SIGNED = regex.compile(r"(?s)(?=.*\p{L})(?=.*\d).{3,}")
"""Who and when: letters and figures."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_workbook(data: bytes, name: str, rubric: Rubric) -> tuple[list[str], list[Entry], list[str]]:
    """Units, cells and notes of a workbook that ``score.workbook`` made; raises FileRefusal."""
    marks = _marks(data, name)
    if "kaohe_measures" not in marks:
        raise FileRefusal(name, "不是本系统做的填报表", _ADVICE)
    asked = in_force(rubric)
    if marks["kaohe_measures"] != measures_sha256(asked):
        raise FileRefusal(name, "是按另一份规则做的，问题不同", _ADVICE)
    notes = []
    if marks.get("kaohe_rubric") != rubric.content_sha256():
        notes.append(f"「{name}」是按规则的另一版做的，问题相同，照常计分。")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            per_cent = per_cent_cells(package, SHEET)
    except (CalamineError, ValueError, KeyError, StopIteration, etree.XMLSyntaxError):
        raise FileRefusal(name, f"里没有“{SHEET}”表或已损坏", _ADVICE) from None
    if len(rows) < HEAD_ROWS:
        raise FileRefusal(name, "没有表头", _ADVICE)
    return *_entries(rows, asked, per_cent), notes


def _entries(rows: Sequence[Sequence[object]], rubric: Rubric, per_cent: set[str]) -> tuple[list[str], list[Entry]]:
    asked = {column.key: column for column in columns(rubric)}
    keys = [str(key) for key in rows[HEAD_ROWS - 1]]
    last = keys.index(OTHERWISE) if OTHERWISE in keys else None
    units: list[str] = []
    entries: list[Entry] = []
    for at, row in enumerate(rows[HEAD_ROWS:], start=HEAD_ROWS + 1):
        unit = str(row[0]).strip()
        if not unit and all(empty(value) for value in row[1:]):
            continue
        units.append(unit)
        signed = str(row[last]).strip() if last is not None else ""
        if signed and not _SIGNED.fullmatch(signed):
            fault = f"“{OTHERWISE}”填了「{signed}」，应写姓名和时间，例如 张三 {rubric.notice.year or 2020}-12-31，不作声明就空着"
            entries.append(Entry(unit, "", "", None, f"{SHEET} {_cell(last or 0, at)}", fault=fault))
        for place, (key, value) in enumerate(zip(keys[1:], row[1:], strict=True), start=1):
            cell = _cell(place, at)
            if key in asked:
                entries.append(_entry(unit, asked[key], value, f"{SHEET} {cell}", cell in per_cent, signed))
            elif key != OTHERWISE and not empty(value):
                fault = f"「{value}」所在的列不是填报表里的问题，备注请写到另一张表，隐藏的第{HEAD_ROWS}行请不要改动"
                entries.append(Entry(unit, "", "", None, f"{SHEET} {cell}", fault=fault))
    return list(dict.fromkeys(unit for unit in units if unit)), entries


def _entry(unit: str, column: Column, value: object, place: str, per_cent: bool, signed: str) -> Entry:
    """One cell; an empty one of an event that did not happen, where somebody signed that, says so."""
    measure = column.measure
    if empty(value):
        if not signed or not is_occurrence(column):
            return Entry(unit, measure.id, column.period, None, place)
        none = {"flag": "否", "level": "无"}.get(measure.type, "0")
        return Entry(unit, measure.id, column.period, none, place, source=place, note=f"{OTHERWISE}：{signed}")
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return Entry(
        unit, measure.id, column.period, value, place, per_cent and isinstance(value, int | float), source=place
    )


def _cell(column: int, row: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = _LETTERS[rest] + letters
    return f"{letters}{row}"


def _marks(data: bytes, name: str) -> dict[str, str]:
    """The custom properties of the workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "xl/workbook.xml" not in package.namelist():
                raise FileRefusal(name, "不是 Excel 工作簿", _ADVICE)
            if "docProps/custom.xml" not in package.namelist():
                return {}
            root = root_of(package, "docProps/custom.xml")
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError):
        raise FileRefusal(name, "已损坏，不能打开", "请在 Excel 中另存一份再试") from None
    return {str(prop.get("name")): "".join(str(part) for part in prop.itertext()) for prop in root}
