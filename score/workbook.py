"""The workbook that office staff fill in: a row per unit, a column per question, the rule's own words at hand."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from normalize.approval import in_force
from normalize.paraphrase import paraphrase
from normalize.rubric import Rubric
from score.explain import place
from score.layout import (
    FIX,
    FIX_HEAD,
    FIX_TOP,
    HEAD_ROWS,
    HELP,
    LISTS,
    OTHERWISE,
    SHEET,
    UNIT,
    Column,
    columns,
    measures_sha256,
)
from score.looks import CELL, HEAD, TITLE, height, open_book
from score.values import NONE, averaged

_ROWS = 200
"""Rows below the units that are checked too, for units that the office adds."""

_WIDTH = 16
"""Characters that a question's column is wide."""

_TALLEST = 200
"""Points of height that leave the head room on a screen."""

_COMMENT = 600
"""Characters of a rule's words that a comment holds."""

_HOW = (
    "一个单位填一行，一个问题填一列；把鼠标放在问题上，可以看到原文和读法。",
    "不知道的先空着：空着是“还没有填”，不是0，计分时只给出上下限。",
    "是或否的问题从下拉框里选；次数、条数等填整数；百分数请带百分号，例如 95%；多于三位小数的四舍五入到三位，影响得分的会请你核对。",
    "级别、名次从下拉框里选；达到几级的自己写，用分号隔开，同一级两次的写两遍；没有的选“无”。",
    "“由考核人评定”的列填应加或应扣的分数，扣分也填正数。",
    f"“{OTHERWISE}”一列由负责人签字：写上姓名和时间，就表示这个单位没有填的那些“是否发生”都没有发生。",
    f"考核人改一个数，不要改单位填的格子：在“{FIX}”表里写一行，说明理由、姓名和时间，原来填的和理由都会留在得分的明细里。",
    "请不要改动表头和隐藏的行、隐藏的表；可以增加单位的行。几个单位分开填的，几份表可以一起交，不用合并。",
)


def write(rubric: Rubric, path: Path, units: list[str] | None = None) -> None:
    """Write the workbook for the readings in force; ``units`` in place of those that the notice names."""
    asked = columns(in_force(rubric))
    names = units if units is not None else [unit.name for unit in rubric.units if not unit.members]
    book = open_book(path, f"{rubric.notice.title or rubric.notice.file} 填报表")
    book.set_custom_property("kaohe_rubric", rubric.content_sha256())
    book.set_custom_property("kaohe_measures", measures_sha256(in_force(rubric)))
    looks = {
        "item": book.add_format(HEAD),
        "question": book.add_format({**CELL, "align": "center", "bg_color": "#F2F2F2"}),
        "key": book.add_format({**CELL, "font_size": 8, "font_color": "#808080", "align": "center"}),
        "unit": book.add_format({**CELL, "bold": True, "bg_color": "#F2F2F2"}),
        "cell": book.add_format({**CELL, "align": "center"}),
        "percent": book.add_format({**CELL, "align": "center", "num_format": "0.0##%"}),
        "plain": book.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"}),
        "head": book.add_format(TITLE),
    }
    sheet = book.add_worksheet(SHEET)
    fix, lists = book.add_worksheet(FIX), book.add_worksheet(LISTS)
    listed = _lists(lists, names, asked)
    _head(sheet, asked, listed, looks)
    _rows(sheet, asked, names, looks)
    _help(book.add_worksheet(HELP), rubric, asked, looks)
    _fix(fix, listed, looks)
    book.close()


def _lists(sheet: Worksheet, names: list[str], asked: list[Column]) -> dict[str, str]:
    """The hidden lists, a column each; returns where each stands: ``UNIT``, ``FIX``, and the ids of level questions."""
    lists = {UNIT: names, FIX: [column.choice for column in asked]}
    levels = {column.measure.id: column.measure.levels or [] for column in asked if column.measure.type == "level"}
    lists |= {name: [*known, NONE] for name, known in levels.items()}
    areas = {}
    for at, (name, texts) in enumerate(lists.items()):
        sheet.write_string(0, at, name)
        for row, text in enumerate(texts, start=1):
            sheet.write_string(row, at, text)
        areas[name] = f"='{LISTS}'!{xl_range_abs(1, at, max(len(texts), 1), at)}"
    sheet.hide()
    return areas


def _fix(sheet: Worksheet, listed: dict[str, str], looks: dict[str, Format]) -> None:
    """The sheet in which an assessor corrects single values."""
    sheet.write_string(0, 0, f"{FIX}：一行改一个数", looks["head"])
    sheet.merge_range(
        1, 0, 1, 4, "单位和问题从下拉框里选；理由和更正人必填。原来填的不用改，计分时以这里为准。", looks["plain"]
    )
    sheet.set_row(1, 20)
    for at, (title, width) in enumerate(zip(FIX_HEAD, (18, 60, 14, 44, 22), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(FIX_TOP, at, title, looks["item"])
        for row in range(FIX_TOP + 1, FIX_TOP + 21):
            sheet.write_blank(row, at, None, looks["cell"])
    for at, name in ((0, UNIT), (1, FIX)):
        area = (FIX_TOP + 1, at, FIX_TOP + _ROWS, at)
        sheet.data_validation(*area, {"validate": "list", "source": listed[name], "show_error": False})
    sheet.freeze_panes(FIX_TOP + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _head(sheet: Worksheet, asked: list[Column], listed: dict[str, str], looks: dict[str, Format]) -> None:
    sheet.merge_range(0, 0, HEAD_ROWS - 2, 0, UNIT, looks["item"])
    sheet.write_string(HEAD_ROWS - 1, 0, UNIT, looks["key"])
    at = 1
    titles: list[tuple[object, int]] = []
    for _, group in groupby(asked, key=lambda column: column.item.id):
        same = list(group)
        item = same[0].item
        points = f"（{item.points}分）" if item.points else ""
        name = " · ".join([*item.path, item.name]) + points
        titles.append((name, _WIDTH * len(same)))
        if len(same) > 1:
            sheet.merge_range(0, at, 0, at + len(same) - 1, name, looks["item"])
        else:
            sheet.write_string(0, at, name, looks["item"])
        for column in same:
            sheet.write_string(1, at, column.question, looks["question"])
            sheet.write_string(2, at, column.key, looks["key"])
            if words := _words(column):
                sheet.write_comment(1, at, words, {"x_scale": 3, "y_scale": 2.5, "author": "kaohe", "font_size": 9})
            _check(sheet, at, column, listed)
            at += 1
    sheet.merge_range(0, at, 1, at, OTHERWISE, looks["item"])
    sheet.write_string(2, at, OTHERWISE, looks["key"])
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, max(at - 1, 1), _WIDTH, looks["cell"])
    sheet.set_column(at, at, 20)
    sheet.set_row(0, min(height(titles), _TALLEST))
    sheet.set_row(1, min(height((column.question, _WIDTH) for column in asked), _TALLEST))
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.freeze_panes(HEAD_ROWS, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0)


def _words(column: Column) -> str:
    """The rules' own words and their reading, for the comment."""
    said = "\n".join(f"原文：{rule.text}\n读法：{paraphrase(rule)}" for rule in column.rules)
    return said if len(said) <= _COMMENT else said[: _COMMENT - 1] + "…"


def _check(sheet: Worksheet, at: int, column: Column, listed: dict[str, str]) -> None:
    """What a cell accepts; a pasted cell escapes it, so reading checks again."""
    area = (HEAD_ROWS, at, HEAD_ROWS + _ROWS, at)
    measure = column.measure
    match measure.type:
        case "flag":
            sheet.data_validation(*area, {"validate": "list", "source": ["是", "否"], "error_message": "请填是或否"})
        case "count" | "number":
            whole = measure.type == "count" and not averaged(measure)
            limit = {"validate": "integer" if whole else "decimal", "criteria": ">=", "value": 0}
            sheet.data_validation(
                *area, {**limit, "error_message": "请填不小于0的整数" if whole else "请填不小于0的数"}
            )
        case "percent":
            # 95 that was meant as 95% but pasted as a number would stand as 9500%.
            sheet.data_validation(
                *area,
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": -10,
                    "maximum": 10,
                    "error_message": "请填百分数，例如 95%",
                },
            )
        case "level":
            # Several levels may be reached, which a list alone would forbid.
            sheet.data_validation(
                *area,
                {
                    "validate": "list",
                    "source": listed[measure.id],
                    "show_error": False,
                    "input_title": "从下拉框里选",
                    "input_message": "达到几级的自己写，用分号隔开；没有的选无",
                },
            )
        case "points":
            sheet.data_validation(
                *area,
                {
                    "validate": "decimal",
                    "criteria": "between",
                    "minimum": -1000,
                    "maximum": 1000,
                    "error_message": "请填分数",
                },
            )


def _rows(sheet: Worksheet, asked: list[Column], names: list[str], looks: dict[str, Format]) -> None:
    for row, name in enumerate(names or [""] * 10, start=HEAD_ROWS):
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, name, looks["unit"])
        for at, column in enumerate(asked, start=1):
            sheet.write_blank(row, at, None, looks["percent" if column.measure.type == "percent" else "cell"])
        sheet.write_blank(row, len(asked) + 1, None, looks["cell"])


def _help(sheet: Worksheet, rubric: Rubric, asked: list[Column], looks: dict[str, Format]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 60)
    sheet.set_column(3, 3, 26)
    sheet.write_string(0, 0, f"{rubric.notice.title or rubric.notice.file}：怎样填", looks["head"])
    for at, line in enumerate(_HOW, start=1):
        sheet.merge_range(at, 0, at, 3, f"{at}. {line}", looks["plain"])
        sheet.set_row(at, 32)
    top = len(_HOW) + 2
    for at, title in enumerate(("编号", "问题", "原文", "出处")):
        sheet.write_string(top, at, title, looks["item"])
    for row, column in enumerate(asked, start=top + 1):
        words = "\n".join(rule.text for rule in column.rules) or column.item.name
        places = "\n".join(dict.fromkeys(place(one.source) for one in column.rules or [column.item]))
        sheet.set_row(row, height([(column.question, 44), (words, 60), (places, 26)]) + 4)
        sheet.write_string(row, 0, column.key, looks["plain"])
        sheet.write_string(row, 1, column.question, looks["plain"])
        sheet.write_string(row, 2, words, looks["plain"])
        sheet.write_string(row, 3, places, looks["plain"])
