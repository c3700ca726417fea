"""The parts of a table that pages and repeated headers cut in pieces → one logical table.

A reader hands over its blocks in reading order: paragraphs, and tables as they stand in the file (for a page form one
table a page, with ``page`` on every cell). ``header_rows`` is what the file marks as header, 0 where it marks none.
``stitch`` gives back the notice's blocks. What a form loses or cuts, the reader says:

    stitch(blocks, warnings)                        Word: cells and rows are whole, merges are true
    stitch(blocks, warnings, merges_lost=True)      text dumps: an empty leading cell may be a lost merge
    stitch(blocks, warnings, cut=row_is_cut)        page forms: a page's end cuts rows and merged cells
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from extract.header import header_rows, same_header
from extract.merges import continue_cut_cells, continue_labels, rebuild
from extract.notice import Cell, Paragraph, Part, Table, Warning
from extract.text import join_lines

RowCut = Callable[[Table, Table], bool]
"""Whether the first body row of the lower part is the rest of the last row of the upper one."""

_CONTINUED = re.compile(r"[（(]?\s*(续表?\d*|接上(表|页)|续上(表|页)|.{0,30}[（(]续[）)])\s*[）)]?")
_SENTENCE_END = re.compile("[。；;！？]$")


def stitch(
    blocks: Iterable[Paragraph | Table],
    warnings: Iterable[Warning] = (),
    *,
    merges_lost: bool = False,
    cut: RowCut | None = None,
) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks, and the warnings with the block indexes that their blocks have now."""
    logical: list[Paragraph | Table] = []
    places: list[int] = []
    for block in blocks:
        if isinstance(block, Table):
            block = _part(block)
            upper = _upper(logical)
            if upper is not None and _continues(upper[1], block):
                del logical[upper[0] + 1 :]
                logical[-1] = _join(upper[1], block, cut)
                places.append(upper[0])
                continue
        places.append(len(logical))
        logical.append(block)
    whole = [_complete(block, merges_lost, cut) if isinstance(block, Table) else block for block in logical]
    last = len(whole) - 1
    moved = [
        warning
        if warning.block is None
        else warning.model_copy(update={"block": min(places[warning.block], last) if places else None})
        for warning in warnings
    ]
    return whole, moved


def row_is_cut(upper: Table, lower: Table) -> bool:
    """Whether the first body row of ``lower`` reads as the rest of the last row of ``upper``.

    It does where a column that is hardly ever empty is empty in it, and no text that it holds follows a finished
    sentence only. Leading columns say nothing: they are empty under a merged label too, unless all other rows of
    both parts have a label of their own.
    """
    if upper.rows <= upper.header_rows or lower.rows <= lower.header_rows:
        return False
    above, below = upper.grid()[-1], lower.grid()[lower.header_rows]
    if any(cell.col_span > 1 for cell in above + below):
        return False
    others = upper.grid()[upper.header_rows :] + lower.grid()[lower.header_rows + 1 :]
    missing = finished = 0
    for col in range(upper.cols):
        filled = sum(bool(row[col].text) for row in others)
        merged = any(row[col].row_span > 1 for row in others)
        if not below[col].text:
            missing += not merged and 10 * filled >= 9 * len(others)
        elif not above[col].text or _SENTENCE_END.search(above[col].text):
            finished += 1
    texts = sum(bool(cell.text) for cell in below)
    return bool(missing) and (missing > 1 or finished < texts)


def _part(table: Table) -> Table:
    rows = table.header_rows or header_rows(table)
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
    if upper.cols != lower.cols:
        return False
    return not lower.header_rows or same_header(upper, lower)


def _join(upper: Table, lower: Table, cut: RowCut | None) -> Table:
    """``lower`` without its header under ``upper``; a row that the page cut is one row again."""
    cells = list(upper.cells)
    skip = lower.header_rows
    shift = upper.rows - skip
    if cut is not None and cut(upper, lower):
        cells = [_rejoin(cell, upper, lower) for cell in cells]
        skip += 1
        shift -= 1
    cells += [cell.model_copy(update={"row": cell.row + shift}) for cell in lower.cells if cell.row >= skip]
    rows = lower.rows + shift
    part = Part(page=lower.parts[0].page, rows=(lower.header_rows + shift, rows - 1))
    return upper.model_copy(update={"rows": rows, "cells": cells, "parts": [*upper.parts, part]})


def _rejoin(cell: Cell, upper: Table, lower: Table) -> Cell:
    """The cell of the upper part's last row with what the lower part's first body row goes on to say in its column."""
    if cell.row + cell.row_span < upper.rows:
        return cell
    rest = lower.grid()[lower.header_rows][cell.col]
    confidence = [value for value in (cell.confidence, rest.confidence) if value is not None]
    return cell.model_copy(
        update={
            "text": _flow(cell.text, rest.text),
            "row_span": cell.row_span + rest.row_span - 1,
            "confidence": min(confidence, default=None),
        }
    )


def _flow(above: str, below: str) -> str:
    """Two halves of a cell's text: a line that only the page broke goes on, a finished one is followed by a new one."""
    if not above or not below:
        return above or below
    if _SENTENCE_END.search(above):
        return f"{above}\n{below}"
    *lines, last = above.split("\n")
    first, *rest = below.split("\n")
    return join_lines([*lines, last + first, *rest])


def _complete(table: Table, merges_lost: bool, cut: RowCut | None) -> Table:
    if merges_lost:
        table = rebuild(table)
    if cut is not None:
        table = continue_cut_cells(table)
    table = continue_labels(table)
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    return table.model_copy(update={"cells": cells})
