"""A notice on the screen: its headings and paragraphs, and its tables with merged cells shown once."""

from __future__ import annotations

from rich.box import SQUARE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from extract.notice import SURE, Cell, Notice, Paragraph, Table
from kaohe.screen import put
from kaohe.wrap import wrap

HEAD = (("title", "标题"), ("number", "文号"), ("issuer", "发文机关"), ("issued_on", "成文日期"))
NARROWEST = 4
"""Columns that a cell has at least: two Chinese characters."""


def show_notice(screen: Console, notice: Notice) -> None:
    """Print the whole notice in reading order."""
    for key, label in HEAD:
        put(screen, Text.assemble((f"{label}：", "head"), getattr(notice, key) or "（没有找到）"))
    tables = sum(isinstance(block, Table) for block in notice.blocks)
    pages = f"，{notice.file.pages} 页" if notice.file.pages else ""
    counts = f"{notice.file.kind}{pages}，{len(notice.blocks) - tables} 段，{tables} 张表"
    put(screen, f"{notice.file.name}：{counts}", "quiet")
    for index, block in enumerate(notice.blocks):
        screen.print()
        if isinstance(block, Paragraph):
            put(screen, block.text, "head" if block.level else "")
        else:
            put(screen, f"第 {index + 1} 块：表，{block.rows} 行 {block.cols} 列", "quiet")
            screen.print(_grid(block, screen.width))


def _grid(table: Table, width: int) -> Grid:
    """The table, ``width`` columns wide; a merged cell stands at its top left, arrows in the rest of it point there."""
    grid = Grid(box=SQUARE, show_header=False, show_lines=True)
    widths = _widths(table, width - 3 * table.cols - 1)
    for columns in widths:
        grid.add_column(width=columns)
    for number, row in enumerate(table.grid()):
        shown: list[Text] = []
        for position, cell in enumerate(row):
            if (cell.row, cell.col) == (number, position):
                shown.append(wrap(Text(cell.text, _style(cell, table)), widths[position]))
            else:
                shown.append(Text("←" if cell.row == number else "↑", "quiet"))
        grid.add_row(*shown)
    return grid


def _style(cell: Cell, table: Table) -> str:
    if cell.confidence is not None and cell.confidence < SURE:
        return "warning"
    return "head" if cell.row < table.header_rows else ""


def _widths(table: Table, width: int) -> list[int]:
    """``width`` columns shared out by what the cells of each column need, none narrower than ``NARROWEST``."""
    needs = [NARROWEST] * table.cols
    for cell in table.cells:
        if cell.col_span == 1:
            needs[cell.col] = max(needs[cell.col], *(cell_len(line) for line in cell.text.split("\n")))
    if sum(needs) <= width:
        return needs
    spare = width - NARROWEST * table.cols
    wanted = [(need - NARROWEST) ** 0.5 for need in needs]
    return [NARROWEST + max(0, int(spare * want / sum(wanted))) for want in wanted]
