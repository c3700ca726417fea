"""自评表 for a notice that has no table to fill in: a plain Word table for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell

from normalize.approval import in_force
from normalize.rubric import Rubric
from score.explain import place
from score.losses import losses
from score.selfdocx import mark_draft
from score.selfreport import ASSESSED, OWN, headline, points
from score.sheet import Scores, UnitScore
from score.wordcells import clean, saved

_WIDTHS = (Pt(40), Pt(150), Pt(40), Pt(60), Pt(320), Pt(90))


def plain(scores: Scores, units: list[UnitScore], own: bool) -> Iterator[bytes]:
    """A table of our own for each unit: items, points, the notice's words, the unit's points, the reasons."""
    rubric = in_force(scores.rubric)
    for unit in units:
        yield saved(_plain(rubric, unit, scores.draft, OWN if own else ASSESSED))


def _plain(rubric: Rubric, unit: UnitScore, draft: bool, title: str) -> Word:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name = heading.add_run(f"{rubric.notice.title or rubric.notice.file}自评表")
    name.bold, name.font.size = True, Pt(16)
    document.add_paragraph(clean(headline(unit))).runs[0].bold = True
    if draft:
        mark_draft(document)
    table = document.add_table(rows=1, cols=6, style="Table Grid")
    table.autofit = False
    _row(table.rows[0].cells, ("编号", "项目", "分值", title, "扣分原因", "出处"))
    why: dict[str, list[str]] = {}
    for loss in losses(unit, rubric):
        why.setdefault(loss.item.id, []).append(f"{loss.words.strip()}（{loss.text}）")
    for item, result in zip(rubric.items, unit.items, strict=True):
        reasons = "\n".join(why.get(item.id, []))
        path = " · ".join([*item.path, item.name])
        _row(table.add_row().cells, (item.id, path, item.points or "", points(result), reasons, place(item.source)))
    return document


def _row(cells: Iterable[_Cell], texts: Iterable[str]) -> None:
    for cell, text, width in zip(cells, texts, _WIDTHS, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(clean(text)).font.size = Pt(10)
