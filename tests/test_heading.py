"""Title, number, issuer, date and heading levels, by their words and places."""

from __future__ import annotations

import pytest

from extract.heading import find_heading, level_of
from extract.notice import Cell, Paragraph, Table, Warning


def heading(*lines: str):
    """What is found in a notice of these paragraphs."""
    return find_heading([Paragraph(text=line) for line in lines], [])


def test_a_notice_with_letterhead():
    found = heading("如皋市妇女联合会文件", "皋妇发〔2019〕12号", "关于开展考核的通知", "各镇妇联：", "一、考核对象")
    assert (found.title, found.number, found.issuer) == ("关于开展考核的通知", "皋妇发〔2019〕12号", "如皋市妇女联合会")
    assert found.issued_on is None
    assert found.sources["issuer"].end == 8


def test_a_title_of_several_lines_is_one_paragraph():
    found = heading("历下妇发〔2013〕12号", "关于加强规范化建设", "的意见（试行）", "为认真贯彻，提出如下意见。")
    assert found.title == "关于加强规范化建设的意见（试行）"
    assert len(found.blocks) == 3


def test_warnings_move_with_a_joined_title():
    blocks = [Paragraph(text=text) for text in ("关于开展", "考核的通知", "正文。")]
    assert find_heading(blocks, [Warning(code="a", text="", block=2)]).warnings[0].block == 1


def test_a_number_that_is_only_cited_is_not_the_notices():
    assert heading("关于会议的通知", "按照《方案》（岳妇字〔2015〕13号）做好自评。").number is None


@pytest.mark.parametrize(
    ("lines", "issuer", "day"),
    [
        (("岳阳市妇联", "2016年1月8日"), "岳阳市妇联", "2016-01-08"),
        (("历下区妇女联合会", "二〇一三年十一月二十一日"), "历下区妇女联合会", "2013-11-21"),
        (("如皋市妇联办公室 2018年3月20日",), "如皋市妇联办公室", "2018-03-20"),
        (("某某市卫生健康委员会", "2021.3.5"), "某某市卫生健康委员会", "2021-03-05"),
        (("某镇人民政府办公室", "2020年2月30日"), None, None),
        (("某镇人民政府办公室", "二0二0年十十月一日"), None, None),
    ],
)
def test_who_signed_and_when(lines, issuer, day):
    found = heading("关于考核的通知", "请认真执行。", *lines)
    assert (found.issuer, found.issued_on) == (issuer, day)


def test_an_issuer_named_by_the_title_only():
    found = heading("某某市妇联关于开展考核的通知", "请认真执行。")
    assert (found.title, found.issuer) == ("某某市妇联关于开展考核的通知", "某某市妇联")


def test_a_number_in_brackets_below_the_title():
    found = heading("某市妇女工作考核办法", "（某妇字〔2015〕13号）", "第一条 总则")
    assert (found.number, found.sources["number"].start) == ("某妇字〔2015〕13号", 1)


def test_the_date_of_issue_comes_before_the_date_of_printing():
    found = heading("关于考核的通知", "请执行。", "某市妇联", "2020年3月1日", "某市妇联办公室 2020年3月5日印发")
    assert found.issued_on == "2020-03-01"


def test_a_date_in_a_sentence_is_none():
    assert heading("关于考核的通知", "自2020年3月1日起施行。").issued_on is None


def test_places_say_where():
    found = heading("某市妇联文件", "关于考核的通知", "请执行。", "某市妇联", "2020年3月1日")
    for key in ("title", "issuer", "issued_on"):
        place = found.sources[key]
        block = found.blocks[place.block]
        assert isinstance(block, Paragraph)
        assert block.text[place.start : place.end] == {"issued_on": "2020年3月1日"}.get(key, getattr(found, key))


def test_a_notice_that_is_only_a_table_has_no_metadata():
    only = Table(rows=1, cols=1, cells=[Cell(row=0, col=0, text="关于考核的通知")])
    found = find_heading([only], [])
    assert (found.title, found.number, found.issuer, found.issued_on, found.sources) == (None, None, None, None, {})


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、考核对象", 1),
        ("第二章 考核办法", 1),
        ("（三）组织建设", 2),
        ("第十二条 常规工作", 3),
        ("1．加强领导", 3),
        ("2.落实责任", 3),
        ("（1）通知", 4),
        ("①制度", 5),
        ("2.5万元以上", None),
        ("一、请各县市区妇联做好自评工作。", None),
        ("1．技能培训有通知、有内容；", None),
        ("各镇妇联", None),
    ],
)
def test_levels_by_number(text, level):
    assert level_of(text) == level
