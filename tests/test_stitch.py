"""Parts of one table become one table; tables with different headers stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.header import header_rows
from extract.notice import Cell, Paragraph, Table, Warning
from extract.stitch import stitch
from extract.text import join_lines, tidy
from tests.wordfile import drawing, shown


def table(picture: str, page: int | None = None) -> Table:
    """A table from its drawing: ``|`` parts cells, ``<`` continues to the left, ``^`` from above, ``/`` parts lines."""
    rows = [[text.strip() for text in line.split("|")] for line in picture.strip().split("\n")]
    cells: dict[tuple[int, int], Cell] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for col, text in enumerate(row):
            owner[at, col] = {"<": owner.get((at, col - 1)), "^": owner.get((at - 1, col))}.get(text) or (at, col)
            top, left = owner[at, col]
            if (top, left) == (at, col):
                cells[at, col] = Cell(row=at, col=col, text=text.replace("/", "\n"), page=page)
            else:
                held = cells[top, left]
                spans = {"row_span": at - top + 1, "col_span": max(held.col_span, col - left + 1)}
                cells[top, left] = held.model_copy(update=spans)
    return Table(rows=len(rows), cols=len(rows[0]), cells=list(cells.values()))


def stitched(*blocks: Paragraph | Table, **how: bool) -> list[str]:
    """The logical blocks, tables drawn."""
    return shown(stitch(blocks, **how)[0])


def test_parts_with_the_same_header_are_one_table_with_one_header():
    parts = table("项目 | 分值\n甲 | 1", 1), table("项目 | 分值\n乙 | 2", 2)
    assert stitched(*parts) == ["项目 | 分值\n甲 | 1\n乙 | 2"]
    whole = stitch(parts)[0][0]
    assert isinstance(whole, Table)
    assert [(part.page, part.rows) for part in whole.parts] == [(1, (0, 1)), (2, (2, 2))]


def test_a_header_of_two_rows_is_dropped_whole():
    header = "项目 | 考核结果 | <\n^ | 自查 | 得分"
    assert header_rows(table(header + "\n甲 | 1 | 2")) == 2
    assert stitched(table(header + "\n甲 | 1 | 2"), table(header + "\n乙 | 3 | 4")) == [
        header + "\n甲 | 1 | 2\n乙 | 3 | 4"
    ]


def test_a_part_without_header_continues_the_table_above():
    assert stitched(table("项目 | 分值\n甲 | 1"), table("乙 | 2")) == ["项目 | 分值\n甲 | 1\n乙 | 2"]


def test_tables_with_different_headers_or_widths_stay_apart():
    assert len(stitched(table("项目 | 分值\n甲 | 1"), table("指标 | 权重\n乙 | 2"))) == 2
    assert len(stitched(table("项目 | 分值\n甲 | 1"), table("乙 | 2 | 3"))) == 2


def test_words_between_two_tables_keep_them_apart_but_for_marks_of_continuation():
    parts = table("项目 | 分值\n甲 | 1"), table("项目 | 分值\n乙 | 2")
    assert len(stitched(parts[0], Paragraph(text="二、加分项"), parts[1])) == 3
    for mark in ("续表", "（续）", "续表1", "考核细则（续）", "接上页"):
        assert stitched(parts[0], Paragraph(text=mark), parts[1]) == ["项目 | 分值\n甲 | 1\n乙 | 2"]


def test_a_part_that_repeats_the_label_of_a_merged_cell_continues_it():
    parts = table("项目 | 内容 | 分值\n工作 | 甲 | 1\n^ | 乙 | 2"), table("工作 | 丙 | 3")
    assert stitched(*parts) == ["项目 | 内容 | 分值\n工作 | 甲 | 1\n^ | 乙 | 2\n^ | 丙 | 3"]


def test_rows_that_only_say_the_same_stay_rows():
    parts = table("项目 | 分值\n工作 | 1"), table("工作 | 1")
    assert stitched(*parts) == ["项目 | 分值\n工作 | 1\n工作 | 1"]


def test_in_dumps_a_leading_column_that_is_mostly_empty_was_merged():
    dump = table("项目 | 内容 | 分值\n工作 | 甲 | 1\n | 乙 | 2\n | 丙 |\n宣传 | | 4\n | 丁 | 5")
    assert stitched(dump, merges_lost=True) == [
        "项目 | 内容 | 分值\n工作 | 甲 | 1\n^ | 乙 | 2\n^ | 丙 | \n宣传 |  | 4\n^ | 丁 | 5"
    ]
    assert stitched(dump) == [drawing(dump)]


def test_in_dumps_header_and_body_never_merge():
    assert stitched(table("项目 | 分值\n | 1\n | 2\n | 3"), merges_lost=True) == ["项目 | 分值\n | 1\n^ | 2\n^ | 3"]


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        ("项目 | 目标内容 | 分值 | 考核记分办法\n甲 | 乙 | 1 | 丙", 1),
        ("妇女工作考核细则 | < | <\n序号 | 考核内容 | 分值\n1 | 甲 | 2", 2),
        ("序号 | 情形 | 是否发生\n1 | 甲 | ", 1),
        ("  | 考核内容 | 分值\n甲 | 乙 | 1", 1),
        ("村 | 镇 | 备\n甲村 | 30分 | 未达到100%的，扣1分。", 1),
        ("项目 | 考核内容（共100分，扣完为止） | 分值\n甲 | 乙 | 1", 1),
        ("甲村 | 乙村 | 丙村\n丁村 | 戊村 | 己村", 0),
        ("一、组织领导 | 成立领导小组 | 10\n二、宣传 | 有信息 | 5", 0),
        ("围绕中心工作（400分） | 开展培训50期，培训妇女1000人。 | 30分", 0),
        ("1 | 兵役登记率未达到100%的，扣1分。\n2 | 未换届的，扣1分。", 0),
    ],
)
def test_which_rows_are_header(picture, rows):
    assert header_rows(table(picture)) == rows


def test_a_cell_merged_over_header_and_body_keeps_its_table_whole():
    crossing = "项目 | 考核内容 | 分值\n^ | 甲 | 1\n^ | 乙 | 2\n^ | 丙 | 3\n^ | 丁 | 4"
    assert stitched(table(crossing), table(crossing)) == [crossing, crossing]


def test_warnings_follow_their_blocks():
    parts = table("项目 | 分值\n甲 | 1"), Paragraph(text="续表"), table("项目 | 分值\n乙 | 2"), Paragraph(text="注")
    warnings = [Warning(code="a", text="", block=2), Warning(code="b", text="", block=3), Warning(code="c", text="")]
    assert [warning.block for warning in stitch(parts, warnings)[1]] == [0, 1, None]


_TEXTS = st.sampled_from(["", "项目", "分值", "考核内容", "工作", "每少一次扣1分。", "1", "<", "^"])


@st.composite
def _tables(draw):
    rows, cols = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return table("\n".join("|".join(draw(_TEXTS) for _ in range(cols)) for _ in range(rows)))


def is_whole(found: Table) -> bool:
    """Whether every grid position is covered by exactly one cell."""
    covered = [
        (row, col)
        for cell in found.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    ]
    return sorted(covered) == [(row, col) for row in range(found.rows) for col in range(found.cols)]


@given(st.lists(_tables().filter(is_whole), min_size=1, max_size=4), st.booleans())
def test_every_position_is_covered_once_and_parts_cover_all_rows(tables, merges_lost):
    for block in stitch(tables, merges_lost=merges_lost)[0]:
        assert isinstance(block, Table)
        assert is_whole(block)
        rows = [row for part in block.parts for row in range(part.rows[0], part.rows[1] + 1)]
        assert rows == list(range(block.rows))


@given(st.text(alphabet="妇联A1 \u3000\t\u200b，“", max_size=12))
def test_tidying_twice_changes_nothing_more_and_keeps_the_ink(text):
    once = tidy(text)
    assert tidy(once) == once
    assert "".join(once.split()) == "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("line", "tidied"),
    [
        (" 岳 阳 市 妇 联   ", "岳阳市妇联"),
        ("联系人：喻  谦", "联系人：喻谦"),
        ("春泥护花  法润芳华", "春泥护花 法润芳华"),
        ("\u3000\u3000一、指导思想", "一、指导思想"),
        ("建设比例 100%", "建设比例 100%"),
    ],
)
def test_blanks_that_lay_out_are_dropped_and_blanks_between_words_stay(line, tidied):
    assert tidy(line) == tidied


def test_names_written_one_character_a_line_are_one_string():
    assert join_lines(["办", "", "公", "室", "（16分）"]) == "办公室\n（16分）"
    assert join_lines(["加分", "项目"]) == "加分\n项目"
