"""Which column of a table holds labels, goals, rules, points and progress: told by header words and by content.

Any order of columns will do. A header word is a hint, the cells decide: a column 考核内容 whose cells say 扣1分 holds
rules, a column 分值 whose cells are figures holds points.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.notice import Cell, Table
from normalize.quantity import find, fold
from normalize.scoring import is_scoring

POINTS_CELL = regex.compile(r"(?:满分|计|共)?\s*(?P<points>[-+]?\d{1,4}(?:\.\d+)?)\s*(?P<percent>%)?\s*(?P<unit>分)?")
"""A cell that holds nothing but points (``10``, ``6分``) or a weight (``20%``), after folding."""

NUMBER_CELL = regex.compile(r"\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\)?[.、]?|")
"""A cell of a 序号 column, after folding; it may be empty."""

_WORDS = {
    "rules": (
        r"[记计评打赋扣加得积]分(?:\S*(?:办法|标准|细则|规则|方法|方式|说明|依据))|(?:考核|考评|评价|评定|评估)(?:说明|办法|标准|细则|方法|方式|规则)"
        r"|[加扣奖]分(?:项|情形|情况|内容|标准)|否[决优](?:项|情形|事项)|评价?标准|标准及|扣分$|加分$|分标准"
    ),
    "points": r"标准分|分值|满分|权重|基[本准础]分|配分|分数|赋分$|总分|应得分|项分",
    "goals": r"内容|目标|要求|任务(?!要点名称)|要点(?!名称)|职责|标准要求|指标说明|指标解释|内涵",
    "labels": r"项目|指标|类别|类型|名称|条线|一级|二级|三级|事项|版块|板块|领域|分类|科目|维度|对象|单位|部门",
    "progress": r"进度|进展|完成情况|完成进度|工作成效|落实情况|推进情况|实际完成",
    "blank": (
        r"自[评查测]|(?:考核|考评|评定|审核|最终|实际|复核|核定)得?分$|得分$|评分$|打分$|备注|佐证|说明$|是否|责任(?:单位|科室|部门|人|领导)|牵头|时限|数据来源|考核(?:单位|主体|部门)|扣分原因"
        r"|考核结果|考评结果|评价主体|完成时间|考核时间|提供单位"
    ),
    "numbers": r"^(?:序号|编号|序)$",
}
_HEADERS = {role: regex.compile(words) for role, words in _WORDS.items()}

TOTAL = regex.compile(r"[\(\[]\s*(?:满分|共|计)?\s*(?P<points>\d+(?:\.\d+)?)\s*分\s*[\)\]]\s*$")
"""A stated total at the end of a label: ``（16分）``, after folding."""

_PROSE = regex.compile("[，,；;。]")

LONG = 12
"""Cells longer than this on average are content, not labels."""


@dataclass
class Columns:
    """The columns by what they hold, left to right; labels from the broadest, which fewest cells fill, to the narrowest.

    ``points`` is the column with each row's points, None where there is none, and ``named`` whether its header or
    its cells (``6分``) say so; ``totals`` are coarser point columns.
    """

    headers: list[str]
    numbers: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    points: int | None = None
    named: bool = False
    totals: list[int] = field(default_factory=list)
    progress: list[int] = field(default_factory=list)

    @property
    def is_rubric(self) -> bool:
        """Whether the table assesses anything: it has rules, or points beside what they are for."""
        return bool(self.rules or (self.points is not None and self.named and (self.goals or self.labels)))


def headers(table: Table) -> list[str]:
    """Each column's header, the rows of a header one after the other: ``考核结果标准分``."""
    grid = table.grid()
    named = []
    for col in range(table.cols):
        cells: list[Cell] = []
        for row in range(table.header_rows):
            if grid[row][col] not in cells and grid[row][col].col_span < table.cols:
                cells.append(grid[row][col])
        named.append(fold(regex.sub(r"\s", "", "".join(cell.text for cell in cells))))
    return named


@dataclass
class _Column:
    """What the cells of one column are like."""

    header: str
    filled: float
    scoring: float
    figures: float
    in_points: float
    numbers: float
    length: float
    prose: float


def _describe(header: str, texts: list[str]) -> _Column:
    filled = [text for text in texts if text]
    of = max(1, len(filled))
    bare = [TOTAL.sub("", fold(text)) for text in filled]
    figures = [POINTS_CELL.fullmatch(fold(text)) for text in filled]
    return _Column(
        header=header,
        filled=len(filled) / max(1, len(texts)),
        scoring=sum(is_scoring(text) and not _is_total(text) for text in filled) / of,
        figures=sum(found is not None for found in figures) / of,
        in_points=sum(found is not None and found["unit"] is not None for found in figures) / of,
        numbers=sum(NUMBER_CELL.fullmatch(fold(text)) is not None for text in texts) / max(1, len(texts)),
        prose=sum(_PROSE.search(text) is not None or bool(find(text)) for text in bare) / of,
        length=sum(map(len, bare)) / of,
    )


def _is_total(text: str) -> bool:
    """Whether a short text only names something and its total: ``办公室工作（16分）``."""
    total = TOTAL.search(fold(text))
    return total is not None and total.start() <= LONG and not is_scoring(text[: total.start()])


def _score(column: _Column, role: str) -> float:
    """How well a column fits a role; the header's word counts 2, what its cells are like up to 3."""
    header, words = column.header, _HEADERS[role].search(column.header) is not None
    score = 2.0 if words else 0.0
    if role == "rules":
        score += 1.0 if words else 0
        figures_only = column.figures if column.figures > 0.5 else 0
        score += 3 * column.scoring * (0 if figures_only else 1) - 3 * figures_only - (2 if not column.filled else 0)
    elif role == "points":
        score += 3 * column.figures - (3 if column.filled and column.figures < 0.4 else 0)
        score -= 0 if column.filled else 3
        score -= 2 if column.numbers > 0.9 and not words else 0
        score -= 2 if header and not words and not column.in_points else 0
    elif role == "goals":
        score += (1.5 if column.length > LONG else 0) + column.prose - 2 * column.scoring - 2 * column.figures
    elif role == "labels":
        score += (1.0 if 0 < column.length <= LONG else -0.5) - 2 * column.figures - column.scoring - column.prose
        score -= 0 if column.filled else 2
    elif role == "progress":
        score += 1.5 + column.prose if words and column.length > LONG else 0
    elif role == "blank":
        score += 1.5 * (1 - column.filled)
    elif role == "numbers":
        score += 1.5 if column.numbers > 0.9 and column.filled and not header else 0
    return score


def columns(table: Table) -> Columns:
    """The columns of a table by what they hold."""
    named = headers(table)
    grid = table.grid()
    found = Columns(named)
    pointed: dict[int, tuple[int, bool]] = {}
    breadth: dict[int, tuple[int, int, int]] = {}
    for col in range(table.cols):
        cells = {(cell.row, cell.col): cell for cell in (row[col] for row in grid[table.header_rows :])}
        # A cell that spans other columns too (a section's title) says nothing about this one.
        texts = [cell.text.strip() for cell in cells.values() if cell.col_span < max(2, table.cols - 1)]
        described = _describe(named[col], texts)
        scores = {role: _score(described, role) for role in _WORDS}
        role = max(scores, key=lambda role: scores[role])
        if role == "points":
            says = _HEADERS["points"].search(named[col]) is not None or described.in_points > 0.5
            pointed[col] = (sum(map(bool, texts)), says)
        elif role != "blank":
            getattr(found, role).append(col)
        breadth[col] = (len(texts), _rank(named[col]), col)
    if pointed and (found.rules or found.labels or found.goals):
        found.points = max(pointed, key=lambda col: pointed[col][0])
        found.named = pointed[found.points][1]
        found.totals = [col for col in pointed if pointed[col][0] < pointed[found.points][0]]
    found.labels.sort(key=lambda col: breadth[col])
    return found


def _rank(header: str) -> int:
    """Which level a header says that it is: 一级指标 → 1; 0 where it does not say."""
    level = regex.search("([一二三四])级", header)
    return "一二三四".index(level[1]) + 1 if level else 0
