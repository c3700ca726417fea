"""The results' workbook: its looks, and one way to write a table that reads on a screen and prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extract.refusal import FileRefusal
from normalize.rubric import Approval
from score.looks import CELL, DRAFT, HEAD, TITLE, height, open_book, page

ROWS = 1_048_576
"""Rows of a worksheet; what lies beyond them Excel does not have."""

HEAD_ROW = 2
"""The row of a table's header, below its title and its note."""

Column = tuple[str, int]
"""A header and its width in characters."""


class Figure(str):
    """A decimal string that the workbook shows as a number."""

    __slots__ = ()


def figure(value: object) -> Figure | None:
    """A decimal as a number's cell; None stays empty."""
    return None if value is None else Figure(value)


class TooLong(FileRefusal):
    """More rows than a worksheet holds."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path.name, f"的“{name}”超过一张工作表的 {ROWS} 行", "请把结果写成文件夹（-o 后面不带 .xlsx）")


class Book:
    """The workbook; who approved the rules stands on every printed page, and on every sheet that nobody did."""

    def __init__(self, path: Path, title: str, approval: Approval | None, what: str = "得分") -> None:
        self.path, self.approval, self.draft = path, approval, approval is None
        self.book = open_book(path, f"{title} {what}")
        self.subject = title
        self.head = self.book.add_format(HEAD)
        self.text = self.book.add_format(CELL)
        self.number = self.book.add_format({**CELL, "align": "right"})
        self.count = self.book.add_format({**CELL, "align": "center"})
        self.title = self.book.add_format(TITLE)
        self.note = self.book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#C00000"})

    def add(self, name: str) -> Worksheet:
        """A sheet with the page's header and footer; red where it is a draft's."""
        sheet = self.book.add_worksheet(name)
        page(sheet, self.subject, name, self.approval)
        return sheet

    def sheet(
        self,
        name: str,
        note: str,
        columns: Sequence[Column],
        rows: Iterable[list[object]],
        fixed: int = 1,
        fit: bool = True,
    ) -> Worksheet:
        """A landscape table: title, note, a header that stays in view with ``fixed`` columns, rows.

        ``fit`` prints it one page wide; else its first columns are printed on every page. Raises TooLong.
        """
        sheet = self.add(name)
        sheet.write_string(0, 0, f"{self.subject}：{name}", self.title)
        sheet.write_string(1, 0, "".join(filter(None, [DRAFT if self.draft else "", note])), self.note)
        sheet.set_row(0, 24)
        for at, (label, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(HEAD_ROW, at, label, self.head)
        widths = [width for _, width in columns]
        sheet.set_row(HEAD_ROW, height(zip([label for label, _ in columns], widths, strict=True)))
        last = HEAD_ROW
        for last, row in enumerate(rows, start=HEAD_ROW + 1):
            if last >= ROWS:
                raise TooLong(self.path, name)
            sheet.set_row(last, height(zip(row, widths, strict=True)))
            for at, value in enumerate(row):
                put(sheet, last, at, value, self.text, self.count if isinstance(value, int) else self.number)
        sheet.freeze_panes(HEAD_ROW + 1, fixed)
        sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.repeat_rows(HEAD_ROW)
        if fit:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, fixed - 1)
        return sheet


def put(sheet: Worksheet, row: int, at: int, value: object, text: Format, number: Format) -> None:
    """One cell: numbers as numbers, everything else as the text that it is."""
    if value is None or value == "":
        sheet.write_blank(row, at, None, text)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, number)
    elif isinstance(value, Figure):
        sheet.write_number(row, at, float(value), number)
    else:
        sheet.write_string(row, at, str(value), text)
