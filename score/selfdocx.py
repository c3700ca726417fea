"""自评表 as Word files, one for each unit: a copy of the notice's own tables with the unit's points in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from extract.notice import Notice
from extract.refusal import FileRefusal
from extract.word.places import FileTable, tables
from normalize.approval import in_force
from score.looks import DRAFT
from score.selfreport import Form, Place, filled, form, headline
from score.sheet import Scores, UnitScore
from score.wordcells import add_column, clean, opened, saved, write

_HEADINGS = 4
"""Short paragraphs above the first table that are its heading."""

_SHORT = 40
"""Characters of a heading; longer paragraphs are the notice's text."""

_UNSAFE = regex.compile(r'[\\/:*?"<>|\p{Cc}]')
_LONGEST = 60
"""Characters of a file's name."""


def from_notice(data: bytes, notice: Notice, scores: Scores, units: list[UnitScore], own: bool) -> Iterator[bytes]:
    """A copy of the notice's tables for each unit, its points filled in; ``data`` is the notice's ``.docx`` file.

    Raises NotTheForm, and FileRefusal where the file must first be saved anew in Word.
    """
    rubric = in_force(scores.rubric)
    made = form(rubric, notice, own)
    base = opened(data, notice.file.name)
    found = tables(base, notice)
    if not set(made.blocks) <= found.keys():
        raise FileRefusal(notice.file.name, "的表格对不上", "请用 Word 打开并另存为 .docx 后再试")
    for block, spans in made.added.items():
        for table in found[block]:
            add_column(table, made.title, spans)
    first = found[made.blocks[0]][0].element
    _cut_above(base, first)
    # A copy has the same elements in the same order: what is filled in is found again by its number.
    elements = list(base.element.body.iter())
    numbers = {element: at for at, element in enumerate(elements)}
    spots = {place: numbers[cell] for place, cell in _cells(made, found).items()}
    blank = saved(base)
    for unit in units:
        copy = opened(blank, notice.file.name)
        own_elements = list(copy.element.body.iter())
        for place, text in filled(made, unit, rubric).items():
            write(own_elements[spots[place]], text)
        _head(copy, own_elements[numbers[first]], unit, scores.draft)
        yield saved(copy)


def _cells(made: Form, found: dict[int, list[FileTable]]) -> dict[Place, Any]:
    """The cell element of every place that may be filled in; what is added stands last in its row."""
    places = [*made.points, *made.reasons, *([made.total] if made.total is not None else [])]
    cells: dict[Place, Any] = {}
    for block, row, col in places:
        line = next(table.rows[row] for table in found[block] if row in table.rows)
        last = line.cells[-1][2].getnext() if block in made.added else None
        cells[block, row, col] = last if last is not None and col > line.cells[-1][0] else line.cell(col)
    return {place: cell for place, cell in cells.items() if cell is not None}


def _top(document: Word, element: Any) -> Any:
    """The part of the body that holds an element."""
    while element.getparent() is not document.element.body:
        element = element.getparent()
    return element


def _cut_above(document: Word, table: Any) -> None:
    """Leave out what stands above the first table but for its heading: short paragraphs right above it."""
    above = list(_top(document, table).itersiblings(preceding=True))
    kept = 0
    for at, part in enumerate(above):
        words = "".join(text.text or "" for text in part.iter(qn("w:t"))).strip()
        long = len(words) > _SHORT or words.endswith(("。", "；", "："))
        if part.tag != qn("w:p") or long or kept == _HEADINGS or part.find(f".//{qn('w:sectPr')}") is not None:
            above = above[at:]
            break
        kept += bool(words)
    else:
        above = []
    for part in above:
        document.element.body.remove(part)


def _head(document: Word, table: Any, unit: UnitScore, draft: bool) -> None:
    """The unit and its total above the table; of a draft's scores it is said there and on every page."""
    for line in [headline(unit), *([DRAFT] if draft else [])]:
        element: Any = OxmlElement("w:p")
        _top(document, table).addprevious(element)
        run = Paragraph(element, document._body).add_run(clean(line))
        run.bold = True
        if line is DRAFT:
            run.font.color.rgb = RGBColor(0xC0, 0, 0)
    if draft:
        mark_draft(document)


def mark_draft(document: Word) -> None:
    """Say in every page's header that the scores are a draft's."""
    for at, section in enumerate(document.sections):
        if at == 0 or not section.header.is_linked_to_previous:
            run = section.header.add_paragraph().add_run(DRAFT)
            run.font.color.rgb = RGBColor(0xC0, 0, 0)


def names(units: list[UnitScore]) -> list[Path]:
    """A file name for each unit, no two alike in a folder that does not tell capitals."""
    taken: set[str] = set()
    found = []
    for unit in units:
        stem = _UNSAFE.sub("_", unit.unit).strip(" .")[:_LONGEST] or "单位"
        name, number = stem, 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}({number})"
        taken.add(name.lower())
        found.append(Path(f"{name}.docx"))
    return found
