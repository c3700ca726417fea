"""Text dumps: rows told apart by their number of cells, merges rebuilt, marks and field codes cleaned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dump import read
from extract.equation import circled, drawn
from extract.notice import Table
from extract.refusal import FileRefusal
from tests import wordfile
from tests.wordfile import drawing


def shown(text: str, encoding: str = "utf-8") -> list[str]:
    """The logical blocks, tables drawn."""
    return wordfile.shown(read(text.encode(encoding), "t.txt")[0])


def dump(*rows: list[str]) -> str:
    """A table as dumps write it: a tab before each cell, an empty line after each row."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def test_cells_rows_and_paragraphs():
    text = "标题\n" + dump(["项目", "分值"], ["妇\n女", "10"]) + "\n注：说明\n"
    assert shown(text) == ["标题", "项目 | 分值\n妇女 | 10", "注：说明"]


def test_a_table_at_the_end_without_an_empty_line():
    assert shown(dump(["项目", "分值"], ["甲", "10"]).rstrip("\n")) == ["项目 | 分值\n甲 | 10"]


def test_empty_lines_in_a_cell_do_not_end_the_row():
    rows = ["考核\n\n项目", "内容", "分值"], ["办\n\n公\n\n室\n", "甲", "1"], ["", "乙\n\n", "2"], ["", "丙", "3"]
    assert shown(dump(*rows)) == ["考核/项目 | 内容 | 分值\n办公室 | 甲 | 1\n^ | 乙 | 2\n^ | 丙 | 3"]


def test_a_header_with_fewer_cells_spans_the_names_below():
    rows = ["项目", "考核结果"], ["", "自查", "得分"], ["甲", "1", "2"], ["乙", "3", "4"]
    assert shown(dump(*rows)) == ["项目 | 考核结果 | <\n^ | 自查 | 得分\n甲 | 1 | 2\n乙 | 3 | 4"]


def test_a_short_row_is_stretched_and_told():
    blocks, warnings = read(
        dump(["项目", "内容", "分值"], ["甲", "乙", "1"], ["合计", "10"], ["丙", "丁", "2"]).encode(), "t"
    )
    assert isinstance(blocks[0], Table)
    assert drawing(blocks[0]).split("\n")[2] in ("合计 | < | 10", "合计 | 10 | <")
    assert [(warning.code, warning.block) for warning in warnings] == [("row-width", 0)]


def test_rows_as_short_as_the_header_span_as_it_does():
    rows = (
        ["序号", "考核项目", "分值", "评分标准"],
        ["1", "组织", "机构", "5", "未成立的，扣2分，扣完为止。"],
        ["2", "合计", "10", ""],
    )
    assert shown(dump(*rows, ["3", "宣传", "信息", "5", "少一条扣1分。"])) == [
        "序号 | 考核项目 | < | 分值 | 评分标准\n1 | 组织 | 机构 | 5 | 未成立的，扣2分，扣完为止。\n"
        "2 | 合计 | < | 10 | \n3 | 宣传 | 信息 | 5 | 少一条扣1分。"
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_paragraphs_that_begin_with_a_tab_are_no_table(between):
    lines = ["关于考核的通知，现将有关事项通知如下。", "各镇妇联务必高度重视，认真落实。", "附件另行下发，请注意查收。"]
    assert shown(between.join("\t" + line for line in lines)) == lines


def test_indented_paragraphs_before_a_table_are_none_of_its_rows():
    prose = "\t各镇妇联务必高度重视，认真落实。\n\t附件另行下发，请注意查收。\n\n"
    assert shown(prose + dump(["项目", "分值"], ["甲", "1"], ["乙", "2"])) == [
        "各镇妇联务必高度重视，认真落实。",
        "附件另行下发，请注意查收。",
        "项目 | 分值\n甲 | 1\n乙 | 2",
    ]


def test_a_row_of_one_cell_spans_the_table():
    assert shown(dump(["项目", "分值"], ["一、基本工作"], ["甲", "1"])) == ["项目 | 分值\n一、基本工作 | <\n甲 | 1"]


def test_a_table_pasted_as_text_has_a_row_in_each_line():
    text = "关于考核的通知\n项目\t内容\t分值\n工作\t甲\t1\n\t乙\t2\n\t丙\t3\n说明"
    assert shown(text) == ["关于考核的通知", "项目 | 内容 | 分值\n工作 | 甲 | 1\n^ | 乙 | 2\n^ | 丙 | 3", "说明"]
    assert shown("联系人：张三\t电话：1\n邮箱：a\t传真：2") == ["联系人：张三 电话：1", "邮箱：a 传真：2"]


def test_bookmarks_are_dropped_and_circled_numbers_drawn():
    assert shown("[bookmark: _GoBack]一、 eq \\o\\ac(○,1)制度； EQ \\o\\ac(○,12)机构") == ["一、①制度；⑫机构"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding):
    assert shown("关于考核的通知\r\n各镇妇联：\r\n", encoding) == ["关于考核的通知", "各镇妇联："]


@pytest.mark.parametrize(
    "data", [b"\xff\x00\xff", "各镇妇联务必高度重视认真组织实施确保取得实效考核通知".encode() + b"\xe5"]
)
def test_bytes_in_no_encoding_and_damaged_ones_are_refused(data):
    with pytest.raises(FileRefusal, match="不是完好的"):
        read(data, "t.txt")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r"eq \o\ac(○,12)", "⑫"),
        (r"EQ \o\al(○,二)", "㊁"),
        (r"eq \o\ac(□,审)", "审"),
        (r"EQ \f(实际+1,目标)", "(实际+1)/目标"),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(kǎo),考)', "考"),
        (r"EQ \o(\s\up 6(党委),\s\do 2(政府))", "党委政府"),
        (r"EQ \r(3,x)", "3√x"),
        (r"EQ \b\lc\[\rc\](a)", "[a]"),
        (r"EQ \i(1,2,x)", None),
        (r"EQ \o\ac(○,1", None),
        ("EQ 商数", None),
    ],
)
def test_equation_codes_are_what_they_draw(code, shown):
    assert drawn(code) == shown
    assert circled(f"甲{code}乙") == f"甲{shown or code}乙"


_CELL = st.lists(st.sampled_from(["甲乙", "每少一次扣1分；", "10", "二、宣传"]), min_size=1, max_size=3).map("\n".join)


@given(
    st.integers(2, 5).flatmap(
        lambda cols: st.lists(st.lists(_CELL, min_size=cols, max_size=cols), min_size=1, max_size=6)
    )
)
def test_a_dumped_table_comes_back(rows):
    rows = [["项目", "目标内容", "分值", "考核办法", "备注"][: len(rows[0])], *rows]
    (block,), _ = read(dump(*rows).encode(), "t.txt")
    assert isinstance(block, Table)
    assert [[cell.text for cell in row] for row in block.grid()] == rows
