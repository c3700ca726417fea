"""A notice on the screen: its headings and paragraphs, and its tables with merged cells shown once."""

from __future__ import annotations

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from extract.notice import Notice, Paragraph, Table

HEAD = (("title", "标题"), ("number", "文号"), ("issuer", "发文机关"), ("issued_on", "成文日期"))


def show_notice(screen: Console, notice: Notice) -> None:
    """Print the whole notice in reading order."""
    for key, label in HEAD:
        value = getattr(notice, key)
        screen.print(Text.assemble((f"{label}：", "head"), value or "（没有找到）"))
    tables = sum(isinstance(block, Table) for block in notice.blocks)
    pages = f"，{notice.file.pages} 页" if notice.file.pages else ""
    screen.print(
        Text(f"{notice.file.name}：{notice.file.kind}{pages}，{len(notice.blocks) - tables} 段，{tables} 张表", "quiet")
    )
    for index, block in enumerate(notice.blocks):
        screen.print()
        if isinstance(block, Paragraph):
            screen.print(Text(block.text, style="head" if block.level else ""))
        else:
            screen.print(_table(index, block))
    if notice.warnings:
        screen.print()
        screen.print(Text(f"没有把握的地方（{len(notice.warnings)}）", "warning"))
        for warning in notice.warnings:
            screen.print(Text(f"  {warning.text}", "warning"))


def _table(index: int, table: Table) -> Grid:
    """The table as a grid; a merged cell stands at its top left, arrows in the rest of it point there."""
    grid = Grid(
        box=SQUARE,
        show_header=False,
        show_lines=True,
        title=Text(f"第 {index} 块：表，{table.rows} 行 {table.cols} 列", "quiet"),
        title_justify="left",
        expand=True,
    )
    longest = [1] * table.cols
    for cell in table.cells:
        longest[cell.col] = max(longest[cell.col], min(len(cell.text) // cell.col_span, 60))
    for width in longest:
        grid.add_column(ratio=max(width, 4), overflow="fold")
    for number, row in enumerate(table.grid()):
        shown: list[Text] = []
        for position, cell in enumerate(row):
            if (cell.row, cell.col) == (number, position):
                doubtful = cell.confidence is not None and cell.confidence < 0.9
                style = "warning" if doubtful else "head" if number < table.header_rows else ""
                shown.append(Text(cell.text, style))
            else:
                shown.append(Text("←" if cell.row == number else "↑", "quiet"))
        grid.add_row(*shown)
    return grid
