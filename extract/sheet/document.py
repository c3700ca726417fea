"""A workbook's sheets → the notice's blocks: rows with one text above and below a table are paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.limits import CELLS
from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal
from extract.sheet.book import Merge, Sheet, sheets
from extract.spans import Slot, table_of
from extract.stitch import stitch
from extract.text import join_lines, tidy

_UNNAMED = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)

Place = tuple[int, int]


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a workbook, sheet by sheet, and what in it is hidden, left out or in doubt."""
    shown, hidden, pictures = sheets(data, name)
    shown = [sheet for sheet in shown if sheet.texts]
    blocks: list[Paragraph | Table] = []
    doubts: list[Warning] = []
    for sheet in shown:
        first = len(blocks)
        if len(shown) > 1 and not _UNNAMED.fullmatch(sheet.name):
            blocks.append(Paragraph(text=tidy(sheet.name)))
        blocks += _blocks(sheet, name)
        doubts += [Warning(code="cell", text=f"工作表「{sheet.name}」{said}", block=first) for said in sheet.unread]
        if sheet.hidden:
            said = f"工作表「{sheet.name}」有 {sheet.hidden} 处隐藏的行或列，没有读入"
            doubts.append(Warning(code="hidden", text=said, block=first))
    if hidden:
        named = "、".join(f"「{sheet}」" for sheet in hidden)
        doubts.append(Warning(code="hidden", text=f"隐藏的工作表没有读入：{named}"))
    if pictures:
        doubts.append(Warning(code="picture", text=f"工作簿中有 {pictures} 张图片，图中的文字没有读入"))
    return stitch(blocks, doubts)


def _blocks(sheet: Sheet, name: str) -> Iterator[Paragraph | Table]:
    grid = _Grid(sheet, name)
    for region in grid.regions():
        body = [row for row in region if not grid.is_line(row)]
        if not body:
            yield from (line for row in region for line in grid.lines(row))
            continue
        yield from (line for row in region if row < body[0] for line in grid.lines(row))
        table = grid.table(body[0], body[-1])
        if table is not None:
            yield table
        yield from (line for row in region if row > body[-1] for line in grid.lines(row))


class _Grid:
    """A sheet's cells with their spans, cut to where there is text."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self._bottom = max(row for row, _ in sheet.texts)
        self._right = max(col for _, col in sheet.texts)
        self._spans: dict[Place, Place] = {}
        self._covered: dict[Place, Place] = {}
        self._filled: dict[int, list[int]] = {}
        for row, col in sorted(sheet.texts):
            self._filled.setdefault(row, []).append(col)
        for merge in sheet.merges:
            self._merge(merge, name)
        self._crossed = {row for (row, _), (top, _) in self._covered.items() if top < row}
        self._anchors: dict[int, list[int]] = {}
        for row, col in self._spans:
            self._anchors.setdefault(row, []).append(col)

    def _merge(self, merge: Merge, name: str) -> None:
        top, left, bottom, right = merge
        bottom, right = min(bottom, self._bottom), min(right, self._right)
        if top > bottom or left > right or (top, left) in self._covered:
            return
        if (bottom - top + 1) * (right - left + 1) + len(self._covered) > CELLS:
            raise FileRefusal(name, f"里合并的单元格超过 {CELLS} 格", "请只导入考核通知所在的工作表")
        places = [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
        if any(place in self._covered for place in places):
            return
        hidden = [place for place in places[1:] if place in self._sheet.texts]
        if hidden:
            return
        self._spans[top, left] = (bottom - top + 1, right - left + 1)
        self._covered |= dict.fromkeys(places, (top, left))

    def regions(self) -> Iterator[list[int]]:
        """The stretches of rows between empty rows that no merged cell crosses."""
        open_: list[int] = []
        for row in sorted({*self._filled, *self._crossed}):
            if open_ and row > open_[-1] + 1:
                yield open_
                open_ = []
            open_.append(row)
        yield open_

    def is_line(self, row: int) -> bool:
        """Whether the row is one text, in no box and beside no cell that spans rows."""
        filled = self._filled.get(row, [])
        if len(filled) != 1 or row in self._crossed:
            return False
        place = (row, filled[0])
        return self._spans.get(place, (1, 1))[0] == 1 and place not in self._sheet.boxed

    def lines(self, row: int) -> Iterator[Paragraph]:
        """The paragraphs that a row's texts are."""
        for col in self._filled.get(row, []):
            for line in self._sheet.texts[row, col].splitlines():
                if text := tidy(line):
                    yield Paragraph(text=text)

    def table(self, first: int, last: int) -> Table | None:
        """The table in these rows."""
        slots = []
        for row in range(first, last + 1):
            for col in sorted({*self._filled.get(row, []), *self._anchors.get(row, [])}):
                rows, cols = self._spans.get((row, col), (1, 1))
                text = join_lines(self._sheet.texts.get((row, col), "").splitlines())
                slots.append(Slot(row - first, col, min(rows, last + 1 - row), cols, text))
        left = min(slot.col for slot in slots)
        for slot in slots:
            slot.col -= left
        return table_of(slots)
