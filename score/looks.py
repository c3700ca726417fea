"""What all our workbooks share: how they open, their date, and the look of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from normalize.rubric import Approval

CREATED = datetime(2000, 1, 1)
"""One date for all, so that a second run on the same input gives the same bytes."""

CELL = {
    "font_name": "宋体",
    "font_size": 10,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": "#BFBFBF",
}
"""A cell with a thin border, its text wrapped."""

TITLE = {"font_name": "宋体", "font_size": 14, "bold": True}
HEAD = {**CELL, "bold": True, "align": "center", "bg_color": "#D9E2F3"}


DRAFT = "试算：规则未经确认，不作为正式结果。"
"""What stands on every sheet and every printed page of a draft's scores."""

_A4 = 9
_HEADER = 200
"""Characters that a page's header holds; Excel allows 255."""

_NAME = 40
"""Characters of the approver in a page's footer."""


def open_book(path: Path, title: str) -> xlsxwriter.Workbook:
    """A workbook in which text stays text: nothing that a name begins with makes it a formula or a link."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": CREATED})
    return book


def page(sheet: Worksheet, subject: str, name: str, approval: Approval | None) -> None:
    """A4; in the page's header what it is and whether it is a draft, below page numbers and who approved the rules.

    The head of the log, where one is kept, lets anybody check later that the log still holds the approval. A draft's
    tab is red.
    """
    sheet.set_paper(_A4)
    head = f"{subject}　{name}"[:_HEADER].replace("&", "&&")
    sheet.set_header(f"&L{head}&R{'' if approval else '试算，未经确认'}")
    by = f"规则由{approval.by[:_NAME]}批准".replace("&", "&&") if approval else ""
    log = f"记录号 {approval.log_head}" if approval and approval.log_head else ""
    sheet.set_footer(f"&L&8{by}&C第 &P 页，共 &N 页&R&8{log}")
    if approval is None:
        sheet.set_tab_color("#C00000")


LINE = 14
"""Points of height that a line of a cell takes."""

_TALLEST = 409
"""Points that a row may be tall."""


def height(cells: Iterable[tuple[object, int]]) -> int:
    """The height of a row whose cells (text, column width in characters) wrap; not every program works it out itself."""
    lines = max((_lines(str(text), width) for text, width in cells if text is not None), default=1)
    return min(LINE * lines + 4, _TALLEST)


def _lines(text: str, width: int) -> int:
    return sum(-(-max(1, _wide(line)) // max(1, width - 1)) for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
