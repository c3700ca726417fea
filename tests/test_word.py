"""Word documents as a reader sees them: one small real document for each thing that hides text or makes it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.notice import Paragraph
from extract.word.document import read
from tests.wordfile import MAIN_TYPE, docx, field, in_list, level, lists, p, r, tbl, tc, texts, tr

INS = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DEL = '<w:del w:id="2" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>'
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
SDT = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_inserted_text_is_read_and_deleted_is_not():
    assert texts(p("<w:r/>" + r("每少一次") + DEL.format("扣2分") + INS.format(r("扣1分")))) == ["每少一次扣1分"]


def test_moved_text_stands_where_it_went():
    moved = '<w:moveFrom w:id="3">' + r("通知") + "</w:moveFrom>"
    arrived = '<w:moveTo w:id="4">' + r("通知") + "</w:moveTo>"
    assert texts(p(moved + r("正文")) + p(r("关于") + arrived)) == ["正文", "关于通知"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    mark = '<w:rPr><w:del w:id="5"/></w:rPr>'
    assert texts(p("扣1", mark) + p("分")) == ["扣1分"]


def test_a_deleted_row_is_gone_and_an_inserted_one_stays():
    table = tbl(
        tr("项目", "分值"), tr("旧", "1", properties='<w:del w:id="6"/>'), tr("新", "2", properties='<w:ins w:id="7"/>')
    )
    assert texts(table) == ["项目 | 分值\n新 | 2"]


def test_a_table_whose_rows_are_all_deleted_is_gone():
    assert texts(p("前") + tbl(tr("旧", properties='<w:del w:id="6"/>')) + p("后")) == ["前", "后"]


def test_hidden_text_is_not_read():
    assert texts(p(r("看得见") + r("看不见", "<w:vanish/>") + r("也看得见", '<w:vanish w:val="0"/>'))) == [
        "看得见也看得见"
    ]


def test_a_hidden_paragraph_leaves_no_line_and_no_number():
    hidden = p(r("旧", "<w:vanish/>"), in_list() + "<w:rPr><w:vanish/></w:rPr>")
    assert texts(p("甲", in_list()) + hidden + p("乙", in_list()), numbering=lists(level(0, "decimal", "%1．"))) == [
        "1．甲",
        "2．乙",
    ]


def test_text_hidden_by_a_style_is_not_read():
    style = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    based = '<w:style w:type="character" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
    assert texts(p(r("甲") + r("乙", '<w:rStyle w:val="i"/>')), styles=style + based) == ["甲"]


def test_content_controls_wrap_runs_paragraphs_rows_and_cells():
    table = tbl(SDT.format(tr("项目", "分值")), tr(SDT.format(tc("甲")), tc(SDT.format(p("10")))))
    assert texts(SDT.format(p("段落")) + p("<w:r/>" + SDT.format(r("行内"))) + table) == [
        "段落",
        "行内",
        "项目 | 分值\n甲 | 10",
    ]


def test_smart_tags_and_links_are_text():
    assert texts(p("<w:smartTag>" + r("如皋市") + "</w:smartTag><w:hyperlink>" + r("妇联") + "</w:hyperlink>")) == [
        "如皋市妇联"
    ]


def test_a_nested_table_stands_in_its_cell():
    inner = tbl(tr("省级", "加3分"), tr("市级", "加1分"))
    assert texts(tbl(tr("项目", "办法"), tr("加分", tc(p("按级别：") + inner + p("不重复"))))) == [
        "项目 | 办法\n加分 | 按级别：/省级 加3分/市级 加1分/不重复"
    ]


def test_a_text_box_stands_where_it_is_anchored_and_once():
    assert texts(p("前") + p(BOX.format(p("框")) + r("后"))) == ["前", "框", "后"]


def test_a_text_box_in_a_cell_is_text_of_the_cell():
    assert texts(tbl(tr(tc(p(r("甲项") + BOX.format(p("框内")))), "乙"))) == ["甲项/框内 | 乙"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ('<w:fldSimple w:instr=" DATE ">' + r("2019年") + "</w:fldSimple>", "2019年"),
        (field(" REF x ", "第3条"), "第3条"),
        (field(" EQ \\o\\ac(○,1) ") + r("制度"), "①制度"),
        (field(" |eq \\o\\ac(○,|1|)") + r("制度"), "①制度"),
        (field(" EQ \\o\\ac(○,12) ", "x"), "⑫"),
        (field(" EQ \\f(实际,目标) "), "实际/目标"),
        (field(" PAGE "), ""),
        (field(" IF |", r"见附件"), "见附件"),
    ],
)
def test_fields_show_their_result_and_equations_what_they_draw(content, shown):
    assert texts(p(content + r("。"))) == [shown + "。"]


def test_a_field_in_a_fields_result_is_read_once():
    nested = field(" REF b ", "内")
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + nested + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(p(outer)) == ["内"]


def test_a_field_over_several_paragraphs_keeps_them_apart():
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(p(begin + r("第一章")) + p("第二章") + p(end + r("正文"))) == ["第一章", "第二章", "正文"]


def test_an_equation_that_is_not_known_is_kept_and_told():
    blocks, warnings = read(docx(p(field(" EQ \\i(1,2,x) "))), "t.docx")
    assert blocks == [Paragraph(text="EQ \\i(1,2,x)")]
    assert [warning.code for warning in warnings] == ["equation"]


def _ticked(checked: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{checked}</w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FD"/></w:r>', "☒"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        (r("\uf0fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☑"),
        (r("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        (_ticked("<w:checked/>"), "☑"),
        (_ticked('<w:default w:val="0"/>'), "☐"),
    ],
)
def test_ticks_and_symbols_are_the_characters_they_show(run, shown):
    assert texts(p(run + r("是"))) == [shown + "是"]


def test_chinese_text_in_a_symbol_font_stays():
    assert texts(p(r("每少一次", '<w:rFonts w:ascii="Wingdings"/>'))) == ["每少一次"]


def test_a_list_of_a_form_shows_its_choice():
    entries = '<w:listEntry w:val="优"/><w:listEntry w:val="良"/>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
    assert texts(p(begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("级"))) == ["良级"]


def test_pictures_and_notes_are_told():
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    _, warnings = read(docx(p(r("正文") + picture + "<w:r><w:footnoteReference w:id='1'/></w:r>")), "t.docx")
    assert [warning.code for warning in warnings] == ["picture", "note"]


def test_an_unknown_symbol_is_told():
    blocks, warnings = read(docx(p('<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>' + r("注"))), "t.docx")
    assert blocks == [Paragraph(text="\ufffd注")]
    assert [warning.code for warning in warnings] == ["symbol"]


def test_hyphens_breaks_and_tabs():
    run = "<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2个</w:t><w:softHyphen/><w:tab/><w:t>月</w:t></w:r>"
    assert texts(p(run)) == ["1-2个 月"]
    assert texts(tbl(tr(tc(p("<w:r><w:t>家庭</w:t><w:br/><w:t>工作</w:t></w:r>")), "x"))) == ["家庭/工作 | x"]


def test_of_ruby_only_the_base_is_read():
    ruby = f"<w:r><w:ruby><w:rt>{r('kǎo')}</w:rt><w:rubyBase>{r('考')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p(ruby + r("核"))) == ["考核"]


def test_formulas_are_one_line():
    fraction = "<m:oMath><m:f><m:num><m:r><m:t>实际</m:t></m:r></m:num><m:den><m:r><m:t>目标</m:t></m:r></m:den></m:f></m:oMath>"
    assert texts(p(r("得分=") + fraction + r("×100"))) == ["得分=实际/目标×100"]
    total = fraction.replace("实际", "a+b")
    assert texts(p("<m:oMathPara>" + total + "</m:oMathPara>")) == ["(a+b)/目标"]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("chineseCountingThousand", "%1、", ["一、甲", "二、乙"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）乙"]),
        ("decimal", "%1．", ["1．甲", "2．乙"]),
        ("decimalEnclosedCircleChinese", "%1", ["①甲", "②乙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙"]),
        ("bullet", "●", ["●甲", "●乙"]),
    ],
)
def test_automatic_numbers_are_text(form, text, shown):
    assert texts(p("甲", in_list()) + p("乙", in_list()), numbering=lists(level(0, form, text))) == shown


def test_numbers_of_an_inner_level_restart_and_may_name_the_outer():
    numbering = lists(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = p("甲", in_list()) + p("a", in_list(1)) + p("b", in_list(1)) + p("乙", in_list()) + p("c", in_list(1))
    assert texts(body, numbering=numbering) == ["一、甲", "1.1 a", "1.2 b", "二、乙", "2.1 c"]


def test_numbers_restart_where_a_second_list_says_so():
    again = '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = p("甲", in_list()) + p("乙", in_list()) + p("丙", in_list(number=2)) + p("丁", in_list(number=2))
    assert texts(body, numbering=lists(level(0, "decimal", "%1．")) + again) == ["1．甲", "2．乙", "1．丙", "2．丁"]


def test_numbers_come_from_the_style_and_what_it_is_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="b"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="c"/>') + p("乙", '<w:pStyle w:val="c"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    blocks, _ = read(docx(body, styles=styles, numbering=lists(level(0, "chineseCounting", "（%1）"))), "t.docx")
    assert blocks == [Paragraph(text="（一）甲", level=2), Paragraph(text="乙", level=2)]


def test_a_style_may_be_a_level_of_its_list():
    style = (
        '<w:style w:type="paragraph" w:styleId="h2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>')
    )
    assert texts(p("甲", '<w:pStyle w:val="h2"/>'), styles=style, numbering=numbering) == ["（一）甲"]


def test_a_column_of_empty_numbered_paragraphs_counts_across_cells():
    empty = tc(p("", in_list()))
    table = tbl(tr("序号", "项目"), tr(empty, "甲"), tr(empty, "乙"), tr(empty, "丙"))
    assert texts(table, numbering=lists(level(0, "decimal", "%1"))) == ["序号 | 项目\n1 | 甲\n2 | 乙\n3 | 丙"]


def test_a_deleted_numbered_paragraph_does_not_count():
    gone = p(DEL.format("旧"), in_list() + '<w:rPr><w:del w:id="9"/></w:rPr>')
    assert texts(gone + p("新", in_list()), numbering=lists(level(0, "decimal", "%1．"))) == ["1．新"]


def test_merged_cells_are_one_cell():
    table = tbl(
        tr(tc("项目", '<w:vMerge w:val="restart"/>'), tc("结果", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), "自查", "得分"),
    )
    assert texts(table) == ["项目 | 结果 | <\n^ | 自查 | 得分"]


def test_an_old_horizontal_merge_is_one_cell():
    table = tbl(tr(tc("合计", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "10"), tr("甲", "乙", "丙"))
    assert texts(table) == ["合计 | < | 10\n甲 | 乙 | 丙"]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own():
    assert texts(tbl(tr(tc("", "<w:vMerge/>"), "甲"), tr(tc("", "<w:vMerge/>"), "乙"))) == [" | 甲\n^ | 乙"]
    odd = tbl(tr(tc("宽", '<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>')), tr(tc("窄", "<w:vMerge/>"), "乙"))
    assert texts(odd) == ["宽 | <\n窄 | 乙"]


def test_a_merge_cut_between_two_parts_of_a_table_is_one_cell():
    top, under = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    parts = (
        tbl(tr("项目", "分值"), tr(tc("工作", top), "1"), tr(tc("", under), "2")),
        p(),
        tbl(tr("项目", "分值"), tr(tc("", under), "3"), tr(tc("", under), "4")),
    )
    assert texts("".join(parts)) == ["项目 | 分值\n工作 | 1\n^ | 2\n^ | 3\n^ | 4"]


def test_a_row_that_begins_or_ends_later_leaves_empty_cells():
    table = tbl(tr("甲", "乙", "丙"), tr(tc("丁"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'))
    assert texts(table) == ["甲 | 乙 | 丙\n | 丁 | "]


def test_grid_columns_that_no_cell_shows_do_not_count():
    wide = '<w:gridSpan w:val="3"/>'
    assert texts(tbl(tr(tc("甲", wide), "乙"), tr(tc("丙", wide), "丁"))) == ["甲 | 乙\n丙 | 丁"]


@st.composite
def merged_grids(draw):
    """The drawing of a table with random merges; its first row is whole, so that every column shows."""
    rows, cols = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    owner = {(row, col): (row, col) for row in range(rows) for col in range(cols)}
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(1, rows - 1)), draw(st.integers(0, cols - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, cols - 1))
        places = [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
        if all(owner[place] == place and list(owner.values()).count(place) == 1 for place in places):
            owner |= dict.fromkeys(places, (top, left))
    return [
        [
            "^" if owner[row, col][0] < row else "<" if owner[row, col][1] < col else f"第{row}行{col}"
            for col in range(cols)
        ]
        for row in range(rows)
    ]


def _as_table(grid):
    """The table of a drawing whose merges are rectangles, as Word writes it."""
    rows = []
    for at, line in enumerate(grid):
        cells, col = [], 0
        while col < len(line):
            top = max(above for above in range(at + 1) if grid[above][col] != "^")
            width = 1
            while col + width < len(line) and grid[top][col + width] == "<" and (line[col + width] == "^" or top == at):
                width += 1
            below = at + 1 < len(grid) and grid[at + 1][col] == "^"
            merge = '<w:vMerge w:val="restart"/>' if top == at else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{width}"/>' + (merge if below or top < at else "")
            cells.append(tc(line[col] if top == at else "", span))
            col += width
        rows.append(tr(*cells))
    return tbl(*rows)


@given(merged_grids())
def test_any_merged_grid_comes_back(grid):
    assert texts(_as_table(grid)) == ["\n".join(" | ".join(row) for row in grid)]


def test_links_to_parts_that_are_gone_stop_nothing():
    gone = '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../NULL"/>'
    data, out = docx(p("正文")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as written:
        for item in package.infolist():
            part = package.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", gone.encode() + b"</Relationships>")
            written.writestr(item.filename, part)
    assert read(out.getvalue(), "t.docx")[0] == [Paragraph(text="正文")]


def test_strict_documents_are_read_as_others():
    from tests.wordfile import strict

    assert read(strict(docx(tbl(tr("项目", "分值")))), "t.docx") == read(docx(tbl(tr("项目", "分值"))), "t.docx")


def test_a_template_is_read_as_a_document():
    blocks, _ = read(docx(p("正文"), main_type=MAIN_TYPE.replace("document.main", "template.main")), "t.dotx")
    assert blocks == [Paragraph(text="正文")]
