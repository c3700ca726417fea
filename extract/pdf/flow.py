"""Leaves → blocks in reading order: lines become paragraphs, over pages too, and tables their cells' texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extract.notice import Cell, Paragraph, Part, Table
from extract.pdf.lines import Line
from extract.pdf.page import Leaf, Sheet, bounds, slot_box
from extract.pdf.paragraphs import Region, goes_on, split_paragraphs, text_of
from extract.text import join_lines, tidy

PADDING = (0.0, 8.0)
"""Least and most distance (points) of a cell's text from its border."""

LONG_LINES = 4
"""A page with this many long lines shows its own limits."""

PAGE_END = 3.0
"""A page whose text ends this many characters' height above where the fullest one ends, or lower, is full."""

WIDE = 0.5
"""A line of this share of the page's width shows where the text's limits are."""


def blocks(leaves: Sequence[Leaf]) -> list[Paragraph | Table]:
    """The paragraphs and the tables, one table a page, in reading order."""
    found: list[Paragraph | Table] = []
    everywhere = body_region(leaves)
    last = text_end(leaves)
    open_paragraph: list[Line] = []
    region = everywhere

    def close() -> None:
        if open_paragraph:
            found.append(_paragraph(open_paragraph))
            open_paragraph.clear()

    for leaf in leaves:
        own = body_region([leaf]) if len(_long(leaf)) >= LONG_LINES else everywhere
        for run in _runs(leaf):
            if isinstance(run, Sheet):
                close()
                found.append(table(run))
                continue
            groups = split_paragraphs(run, own)
            if (
                open_paragraph
                and _ends_page(open_paragraph[-1], last)
                and goes_on(open_paragraph, groups[0][0], region)
            ):
                open_paragraph += groups.pop(0)
            for group in groups:
                close()
                open_paragraph += group
            region = own
    close()
    return found


def _runs(leaf: Leaf) -> Iterable[Sheet | list[Line]]:
    """The leaf's tables and the lines between them, from top to bottom."""
    lines = list(leaf.lines)
    for sheet in leaf.sheets:
        above = [line for line in lines if line.top < sheet.grid.ys[0]]
        if above:
            yield above
        lines = [line for line in lines if line.top >= sheet.grid.ys[0]]
        yield sheet
    if lines:
        yield lines


def body_region(leaves: Sequence[Leaf]) -> Region:
    """The width that the leaves' text outside tables is set in, by where most of its long lines begin and end."""
    lines = [line for leaf in leaves for line in _long(leaf)]
    if len(lines) < LONG_LINES:
        lines = [line for leaf in leaves for line in leaf.lines]
        lines += [line for leaf in leaves for sheet in leaf.sheets for cell in sheet.lines for line in cell]
        left = min((line.x0 for line in lines), default=0.0)
        right = max((line.x1 for line in lines), default=0.0)
    else:
        left, right = _most(line.x0 for line in lines), _most(line.x1 for line in lines)
    return Region.of(left, right, [leaf.lines for leaf in leaves])


def _long(leaf: Leaf) -> list[Line]:
    return [line for line in leaf.lines if line.x1 - line.x0 >= WIDE * leaf.width]


def text_end(leaves: Sequence[Leaf]) -> float:
    """How far down text and tables go on the fullest page."""
    ends = [line.bottom for leaf in leaves for line in leaf.lines]
    ends += [sheet.grid.ys[-1] for leaf in leaves for sheet in leaf.sheets]
    return max(ends, default=0.0)


def _ends_page(line: Line, end: float) -> bool:
    """Whether no other line would have fitted below ``line``."""
    return line.bottom > end - PAGE_END * line.size


def _most(values: Iterable[float]) -> float:
    """The value that most values are near to."""
    values = list(values)
    counts = Counter(round(value) for value in values)
    usual = max(counts, key=lambda value: counts[value - 1] + 2 * counts[value] + counts[value + 1])
    near = [value for value in values if abs(value - usual) <= 1]
    return sum(near) / len(near)


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    first = [line for line in lines if line.page == lines[0].page]
    return Paragraph(text=tidy(text_of(lines)), page=lines[0].page, bbox=bounds(first))


def table(sheet: Sheet) -> Table:
    """The table on one page."""
    cells = [
        Cell(
            row=slot.row,
            col=slot.col,
            row_span=slot.row_span,
            col_span=slot.col_span,
            text=cell_text(lines, cell_region(sheet, index)),
            page=sheet.page,
            bbox=slot_box(slot),
            confidence=min((line.confidence for line in lines if line.confidence is not None), default=None),
        )
        for index, (slot, lines) in enumerate(zip(sheet.grid.slots, sheet.lines, strict=True))
    ]
    rows, cols = len(sheet.grid.ys) - 1, len(sheet.grid.xs) - 1
    return Table(rows=rows, cols=cols, cells=cells, parts=[Part(page=sheet.page, rows=(0, rows - 1))])


def cell_text(lines: Sequence[Line], region: Region) -> str:
    """A cell's text: its paragraphs, one a line."""
    return join_lines(text_of(paragraph) for paragraph in split_paragraphs(lines, region))


def cell_region(sheet: Sheet, index: int) -> Region:
    """The width that the text of a slot is set in; the cells of one column are set alike."""
    slot = sheet.grid.slots[index]
    padding = min(
        (
            min(line.x0 for line in lines) - other.box[0]
            for other, lines in zip(sheet.grid.slots, sheet.lines, strict=True)
            if lines
        ),
        default=0.0,
    )
    padding = min(max(padding, PADDING[0]), PADDING[1])
    column = [
        lines
        for other, lines in zip(sheet.grid.slots, sheet.lines, strict=True)
        if lines and (other.col, other.col_span) == (slot.col, slot.col_span)
    ]
    return Region.of(slot.box[0] + padding, slot.box[2] - padding, column)
