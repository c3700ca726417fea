"""A filled workbook → its cells: by the ids in the third header row, whatever the order of columns or sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from extract.refusal import FileRefusal
from normalize.rubric import Rubric
from score.evidence import Entry
from score.layout import HEAD_ROWS, OTHERWISE, SHEET, Column, columns, is_occurrence, measures_sha256

_ADVICE = "请用 kaohe template 按这份规则做的填报表"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_workbook(data: bytes, name: str, rubric: Rubric) -> tuple[list[str], list[Entry], list[str]]:
    """Units, cells and notes of a workbook that ``score.workbook`` made; raises FileRefusal."""
    marks = _marks(data, name)
    if "kaohe_measures" not in marks:
        raise FileRefusal(name, "不是本系统做的填报表", _ADVICE)
    if marks["kaohe_measures"] != measures_sha256(rubric):
        raise FileRefusal(name, "是按另一份规则做的，问题不同", _ADVICE)
    notes = []
    if marks.get("kaohe_rubric") != rubric.content_sha256():
        notes.append(f"「{name}」是按规则的另一版做的，问题相同，照常计分。")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    except (CalamineError, ValueError):
        raise FileRefusal(name, f"里没有“{SHEET}”表或已损坏", _ADVICE) from None
    if len(rows) < HEAD_ROWS:
        raise FileRefusal(name, "没有表头", _ADVICE)
    return *_entries(rows, rubric), notes


def _entries(rows: Sequence[Sequence[object]], rubric: Rubric) -> tuple[list[str], list[Entry]]:
    asked = {column.key: column for column in columns(rubric)}
    keys = [str(key) for key in rows[HEAD_ROWS - 1]]
    last = keys.index(OTHERWISE) if OTHERWISE in keys else None
    units: list[str] = []
    entries: list[Entry] = []
    for at, row in enumerate(rows[HEAD_ROWS:], start=HEAD_ROWS + 1):
        unit = str(row[0]).strip()
        filled = [value for value in row[1:] if value not in ("", None)]
        if not unit and not filled:
            continue
        units.append(unit)
        declared = last is not None and last < len(row) and str(row[last]).strip() not in ("", "None")
        for place, key in enumerate(keys):
            if key in asked and place < len(row):
                entries.append(
                    _entry(
                        unit,
                        asked[key],
                        row[place],
                        f"{SHEET} {_cell(place, at)}",
                        declared,
                        row[last] if last else None,
                    )
                )
    return list(dict.fromkeys(unit for unit in units if unit)), entries


def _entry(unit: str, column: Column, value: object, place: str, declared: bool, who: object) -> Entry:
    empty = value in ("", None)
    if empty and declared and is_occurrence(column):
        value = "否" if column.measure.type == "flag" else 0
        return Entry(unit, column.measure.id, column.period, value, place, note=f"{OTHERWISE}：{who}")
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    # A cell of the template is formatted as per cent: 95% is stored as 0.95.
    per_cent = column.measure.type == "percent" and isinstance(value, int | float)
    return Entry(unit, column.measure.id, column.period, None if empty else value, place, per_cent, source=place)


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
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(package.read("docProps/custom.xml"), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError):
        raise FileRefusal(name, "已损坏，不能打开", "请在 Excel 中另存一份再试") from None
    return {str(prop.get("name")): "".join(str(part) for part in prop.itertext()) for prop in root}
