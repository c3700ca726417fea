"""The parts of a table that pages and repeated headers cut in pieces → one logical table.

A reader hands over its blocks in reading order: paragraphs, and tables as they stand in the file (for a page form one
table a page, with ``page`` on every cell). ``header_rows`` is what the file marks as header, 0 where it marks none.
``stitch`` gives back the notice's blocks. What a form loses or cuts, the reader says:

    stitch(blocks, warnings)                        Word: cells and rows are whole, merges are true
    stitch(blocks, warnings, merges_lost=True)      text dumps: an empty leading cell may be a lost merge
    stitch(blocks, warnings, cuts=cuts)             page forms: a page's end cuts rows and merged cells
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from extract.header import header_rows, same_header
from extract.merges import continue_labels, group_names, rebuild
from extract.notice import Cell, Paragraph, Part, Table, Warning


class Cuts(Protocol):
    """What the reader of a page form knows about the rows and cells that a page's end cuts."""

    def row(self, upper: Table, lower: Table) -> bool:
        """Whether the first body row of the lower part is the rest of the last row of the upper one."""
        ...

    def cell(self, above: Cell, below: Cell) -> bool:
        """Whether a cell of the last row, which is whole, goes on in the one below."""
        ...

    def text(self, above: Cell, below: Cell) -> str:
        """The text of both parts of a cell."""
        ...


_CONTINUED = re.compile(r"[（(]?\s*(续表?\d*|接上(表|页)|续上(表|页)|.{0,30}[（(]续[）)])\s*[）)]?")


def stitch(
    blocks: Iterable[Paragraph | Table],
    warnings: Iterable[Warning] = (),
    *,
    merges_lost: bool = False,
    cuts: Cuts | None = None,
) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks, and the warnings with the block indexes that their blocks have now."""
    logical: list[Paragraph | Table] = []
    places: list[int] = []
    for block in blocks:
        if isinstance(block, Table):
            block = _part(group_names(block) if merges_lost else block)
            upper = _upper(logical)
            if upper is not None and _continues(upper[1], block):
                del logical[upper[0] + 1 :]
                logical[-1] = _join(upper[1], block, cuts)
                places.append(upper[0])
                continue
        places.append(len(logical))
        logical.append(block)
    whole = [_complete(block, merges_lost) if isinstance(block, Table) else block for block in logical]
    last = len(whole) - 1
    moved = [
        warning
        if warning.block is None
        else warning.model_copy(update={"block": min(places[warning.block], last) if places else None})
        for warning in warnings
    ]
    return whole, moved


def _part(table: Table) -> Table:
    rows = max(table.header_rows, header_rows(table))
    page = min((cell.page for cell in table.cells if cell.page is not None), default=None)
    parts = table.parts or [Part(page=page, rows=(0, table.rows - 1))]
    return table.model_copy(update={"header_rows": rows, "parts": parts})


def _upper(logical: list[Paragraph | Table]) -> tuple[int, Table] | None:
    """The table that a following one may continue, and its index: nothing between but marks like 续表."""
    for index in reversed(range(len(logical))):
        block = logical[index]
        if isinstance(block, Table):
            return index, block
        if not _CONTINUED.fullmatch(block.text):
            return None
    return None


def _continues(upper: Table, lower: Table) -> bool:
    crossed = any(cell.row < lower.header_rows < cell.row + cell.row_span for cell in lower.cells)
    if upper.cols != lower.cols or crossed:
        return False
    return not lower.header_rows or same_header(upper, lower)


def _join(upper: Table, lower: Table, cuts: Cuts | None) -> Table:
    """``lower`` without its header under ``upper``; a row or a cell that the page cut is one again."""
    skip = lower.header_rows
    cut = cuts is not None and lower.rows > skip and cuts.row(upper, lower)
    shift = upper.rows - skip - cut
    grown, gone = _rejoin(upper, lower, cuts, cut) if cuts is not None else ({}, set())
    cells = [grown.get((cell.row, cell.col), cell) for cell in upper.cells]
    cells += [
        cell.model_copy(update={"row": cell.row + shift})
        for cell in lower.cells
        if cell.row >= skip and (cell.row, cell.col) not in gone
    ]
    parts = [
        part.model_copy(update={"rows": (max(part.rows[0], skip) + shift, part.rows[1] + shift)})
        for part in lower.parts
        if part.rows[1] >= skip
    ]
    rows = lower.rows + shift
    return upper.model_copy(update={"rows": rows, "cells": cells, "parts": [*upper.parts, *parts]})


def _rejoin(
    upper: Table, lower: Table, cuts: Cuts, cut: bool
) -> tuple[dict[tuple[int, int], Cell], set[tuple[int, int]]]:
    """The cells of the upper part's last row that go on in the lower part, whole; and which of the lower part's cells
    they take in."""
    grown: dict[tuple[int, int], Cell] = {}
    gone: set[tuple[int, int]] = set()
    if lower.rows == lower.header_rows:
        return grown, gone
    for above, below in zip(upper.grid()[-1], lower.grid()[lower.header_rows], strict=True):
        alike = (above.col, above.col_span) == (below.col, below.col_span) and below.row == lower.header_rows
        if not alike or above.row < upper.header_rows or (below.row, below.col) in gone:
            continue
        if cut or cuts.cell(above, below):
            confidence = [value for value in (above.confidence, below.confidence) if value is not None]
            update = {
                "text": cuts.text(above, below),
                "row_span": above.row_span + below.row_span - cut,
                "confidence": min(confidence, default=None),
            }
            grown[above.row, above.col] = above.model_copy(update=update)
            gone.add((below.row, below.col))
    return grown, gone


def _complete(table: Table, merges_lost: bool) -> Table:
    if merges_lost:
        table = rebuild(table)
    table = continue_labels(table)
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    return table.model_copy(update={"cells": cells})
