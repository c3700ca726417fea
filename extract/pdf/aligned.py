"""Text that stands in columns without the ruling lines that would part them → tables.

What is found here is less certain than what lines enclose: which columns there are shows in the gaps that run down
through all rows, and where rows begin in how the lines of the columns stand to each other. Only what has the names of
columns at its top counts as a table, or what goes on with such a table from the page before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extract.pdf.aligned_cells import PAD, cells, ruled_across
from extract.pdf.aligned_rows import GoesOn
from extract.pdf.grid import Grid, Rule
from extract.pdf.lines import Glyph

SAME_ROW = 0.35
"""Characters whose middles are nearer than this share of their size stand on one printed row."""

COLUMN_GAP = 0.55
"""A gap of this share of a character's size may part columns."""

RIVER = 0.45
"""What remains of a gap between columns in all rows is at least this share of a character wide."""

ROWS = 3
"""A table without lines has at least this many printed rows in which several columns have text."""

MANY, OVER = 6, 0.06
"""Among so many printed rows, this share of them, and at least one, may run over a gap."""

TITLE = 1.2
"""A title is printed at least this many times as large as the table."""

APART = 2.5
"""Printed rows of one table follow each other within this many characters' height."""

BESIDE = 0.1
"""Rows that overlap by this share of their size stand side by side, in the middle of one table row."""

NEAR = 12.0
"""Points from a table's text to the line under or above it, or from the end of a line to the outer border."""

MANY_BANDS = 3
"""Lines that part a table's text into so many bands part its rows."""

Gap = tuple[float, float]


@dataclass
class Print:
    """A printed row: its characters from left to right."""

    glyphs: list[Glyph]

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)

    @property
    def middle(self) -> float:
        return sum(glyph.middle for glyph in self.glyphs) / len(self.glyphs)

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    def gaps(self) -> list[Gap]:
        """The gaps in the row that may part columns."""
        found = []
        reach = self.glyphs[0].x1
        for glyph in self.glyphs[1:]:
            if glyph.x0 - reach >= COLUMN_GAP * glyph.size:
                found.append((reach, glyph.x0))
            reach = max(reach, glyph.x1)
        return found

    def free(self, gap: Gap) -> list[Gap]:
        """The parts of the gap that the row leaves free and that are wide enough to part columns."""
        left, right = gap
        found = []
        for glyph in self.glyphs:
            if glyph.x1 <= left or glyph.x0 >= right:
                continue
            if glyph.x0 > left:
                found.append((left, glyph.x0))
            left = max(left, glyph.x1)
        found.append((left, right))
        return [(start, end) for start, end in found if end - start >= RIVER * self.size]


@dataclass
class Region:
    """Printed rows that share gaps, and the gaps that run through all of them."""

    rows: list[Print]
    gaps: list[Gap]

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for row in self.rows for glyph in row.glyphs]

    @property
    def top(self) -> float:
        return self.rows[0].top

    @property
    def bottom(self) -> float:
        return max(row.bottom for row in self.rows)


def prints(glyphs: Iterable[Glyph]) -> list[Print]:
    """The printed rows of level text, from top to bottom; blanks left out."""
    rows: list[Print] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.x0)):
        if glyph.blank or glyph.turn:
            continue
        if rows and abs(glyph.middle - rows[-1].glyphs[0].middle) <= SAME_ROW * glyph.size:
            rows[-1].glyphs.append(glyph)
        else:
            rows.append(Print([glyph]))
    for row in rows:
        row.glyphs.sort(key=lambda glyph: glyph.x0)
    return rows


def regions(rows: Sequence[Print]) -> list[Region]:
    """The runs of printed rows through which gaps run."""
    found: list[Region] = []
    at = 0
    while at < len(rows):
        if not rows[at].gaps():
            at += 1
            continue
        region = _grown(rows, at)
        at += len(region.rows)
        first = at - len(region.rows)
        region = _upwards(rows, first, region)
        if sum(bool(row.gaps()) for row in region.rows) >= ROWS:
            found.append(region)
    return found


def _grown(rows: Sequence[Print], first: int) -> Region:
    """The region that begins at a row with gaps."""
    gaps, last, kept = rows[first].gaps(), first, rows[first].gaps()
    for index in range(first + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        if row.top - above.bottom > APART * max(row.size, above.size):
            break
        gaps = [part for gap in gaps for part in row.free(gap)]
        if not gaps:
            break
        right_of_it = row.glyphs[0].x0 > gaps[0][1] - row.size
        if row.gaps() or right_of_it or _goes_on(row, rows[max(first, index - 3) : index]):
            last, kept = index, gaps
    return Region(list(rows[first : last + 1]), kept)


def _goes_on(row: Print, above: Sequence[Print]) -> bool:
    """Whether a row that stands left of the first gap is the next line of a cell there."""
    bottom, left = max(other.bottom for other in above), min(other.glyphs[0].x0 for other in above)
    return row.top - bottom < 0.6 * row.size and row.glyphs[0].x0 >= left - 0.5 * row.size


def _upwards(rows: Sequence[Print], first: int, region: Region) -> Region:
    """The region with the rows above it that stand right of its first column: the first lines of a high cell."""
    gaps, start = region.gaps, first
    for index in range(first - 1, -1, -1):
        row, under = rows[index], rows[index + 1]
        kept = [part for gap in gaps for part in row.free(gap)]
        beside = row.bottom > under.top + BESIDE * row.size
        near = under.top - row.bottom < 0.6 * row.size
        if not kept or not (beside or (near and row.glyphs[0].x0 > kept[0][1] - row.size)):
            break
        gaps, start = kept, index
    return Region([*rows[start:first], *region.rows], gaps)


def untitled(region: Region) -> Region:
    """The region without the rows of larger print at its top: a title."""
    usual = median(row.size for row in region.rows)
    start = next((at for at, row in enumerate(region.rows) if row.size < TITLE * usual), len(region.rows))
    return Region(region.rows[start:], region.gaps)


def columns(rows: Sequence[Print]) -> list[float]:
    """The borders of the columns that these rows form, from left to right: in the middle of each gap that has text on
    both sides in at least two rows, and round all of it.

    A few rows of many, headers that span columns, may run over a gap; the border stands where the fewest do.
    """
    left = min(row.glyphs[0].x0 for row in rows) - PAD
    right = max(glyph.x1 for row in rows for glyph in row.glyphs) + PAD
    most = max(1, round(OVER * len(rows))) if len(rows) >= MANY else 0
    found: list[Gap] = []
    for crossed in range(most + 1):
        for start, end in _rivers(rows, crossed):
            if not any(start < other[1] and other[0] < end for other in found) and _parts(rows, start, end, found):
                found.append((start, end))
    return [left, *sorted((start + end) / 2 for start, end in found), right]


def _parts(rows: Sequence[Print], start: float, end: float, others: Sequence[Gap]) -> bool:
    """Whether there is text on both sides of the gap, up to the next gaps, in at least two rows."""
    left = max((other[1] for other in others if other[1] <= start), default=0.0)
    right = min((other[0] for other in others if other[0] >= end), default=float("inf"))
    before = sum(any(left <= g.x0 and g.x1 <= start for g in row.glyphs) for row in rows)
    after = sum(any(end <= g.x0 and g.x1 <= right for g in row.glyphs) for row in rows)
    return before >= 2 and after >= 2


def _rivers(rows: Sequence[Print], most: int) -> list[Gap]:
    """The gaps that run through all rows but ``most``."""
    ends = sorted(
        [(run[0], 1) for row in rows for run in _runs(row)] + [(run[1], -1) for row in rows for run in _runs(row)]
    )
    size = median(row.size for row in rows)
    found: list[Gap] = []
    inked, start = 0, None
    for x, step in ends:
        inked += step
        if inked <= most and start is None:
            start = x
        elif inked > most and start is not None:
            if x - start >= RIVER * size:
                found.append((start, x))
            start = None
    return found


def _runs(row: Print) -> list[Gap]:
    """The stretches of a row that text takes."""
    runs: list[Gap] = []
    for glyph in row.glyphs:
        if runs and glyph.x0 - runs[-1][1] < COLUMN_GAP * glyph.size:
            runs[-1] = runs[-1][0], max(runs[-1][1], glyph.x1)
        else:
            runs.append((glyph.x0, glyph.x1))
    return runs


def is_two_columns_of_text(region: Region, borders: Sequence[float]) -> bool:
    """Whether the region is a page set in two columns: both of one width, and most of their lines full."""
    if len(borders) != 3:
        return False
    start, end = next(((a, b) for a, b in region.gaps if a < borders[1] < b), (borders[1], borders[1]))
    left, right = start - borders[0], borders[2] - end
    if abs(left - right) > 0.1 * max(left, right):
        return False
    full = [
        [
            max((g.x1 for g in row.glyphs if g.x0 < borders[1]), default=0.0) > start - 2 * row.size
            for row in region.rows
        ],
        [row.glyphs[-1].x1 > borders[2] - PAD - 2 * row.size for row in region.rows if row.glyphs[-1].x1 > end],
    ]
    return all(2 * sum(side) > len(side) for side in full)


def grid(region: Region, borders: list[float], across: Sequence[Rule], in_middle: bool, goes_on: GoesOn) -> Grid | None:
    """The table that the region forms; None where it has no two rows."""
    glyphs, top, bottom = region.glyphs, region.top, region.bottom
    rules = [
        rule
        for rule in across
        if top - NEAR < rule.at < bottom + NEAR and rule.start < borders[-1] - NEAR and rule.end > borders[0] + NEAR
    ]
    rows = [row.middle for row in region.rows]
    if len(_bands(rules, rows)) >= MANY_BANDS:
        return ruled_across(glyphs, borders, rules)
    whole = [rule.at for rule in rules if rule.start < borders[0] + NEAR and rule.end > borders[-1] - NEAR]
    return cells(glyphs, borders, sorted(whole), in_middle, goes_on)


def _bands(rules: Sequence[Rule], rows: Sequence[float]) -> set[int]:
    """Which of the bands between the lines hold printed rows; none where one of few holds most of them."""
    held = [sum(rule.at < row for rule in rules) for row in rows]
    most = max(held.count(band) for band in set(held))
    return set() if len(set(held)) <= 3 and most > 0.6 * len(held) else set(held)
