"""Rows that are no items: notes, sums, and those that only give a section its name."""

from __future__ import annotations

import regex

from normalize.entry import label
from normalize.quantity import fold
from normalize.scoring import is_scoring
from normalize.view import View

_HAN = "[一二三四五六七八九十]"
_SUM = regex.compile(r"(?:合|总|小|共)\s*(?:计|分)(?:值|分)?|满分|总得分|最终得分")
_SECTION_NUMBER = regex.compile(rf"{_HAN}{{1,3}}、?|\({_HAN}{{1,3}}\)|第{_HAN}+[部章节]分?")
_NOTE = regex.compile(r"\s*(?:备\s*注|注|说\s*明)\s*[:：]")


def is_note(view: View, rows: list[int]) -> bool:
    """Whether rows hold one cell that is a note, or speaks of points across the whole table."""
    cells = view.cells(rows)
    if len(cells) != 1:
        return False
    across = cells[0].col_span >= view.table.cols > 1 and is_scoring(label(cells[0].text)[0])
    return across or _NOTE.match(cells[0].text) is not None


def is_sum(view: View, rows: list[int]) -> bool:
    """Whether rows only add up others: 合计, 总分."""
    labels = view.cells(rows, [*view.cols.numbers, *view.cols.labels, *view.cols.goals])
    return bool(labels) and _SUM.fullmatch(fold(regex.sub(r"\s", "", labels[0].text))) is not None


def begins_section(view: View, row: int) -> bool:
    """Whether a section begins at a row: it has a first-level number, or one label across the table."""
    cells = view.cells([row])
    if len(cells) == 1 and cells[0].col_span > 1 and cells[0].col_span >= view.table.cols - 1:
        return not is_scoring(label(cells[0].text)[0])
    if view.cells([row], view.cols.rules):
        return bool(section_numbers(view, row))
    return bool(section_numbers(view, row)) and len({cell.row for cell in cells}) == 1


def section_numbers(view: View, row: int) -> list[str]:
    """The first- or second-level numbers printed in the row's 序号."""
    texts = [fold(cell.text.strip()) for cell in view.cells([row], view.cols.numbers)]
    return [text for text in texts if _SECTION_NUMBER.fullmatch(text)]
