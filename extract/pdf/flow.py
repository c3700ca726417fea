"""Leaves → blocks in reading order: lines become paragraphs, over pages too, and tables their cells' texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.notice import Cell, Paragraph, Part, Table
from extract.pdf.layout import Layout
from extract.pdf.lines import Line
from extract.pdf.page import Leaf, Sheet, bounds, slot_box
from extract.pdf.paragraphs import goes_on, split_paragraphs, text_of
from extract.pdf.width import Region
from extract.text import join_lines, tidy


def blocks(leaves: Sequence[Leaf], layout: Layout) -> list[tuple[Paragraph | Table, list[Line]]]:
    """The paragraphs and the tables, one table a page, in reading order, each with its lines."""
    found: list[tuple[Paragraph | Table, list[Line]]] = []
    open_paragraph: list[Line] = []
    region = Region(0, 0)

    def close() -> None:
        if open_paragraph:
            found.append((_paragraph(open_paragraph), list(open_paragraph)))
            open_paragraph.clear()

    for leaf in leaves:
        own = layout.body[leaf.number]
        for run in _runs(leaf):
            if isinstance(run, Sheet):
                close()
                found.append((table(run, layout), [line for lines in run.lines for line in lines]))
                continue
            groups = split_paragraphs(run, own)
            goes = open_paragraph and layout.ends_page(open_paragraph[-1])
            if goes and goes_on(open_paragraph, groups[0][0], region):
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


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    first = [line for line in lines if line.page == lines[0].page]
    return Paragraph(text=tidy(text_of(lines)), page=lines[0].page, bbox=bounds(first))


def table(sheet: Sheet, layout: Layout) -> Table:
    """The table on one page."""
    cells = [
        Cell(
            row=slot.row,
            col=slot.col,
            row_span=slot.row_span,
            col_span=slot.col_span,
            text=cell_text(lines, layout.cell(sheet, index)),
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
