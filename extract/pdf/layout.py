"""How a PDF's pages and tables are set: the widths of text and where pages end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.pdf.lines import Line
from extract.pdf.page import Leaf, Sheet
from extract.pdf.width import NO_START, Region, is_justified

PADDING = 8.0
"""A cell's text stands at most this far (points) from its border; further, it is centred or indented."""

LONG_LINES = 4
"""A page with this many long lines shows its own limits."""

WIDE = 0.5
"""A line of this share of the page's width is long."""

USUAL = 0.4
"""Long lines are justified where this share of them end at one place."""

SAME = 2.0
"""Places nearer than this (points) are one margin."""

PAGE_END = 3.0
"""A page is full when its text ends at most this many characters' height above where the fullest page's ends."""


class Layout:
    """The regions of a file's pages and table cells."""

    body: dict[int, Region]
    """The region of each page's text outside tables, by page number."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._end = _text_end(leaves)
        self._ends = {leaf.number: self._end if leaf.end is None else leaf.end for leaf in leaves}
        self.body = _body(leaves)
        sheets = [sheet for leaf in leaves for sheet in leaf.sheets]
        bare = [_cell_limits(sheet) for sheet in sheets]
        pairs = [
            pair for sheet, regions in zip(sheets, bare, strict=True) for pair in zip(regions, sheet.lines, strict=True)
        ]
        usual = bool(is_justified(pairs))
        self._cells: dict[tuple[int, int], Region] = {}
        for sheet, regions in zip(sheets, bare, strict=True):
            columns = _columns(sheet, regions)
            shown = {place: is_justified(held) for place, held in columns.items()}
            for index, (slot, region) in enumerate(zip(sheet.grid.slots, regions, strict=True)):
                own = shown[slot.col, slot.col_span]
                self._cells[id(sheet), index] = replace(region, justified=usual if own is None else own)

    def cell(self, sheet: Sheet, index: int) -> Region:
        """The region of a table's slot."""
        return self._cells[id(sheet), index]

    def ends_page(self, line: Line) -> bool:
        """Whether the page, or the column of it, is full with ``line``."""
        return line.bottom > self._ends[line.page] - PAGE_END * line.size

    def is_page_end(self, bottom: float, size: float) -> bool:
        """Whether text of this size that ends at ``bottom`` fills a page."""
        return bottom > self._end - PAGE_END * size


def _text_end(leaves: Sequence[Leaf]) -> float:
    """How far down text and tables go on the fullest page."""
    ends = [line.bottom for leaf in leaves for line in leaf.lines]
    ends += [sheet.grid.ys[-1] for leaf in leaves for sheet in leaf.sheets]
    return max(ends, default=0.0)


def _long(leaf: Leaf) -> list[Line]:
    return [line for line in leaf.lines if line.x1 - line.x0 >= WIDE * leaf.width]


def _body(leaves: Sequence[Leaf]) -> dict[int, Region]:
    """The region of each page's text outside tables; pages of one width and left margin have one."""
    groups: dict[tuple[int, int], list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        lines = _long(leaf)
        left = round(_left(lines) / SAME) if len(lines) >= LONG_LINES else -1
        groups[round(leaf.width), left].append(leaf)
    everywhere = _limits(leaves)
    regions: dict[int, Region] = {}
    for (_, left), group in groups.items():
        limits = everywhere if left < 0 else _limits(group)
        regions |= dict.fromkeys((leaf.number for leaf in group), limits)
    justified = bool(is_justified((regions[leaf.number], leaf.lines) for leaf in leaves))
    return {number: replace(region, justified=justified, flush=True) for number, region in regions.items()}


def _limits(leaves: Sequence[Leaf]) -> Region:
    """Where the long lines outside tables begin and end; all lines, in tables too, where few are long."""
    lines = [line for leaf in leaves for line in _long(leaf)]
    if len(lines) >= LONG_LINES:
        right, count = _usual([line.x1 for line in lines])
        if count < USUAL * len(lines):
            right = max((line.x1 for line in lines if line.inked[-1].text not in NO_START), default=right)
        return Region(_left(lines), right)
    lines = [line for leaf in leaves for line in leaf.lines]
    lines += [line for leaf in leaves for sheet in leaf.sheets for cell in sheet.lines for line in cell]
    return Region(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))


def _left(lines: Sequence[Line]) -> float:
    """The leftmost place where at least two lines begin."""
    starts = sorted(line.x0 for line in lines)
    return next((left for left, right in pairwise(starts) if right - left < SAME), starts[0])


def _usual(values: Sequence[float]) -> tuple[float, int]:
    """The value that most values are near to (within a point), and how many are."""
    counts = Counter(round(value) for value in values)
    usual = max(counts, key=lambda value: counts[value - 1] + 2 * counts[value] + counts[value + 1])
    near = [value for value in values if abs(value - usual) <= 1]
    return sum(near) / len(near), len(near)


def _cell_limits(sheet: Sheet) -> list[Region]:
    """The width of each slot's text: the slot's without the padding, which is the same throughout a table."""
    slots = sheet.grid.slots
    distances = [
        min(line.x0 for line in lines) - slot.box[0] for slot, lines in zip(slots, sheet.lines, strict=True) if lines
    ]
    padding = min(max(min(distances, default=0.0), 0.0), PADDING)
    return [Region(slot.box[0] + padding, slot.box[2] - padding) for slot in slots]


def _columns(sheet: Sheet, regions: Sequence[Region]) -> dict[tuple[int, int], list[tuple[Region, list[Line]]]]:
    """The regions and lines of the slots that stand in the same columns, by the first column and their number."""
    columns: dict[tuple[int, int], list[tuple[Region, list[Line]]]] = defaultdict(list)
    for slot, region, lines in zip(sheet.grid.slots, regions, sheet.lines, strict=True):
        columns[slot.col, slot.col_span].append((region, lines))
    return columns
