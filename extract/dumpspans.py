"""Horizontal merges of a text dump's table: which columns the cells of a short row span."""

from __future__ import annotations

import re
from functools import cache

from extract.header import FIGURE, NAME_LENGTH, is_name
from extract.notice import Cell, Table

Row = list[str]
Span = tuple[int, int, int, str]
"""First column, rows spanned, columns spanned, text."""

_NAMES_FIGURES = re.compile("分值|分数|权重|满分|标准分|序号|得分$|^分")
_NAMES_CONTENT = re.compile("内容|标准|办法|要求|目标|说明|细则|规则|方法|依据")


def lay_out(rows: list[Row], cols: int) -> tuple[Table, str | None]:
    """The table with its horizontal merges, and a sentence where they could only be guessed."""
    cells: list[Cell] = []
    doubt = None
    covered: set[int] = set()
    full = [row for row in rows[1:] if len(row) == cols]
    kinds = [[_kind(row[col]) for row in full] for col in range(cols)]
    header = _header(rows[0], rows[1]) if len(rows) > 1 and _under(rows[0], rows[1], cols) else []
    for at, row in enumerate(rows):
        if at == 0 and header:
            spans = header
        elif len(row) == cols:
            spans = [(col, 1, 1, text) for col, text in enumerate(row) if col not in covered]
        elif at and len(row) == len(rows[0]) and len(row) > 1:
            top = [cell for cell in cells if cell.row == 0]
            spans = [(cell.col, 1, cell.col_span, text) for cell, text in zip(top, row, strict=True)]
        else:
            spans = _stretched(row, kinds, at == 0)
        if 1 < len(row) < cols and not (at == 0 and header):
            doubt = f"文本第 {at + 1} 行只有 {len(row)} 个单元格，与其他行不同，横向合并是推断的"
        covered = {col for col, rows_, _, _ in spans if rows_ == 2}
        cells += [Cell(row=at, col=col, row_span=rows_, col_span=cols_, text=text) for col, rows_, cols_, text in spans]
    return Table(rows=len(rows), cols=cols, cells=cells), doubt


def _runs(below: Row) -> list[tuple[int, int, bool]]:
    """The stretches of the second header row: first column, width, and whether it is empty."""
    runs: list[tuple[int, int, bool]] = []
    for col, text in enumerate(below):
        if runs and runs[-1][2] == (not text):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, not text)
        else:
            runs.append((col, 1, not text))
    return runs


def _under(row: Row, below: Row, cols: int) -> bool:
    """Whether the first two rows are a header that has one reading: one name above each stretch of names."""
    if not len(row) < cols == len(below) or not row[0] or not all(is_name(text) for text in below if text):
        return False
    return len(row) == sum(width if empty else 1 for _, width, empty in _runs(below))


def _header(row: Row, below: Row) -> list[Span]:
    """The upper header row: a name above an empty cell is merged down, one above names spans them."""
    names = iter(row)
    spans: list[Span] = []
    for col, width, empty in _runs(below):
        if empty:
            spans += [(col + step, 2, 1, next(names)) for step in range(width)]
        else:
            spans.append((col, 1, width, next(names)))
    return spans


def _stretched(row: Row, kinds: list[list[str]], header: bool) -> list[Span]:
    """A row with too few cells: each spans the columns that its kind of text fits best, as full rows show them."""

    def fit(text: str, first: int, width: int) -> float:
        kind = _named_kind(text) if header else _kind(text)
        held = [other for col in range(first, first + width) for other in kinds[col]]
        return sum(other == kind for other in held) / len(held) if held else 0.0

    @cache
    def best(at: int, first: int) -> tuple[float, tuple[int, ...]]:
        """The best fit of the cells from ``at`` on, in the columns from ``first`` on, and their widths."""
        left, room = len(row) - at, len(kinds) - first
        if left == 1:
            return fit(row[at], first, room), (room,)
        choices = []
        for width in range(room - left + 1, 0, -1):
            score, widths = best(at + 1, first + width)
            choices.append((score + fit(row[at], first, width), (width, *widths)))
        return max(choices, key=lambda choice: choice[0])

    spans: list[Span] = []
    first = 0
    for text, width in zip(row, best(0, 0)[1], strict=True):
        spans.append((first, 1, width, text))
        first += width
    return spans


def _kind(text: str) -> str:
    if not text:
        return "empty"
    if FIGURE.fullmatch(text):
        return "figure"
    return "content" if len(text) > NAME_LENGTH else "name"


def _named_kind(text: str) -> str:
    """The kind of text that a column of this name holds."""
    if _NAMES_CONTENT.search(text):
        return "content"
    return "figure" if _NAMES_FIGURES.search(text) else "name"
