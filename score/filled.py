"""A filled workbook → its cells: by the ids in the third header row, whatever the order of columns or sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import regex
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from extract.refusal import FileRefusal
from normalize.approval import in_force
from normalize.rubric import Rubric
from score.cellmarks import Marks, marks_of, root_of
from score.evidence import Cells, Entry, empty
from score.layout import (
    FIX,
    FIX_HEAD,
    FIX_TOP,
    HEAD_ROWS,
    LISTS,
    OTHERWISE,
    SHEET,
    Column,
    columns,
    is_occurrence,
    measures_sha256,
)

_ADVICE = "请用 kaohe template 按这份规则做的填报表"
_SIGNED = regex.compile(r"(?s)(?=.*\p{L})(?=.*\d).{3,}")
"""Who and when: letters and figures."""

Rows = Sequence[Sequence[object]]


def read_workbook(data: bytes, name: str, rubric: Rubric) -> Cells:
    """Units, cells and notes of a workbook that ``score.workbook`` made; raises FileRefusal."""
    properties = _properties(data, name)
    if "kaohe_measures" not in properties:
        raise FileRefusal(name, "不是本系统做的填报表", _ADVICE)
    asked = in_force(rubric)
    if properties["kaohe_measures"] != measures_sha256(asked):
        raise FileRefusal(name, "是按另一份规则做的，问题不同", _ADVICE)
    notes = []
    if properties.get("kaohe_rubric") != rubric.content_sha256():
        notes.append(f"「{name}」是按规则的另一版做的，问题相同，照常计分。")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows, fixes, lists = (_rows(book, sheet) for sheet in (SHEET, FIX, LISTS))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            marks = marks_of(package, SHEET)
            fix_marks = marks_of(package, FIX) if fixes else Marks()
    except (CalamineError, ValueError, KeyError, StopIteration, etree.XMLSyntaxError):
        raise FileRefusal(name, f"里没有“{SHEET}”表或已损坏", _ADVICE) from None
    if len(rows) < HEAD_ROWS:
        raise FileRefusal(name, "没有表头", _ADVICE)
    known = {column.key: column for column in columns(asked)}
    _check_head(rows, known, name)
    units, entries = _entries(rows, known, marks, rubric)
    entries += _corrections(fixes, known, fix_marks)
    listed = [text for row in lists[1:] if (text := str(row[0]).strip())]
    return Cells(units, entries, notes + _strangers(units, listed, name), listed)


def _rows(book: CalamineWorkbook, sheet: str) -> Rows:
    """The rows of a sheet; [] where a person removed it, which only the answers themselves forbid."""
    if sheet != SHEET and sheet not in book.sheet_names:
        return []
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _check_head(rows: Rows, known: dict[str, Column], name: str) -> None:
    """Refuse a workbook whose questions no longer stand over their ids: an answer would go to another question."""
    for at, key in enumerate(rows[HEAD_ROWS - 1]):
        column = known.get(str(key))
        shown = str(rows[HEAD_ROWS - 2][at])
        if column is not None and "".join(shown.split()) != "".join(column.question.split()):
            raise FileRefusal(
                name,
                f"的表头改动过：{xl_col_to_name(at)}列写的问题是「{shown.strip()}」，编号却是 {key}「{column.question}」",
                "请把数填回没有改动过的填报表",
            )


def _strangers(units: list[str], listed: list[str], name: str) -> list[str]:
    """A note for each unit that the workbook was not made for: it may be one of those, mistyped."""
    notes = []
    for unit in units if listed else []:
        if unit not in listed:
            near = get_close_matches(unit, listed, 1, 0.5)
            guess = f"，是不是「{near[0]}」" if near else ""
            notes.append(f"「{name}」里的单位「{unit}」不在做表时的名单里{guess}；照写的名字计分。")
    return notes


def _entries(rows: Rows, known: dict[str, Column], marks: Marks, rubric: Rubric) -> tuple[list[str], list[Entry]]:
    keys = [str(key) for key in rows[HEAD_ROWS - 1]]
    last = keys.index(OTHERWISE) if OTHERWISE in keys else None
    letters = [xl_col_to_name(at) for at in range(len(keys))]
    first = [column.measure.id for key in keys if (column := known.get(key)) is not None][:1]
    units: list[str] = []
    entries: list[Entry] = []
    for at, row in enumerate(rows[HEAD_ROWS:], start=HEAD_ROWS + 1):
        unit = str(row[0]).strip()
        cells = [f"{letter}{at}" for letter in letters]
        if not unit and not any(cell in marks.waiting for cell in cells) and all(map(empty, row[1:])):
            continue
        units.append(unit)
        signed = str(row[last]).strip() if last is not None else ""
        entries += [Entry(unit, key, "", None, f"{SHEET} {cells[0]}") for key in first]  # the name is looked at once
        if signed and not _SIGNED.fullmatch(signed):
            fault = f"“{OTHERWISE}”填了「{signed}」，应写姓名和时间，例如 张三 {rubric.notice.year or 2020}-12-31，不作声明就空着"
            entries.append(Entry(unit, "", "", None, f"{SHEET} {cells[last or 0]}", fault=fault))
        for key, value, cell in zip(keys[1:], row[1:], cells[1:], strict=True):
            column = known.get(key)
            if column is not None:
                entry = _entry(unit, column, value, cell, marks, signed)
                if entry is not None:
                    entries.append(entry)
            elif key != OTHERWISE and not empty(value):
                fault = f"「{value}」所在的列不是填报表里的问题，备注请写到另一张表，隐藏的第{HEAD_ROWS}行请不要改动"
                entries.append(Entry(unit, "", "", None, f"{SHEET} {cell}", fault=fault))
    return list(dict.fromkeys(unit for unit in units if unit)), entries


def _entry(unit: str, column: Column, value: object, cell: str, marks: Marks, signed: str) -> Entry | None:
    """One cell; an empty one is None but where somebody signed that its event did not happen."""
    place = f"{SHEET} {cell}"
    fault = _unreadable(cell, marks)
    if fault is not None:
        return Entry(unit, column.measure.id, column.period, None, place, fault=fault)
    if not empty(value):
        value = _plain(value)
        per_cent = cell in marks.per_cent and isinstance(value, int | float)
        return Entry(unit, column.measure.id, column.period, value, place, per_cent, source=place)
    if not signed or not is_occurrence(column):
        return None
    none = {"flag": "否", "level": "无"}.get(column.measure.type, "0")
    note = f"{OTHERWISE}：{signed}"
    return Entry(unit, column.measure.id, column.period, none, place, source=place, note=note)


def _unreadable(cell: str, marks: Marks) -> str | None:
    """Why a cell has no value that can be read, though it is not empty."""
    if cell in marks.errors:
        return f"是错误值 {marks.errors[cell]}，请改正公式或直接填数"
    if cell in marks.waiting:
        return "是公式，还没有算出结果，请用 Excel 打开、保存后再交"
    return None


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _corrections(rows: Rows, known: dict[str, Column], marks: Marks) -> Iterator[Entry]:
    """The rows of the sheet 更正: each takes the place of what was filled in, and says why and by whom."""
    choices = {"".join(column.choice.split()): column for column in known.values()}
    for at, row in enumerate(rows[FIX_TOP + 1 :], start=FIX_TOP + 2):
        cells = [*row, *[""] * len(FIX_HEAD)][: len(FIX_HEAD)]
        if all(map(empty, cells)):
            continue
        unit, asked, value, why, who = cells
        column = choices.get("".join(str(asked).split())) or known.get(str(asked).partition(" ")[0])
        place = f"{FIX} 第{at}行"
        cell = f"C{at}"
        fault = _unreadable(cell, marks)
        if column is None:
            fault = f"不认识问题「{asked}」，请从下拉框里选"
        elif fault is None and empty(value):
            fault = "没有写更正为多少"
        elif fault is None and (empty(why) or not _SIGNED.fullmatch(str(who).strip())):
            fault = "更正要写理由，和更正人的姓名、时间"
        yield Entry(
            str(unit),
            column.measure.id if column else "",
            column.period if column else "",
            _plain(value),
            place,
            cell in marks.per_cent and isinstance(value, int | float),
            note=f"理由：{str(why).strip()}，{str(who).strip()}",
            fault=fault,
            correction=True,
        )


def _properties(data: bytes, name: str) -> dict[str, str]:
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
