"""What all our workbooks share: how they open, their date, and the look of a cell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

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
