"""The workbook of progress: each unit's counts, and every question that is not answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from normalize.rubric import Rubric
from score.progress import Progress
from score.report.book import Book

_UNITS = [("单位", 20), ("已填", 8), ("共", 8), ("还缺", 8), ("其中考核人评定", 14)]
_MISSING = [("单位", 18), ("编号", 12), ("项目", 24), ("问题", 60), ("由谁", 10)]


def write(found: Sequence[Progress], rubric: Rubric, path: Path) -> None:
    """Write 填报进度 and 还缺的问题 to an ``.xlsx`` file."""
    book = Book(path, rubric.notice.title or rubric.notice.file, rubric.approval, what="填报进度")
    counts: list[list[object]] = [[one.unit, one.filled, one.asked, len(one.missing), one.judged] for one in found]
    book.sheet("填报进度", "", _UNITS, counts)
    missing: list[list[object]] = [
        [one.unit, column.key, column.item.name, column.question, _who(column.measure.type)]
        for one in found
        for column in one.missing
    ]
    book.sheet("还缺的问题", "" if missing else "都已填全。", _MISSING, missing)
    book.book.close()


def _who(kind: str) -> str:
    return "考核人" if kind == "points" else "被考核单位"
