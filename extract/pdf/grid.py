"""Ruling lines → tables: which cells they enclose, and how many rows and columns each cell spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.notice import Box

TOUCH = 3.0
"""Lines nearer than this (points) touch, and parallel ones are one border."""

REACH = 5.0
"""Lines across each other hang together when one ends this near (points) to the other: double ones leave corners out."""

COVER = 0.6
"""A line that runs along this share of a cell's side is its border."""


@dataclass(frozen=True)
class Rule:
    """A ruling line: at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Slot:
    """A place for text in a table: a cell with its grid position, spans and box."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass
class Grid:
    """A table's borders: ``xs`` from left to right, ``ys`` from top to bottom; every position is in one slot.

    ``ruled`` is false where no lines show the borders.
    """

    xs: list[float]
    ys: list[float]
    slots: list[Slot]
    ruled: bool = True

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def slot_at(self, x: float, y: float) -> int | None:
        """The index of the slot that the point lies in."""
        for index, slot in enumerate(self.slots):
            if slot.box[0] <= x < slot.box[2] and slot.box[1] <= y < slot.box[3]:
                return index
        return None

    def within(self, other: Grid) -> bool:
        """Whether both are equally wide and each border between columns here is one there."""
        if abs(self.xs[0] - other.xs[0]) > TOUCH or abs(self.xs[-1] - other.xs[-1]) > TOUCH:
            return False
        return all(abs(x - other.xs[other.nearest(x)]) <= TOUCH for x in self.xs)

    def nearest(self, x: float) -> int:
        """The index of the border between columns that is nearest to ``x``."""
        return min(range(len(self.xs)), key=lambda index: abs(self.xs[index] - x))

    def in_columns_of(self, other: Grid) -> Grid:
        """This table in the other's columns; its cells span those that it has no border between."""
        slots = []
        for slot in self.slots:
            first, last = other.nearest(slot.box[0]), other.nearest(slot.box[2])
            slots.append(replace(slot, col=first, col_span=last - first))
        return replace(self, xs=other.xs, slots=slots)


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Grid]:
    """The tables that the ruling lines form, from top to bottom; a single box is no table.

    A side without a border is where the lines across it end.
    """
    across, down = _merge(horizontal), _merge(vertical)
    grids = (_grid(rows, cols) for rows, cols in _groups(across, down))
    found = [grid for grid in grids if grid is not None and len(grid.slots) > 1]
    outer = [grid for grid in found if not any(_within(grid.box, other) for other in found if other is not grid)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _within(box: Box, grid: Grid) -> bool:
    return (
        grid.xs[0] < box[0] + TOUCH
        and grid.ys[0] < box[1] + TOUCH
        and box[2] < grid.xs[-1] + TOUCH
        and box[3] < grid.ys[-1] + TOUCH
    )


def _merge(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap become one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        for index in range(len(merged) - 1, -1, -1):
            other = merged[index]
            if rule.at - other.at > TOUCH / 2:
                continue
            if rule.start <= other.end + TOUCH and other.start <= rule.end + TOUCH:
                merged[index] = Rule(other.at, min(other.start, rule.start), max(other.end, rule.end))
                break
        else:
            merged.append(rule)
    return merged


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The rules in groups that hang together."""
    group = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for left, row in enumerate(across):
        for right, col in enumerate(down):
            meets = row.start - REACH <= col.at <= row.end + REACH and col.start - REACH <= row.at <= col.end + REACH
            if meets:
                group[root(left)] = root(len(across) + right)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(group)):
        rows, cols = found.setdefault(root(index), ([], []))
        if index < len(across):
            rows.append(across[index])
        else:
            cols.append(down[index - len(across)])
    return [(rows, cols) for rows, cols in found.values() if rows and cols]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _positions([rule.at for rule in down], [rule.start for rule in across], [rule.end for rule in across])
    ys = _positions([rule.at for rule in across], [rule.start for rule in down], [rule.end for rule in down])
    if len(xs) < 2 or len(ys) < 2:
        return None
    slots = _slots(xs, ys, across, down)
    starts_x = {slot.col for slot in slots}
    starts_y = {slot.row for slot in slots}
    if len(starts_x) < len(xs) - 1 or len(starts_y) < len(ys) - 1:
        xs = [x for index, x in enumerate(xs) if index in starts_x or index == len(xs) - 1]
        ys = [y for index, y in enumerate(ys) if index in starts_y or index == len(ys) - 1]
        slots = _slots(xs, ys, across, down)
    return Grid(xs, ys, slots)


def _positions(lines: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """The places of the borders: the lines themselves, and where the lines across them begin and end."""
    values = sorted(lines)
    clusters: list[list[float]] = []
    for value in values:
        if clusters and value - clusters[-1][0] <= TOUCH:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    places = [sum(cluster) / len(cluster) for cluster in clusters]
    if not places or min(starts) < places[0] - 2 * TOUCH:
        places.insert(0, min(starts))
    if max(ends) > places[-1] + 2 * TOUCH:
        places.append(max(ends))
    return places


def _walled(rules: list[Rule], at: float, start: float, end: float) -> bool:
    """Whether a rule at ``at`` parts the cells on its sides between ``start`` and ``end``."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= TOUCH)
    return covered >= COVER * (end - start)


def _slots(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[Slot]:
    """The cells, as rectangles of grid positions that no line parts."""
    rows, cols = len(ys) - 1, len(xs) - 1
    right = [[_walled(down, xs[col + 1], ys[row], ys[row + 1]) for col in range(cols)] for row in range(rows)]
    below = [[_walled(across, ys[row + 1], xs[col], xs[col + 1]) for col in range(cols)] for row in range(rows)]
    runs: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        col = 0
        while col < cols:
            last = col
            while last + 1 < cols and not right[row][last]:
                last += 1
            runs.append((row, row, col, last))
            col = last + 1
    joined: list[tuple[int, int, int, int]] = []
    for top, bottom, first, last in runs:
        for index, (top_of, bottom_of, first_of, last_of) in enumerate(joined):
            same = bottom_of == top - 1 and (first_of, last_of) == (first, last)
            if same and not any(below[bottom_of][col] for col in range(first, last + 1)):
                joined[index] = (top_of, bottom, first, last)
                break
        else:
            joined.append((top, bottom, first, last))
    return [
        Slot(top, first, bottom - top + 1, last - first + 1, (xs[first], ys[top], xs[last + 1], ys[bottom + 1]))
        for top, bottom, first, last in sorted(joined)
    ]
