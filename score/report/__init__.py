"""The results as a workbook for the office.

汇总 and 分项得分, charts, 明细, 扣分原因 and 失分排行, 待定, 规则来源, and a page for each unit.
"""

from __future__ import annotations

from pathlib import Path

from normalize.approval import in_force
from score.report import charts, detail, pages, ranking, reasons, sources
from score.report.book import Book
from score.sheet import Scores


def write(scores: Scores, path: Path) -> None:
    """Write the scores to an ``.xlsx`` file; raises TooLong where a sheet would not hold all of its rows."""
    rubric = in_force(scores.rubric)
    book = Book(path, rubric.notice.title or rubric.notice.file, scores.rubric.approval)
    ranking.write(book, scores, rubric)
    charts.write(book, scores, rubric)
    detail.write(book, scores, rubric)
    reasons.write(book, scores, rubric)
    sources.write(book, scores.rubric)
    pages.write(book, scores, rubric)
    book.book.close()
