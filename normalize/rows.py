"""The rows of a rubric table → entries, with the totals, weights and notes that stand between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.notice import Cell, Notice, Table
from normalize.entry import Entry, Kind, Total, beginning, kind_of, label
from normalize.grouping import grouping_columns, item_rows, numbered_within
from normalize.passage import Passage
from normalize.quantity import fold
from normalize.rowkind import begins_section, is_note, is_sum, section_numbers
from normalize.rubric import Period
from normalize.view import View, percent_of, points_of

_HEADER_PERIODS: dict[str, Period] = {
    "年度": "year", "全年": "year", "半年": "half-year", "季度": "quarter", "月度": "month"
}  # fmt: skip
_KIND_HEADER = regex.compile("否[决优]|[加扣]分(?:项|情形|事项|情况)")


@dataclass
class Rows:
    """A table's entries, the totals that its headings state, the weights of its items and the notes in it."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    weights: list[tuple[Entry, str, Passage]] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)


def read_rows(notice: Notice, block: int, table: Table) -> Rows | None:
    """The entries of a table, None where it assesses nothing."""
    view = View(notice, block, table)
    return _Reader(view).read() if view.cols.is_rubric else None


@dataclass
class _Labels:
    """What the label columns say of one item: its path, the labels that name it, those that group it, its points."""

    path: list[str]
    names: list[Passage] = field(default_factory=list)
    groups: list[Passage] = field(default_factory=list)
    points: str | None = None


class _Reader:
    def __init__(self, view: View) -> None:
        self.view, self.cols = view, view.cols
        self.out = Rows()
        self.numbered_within = any(numbered_within(view, col) for col in self.cols.labels)
        self.sections: list[str] = []
        self.stated: set[tuple[str, ...]] = set()

    def read(self) -> Rows:
        groups = item_rows(self.view)
        grouping = grouping_columns(self.view, groups)
        for rows in groups:
            if not self.view.cells(rows):
                continue
            if is_note(self.view, rows):
                self.out.notes.append(self.view.passage(self.view.cells(rows)[0]))
            elif is_sum(self.view, rows):
                self._sum(rows[0])
            elif not self._section(rows[0]):
                self._item(rows, grouping)
        return self.out

    def _sum(self, row: int) -> None:
        cell = self.view.points_cell(row)
        if cell is not None and (points := points_of(cell.text)):
            self.out.totals.append(Total([], points, self.view.passage(cell)))

    def _section(self, row: int) -> bool:
        """Enter the section that begins at a row; True where the row is nothing else."""
        if not begins_section(self.view, row):
            return False
        cells = self.view.cells([row])
        printed = [*section_numbers(self.view, row), fold(cells[0].text)]
        level = 1 if any(text.startswith("(") for text in printed) else 0
        if len(cells) > 1 and self.view.cells([row], self.cols.rules):
            self.sections = self.sections[:level]
            return False
        skipped = (*self.cols.numbers, self.cols.points)
        named = self.view.cells([row], self.cols.labels)
        named += self.view.cells([row], (col for col in range(self.view.table.cols) if col not in skipped))
        if named:
            name, points = label(named[0].text)
            points_cell = self.view.points_cell(row)
            points = (points_of(points_cell.text) if points_cell is not None else None) or points
            self.sections = [*self.sections[:level], name]
            self._state(self.sections, points, named[0])
        return True

    def _state(self, path: list[str], points: str | None, cell: Cell) -> None:
        """Note a heading's stated total, once."""
        if points is not None and tuple(path) not in self.stated:
            self.stated.add(tuple(path))
            self.out.totals.append(Total(list(path), points, self.view.passage(cell)))

    def _labels(self, row: int, grouping: dict[tuple[int, int], bool]) -> _Labels:
        found = _Labels(list(self.sections))
        for at, col in enumerate(self.cols.labels):
            cell = self.view.grid[row][col]
            if not cell.text.strip() or any(cell is self.view.grid[row][c] for c in self.cols.labels[:at]):
                continue
            name, points = label(cell.text)
            if grouping.get((row, col)):
                found.path.append(name)
                found.groups.append(self.view.passage(cell))
                self._state(found.path, points, cell)
            else:
                found.names.append(self.view.passage(cell))
                found.points = found.points or points
        for col in self.cols.totals:
            self._state(found.path, points_of(self.view.grid[row][col].text), self.view.grid[row][col])
        found.path += [label(passage.text)[0] for passage in found.names[:-1]]
        return found

    def _item(self, rows: list[int], grouping: dict[tuple[int, int], bool]) -> None:
        labels = self._labels(rows[0], grouping)
        goals = self.view.passages(rows, self.cols.goals)
        rules = self.view.passages(rows, self.cols.rules)
        content = [*goals, *rules]
        if labels.names:
            at, name = labels.names[-1], label(labels.names[-1].text)[0]
        elif labels.groups and not goals and (not rules or self._is_its_own(labels.groups[-1], rows)):
            at, name = labels.groups[-1], labels.path.pop()
        elif content:
            at, name = content[0], beginning(content[0].text)
        else:
            return
        entry = Entry(labels.path, name, at, labels.points, goals=goals, rules=rules)
        entry.kind, entry.veto = self._kind(entry, [] if at in content else [name])
        entry.progress = self.view.passages(rows, self.cols.progress)
        entry.period = self._period()
        spans = [(cell.row, cell.row + cell.row_span) for cell in self.view.cells(rows, self.cols.rules)]
        entry.shared = any(top < rows[0] or bottom > rows[-1] + 1 for top, bottom in spans)
        self._points(entry, rows[0])
        self.out.entries.append(entry)

    def _is_its_own(self, group: Passage, rows: list[int]) -> bool:
        """Whether a grouping label's cell belongs to this item only, and so names it."""
        cell = group.cell
        alone = cell is not None and cell.row >= rows[0] and cell.row + cell.row_span <= rows[-1] + 1
        return alone and not self.numbered_within

    def _kind(self, entry: Entry, labels: list[str]) -> tuple[Kind, bool]:
        """The kind that the item's labels tell, else the heading above the table, which then begins its path."""
        labels = [*labels, *reversed(entry.path)]
        heading = self.view.heading()
        if heading and kind_of(labels)[0] == "base" and kind_of([heading])[0] != "base":
            entry.path = [heading, *entry.path]
            labels.append(heading)
        headers = (self.cols.headers[col] for col in self.cols.rules)
        return kind_of([*labels, *filter(_KIND_HEADER.search, headers)])

    def _period(self) -> Period | None:
        """The period that a goal column's header names: 年度目标 → year, 季度任务 → quarter."""
        for header in (self.cols.headers[col] for col in self.cols.goals):
            for words, period in _HEADER_PERIODS.items():
                if words in header:
                    return period
        return None

    def _points(self, entry: Entry, row: int) -> None:
        """The item's points: of its points cell, else its label's (组织领导（15分）), else its only goal's."""
        cell = self.view.points_cell(row)
        if cell is None:
            goal = label(entry.goals[0].text)[1] if len(entry.goals) == 1 else None
            entry.points = entry.points or goal
            return
        entry.points = points_of(cell.text) or entry.points
        if (percent := percent_of(cell.text)) is not None:
            self.out.weights.append((entry, percent, self.view.passage(cell)))
