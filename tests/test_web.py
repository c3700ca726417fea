"""Web pages: encodings, tables as browsers lay them out, Word's own pages, and what sites put round a notice."""

from __future__ import annotations

import pytest

from extract.notice import Paragraph, Table
from extract.refusal import FileRefusal
from extract.web.page import read, read_archive
from tests.forms import issued, page
from tests.wordfile import pictured


def lines(html: str, encoding: str = "utf-8") -> list[str | list[list[str]]]:
    """The page's paragraphs, and its tables in the small notation."""
    blocks, _ = read(html.encode(encoding), "通知.html")
    return [block.text if isinstance(block, Paragraph) else pictured(block) for block in blocks]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gbk", '<meta charset="gb2312">'),
        ("gb18030", ""),
        ("utf-8", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gbk", '<meta charset="utf-8">'),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", '<meta charset="utf-8">'),
        ("big5hkscs", '<meta charset="big5">'),
    ],
)
def test_encodings_by_the_bytes_whatever_is_declared(encoding: str, declared: str) -> None:
    said = "關於開展工作考核的通知" if encoding == "big5hkscs" else "关于开展工作考核的通知，各镇〇一五号"
    assert lines(f"<html><head>{declared}</head><body><p>{said}</p></body></html>", encoding) == [said]


def test_bytes_that_are_no_characters_are_told_and_too_many_refused() -> None:
    body = "关于开展妇女儿童工作目标责任制考核的通知".encode("gbk")
    blocks, warnings = read(b"<html><body><p>" + body * 9 + b"\x80\xff</p></html>", "通知.html")
    assert [warning.code for warning in warnings] == ["damaged"]
    assert "\ufffd" in blocks[0].text
    with pytest.raises(FileRefusal, match="认不出编码"):
        read(b"<html><body><p>" + b"\xff\xc4\x80" * 200 + b"</p>", "通知.html")


def test_spans_reach_as_far_as_browsers_let_them() -> None:
    table = (
        "<table><tr><th rowspan=2>项目<th colspan=2>分值</tr><tr><th>城区<th>乡镇</tr>"
        "<tr><td rowspan=0>党建<td>10<td>8</tr><tr><td rowspan=9>5</tr></table>"
    )
    assert lines(table) == [[["项目", "分值", "<"], ["^", "城区", "乡镇"], ["党建", "10", "8"], ["^", "5", ""]]]
    with pytest.raises(FileRefusal, match="超过 500000 格"):
        lines("<table>" + "<tr><td colspan=1000>考核</tr>" * 501 + "</table>")


def test_columns_that_no_cell_begins_at_are_none() -> None:
    table = "<table><tr><td colspan=3>项目<td colspan=2>分值</tr><tr><td colspan=3>党建<td colspan=2>10</tr></table>"
    assert lines(table) == [[["项目", "分值"], ["党建", "10"]]]


def test_a_table_in_a_cell_is_the_cells_text_and_stray_text_stands_above() -> None:
    table = (
        "<table border=1><caption>考核表</caption><tr><td>项目<td>办法</tr><tr><td>党建<td>按下列计："
        "<table><tr><td>一等<td>5分</tr><tr><td>二等<td>3分</tr></table></td></tr><b>单位：分</b></table>"
    )
    assert lines(table) == [
        "考核表",
        "单位：分",
        [["项目", "办法"], ["党建", "按下列计：\n一等 5分\n二等 3分"]],
    ]


def test_hidden_deleted_and_revised_text() -> None:
    html = (
        "<p>每少一次扣<del>1分</del><ins>2分</ins><span style='display:none'>3分</span></p>"
        "<p style='mso-hide:all'>内部</p><div hidden>隐藏</div><script>var a='x'</script><p>完<ruby>成<rt>chéng</rt></ruby></p>"
    )
    assert lines(html) == ["每少一次扣2分", "完成"]


def test_numbers_of_lists_stand_as_browsers_show_them() -> None:
    html = (
        "<ol start=3><li>机构<li value=7>制度<li><p>身份</p></ol><ol type=a><li>甲</ol><ul><li>乙</ul>"
        "<ol style='list-style-type: cjk-ideographic'><li>考核对象<li>考核内容</ol>"
    )
    assert lines(html) == ["3. 机构", "7. 制度", "8. 身份", "a. 甲", "乙", "一、考核对象", "二、考核内容"]


def test_breaks_in_the_source_part_words_but_not_chinese() -> None:
    assert lines("<p>各镇（区、\n  街道）妇联：<br>QQ\n群&nbsp;</p>") == ["各镇（区、街道）妇联：", "QQ 群"]
    assert lines("<pre>一、考核对象\n二、考核内容</pre>") == ["一、考核对象", "二、考核内容"]


def test_a_page_saved_by_word() -> None:
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><w:View>Print</w:View>'
        "</xml><![endif]--><style>p.MsoNormal {margin:0cm}</style></head><body><p class=MsoNormal>各县市区：<o:p></o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>"
        "1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>按时上报</p>"
        "<p><!--[if supportFields]><span style='mso-element:field-begin'></span> eq <span>\\o\\ac(○,</span>2)"
        "<span style='mso-element:field-end'></span><![endif]-->制度健全</p></body></html>"
    )
    assert lines(html) == ["各县市区：", "1. 按时上报", "②制度健全"]


MENU = "<div class=nav><a href=/>首页</a> | <a href=/xw>新闻中心</a> | <a href=/zw>政务公开</a></div>"
BEFORE = (
    f"{MENU}<div>您现在的位置：<a href=/>首页</a> &gt; <a href=/tz>通知公告</a></div>"
    "<p>发布时间：2019-03-06 来源：市妇联 浏览次数：128</p>"
)
AFTER = "<p>上一篇：<a href=1>关于评选的通知</a></p><div>版权所有：某市妇联 苏ICP备05000000号</div>"


def test_what_a_site_puts_round_a_notice_is_left_out_and_told(tmp_path) -> None:
    notice = issued("rugao-2019")
    blocks, warnings = read(page(notice, before=BEFORE, after=AFTER).encode("gbk"), "通知.html")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        block.text for block in notice.blocks if isinstance(block, Paragraph)
    ]
    (warning,) = warnings
    assert warning.code == "page-furniture"
    for words in ("首页", "发布时间", "上一篇", "版权所有"):
        assert words in warning.text


def test_words_that_buttons_use_too_are_kept() -> None:
    html = (
        f"{MENU}<p>关于开展考核的通知</p><p>打印　关闭</p><p>关闭不达标活动室一处扣1分</p><p>分享会每季度不少于一次</p>"
        "<p>扫描二维码填写自评表</p><table><tr><td><a href=/1>甲镇</a><td>95</tr><tr><td><a href=/2>乙镇</a><td>90</tr></table>"
    )
    assert lines(html) == [
        "关于开展考核的通知",
        "关闭不达标活动室一处扣1分",
        "分享会每季度不少于一次",
        "扫描二维码填写自评表",
        [["甲镇", "95"], ["乙镇", "90"]],
    ]


def test_a_page_laid_out_with_tables() -> None:
    inner = "".join(f"<p>{number}、考核内容及其说明，按季度通报。</p>" for number in "一二三四五六")
    grid = "<table><tr><td>项目<td>分值</tr><tr><td>党建<td>10</tr></table>"
    html = f"<table width=1000><tr><td>{MENU}</td></tr><tr><td><table><tr><td>{inner}{grid}</td></tr></table></td></tr></table>"
    assert lines(html) == [
        *(f"{number}、考核内容及其说明，按季度通报。" for number in "一二三四五六"),
        [["项目", "分值"], ["党建", "10"]],
    ]


def test_attachments_and_a_page_of_links_alone_are_kept() -> None:
    links = "<ul><li><a href=1.doc>1. 考核细则</a><li><a href=2.xls>2. 自评表</a></ul>"
    assert lines(f"<p>附件：</p>{links}") == ["附件：", "1. 考核细则", "2. 自评表"]
    assert lines("<ul><li><a href=/1>考核通知</a><li><a href=/2>考核结果</a></ul>") == ["考核通知", "考核结果"]


def test_pictures_and_embedded_content_are_told() -> None:
    html = "<p>考核细则</p><img src=a.png><img src=dot.gif width=1 height=1><iframe src=x></iframe>"
    _, warnings = read(html.encode(), "通知.html")
    assert [(warning.code, "1" in warning.text) for warning in warnings] == [("picture", True), ("embedded", True)]


def test_too_deep_a_page_is_refused_not_cut_short() -> None:
    with pytest.raises(FileRefusal, match="层层嵌套"):
        lines("<p>前</p>" + "<div>" * 300 + "深处" + "</div>" * 300 + "<p>后</p>")


def test_a_web_archive() -> None:
    body = (
        "<html><body><p>关于考核的通知</p><table><tr><td>项目<td>分值</tr><tr><td>党建<td>10</tr></table></body></html>"
    )
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + body.encode("gb18030")
        + b"\r\n--x--\r\n"
    )
    blocks, _ = read_archive(archive, "通知.doc")
    assert blocks[0].text == "关于考核的通知"
    assert isinstance(blocks[1], Table)
    with pytest.raises(FileRefusal, match="没有网页的正文"):
        read_archive(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "通知.mht")


def test_a_page_that_breaks_off_is_told() -> None:
    whole = "<html><body><p>一、考核对象</p><p>二、考核内容</p></body></html>"
    assert read(whole.encode(), "通知.html")[1] == []
    _, warnings = read(whole[:-30].encode(), "通知.html")
    assert [warning.code for warning in warnings] == ["damaged"]
