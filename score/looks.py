"""What all our workbooks share: how they open, their date, and the look of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from unicodedata import east_asian_width

import xlsxwriter

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


def open_book(path: Path, title: str) -> xlsxwriter.Workbook:
    """A workbook in which text stays text: nothing that a name begins with makes it a formula or a link."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": CREATED})
    return book


LINE = 14
"""Points of height that a line of a cell takes."""


def height(cells: Iterable[tuple[object, int]]) -> int:
    """The height of a row whose cells (text, column width in characters) wrap; not every program works it out itself."""
    return LINE * max((_lines(str(text), width) for text, width in cells if text is not None), default=1) + 4


def _lines(text: str, width: int) -> int:
    return sum(-(-max(1, _wide(line)) // max(1, width - 1)) for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
