"""Where the rows of a table without lines begin, by how the lines of its columns stand to each other.

Cells are set at the top of their row, or in its middle. At the top, a row begins where a column has a line that does
not go on with one above. In the middle, the cells of the column with the most cells show the middles of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.pdf.lines import Line
from extract.pdf.width import Region, is_full

SAME_ROW = 0.35
"""Lines whose middles are nearer than this share of their size stand side by side."""

CELL_GAP = 0.75
"""Lines of a column that are further apart than this share of their size belong to different cells."""

TORN = 0.25
"""Cells are set in the middle when more than this share of the rows would begin beside a line that goes on."""

NAME_GAP = 2.0
"""The characters of a name that is set one a line follow each other within this many times their size."""

ALWAYS = 0.6
"""A column that has text in this share of the rows has it where a row begins."""

LABELS = 0.6
"""A leading column with fewer cells than this share of the rows holds labels that span rows."""


@dataclass(frozen=True)
class GoesOn:
    """Whether the table goes on from the page above, and whether below on the next one."""

    from_above: bool = False
    below: bool = False


Lines = Sequence[Sequence[Line]]
"""The lines of each column, from top to bottom."""


def is_in_middle(parts: Sequence[Lines]) -> bool:
    """Whether cells are set in the middle of their rows in the parts of a table.

    They are when rows that began where a column has a new line would often part a line from what goes on with it.
    """
    fresh = torn = 0
    for columns in parts:
        beside = _beside(columns)
        for at in range(1, len(beside)):
            if beside[at].keys() - beside[at - 1].keys():
                fresh += 1
                torn += bool(_wrapped(columns, beside, at))
    return torn > TORN * fresh


def row_starts(columns: Lines, in_middle: bool, goes_on: GoesOn) -> list[float]:
    """Where each row begins, from top to bottom; the first one at the top of the text."""
    beside = _beside(columns)
    if len(beside) < 2:
        return [min(line.top for lines in columns for line in lines)]
    return _by_middles(columns, goes_on) if in_middle else _by_tops(columns, beside)


Beside = list[dict[int, Line]]
"""Lines that stand side by side, by their column, from top to bottom."""


def _beside(columns: Lines) -> Beside:
    rows: Beside = []
    every = [(line, col) for col, lines in enumerate(columns) for line in lines]
    for line, col in sorted(every, key=lambda held: held[0].top + held[0].bottom):
        middle = (line.top + line.bottom) / 2
        if rows:
            first = next(iter(rows[-1].values()))
            if abs(middle - (first.top + first.bottom) / 2) <= SAME_ROW * line.size and col not in rows[-1]:
                rows[-1][col] = line
                continue
        rows.append({col: line})
    return rows


def _limits(lines: Sequence[Line]) -> Region:
    return Region(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))


def _wrapped(columns: Lines, beside: Beside, at: int) -> set[int]:
    """The columns whose line at ``at`` goes on with one that the width broke."""
    found = set()
    for col, line in beside[at].items():
        above = [other for other in columns[col] if other.bottom <= line.top + 0.3 * line.size]
        if (
            above
            and line.top - above[-1].bottom < CELL_GAP * line.size
            and is_full(above[-1], line, _limits(columns[col]))
        ):
            found.add(col)
    return found


def _by_tops(columns: Lines, beside: Beside) -> list[float]:
    """The tops of the rows where cells are set at the top: where a column begins anew after having had no line just
    above, and where the columns that always have text have a line that does not go on with one above."""
    starts = {0, *(at for at in range(1, len(beside)) if beside[at].keys() - beside[at - 1].keys())}
    rows = [beside[at] for at in sorted(starts)]
    always = {col for col in range(len(columns)) if sum(col in row for row in rows) >= ALWAYS * len(rows)}
    for at in range(1, len(beside)):
        if at not in starts and always and always <= beside[at].keys() and not _wrapped(columns, beside, at) & always:
            starts.add(at)
    return [min(line.top for line in beside[at].values()) for at in sorted(starts)]


def blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a column in groups that stand apart; a name that is set one character a line is one group."""
    groups: list[list[Line]] = []
    for line in lines:
        above = groups[-1][-1] if groups else line
        name = len(line.inked) == len(above.inked) == 1
        if groups and line.top - above.bottom < (NAME_GAP if name else CELL_GAP) * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def middle(block: Sequence[Line]) -> float:
    """Half-way down a group of lines."""
    return (block[0].top + block[-1].bottom) / 2


def _by_middles(columns: Lines, goes_on: GoesOn) -> list[float]:
    """The tops of the rows where cells are set in the middle."""
    grouped = [blocks(lines) for lines in columns]
    anchor = max(grouped, key=lambda groups: (len(groups), -sum(len(line.inked) for group in groups for line in group)))
    labels = leading_labels(grouped, len(anchor))
    others = [line for lines in columns[labels:] for line in lines]
    edges = sorted({line.top for line in others} | {line.bottom for line in others})
    free = [(upper + lower) / 2 for upper, lower in pairwise(edges)]
    cuts = [
        at for at in free if not any(line.top + 0.2 * line.size < at < line.bottom - 0.2 * line.size for line in others)
    ]
    return fitted(anchor, edges[0], cuts, edges[-1], goes_on)


def leading_labels(grouped: Sequence[Sequence[Sequence[Line]]], rows: int) -> int:
    """How many columns at the left hold labels that span rows."""
    count = 0
    while count < len(grouped) - 1 and 0 < len(grouped[count]) <= LABELS * rows:
        count += 1
    return count


def begun(lines: Sequence[Line], tops: Sequence[float]) -> int:
    """How many rows the column has a line at the top of that does not go on with one above."""
    limits = _limits(lines)
    firsts = [
        line
        for above, line in zip([None, *lines], lines, strict=False)
        if above is None or line.top - above.bottom >= CELL_GAP * line.size or not is_full(above, line, limits)
    ]
    return sum(any(abs(line.top - top) < 0.5 * line.size for line in firsts) for top in tops)


def fitted(
    held: Sequence[Sequence[Line]], top: float, cuts: Sequence[float], bottom: float, goes_on: GoesOn = GoesOn()
) -> list[float]:
    """Where to cut so that each piece has the middle of its group of lines nearest to its own: the top of each piece.

    One cut is chosen between each two groups; where there is none, half-way between them. A row that a page's end
    breaks has its cells at the top, and its rest on the next page may lack the group.
    """
    best: list[dict[float, tuple[float, float | None]]] = [{top: (0.0, None)}]
    if goes_on.from_above:
        size = held[0][0].size
        best[0] |= {cut: (size**2, None) for cut in cuts if top < cut < held[0][0].top}
    for at, (upper, lower) in enumerate(pairwise(held)):
        broken = goes_on.from_above and at == 0
        first, last = middle(upper), middle(lower)
        best.append(
            {
                place: min((cost + _off(upper, start, place, broken), start) for start, (cost, _) in best[-1].items())
                for place in [cut for cut in cuts if first < cut < last] or [(first + last) / 2]
            }
        )
    start = min(best[-1], key=lambda at: best[-1][at][0] + _off(held[-1], at, bottom, goes_on.below))
    tops: list[float] = []
    for step in reversed(best):
        tops.append(start)
        before = step[start][1]
        start = start if before is None else before
    return tops[::-1] if tops[-1] == top else [top, *tops[::-1]]


def _off(lines: Sequence[Line], start: float, end: float, broken: bool) -> float:
    """How far, squared, the lines are from the middle of a row; from the top, where that is nearer, of a broken one."""
    off = ((start + end) / 2 - middle(lines)) ** 2
    return min(off, (lines[0].top - start) ** 2) if broken else off
