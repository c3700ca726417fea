"""Which rows of a table are its header."""

from __future__ import annotations

import re

from extract.notice import Cell, Table

NAME_LENGTH = 16
"""A column's name is at most this many characters long; longer texts are content."""

TOP_ROWS = 4
"""A header has at most this many rows, titles inside the table included."""

_WORDS = re.compile(
    "序号|编号|类别|类型|项目|内容|指标|任务|目标|要点|要求|标准|说明|办法|细则|方法|方式|依据|来源|材料|分值|分数|权重"
    "|得分|评分|计分|记分|赋分|扣分|加分|自评|自查|考核|考评|评价|测评|结果|情况|备注|单位|部门|科室|责任|时限|时间|名称|事项|等次"
)
_CONTENT = re.compile("[。；;！？]|[，,].*[，,]|[扣加得计]\\d|^[（(]?[\\d一二三四五六七八九十]+[）)．.、]")
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
_COUNTED = re.compile("^(序号|编号|序)$")
FIGURE = re.compile(r"[（(+\-－]?\d+(?:\.\d+)?\s*(?:分|%|％)?[）)]?")
"""A text that is a figure: ``10分``, ``（20）``, ``-0.5``."""


def header_rows(table: Table) -> int:
    """How many rows at the top are header, 0 where the table begins with content.

    A row that spans the whole table above the column names (a title) counts, and so does every row that a column
    name, or the names under a name that spans columns, reach.
    """
    if not table.rows:
        return 0
    grid = table.grid()
    top = 0
    while top < min(table.rows - 1, TOP_ROWS - 1) and _is_title(grid[top]):
        top += 1
    if not _names_columns(grid[top], grid[top + 1 :]):
        return 0
    last = max(cell.row + cell.row_span for cell in grid[top])
    if (
        any(cell.col_span > 1 for cell in grid[top])
        and last == top + 1 < table.rows
        and _names_below(grid[top : top + 2])
    ):
        last += 1
    return last if last <= TOP_ROWS else top + 1


def same_header(upper: Table, lower: Table) -> bool:
    """Whether both tables have a header and it reads the same, cell by cell."""
    return bool(upper.header_rows) and _signature(upper, upper.header_rows) == _signature(lower, lower.header_rows)


def _signature(table: Table, rows: int) -> set[tuple[int, int, int, int, str]]:
    return {
        (cell.row, cell.col, cell.row_span, cell.col_span, re.sub(r"\s", "", cell.text))
        for cell in table.cells
        if cell.row < rows
    }


def _is_title(row: list[Cell]) -> bool:
    return len({(cell.row, cell.col) for cell in row}) == 1 and row[0].col_span > 1 and bool(row[0].text)


def is_name(text: str) -> bool:
    """Whether a text can be a column's name: short, no figure, no clause, no sentence."""
    text = text.replace("\n", "")
    bare = _BRACKETED.sub("", text) or text
    return 0 < len(bare) <= NAME_LENGTH and not _CONTENT.search(bare) and not FIGURE.fullmatch(text)


def _names_columns(row: list[Cell], below: list[list[Cell]]) -> bool:
    """Different names in all columns but at most one (an unnamed 序号, say), that the field or the rows below bear out."""
    cells = {(cell.row, cell.col): cell.text for cell in row}.values()
    names = [text.replace("\n", "") for text in cells if text]
    if len(names) < max(2, len(cells) - 1) or len(set(names)) < len(names) or not all(map(is_name, names)):
        return False
    known = sum(bool(_WORDS.search(name)) for name in names)
    return 2 * known >= len(names) or bool(_COUNTED.search(names[0])) or _contrasts(row, below)


def _contrasts(row: list[Cell], below: list[list[Cell]]) -> bool:
    """Whether at least half of the columns hold figures or content below their name."""
    holding = sum(
        bool(name.text) and any(line[col].text and not is_name(line[col].text) for line in below)
        for col, name in enumerate(row)
    )
    return 2 * holding >= len(row)


def _names_below(rows: list[list[Cell]]) -> bool:
    """Whether every column under a spanning name has a name of its own, and the other columns have none."""
    return all(
        is_name(below.text) if above.col_span > 1 else not below.text for above, below in zip(*rows, strict=True)
    )
