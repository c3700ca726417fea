"""The tables of a text dump: which lines are a cell, which cells are a row.

A dump writes a table row cell by cell, a tab before each, and an empty line after the row. Paragraphs of a cell are
lines of it, empty ones too, so an empty line may end a row or stand in a cell: the number of columns decides.
A table pasted as text has a row in each line.
"""

from __future__ import annotations

from collections import Counter

from extract.header import NAME_LENGTH, is_name
from extract.text import join_lines, tidy

Row = list[str]

LABEL_LENGTH = 8
"""A line behind an empty line is still the cell's if it is at most this long; a longer one is a paragraph."""


Tables = list[tuple[list[Row], int]]
"""Tables as rows and number of columns."""


def tables_at(lines: list[str], start: int) -> tuple[Tables, int]:
    """The tables that begin at line ``start``, and the line after them; that line is ``start`` itself without table."""
    if lines[start].startswith("\t"):
        tables, end = _cell_by_cell(lines, start)
        if tables:
            return tables, end
    return _row_by_row(lines, start) if "\t" in lines[start] else ([], start)


def _row_by_row(lines: list[str], start: int) -> tuple[Tables, int]:
    """A table pasted as text: a line a row, cells parted by tabs, column names in the first line."""
    rows: list[Row] = []
    end = start
    while end < len(lines) and lines[end].count("\t") == lines[start].count("\t"):
        rows.append([tidy(cell) for cell in lines[end].split("\t")])
        end += 1
    named = all(is_name(text) and "：" not in text for text in rows[0])
    if len(rows) < 2 or not named:
        return [], start
    return [(rows, len(rows[0]))], end


def _cell_by_cell(lines: list[str], start: int) -> tuple[Tables, int]:
    """The tables of a dump; none where the tabs only indent."""
    cells, end = _cells(lines, start)
    cols = _columns(cells)
    tables: Tables = [([], cols)]
    at = 0
    gap = False
    while at < len(cells):
        width = _width(cells[at : at + cols], cols)
        row = cells[at : at + width]
        texts = [join_lines(cell) for cell in row]
        if gap or (tables[-1][0] and texts == tables[0][0][0]):
            tables.append(([], cols))
        tables[-1][0].append(texts)
        gap = _trailing(row[-1]) > 1
        at += width
    return (tables, end) if _is_table(tables) else ([], start)


def _is_table(tables: Tables) -> bool:
    """Whether the cells make a table, and are not paragraphs that begin with a tab: a header, or a column of names."""
    cols = tables[0][1]
    rows = [row for rows, _ in tables for row in rows]
    named = [is_name(text) for text in rows[0] if text]
    if cols < 2 or not any(named):
        return False
    if all(named):
        return True
    full = [row for row in rows if len(row) == cols]
    return len(full) > 1 and any(all(len(row[col]) <= NAME_LENGTH for row in full) for col in range(cols))


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
    ahead = cells[:cols]
    if len(ahead) == cols and _trailing(ahead[-1]):
        return cols
    widths = _breaks(ahead)
    return min(widths[0], cols)
