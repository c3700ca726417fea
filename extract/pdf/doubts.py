"""What may be read wrongly in a PDF, as warnings on its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.notice import SURE, Paragraph, Table, Warning
from extract.pdf.level import Level
from extract.pdf.lines import Line
from extract.pdf.page import Leaf, slot_box
from extract.text import tidy
from extract.word.symbols import UNKNOWN

UNRULED = "第{page}页起的表没有画全框线，行和列是按文字的对齐读出的，可能有误，请对照原件核实。"

UNNAMED = "第{page}页有几列对齐的文字，像是没有框线的表，但没有认出列名，按段落读出，请对照原件核实。"


def doubts_of(
    found: Sequence[tuple[Paragraph | Table, Sequence[Line]]], leaves: Sequence[Leaf], levels: Mapping[int, Level]
) -> Iterator[Warning]:
    """A warning for each table on a page that lines do not enclose, and for each line that may be read wrongly."""
    sheets = [sheet for leaf in leaves for sheet in leaf.sheets if not sheet.grid.ruled]
    unruled = {(sheet.page, slot_box(sheet.grid.slots[0])) for sheet in sheets}
    for index, (block, lines) in enumerate(found):
        if isinstance(block, Table) and (block.cells[0].page, block.cells[0].bbox) in unruled:
            page = levels[block.cells[0].page or 0].page
            yield Warning(code="unruled", text=UNRULED.format(page=page), block=index)
        for line in lines:
            yield from _doubts(line, index, levels[line.page].page)


def _doubts(line: Line, block: int, page: int) -> Iterator[Warning]:
    text = tidy(line.text)
    if line.confidence is not None and line.confidence < SURE:
        said = f"第{page}页「{text}」识别把握不大（{line.confidence:.0%}），请对照原件核实。"
        yield Warning(code="low-confidence", text=said, block=block)
    if UNKNOWN in text:
        said = f"第{page}页「{text}」里有认不出的符号，请对照原件核实。"
        yield Warning(code="symbol", text=said, block=block)


def once(warnings: Sequence[Warning]) -> list[Warning]:
    """The warnings, that of a table without lines once for all its pages."""
    said: set[int | None] = set()
    kept = []
    for warning in warnings:
        if warning.code != "unruled" or warning.block not in said:
            kept.append(warning)
        if warning.code == "unruled":
            said.add(warning.block)
    return kept
