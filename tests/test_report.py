"""The workbook of results: what a notice or a unit is called stays text."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from normalize.rubric import Item, Measure, NoticeRef, Rubric, Rule
from score import report, workbook
from score.engine import score
from score.evidence import Answer, Evidence


def named(name: str) -> Rubric:
    """A rubric in which everything is called the same."""
    rule = Rule(
        id="r1", text=name, effect="deduct", basis="each", on="occurrence", points="1", step="1", measures=["m1"]
    )
    return Rubric(
        notice=NoticeRef(title=name, file="通知.docx", sha256="0" * 64, year=2019),
        items=[Item(id="1", path=[name], name=name, points="5", rules=[rule])],
        measures=[Measure(id="m1", label=name, type="count", rules=["r1"])],
    )


def texts(path: Path, name: str) -> int:
    """How many cells hold ``name`` as it stands; none of any kind holds a formula."""
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in cells if isinstance(cell.value, str) and name in cell.value]
    assert {cell.data_type for cell in found} == {"s"}
    return len([cell for cell in found if cell.value == name])


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://example.invalid", "{=1}"])
def test_names_stay_text(tmp_path: Path, name: str) -> None:
    made = named(name)
    scores = score(made, Evidence([name], [Answer(name, "m1", None, Decimal(2))], "0" * 64), draft=True)
    report.write(scores, tmp_path / "得分.xlsx")
    workbook.write(made, tmp_path / "填报表.xlsx", units=[name])
    assert texts(tmp_path / "得分.xlsx", name) >= 5
    assert texts(tmp_path / "填报表.xlsx", name) >= 2
