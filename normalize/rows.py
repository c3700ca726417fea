"""The rows of a rubric table → entries: which rows are one item, and which only give a section its name."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.notice import Cell, Notice, Paragraph, Table
from normalize.columns import POINTS_CELL, Columns, columns
from normalize.entry import Entry, Total, beginning, kind_of, label
from normalize.passage import Passage
from normalize.quantity import fold
from normalize.rubric import Period
from normalize.scoring import is_scoring

_SUM = regex.compile(r"(?:合|总|小|共)\s*(?:计|分)(?:值|分)?|满分|总得分|最终得分")
_SECTION_NUMBER = regex.compile(
    r"[一二三四五六七八九十]{1,3}、?|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]+[部章节]分?"
)
_NOTE = regex.compile(r"\s*(?:备\s*注|注|说\s*明)\s*[:：]")
_HEADER_PERIODS: dict[str, Period] = {
    "年度": "year",
    "全年": "year",
    "半年": "half-year",
    "季度": "quarter",
    "月度": "month",
}
_KIND_HEADER = regex.compile("否[决优]|[加扣]分(?:项|情形|事项|情况)")
HEADING_LENGTH = 20
"""A paragraph above a table names what the table holds only if it is at most this long."""


def points_of(text: str) -> str | None:
    """The points that a points cell gives; None for a percentage or anything else."""
    found = POINTS_CELL.fullmatch(fold(text.strip()))
    return None if found is None or found["percent"] else found["points"].lstrip("+-")


def _period(headers: list[str]) -> Period | None:
    """The period that a goal column's header names: 年度目标 → year, 季度任务 → quarter."""
    for header in headers:
        for words, period in _HEADER_PERIODS.items():
            if words in header:
                return period
    return None


def percent_of(text: str) -> str | None:
    """The per cent of a weight cell (``20%``)."""
    found = POINTS_CELL.fullmatch(fold(text.strip()))
    return found["points"] if found is not None and found["percent"] else None


@dataclass
class Rows:
    """A table's entries, the totals that its headings state, the weights of its items and the notes in it."""

    entries: list[Entry]
    totals: list[Total]
    weights: list[tuple[Entry, str, Passage]]
    notes: list[Passage]


def read_rows(notice: Notice, block: int, table: Table) -> Rows | None:
    """The entries of a table, None where it assesses nothing."""
    cols = columns(table)
    return _Reader(notice, block, table, cols).read() if cols.is_rubric else None


class _Reader:
    def __init__(self, notice: Notice, block: int, table: Table, cols: Columns) -> None:
        self.notice, self.block, self.table, self.cols = notice, block, table, cols
        self.grid = table.grid()
        self.out = Rows([], [], [], [])
        self.heading = self._heading_above()
        self.sections: list[str] = []
        self.stated: set[tuple[str, ...]] = set()

    def read(self) -> Rows:
        groups = self._groups()
        grouping = self._grouping_columns(groups)
        for rows in groups:
            if self._is_note(rows) or self._is_sum(rows) or self._is_section(rows):
                continue
            self._item(rows, grouping)
        return self.out

    # -- rows ---------------------------------------------------------------------------------------------------

    def _cells(self, rows: list[int], cols: list[int]) -> list[Cell]:
        """The distinct cells with text of some rows in some columns, row by row."""
        seen: dict[tuple[int, int], Cell] = {}
        for row in rows:
            for col in cols:
                cell = self.grid[row][col]
                if cell.text.strip():
                    seen.setdefault((cell.row, cell.col), cell)
        return list(seen.values())

    def _passage(self, cell: Cell) -> Passage:
        return Passage.of_cell(self.notice, self.block, cell).stripped()

    def _groups(self) -> list[list[int]]:
        """Rows that are one item: those under one points cell, and those that own neither points nor rules."""
        groups: list[list[int]] = []
        for row in range(self.table.header_rows, self.table.rows):
            joins = False
            if groups:
                above = groups[-1][-1]
                points = self.cols.points
                own_points = points is not None and bool(self.grid[row][points].text.strip())
                if own_points and points is not None:
                    joins = self.grid[row][points] is self.grid[above][points]
                else:
                    shared = [col for col in self.cols.rules if self.grid[row][col] is self.grid[above][col]]
                    fresh = [
                        col for col in self.cols.rules if self.grid[row][col].row == row and self.grid[row][col].text
                    ]
                    joins = bool(shared) and not fresh and any(self.grid[row][col].text for col in shared)
            if joins:
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    def _grouping_columns(self, groups: list[list[int]]) -> dict[tuple[int, int], bool]:
        """For each label column, from the row on where a section begins: does it group items or name them?

        A column groups where a cell of it spans several items and something else can name them, or where most of
        its cells do, or where the 序号 begins anew with each of its cells.
        """
        verdict: dict[tuple[int, int], bool] = {}
        parts: list[list[list[int]]] = [[]]
        for rows in groups:
            if self._looks_like_section(rows[0]):
                parts.append([])
            else:
                parts[-1].append(rows)
        for part in parts:
            for at, col in enumerate(self.cols.labels):
                spans: dict[tuple[int, int], int] = {}
                for rows in part:
                    cell = self.grid[rows[0]][col]
                    spans[cell.row, cell.col] = spans.get((cell.row, cell.col), 0) + 1
                wide = sum(count > 1 for count in spans.values())
                others = [*self.cols.labels[at + 1 :], *self.cols.goals]
                named = any(
                    self.grid[rows[0]][other].text and self.grid[rows[0]][other] is not self.grid[rows[0]][col]
                    for rows in part
                    for other in others
                )
                groups_items = wide > 0 and (named or 2 * wide >= len(spans) or self._restarts(col))
                for rows in part:
                    verdict[rows[0], col] = groups_items
        return verdict

    def _restarts(self, col: int) -> bool:
        """Whether the 序号 begins anew with each cell of the column, and so counts within it."""
        firsts: dict[int, str] = {}
        for row in range(self.table.header_rows, self.table.rows):
            texts = [fold(cell.text).strip("(). 、") for cell in self._cells([row], self.cols.numbers)]
            firsts.setdefault(self.grid[row][col].row, texts[0] if texts else "")
        return len(firsts) > 1 and set(firsts.values()) == {"1"}

    # -- what is no item ----------------------------------------------------------------------------------------

    def _is_note(self, rows: list[int]) -> bool:
        cells = self._cells(rows, list(range(self.table.cols)))
        if len(cells) == 1 and (_NOTE.match(cells[0].text) or cells[0].col_span >= self.table.cols > 1):
            if not _NOTE.match(cells[0].text) and not is_scoring(label(cells[0].text)[0]):
                return False
            self.out.notes.append(self._passage(cells[0]))
            return True
        return not cells

    def _is_sum(self, rows: list[int]) -> bool:
        labels = self._cells(rows, [*self.cols.numbers, *self.cols.labels, *self.cols.goals])
        if not labels or not _SUM.fullmatch(fold(regex.sub(r"\s", "", labels[0].text))):
            return False
        if self.cols.points is not None and (points := points_of(self.grid[rows[0]][self.cols.points].text)):
            self.out.totals.append(Total([], points, self._passage(self.grid[rows[0]][self.cols.points])))
        return True

    def _looks_like_section(self, row: int) -> bool:
        """A row with a first-level number, or one label across the table, and no content of its own."""
        cells = self._cells([row], list(range(self.table.cols)))
        if len(cells) == 1 and cells[0].col_span > 1 and cells[0].col_span >= self.table.cols - 1:
            return not is_scoring(label(cells[0].text)[0])
        if self._cells([row], self.cols.rules):
            return any(self._section_number(row))
        return any(self._section_number(row)) and len({c.row for c in cells}) == 1

    def _section_number(self, row: int) -> list[str]:
        texts = [fold(cell.text.strip()) for cell in self._cells([row], self.cols.numbers)]
        return [text for text in texts if _SECTION_NUMBER.fullmatch(text)]

    def _is_section(self, rows: list[int]) -> bool:
        row = rows[0]
        if not self._looks_like_section(row):
            return False
        whole = self._cells([row], list(range(self.table.cols)))
        printed = [*self._section_number(row), fold(whole[0].text)] if whole else []
        level = 1 if any(text.startswith("(") for text in printed) else 0
        if len(whole) > 1 and self._cells([row], self.cols.rules):
            self.sections = self.sections[:level]
            return False
        others = [
            c for c in range(self.table.cols) if c not in (*self.cols.numbers, self.cols.points, *self.cols.labels)
        ]
        cells = self._cells([row], self.cols.labels) or self._cells([row], others)
        if not cells:
            return True
        name, points = label(cells[0].text)
        if self.cols.points is not None:
            points = points_of(self.grid[row][self.cols.points].text) or points
        self.sections = [*self.sections[:level], name]
        if points is not None:
            self.out.totals.append(Total(list(self.sections), points, self._passage(cells[0])))
        return True

    def _heading_above(self) -> str | None:
        """The short paragraph just above, where it says what kind of points the table holds."""
        if self.block == 0 or not isinstance(above := self.notice.blocks[self.block - 1], Paragraph):
            return None
        text = label(above.text)[0]
        return text if len(text) <= HEADING_LENGTH else None

    # -- items --------------------------------------------------------------------------------------------------

    def _item(self, rows: list[int], grouping: dict[tuple[int, int], bool]) -> None:
        row = rows[0]
        path = list(self.sections)
        names: list[Passage] = []
        wide: list[Passage] = []
        own_points: str | None = None
        for col in self.cols.labels:
            cell = self.grid[row][col]
            if not cell.text.strip() or any(cell is self.grid[row][c] for c in self.cols.labels if c < col):
                continue
            name, points = label(cell.text)
            if grouping.get((row, col)):
                path.append(name)
                wide.append(self._passage(cell))
                self._state(path, points, cell)
            else:
                names.append(self._passage(cell))
                own_points = own_points or points
        for col in self.cols.totals:
            self._state(path, points_of(self.grid[row][col].text), self.grid[row][col])
        goals = [self._passage(cell) for cell in self._cells(rows, self.cols.goals)]
        rules = [self._passage(cell) for cell in self._cells(rows, self.cols.rules)]
        path += [label(passage.text)[0] for passage in names[:-1]]
        content = [*goals, *rules]
        if names:
            at, name = names[-1], label(names[-1].text)[0]
        elif (
            wide
            and not goals
            and (not content or (self._alone(wide[-1], rows) and not any(map(self._restarts, self.cols.labels))))
        ):
            at, name = wide[-1], path.pop()
        elif content:
            at, name = content[0], beginning(content[0].text)
        else:
            return
        labels = [name, *reversed(path)] if at not in content else [*reversed(path)]
        if self.heading and kind_of(labels)[0] == "base" and kind_of([self.heading])[0] != "base":
            path = [self.heading, *path]
            labels.append(self.heading)
        kind, veto = kind_of(
            [*labels, *filter(_KIND_HEADER.search, (self.cols.headers[col] for col in self.cols.rules))]
        )
        entry = Entry(
            path=path, name=name, source=at, points=own_points, kind=kind, veto=veto, goals=goals, rules=rules
        )
        entry.progress = [self._passage(cell) for cell in self._cells(rows, self.cols.progress)]
        entry.period = _period([self.cols.headers[col] for col in self.cols.goals])
        entry.shared = any(
            cell.row < rows[0] or cell.row + cell.row_span > rows[-1] + 1 for cell in self._cells(rows, self.cols.rules)
        )
        if entry.points is None and self.cols.points is None and len(goals) == 1:
            entry.points = label(goals[0].text)[1]
        self._points(entry, row)
        self.out.entries.append(entry)

    def _alone(self, passage: Passage, rows: list[int]) -> bool:
        """Whether a label's cell belongs to this item only."""
        cell = passage.cell
        return cell is not None and cell.row >= rows[0] and cell.row + cell.row_span <= rows[-1] + 1

    def _points(self, entry: Entry, row: int) -> None:
        if self.cols.points is None:
            return
        cell = self.grid[row][self.cols.points]
        entry.points = points_of(cell.text) or entry.points
        if (percent := percent_of(cell.text)) is not None:
            self.out.weights.append((entry, percent, self._passage(cell)))

    def _state(self, path: list[str], points: str | None, cell: Cell) -> None:
        """Notes a heading's stated total, once."""
        if points is not None and tuple(path) not in self.stated:
            self.stated.add(tuple(path))
            self.out.totals.append(Total(list(path), points, self._passage(cell)))
