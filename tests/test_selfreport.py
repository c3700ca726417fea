"""自评表: the notice's own table comes back as Word files, one a unit, with the points where a clerk looks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from extract.notice import Table
from extract.read import read
from kaohe.example import write_evidence
from normalize.rubric import Rubric
from score.engine import score
from score.evidence import read as read_evidence
from score.selfdocx import names
from score.selfreport import form
from score.sheet import Scores, UnitScore
from tests.golden import notice, rubric
from tests.test_command_line import CORPUS, kaohe, refused


def stored(made: Rubric, folder: Path) -> Scores:
    """The example evidence scored, kept as ``得分.json``."""
    write_evidence(made, folder / "填报.csv")
    scores = score(made, read_evidence(folder / "填报.csv", made), draft=True)
    (folder / "得分.json").write_text(scores.model_dump_json(), encoding="utf-8")
    return scores


def table(path: Path) -> Table:
    """The scoring table of a notice or of a filled copy of it, as reading finds it."""
    return max((block for block in read(path).blocks if isinstance(block, Table)), key=lambda one: one.rows)


@pytest.mark.parametrize(("option", "title"), [((), "考核得分"), (("--own",), "自查得分")])
def test_the_notices_own_columns_are_filled(option: tuple[str, ...], title: str, tmp_path: Path) -> None:
    made = rubric("yueyang-2015", "docx")
    scores = stored(made, tmp_path)
    path = CORPUS / "yueyang-2015.docx"
    done = kaohe("sheets", tmp_path / "得分.json", "--notice", path, "-o", tmp_path / "自评表", *option)
    assert done.returncode == 0, done.stderr
    assert {one.name for one in (tmp_path / "自评表").iterdir()} == {f"{unit.unit}.docx" for unit in scores.units}
    blank = table(path)
    column = {"考核得分": 5, "自查得分": 4}[title]
    for unit in scores.units[:2]:
        copy = tmp_path / "自评表" / f"{unit.unit}.docx"
        filled = table(copy)
        assert filled.header_rows == blank.header_rows
        told = {
            item.source.row: result.score for item, result in zip(made.items, unit.items, strict=True) if item.source
        }
        for old, new in zip(blank.cells, filled.cells, strict=True):
            wanted = told[old.row] if old.col == column and old.row in told else old.text
            assert (new.row, new.col, new.row_span, new.col_span, new.text) == (
                old.row, old.col, old.row_span, old.col_span, wanted,
            )  # fmt: skip
        words = [paragraph.text for paragraph in Document(str(copy)).paragraphs]
        assert f"被考核单位：{unit.unit}　总分：{unit.total}　名次：第{unit.rank}名" in words
        assert "试算：规则未经确认，不作为正式结果。" in words


def test_a_column_is_added_where_there_is_none(tmp_path: Path) -> None:
    made = rubric("rugao-2019", "docx")
    scores = stored(made, tmp_path)
    unit = scores.units[0]
    path = CORPUS / "rugao-2019.docx"
    done = kaohe("sheets", tmp_path / "得分.json", "--notice", path, "-o", tmp_path / "自评表", "--unit", unit.unit)
    assert done.returncode == 0, done.stderr
    (copy,) = (tmp_path / "自评表").iterdir()
    blank, filled = table(path), table(copy)
    assert filled.cols == blank.cols + 1
    told = [cell.text for cell in sorted(filled.cells, key=lambda cell: cell.row) if cell.col == blank.cols]
    assert told == ["考核得分", *(item.score for item in unit.items)]
    kept = [(cell.row, cell.col, cell.text) for cell in filled.cells if cell.col < blank.cols]
    assert kept == [(cell.row, cell.col, cell.text) for cell in blank.cells]
    widths = [int(column.get(qn("w:w"))) for column in Document(str(copy)).tables[-1]._tbl.tblGrid]
    before = [int(column.get(qn("w:w"))) for column in Document(str(path)).tables[-1]._tbl.tblGrid]
    assert sum(widths) == sum(before)


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    stored(rubric("rugao-2019", "docx"), tmp_path)
    for folder in ("a", "b"):
        path = CORPUS / "rugao-2019.docx"
        done = kaohe("sheets", tmp_path / "得分.json", "--notice", path, "-o", tmp_path / folder)
        assert done.returncode == 0, done.stderr
    for one in (tmp_path / "a").iterdir():
        assert one.read_bytes() == (tmp_path / "b" / one.name).read_bytes()


def test_without_a_notice_the_table_is_our_own(tmp_path: Path) -> None:
    made = rubric("rugao-2019", "txt")
    scores = stored(made, tmp_path)
    assert kaohe("sheets", tmp_path / "得分.json", "-o", tmp_path / "自评表").returncode == 0
    unit = scores.units[-1]
    rows = Document(str(tmp_path / "自评表" / f"{unit.unit}.docx")).tables[0].rows
    told = [(row.cells[0].text, row.cells[3].text) for row in rows][1:]
    assert told == [(item.item, item.score) for item in unit.items]


def test_another_notice_is_refused(tmp_path: Path) -> None:
    stored(rubric("rugao-2019", "docx"), tmp_path)
    other = CORPUS / "rugao-2018.docx"
    said = refused("sheets", tmp_path / "得分.json", "--notice", other, "-o", tmp_path / "自评表")
    assert "不是计分所依据的通知" in said
    assert "不是 .docx" in refused(
        "sheets", tmp_path / "得分.json", "--notice", CORPUS / "rugao-2019.pdf", "-o", tmp_path / "自评表"
    )
    assert "没有单位 无此镇" in refused("sheets", tmp_path / "得分.json", "-o", tmp_path / "自评表", "--unit", "无此镇")
    assert not (tmp_path / "自评表").exists()


def test_the_same_notice_in_another_form_gives_the_same_form() -> None:
    made = rubric("yueyang-2015", "pdf")
    assert (
        form(made, notice("yueyang-2015", "pdf")).points.keys()
        == form(rubric("yueyang-2015", "docx"), notice("yueyang-2015", "docx")).points.keys()
    )


def test_names_of_units_are_names_of_files() -> None:
    units = [UnitScore(unit=name) for name in ("a/b", "a\\b", "A_B", " .. ", "长" * 99)]
    made = [str(path) for path in names(units)]
    assert made == ["a_b.docx", "a_b(2).docx", "A_B(3).docx", "单位.docx", f"{'长' * 60}.docx"]
