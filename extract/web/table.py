"""A table of a page → cells with their true spans, as a browser lays them out (``rowspan``, ``colspan``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extract.limits import CELLS
from extract.notice import Table
from extract.spans import Slot, table_of
from extract.web.element import Element, hidden, tag_of, whole

MAX_COLUMNS = 1000
"""Browsers take no larger ``colspan``."""


class TooManyCells(Exception):
    """The table has more grid positions than ``extract.limits.CELLS``."""


@dataclass
class Group:
    """The rows of one ``thead``, ``tbody`` or ``tfoot``; no cell reaches out of its group."""

    kind: str
    rows: list[list[Element]]


def groups_of(table: Element) -> list[Group]:
    """The table's rows that are shown, in the order in which they are: the head first, the foot last."""
    groups = [Group("tbody", [])]
    for part in table:
        kind = tag_of(part)
        if hidden(part):
            continue
        if kind in ("thead", "tbody", "tfoot"):
            groups += [Group(kind, [list(cells_of(row)) for row in _inside(part, "tr")]), Group("tbody", [])]
        elif kind == "tr":
            groups[-1].rows.append(list(cells_of(part)))
        elif kind in ("td", "th"):
            groups[-1].rows.append([part])
        elif kind not in ("caption", "table"):
            groups[-1].rows += [list(cells_of(row)) for row in _inside(part, "tr")]
    order = {"thead": 0, "tbody": 1, "tfoot": 2}
    return sorted((group for group in groups if group.rows), key=lambda group: order[group.kind])


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row that are shown."""
    for part in row:
        if tag_of(part) in ("td", "th"):
            if not hidden(part):
                yield part
        elif tag_of(part) not in ("table", "tr", ""):
            yield from cells_of(part)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows inside, through forms and the like; not those of tables inside."""
    for part in element:
        if hidden(part):
            continue
        if tag_of(part) == name:
            yield part
        elif tag_of(part) not in ("table", ""):
            yield from _inside(part, name)


def read_table(groups: list[Group], text: Callable[[Element], str]) -> Table | None:
    """The table with ``text`` of each cell, None where all are empty; raises TooManyCells."""
    slots: list[Slot] = []
    top = 0
    for group in groups:
        slots += _placed(group, top, text)
        top += len(group.rows)
    if not slots:
        return None
    wide = max(slot.col + slot.cols for slot in slots)
    if wide * top > CELLS:
        raise TooManyCells
    return table_of(slots, min(_marked(groups), max(slot.row + slot.rows for slot in slots)))


def _placed(group: Group, top: int, text: Callable[[Element], str]) -> Iterator[Slot]:
    """The group's cells in their places: each in the first free column of its row, as wide as is free there."""
    taken: list[set[int]] = [set() for _ in group.rows]
    room = CELLS
    for at, row in enumerate(group.rows):
        col = 0
        for cell in row:
            while col in taken[at]:
                col += 1
            down = whole(cell.get("rowspan"), 1) or len(group.rows)
            rows = min(max(1, down), len(group.rows) - at)
            cols = min(max(1, whole(cell.get("colspan"), 1)), MAX_COLUMNS)
            cols = next((width for width in range(1, cols) if col + width in taken[at]), cols)
            room -= rows * cols
            if room < 0:
                raise TooManyCells
            for below in range(at, at + rows):
                taken[below].update(range(col, col + cols))
            yield Slot(top + at, col, rows, cols, text(cell))
            col += cols


def _marked(groups: list[Group]) -> int:
    """How many rows at the top the page marks as header, 0 where it marks all."""
    rows = [(group.kind, row) for group in groups for row in group.rows]
    marked = 0
    while marked < len(rows) and _is_header(*rows[marked]):
        marked += 1
    return marked if marked < len(rows) else 0


def _is_header(kind: str, row: list[Element]) -> bool:
    return kind == "thead" or (bool(row) and all(tag_of(cell) == "th" for cell in row))
