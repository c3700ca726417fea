"""A scanned page → its lines and tables, as a page with a text layer gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
from pdfplumber.page import Page

from extract.notice import Box
from extract.pdf.grid import TOUCH, Grid, Rule, find_grids
from extract.pdf.level import Level
from extract.pdf.lines import Glyph, Line
from extract.pdf.ocr import Reading, recognise
from extract.pdf.page import Leaf, Sheet
from extract.pdf.picture import SCALE, STROKE, Picture, Pixels, erase, prepare
from extract.pdf.segments import Strip, line_height, strips
from extract.progress import page_done

HAN_INK = 0.93
"""The share of a character's size that Chinese is high; figures are FIGURE_INK."""

FIGURE_INK = 0.72

SAME_SIZE = 0.15
"""Sizes that differ by less than this share are measured from one size."""

ROOM = 0.15
"""The room that a line's picture has round its ink, as a share of its height."""

FREE_RULE = 150.0
"""A line outside tables that is longer than this (points) is no row of strokes of large print."""

READS_WELL = 0.75
"""A page that is recognised less surely than this on the whole may lie on its side or upside down."""

BESIDE = 3
"""Pixels next to a cell's border that may hold some of its ink."""

NARROW = 1.4
"""A line at most this many times as wide as high is one character."""

_LEFT_INK = "，。、；：？！）》〉」』】〕〗”’"
_RIGHT_INK = "（《〈「『【〔〖“‘"


Unreadable = pypdfium2.PdfiumError
"""A page cannot be shown."""


@dataclass(frozen=True)
class _Row:
    """A printed line: its strips from left to right, and what each says."""

    strips: Sequence[Strip]
    readings: Sequence[Reading]

    @property
    def text(self) -> str:
        return "".join(reading.text for reading in self.readings)

    @property
    def size(self) -> float:
        """The size of its characters in points, by how high their ink is."""
        height = max(strip.bottom - strip.top for strip in self.strips) / SCALE
        return height / (FIGURE_INK if self.text.isascii() else HAN_INK)


def pixels(page: Page) -> float:
    """How many pixels a page of a PDF has when it is rendered."""
    return float(page.width) * float(page.height) * SCALE**2


def read_scans(data: bytes, numbers: Sequence[int]) -> dict[int, Leaf]:
    """The pages with these numbers (from 1) of a PDF, by recognition; raises Unreadable where one cannot be shown."""
    with pypdfium2.PdfDocument(data) as document:
        leaves = {}
        for number in numbers:
            leaves[number] = _read_scan(document, number)
            page_done(number, len(document))
        return leaves


def _read_scan(document: pypdfium2.PdfDocument, number: int) -> Leaf:
    rendered = document[number - 1].render(scale=SCALE, rev_byteorder=True).to_numpy()[..., :3]
    return read_picture(np.ascontiguousarray(rendered), number)


def read_picture(rendered: Pixels, number: int) -> Leaf:
    """The page of a picture, turned the way on which it is read most surely where the way it lies reads badly."""
    leaf = _read_turned(rendered, number, 0)
    if _sureness(leaf) >= READS_WELL or not (leaf.lines or leaf.sheets):
        return leaf
    turned = [_read_turned(rendered, number, quarters) for quarters in (1, 2, 3)]
    return max([leaf, *turned], key=_sureness)


def _sureness(leaf: Leaf) -> float:
    """How surely the page's characters are recognised on the whole, 0–1; 0 without any.

    Single characters count as not: on a page that lies on its side every line falls to pieces.
    """
    lines = [*leaf.lines, *(line for sheet in leaf.sheets for cell in sheet.lines for line in cell)]
    weight = sum(len(line.inked) for line in lines)
    sure = sum(len(line.inked) * (line.confidence or 0.0) for line in lines if len(line.inked) > 1)
    return sure / weight if weight else 0.0


def _read_turned(rendered: Pixels, number: int, quarters: int) -> Leaf:
    """The page as it reads when it is turned left by so many quarters."""
    down, across = (side / SCALE for side in rendered.shape[:2])
    picture = prepare(np.ascontiguousarray(np.rot90(rendered, quarters)))
    height, width = (side / SCALE for side in picture.grey.shape)
    grids = [grid for grid in find_grids(picture.across, picture.down) if _is_table(grid)]
    picture = _without_rules(picture, grids)
    leaf = Leaf(number, width, height, Level(number, across, down, quarters, picture.angle))
    outside = picture.ink.copy()
    insides = list(_insides(picture, grids))
    usual = line_height(ink for _, _, ink in insides)
    regions = [strips(ink, left, top, usual) for left, top, ink in insides]
    for grid in grids:
        x0, top, x1, bottom = _pixels(grid.box)
        outside[max(0, top - BESIDE) : bottom + BESIDE, max(0, x0 - BESIDE) : x1 + BESIDE] = 0
    regions.append(strips(outside, 0, 0, line_height([outside])))
    rows = _read(picture, regions)
    leaf.lines = _lines(rows.pop(), number)
    for grid in grids:
        cells, rows = rows[: len(grid.slots)], rows[len(grid.slots) :]
        size = _usual_size(row for cell in cells for row in cell)
        lines = [[_line(row, number, size) for row in cell] for cell in cells]
        if any(lines):
            leaf.sheets.append(Sheet(number, grid, lines))
    return leaf


def _is_table(grid: Grid) -> bool:
    """Whether the grid is no large character."""
    x0, top, x1, bottom = grid.box
    return x1 - x0 > STROKE and bottom - top > STROKE / 4


def _pixels(box: Box) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = box
    return round(x0 * SCALE), round(top * SCALE), round(x1 * SCALE), round(bottom * SCALE)


def _without_rules(picture: Picture, grids: Sequence[Grid]) -> Picture:
    """The picture without the tables' lines and without long lines outside of them."""

    def goes(rule: Rule, across: int) -> bool:
        middle = (rule.start + rule.end) / 2
        x, y = (middle, rule.at) if across else (rule.at, middle)
        for grid in grids:
            x0, top, x1, bottom = grid.box
            if x0 - TOUCH <= x <= x1 + TOUCH and top - TOUCH <= y <= bottom + TOUCH:
                return any(abs(rule.at - border) < TOUCH for border in (grid.ys if across else grid.xs))
        return rule.end - rule.start > FREE_RULE

    rows = [rule for rule in picture.across if goes(rule, 1)]
    cols = [rule for rule in picture.down if goes(rule, 0)]
    return erase(picture, rows, cols)


def _insides(picture: Picture, grids: Sequence[Grid]) -> Iterator[tuple[int, int, Pixels]]:
    """The ink in each slot, with its corner."""
    for grid in grids:
        for slot in grid.slots:
            x0, top, x1, bottom = _pixels(slot.box)
            left, above = x0 + BESIDE, top + BESIDE
            yield left, above, picture.ink[above : max(above, bottom - BESIDE), left : max(left, x1 - BESIDE)]


def _read(picture: Picture, regions: Sequence[Sequence[Sequence[Strip]]]) -> list[list[_Row]]:
    """What the lines of each region say, those without a character left out.

    Names written one character a line are read side by side first.
    """
    names = [run for lines in regions for run in _names(lines)]
    cuts = [_side_by_side([_cut(picture.grey, strip) for strip in run]) for run in names]
    known: dict[Strip, Reading] = {}
    for run, whole in zip(names, recognise(cuts), strict=True):
        if len(whole.text) == len(run):
            known |= {
                strip: Reading(character, (0.5,), whole.confidence)
                for strip, character in zip(run, whole.text, strict=True)
            }
    rest = [strip for lines in regions for pieces in lines for strip in pieces if strip not in known]
    known |= zip(rest, recognise([_cut(picture.grey, strip) for strip in rest]), strict=True)
    found = []
    for lines in regions:
        said = [[strip for strip in pieces if known[strip].text] for pieces in lines]
        found.append([_Row(pieces, [known[strip] for strip in pieces]) for pieces in said if pieces])
    return found


def _names(lines: Sequence[Sequence[Strip]]) -> list[list[Strip]]:
    """Runs of lines of one character each."""
    runs: list[list[Strip]] = [[]]
    for pieces in lines:
        if _is_narrow(pieces):
            runs[-1].append(pieces[0])
        else:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _is_narrow(pieces: Sequence[Strip]) -> bool:
    strip = pieces[0]
    return len(pieces) == 1 and strip.x1 - strip.x0 <= NARROW * (strip.bottom - strip.top)


def _side_by_side(cuts: Sequence[Pixels]) -> Pixels:
    height = max(cut.shape[0] for cut in cuts)
    padded = []
    for cut in cuts:
        above = (height - cut.shape[0]) // 2
        padded.append(np.pad(cut, ((above, height - cut.shape[0] - above), (0, 0)), constant_values=255))
    return np.hstack(padded)


def _room(strip: Strip) -> int:
    """The pixels that the picture of a strip has round its ink."""
    return round(ROOM * (strip.bottom - strip.top)) + 2


def _cut(grey: Pixels, strip: Strip) -> Pixels:
    room = _room(strip)
    return grey[max(0, strip.top - room) : strip.bottom + room, max(0, strip.x0 - room) : strip.x1 + room]


def _usual_size(rows: Iterable[_Row]) -> float:
    sizes = [row.size for row in rows]
    return median(sizes) if sizes else 0.0


def _lines(rows: Sequence[_Row], page: int) -> list[Line]:
    size = _usual_size(rows)
    return [_line(row, page, size) for row in rows]


def _line(row: _Row, page: int, usual: float) -> Line:
    """The line with its characters in their places, in points; ``usual`` is the size that most lines near it have."""
    near = len(row.text) == 1 or abs(row.size - usual) < SAME_SIZE * usual
    size = usual if near else row.size
    glyphs: list[Glyph] = []
    for strip, reading in zip(row.strips, row.readings, strict=True):
        glyphs += _glyphs(strip, reading, size)
    weights = [len(reading.text) for reading in row.readings]
    confidence = sum(weight * reading.confidence for weight, reading in zip(weights, row.readings, strict=True)) / sum(
        weights
    )
    return Line(tuple(glyphs), page, round(confidence, 3))


def _glyphs(strip: Strip, reading: Reading, size: float) -> list[Glyph]:
    """The characters of a strip: each as wide as its kind is, between where the strip's first and last one stand."""
    left, right = strip.x0 / SCALE, strip.x1 / SCALE
    first, last = reading.text[0], reading.text[-1]
    left -= size * (0.55 if first in _RIGHT_INK else 0.04)
    right += size * (0.6 if last in _LEFT_INK else 0.04)
    top, bottom = strip.top / SCALE, strip.bottom / SCALE
    room = _room(strip)
    start, width = (strip.x0 - room) / SCALE, (strip.x1 - strip.x0 + 2 * room) / SCALE
    glyphs: list[Glyph] = []
    for index, (character, middle) in enumerate(zip(reading.text, reading.middles, strict=True)):
        wide = size * (0.5 if character.isascii() else 1.0)
        x0 = left if index == 0 else max(left, start + middle * width - wide / 2)
        x1 = right if index == len(reading.text) - 1 else min(right, x0 + wide)
        if glyphs and 0 < x0 - glyphs[-1].x1 < size / 2:
            # Recognition places characters to a third of a character only: what it does not part is not parted.
            glyphs[-1] = replace(glyphs[-1], x1=x0)
        glyphs.append(Glyph(character, x0, top, max(x0, x1), bottom, size))
    return glyphs
