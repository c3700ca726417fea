"""The rows and columns of a table without lines → its cells: labels and headers that span several of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.aligned_header import column_lines, find_header, runs_over
from extract.pdf.aligned_rows import LABELS, GoesOn, begun, blocks, fitted, leading_labels, row_starts
from extract.pdf.grid import Grid, Rule, Slot, find_grids
from extract.pdf.lines import Glyph, Line

PAD = 3.0
"""Points between a table's text and its outer border, where none is drawn."""

SIDE = 12.0
"""A line that ends within this distance (points) of the table's outer border reaches it."""


def cells(
    glyphs: Sequence[Glyph], xs: list[float], rules: Sequence[float], in_middle: bool, goes_on: GoesOn
) -> Grid | None:
    """The table of these characters between the columns' borders ``xs`` and the horizontal lines ``rules``, cells set
    at the top or in the middle of their rows; None where it has but one row."""
    top, bottom = min(glyph.top for glyph in glyphs) - PAD, max(glyph.bottom for glyph in glyphs) + PAD
    ys: list[float] = []
    slots: list[Slot] = []
    header = find_header(glyphs, xs, top)
    if header is not None:
        ys, slots, top = header.ys, header.slots, header.bottom
    edges = [top, *(rule for rule in rules if top + 2 * PAD < rule < bottom - 2 * PAD), bottom]
    for upper, lower in pairwise(edges):
        inside = [glyph for glyph in glyphs if upper <= glyph.middle < lower]
        if inside:
            columns = column_lines(inside, xs)
            starts = row_starts(columns, in_middle, goes_on)
            first = len(ys)
            ys += [upper, *(start - 0.1 for start in starts[1:])]
            slots += _labels(columns, xs, [*ys[first:], lower], first, in_middle)
    ys.append(bottom)
    return Grid(xs, ys, _slots(xs, ys, slots, glyphs)) if len(ys) > 2 and len(xs) > 2 else None


def ruled_across(glyphs: Sequence[Glyph], xs: Sequence[float], rules: Sequence[Rule]) -> Grid | None:
    """The table whose rows are parted by lines and whose columns by gaps; a text that runs over a gap is one cell."""
    top, bottom = min(glyph.top for glyph in glyphs) - PAD, max(glyph.bottom for glyph in glyphs) + PAD
    left, right = xs[0], xs[-1]
    reaching = [
        Rule(rule.at, left if rule.start < left + SIDE else rule.start, right if rule.end > right - SIDE else rule.end)
        for rule in rules
    ]
    outer = [Rule(at, left, right) for at in (top, bottom) if not any(abs(rule.at - at) < SIDE for rule in rules)]
    ys = sorted({rule.at for rule in [*reaching, *outer]})
    down = [Rule(x, ys[0], ys[-1]) for x in (left, right)]
    for x in xs[1:-1]:
        for upper, lower in pairwise(ys):
            if not runs_over([glyph for glyph in glyphs if upper < glyph.middle < lower], x):
                down.append(Rule(x, upper, lower))
    found = find_grids([*reaching, *outer], down)
    return found[0] if len(found) == 1 else None


def _labels(
    columns: Sequence[Sequence[Line]], xs: Sequence[float], ys: Sequence[float], first: int, in_middle: bool
) -> list[Slot]:
    """The cells of leading columns whose text stands in the middle, or at the top, of several rows."""
    rows = len(ys) - 1
    grouped = [blocks(lines) for lines in columns]
    found = []
    for col in range(leading_labels(grouped, rows)):
        if not in_middle and begun(columns[col], ys[:-1]) > LABELS * rows:
            break
        if in_middle:
            tops = [*fitted(grouped[col], ys[0], ys[1:-1], ys[-1]), ys[-1]]
        else:
            tops = [*(block[0].top for block in grouped[col]), ys[-1]]
        places = [min(range(len(ys)), key=lambda at, top=top: abs(ys[at] - top)) for top in tops]  # type: ignore[misc]
        found += [
            Slot(first + start, col, end - start, 1, (xs[col], ys[start], xs[col + 1], ys[end]))
            for start, end in pairwise(places)
            if end > start
        ]
    return found


def _slots(xs: Sequence[float], ys: Sequence[float], labels: Sequence[Slot], glyphs: Sequence[Glyph]) -> list[Slot]:
    """A slot for every position that no label covers; text that runs over a border joins the columns beside it."""
    taken = {(row, col) for slot in labels for row in range(slot.row, slot.row + slot.row_span) for col in (slot.col,)}
    slots = list(labels)
    for row, (top, bottom) in enumerate(pairwise(ys)):
        inside = [glyph for glyph in glyphs if top <= glyph.middle < bottom]
        crossed = {at for at in range(1, len(xs) - 1) if runs_over(inside, xs[at])}
        col = 0
        while col < len(xs) - 1:
            last = col
            while last + 1 in crossed and (row, last + 1) not in taken:
                last += 1
            if (row, col) not in taken:
                slots.append(Slot(row, col, 1, last - col + 1, (xs[col], top, xs[last + 1], bottom)))
            col = last + 1
    return sorted(slots, key=lambda slot: (slot.row, slot.col))
