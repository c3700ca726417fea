"""The tables of a text dump: which lines are a row, and where merges were.

A dump writes a table row cell by cell, a tab before each, and an empty line after the row. Paragraphs of a cell are
lines of it, empty ones too, so an empty line may end a row or stand in a cell: the number of columns decides.
"""

from __future__ import annotations

from collections import Counter

from extract.notice import Cell, Table
from extract.text import join_lines

Row = list[str]

LABEL_LENGTH = 8
"""A line behind an empty line is still the cell's if it is at most this long; a longer one is a paragraph."""


def tables_at(lines: list[str], start: int) -> tuple[list[tuple[list[Row], int]], int]:
    """The tables that begin at line ``start``, each as rows and number of columns, and the line after them."""
    cells, end = _cells(lines, start)
    cols = _columns(cells)
    rows: list[Row] = []
    tables = [(rows, cols)]
    gap = False
    while cells:
        width = _width(cells, cols)
        row, cells = cells[:width], cells[width:]
        texts = [join_lines(cell) for cell in row]
        if rows and (texts == tables[0][0][0] or gap):
            rows = []
            tables.append((rows, cols))
        rows.append(texts)
        gap = _trailing(row[-1]) > 1
    return tables, end


def _cells(lines: list[str], start: int) -> tuple[list[list[str]], int]:
    """The lines of each cell, without its tab, up to where paragraphs follow."""
    cells: list[list[str]] = []
    at = start
    while at < len(lines):
        if lines[at].startswith("\t"):
            cells.append([lines[at][1:]])
        elif lines[at].strip() and _ends_before(cells[-1], lines[at]):
            break
        else:
            cells[-1].append(lines[at].rstrip())
        at += 1
    if at == len(lines):
        cells[-1].append("")
    return cells, at


def _ends_before(cell: list[str], line: str) -> bool:
    """Whether the table ended in the empty lines before ``line``."""
    empty = _trailing(cell)
    return empty > 1 or (empty == 1 and len(line.strip()) > LABEL_LENGTH)


def _trailing(cell: list[str]) -> int:
    """How many empty lines follow the cell's text; an empty cell is its first line."""
    return len(cell) - max((at for at, line in enumerate(cell) if line), default=0) - 1


def _breaks(cells: list[list[str]]) -> list[int]:
    """The widths between the empty lines that may each end a row."""
    widths = [0]
    for cell in cells:
        widths[-1] += 1
        if _trailing(cell):
            widths.append(0)
    return [width for width in widths if width]


def _columns(cells: list[list[str]]) -> int:
    counts = Counter(_breaks(cells))
    return max(counts, key=lambda width: (counts[width], width))


def _width(cells: list[list[str]], cols: int) -> int:
    """How many cells the next row has: ``cols`` if an empty line allows it, else up to the first empty line."""
    total = 0
    widths = _breaks(cells)
    for width in widths:
        total += width
        if total >= cols:
            break
    return cols if total == cols or widths[0] > cols else widths[0]


def lay_out(rows: list[Row], cols: int) -> tuple[Table, str | None]:
    """The table with its horizontal merges, and a sentence where they could only be guessed."""
    cells: list[Cell] = []
    doubt = None
    skip: set[int] = set()
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else []
        if len(row) == cols:
            spans = [(col, 1, 1, text) for col, text in enumerate(row) if at == 0 or col not in skip]
            skip = set()
        elif at == 0 and len(below) == cols and _under(row, below):
            spans = _header(row, below)
            skip = {col for col, rows_, _, _ in spans if rows_ == 2}
        else:
            spans, skip = _stretched(row, cols), set()
            if len(row) > 1:
                doubt = f"文本第 {at + 1} 行只有 {len(row)} 个单元格，与其他行不同，横向合并是推断的"
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


def _under(row: Row, below: Row) -> bool:
    """Whether the row below gives one reading: one name above each stretch of names."""
    runs = _runs(below)
    return bool(row[0]) and len(row) == sum(width if empty else 1 for _, width, empty in runs)


def _header(row: Row, below: Row) -> list[tuple[int, int, int, str]]:
    """The upper header row: a name above an empty cell is merged down, one above names spans them."""
    names = iter(row)
    spans: list[tuple[int, int, int, str]] = []
    for col, width, empty in _runs(below):
        if empty:
            spans += [(col + step, 2, 1, next(names)) for step in range(width)]
        else:
            spans.append((col, 1, width, next(names)))
    return spans


def _stretched(row: Row, cols: int) -> list[tuple[int, int, int, str]]:
    """A row with too few cells: its longest text spans the columns that are missing."""
    longest = max(range(len(row)), key=lambda at: len(row[at]))
    spans: list[tuple[int, int, int, str]] = []
    col = 0
    for at, text in enumerate(row):
        width = 1 + (cols - len(row) if at == longest else 0)
        spans.append((col, 1, width, text))
        col += width
    return spans
