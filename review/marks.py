"""The notice as the desk shows it: tables cut to the rows at hand, every character with who owns it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from extract.notice import SURE, Cell, Notice, Paragraph, Source, Table
from normalize.rubric import Rubric, Span

ROWS = 6
"""Rows of a table shown above and below the one that a rule stands in."""

Place = tuple[int, int | None, int | None]
"""Block, row and column."""


@dataclass(frozen=True)
class Stretch:
    """Characters of one owner: ``role`` is rule, policy, explanation, unread or empty; ``now`` for what is at hand."""

    text: str
    role: str = ""
    now: bool = False


@dataclass(frozen=True)
class Shown:
    """A cell as it is drawn; ``now`` where the rule at hand stands in it; ``doubt`` where a scan is not sure."""

    stretches: list[Stretch]
    row_span: int
    col_span: int
    head: bool = False
    now: bool = False
    doubt: bool = False


@dataclass
class Piece:
    """A paragraph or a table, whole or some of its rows; ``above`` and ``below`` count the rows left out."""

    block: int
    level: int | None = None
    stretches: list[Stretch] = field(default_factory=list)
    rows: list[list[Shown]] = field(default_factory=list)
    above: int = 0
    below: int = 0


class Marker:
    """Draws a notice with the owners of its scoring text; ``now`` is the source of what is at hand."""

    def __init__(self, notice: Notice, rubric: Rubric, now: Source | None = None) -> None:
        self.notice, self.now = notice, now
        self.spans: dict[Place, list[Span]] = {}
        for item in rubric.items:
            for span in item.spans:
                place = (span.source.block, span.source.row, span.source.col)
                self.spans.setdefault(place, []).append(span)
        for policy in rubric.policies:
            if policy.source is not None:
                place = (policy.source.block, policy.source.row, policy.source.col)
                self.spans.setdefault(place, []).append(Span(role="policy", source=policy.source))

    def around(self) -> list[Piece]:
        """The block that is at hand: a table's rows about it, or the paragraph with its neighbours."""
        if self.now is None:
            return []
        block = self.notice.blocks[self.now.block]
        if isinstance(block, Table):
            return [self._table(self.now.block, block, self._rows(block))]
        near = range(max(0, self.now.block - 2), min(len(self.notice.blocks), self.now.block + 3))
        return [self.piece(index) for index in near if isinstance(self.notice.blocks[index], Paragraph)]

    def piece(self, index: int, rows: range | None = None) -> Piece:
        """A whole block, or some rows of a table."""
        block = self.notice.blocks[index]
        if isinstance(block, Table):
            return self._table(index, block, rows or range(block.rows))
        return Piece(index, level=block.level, stretches=self._stretches((index, None, None), block.text))

    def _rows(self, table: Table) -> range:
        assert self.now is not None
        row = self.now.row or 0
        cell = next(
            (one for one in table.cells if (one.row, one.col) == (self.now.row, self.now.col)), None
        )  # a merged cell may be taller than what is shown around it
        last = row + (min(cell.row_span, ROWS) if cell else 1)
        return range(max(table.header_rows, row - ROWS), min(table.rows, last + ROWS))

    def _table(self, index: int, table: Table, rows: range) -> Piece:
        shown = [*range(min(table.header_rows, rows.start)), *rows]
        piece = Piece(index, above=max(0, rows.start - table.header_rows), below=table.rows - rows.stop)
        near = (cell for cell in table.cells if cell.row < rows.stop and cell.row + cell.row_span > rows.start)
        head = (cell for cell in table.cells if cell.row < min(table.header_rows, rows.start))
        cells = sorted({id(cell): cell for cell in (*head, *near)}.values(), key=lambda cell: (cell.row, cell.col))
        by_row: dict[int, list[Shown]] = {row: [] for row in shown}
        for cell in cells:
            kept = [row for row in shown if cell.row <= row < cell.row + cell.row_span]
            if kept:
                by_row[kept[0]].append(self._cell(index, table, cell, len(kept)))
        piece.rows = [by_row[row] for row in shown]
        return piece

    def _cell(self, block: int, table: Table, cell: Cell, row_span: int) -> Shown:
        now = self.now
        return Shown(
            self._stretches((block, cell.row, cell.col), cell.text),
            row_span,
            cell.col_span,
            head=cell.row < table.header_rows,
            now=now is not None and (now.block, now.row, now.col) == (block, cell.row, cell.col),
            doubt=cell.confidence is not None and cell.confidence < SURE,
        )

    def _stretches(self, place: Place, text: str) -> list[Stretch]:
        roles = [""] * len(text)
        for span in self.spans.get(place, []):
            roles[span.source.start : span.source.end] = [span.role] * (span.source.end - span.source.start)
        now = range(0)
        if self.now is not None and (self.now.block, self.now.row, self.now.col) == place:
            now = range(self.now.start, self.now.end)
        marked = ((role, at in now, text[at]) for at, role in enumerate(roles))
        return [
            Stretch("".join(character for _, _, character in same), *owner)
            for owner, same in groupby(marked, key=lambda one: (one[0], one[1]))
        ]
