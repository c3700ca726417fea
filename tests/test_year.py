"""The year assessed: what the title says of it, whatever stands round the figures."""

from __future__ import annotations

import pytest

from extract.notice import Cell, File, Notice, Table
from normalize.draft import draft

TABLE = Table(
    rows=2,
    cols=3,
    header_rows=1,
    cells=[
        Cell(row=row, col=col, text=text)
        for row, texts in enumerate([["考核项目", "分值", "计分办法"], ["征兵工作", "5", "少一次扣1分"]])
        for col, text in enumerate(texts)
    ],
)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("宁海县长街镇村社考核细则（2021）", 2021),
        ("关于2019年度工作考核的通知", 2019),
        ("镇政府绩效考核办法[2020]", 2020),
        ("某学院职能部门年度考核赋分方法", None),
        ("12338维权热线20210号考核办法", None),
    ],
)
def test_year_of_a_title(title: str, year: int | None) -> None:
    """A year counts in brackets and before 年; figures that only look like one do not."""
    notice = Notice(file=File(name="通知.docx", sha256="0" * 64, kind="docx"), title=title, blocks=[TABLE])
    assert draft(notice).notice.year == year
