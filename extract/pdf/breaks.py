"""What a page's end cuts in a table: which rows and cells go on on the next page, and how their texts join."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.header import FIGURE
from extract.notice import Box, Cell, Table
from extract.pdf.flow import cell_text
from extract.pdf.layout import Layout
from extract.pdf.lines import Line
from extract.pdf.page import Leaf, slot_box
from extract.pdf.paragraphs import goes_on, split_paragraphs
from extract.pdf.width import Region

FILLED = 1.8
"""A cell with less room than this many characters' height below its text may go on on the next page."""

OFTEN = 0.9
"""A column that has text in this share of its rows has it in every whole row."""

_SENTENCE_END = re.compile("[。；;！？]$")
_NUMBER = re.compile(r"(?:^|\n)[（(]?(\d{1,2})(?:[．）)]|[.、](?!\d))")


@dataclass
class _Held:
    """A cell's lines with the width they are set in, and where its box ends on the last page that it stands on."""

    lines: list[Line]
    region: Region
    bottom: float


class PageCuts:
    """Knows of every cell, by its page and box, what lines it holds and how full it is (``extract.stitch.Cuts``)."""

    def __init__(self, leaves: Sequence[Leaf], layout: Layout) -> None:
        self._layout = layout
        self._held: dict[tuple[int | None, Box | None], _Held] = {}
        for leaf in leaves:
            for sheet in leaf.sheets:
                for index, slot in enumerate(sheet.grid.slots):
                    held = _Held(list(sheet.lines[index]), layout.cell(sheet, index), slot.box[3])
                    self._held[sheet.page, slot_box(slot)] = held

    def row(self, upper: Table, lower: Table) -> bool:
        """Whether the first body row of ``lower`` is the rest of the last row of ``upper``.

        It is when the upper row ends where pages end, no column speaks against it, and one speaks for it: a sentence
        or a numbering that goes on, or an empty cell where every whole row has text.
        """
        first, second = upper.grid(), lower.grid()
        above, below = first[-1], second[lower.header_rows]
        if [(cell.col, cell.col_span) for cell in above] != [(cell.col, cell.col_span) for cell in below]:
            return False
        if upper.rows <= upper.header_rows or not self._ends_page(above):
            return False
        columns = [col for col in range(upper.cols) if above[col].col == col]
        verdicts = [self._goes_on(above[col], below[col]) for col in columns]
        if any(verdict is False for verdict in verdicts):
            return False
        others = first[upper.header_rows :] + second[lower.header_rows + 1 :]
        return any(verdicts) or any(
            above[col].text and not below[col].text and _always_filled(others, col) for col in columns
        )

    def cell(self, above: Cell, below: Cell) -> bool:
        """Whether a merged cell goes on in the one below."""
        if above.row_span == 1 and below.row_span == 1:
            return False
        if not below.text:
            return True
        return self._is_stacked(above) and self._is_stacked(below) and self._is_filled(above)

    def text(self, above: Cell, below: Cell) -> str:
        """The text of both parts, a line that only the page broke going on; a label that is repeated, once."""
        upper, lower = self._part(above), self._part(below)
        repeated = above.text == below.text
        whole = _Held(lower.lines if repeated else upper.lines + lower.lines, upper.region, lower.bottom)
        self._held[above.page, above.bbox] = whole
        return cell_text(whole.lines, whole.region)

    def _part(self, cell: Cell) -> _Held:
        return self._held[cell.page, cell.bbox]

    def _ends_page(self, row: Iterable[Cell]) -> bool:
        parts = [self._part(cell) for cell in row]
        size = max((line.size for part in parts for line in part.lines), default=0.0)
        return self._layout.is_page_end(min(part.bottom for part in parts), size)

    def _goes_on(self, above: Cell, below: Cell) -> bool | None:
        """True where the text below goes on, False where it can't, None where nothing tells."""
        if not below.text:
            return None
        if not above.text or not self._is_filled(above):
            return False
        if FIGURE.fullmatch(above.text) and FIGURE.fullmatch(below.text):
            return False
        before, after = _NUMBER.findall(above.text), _NUMBER.match(below.text)
        if after is not None and before:
            return int(after[1]) == int(before[-1]) + 1
        upper, lower = self._part(above), self._part(below)
        paragraph = split_paragraphs(upper.lines, upper.region)[-1]
        if goes_on(paragraph, lower.lines[0], upper.region) and not _SENTENCE_END.search(above.text):
            return True
        return None

    def _is_filled(self, cell: Cell) -> bool:
        part = self._part(cell)
        if not part.lines:
            return False
        return part.bottom - part.lines[-1].bottom < FILLED * part.lines[-1].size

    def _is_stacked(self, cell: Cell) -> bool:
        """Whether the cell is a name written one character a line."""
        return all(len(line.inked) == 1 for line in self._part(cell).lines)


def _always_filled(rows: Sequence[Sequence[Cell]], col: int) -> bool:
    own = [row[col] for row in rows]
    return not any(cell.row_span > 1 for cell in own) and sum(bool(cell.text) for cell in own) >= OFTEN * len(own)
