"""Thirty things in Word files that hide text or make it: for each a small file, and what a reader of it sees."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.wordfile import docx, in_list, level, lists, p, r, strict, tc, tr
from tests.wordfile import field as complex_field

INS = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DEL = '<w:del w:id="2" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>'
SDT = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData "
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>{0}'
    "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
    "<w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
TICK = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FRACTION = (
    "<m:oMath><m:f><m:num><m:r><m:t>实际</m:t></m:r></m:num><m:den><m:r><m:t>目标</m:t></m:r></m:den></m:f></m:oMath>"
)
STYLED = '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
AGAIN = (
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)

Cells = list[tuple[int, int, int, int, str]]


@dataclass(frozen=True)
class Edge:
    """A Word file's bytes; texts that are seen, in this order, and others that are not; or the one table's cells."""

    name: str
    data: bytes
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    cells: Cells | None = None
    suffix: str = ".docx"


def tbl(*rows: str, cols: int = 2) -> str:
    """A table that says how many columns it has: some readers see none otherwise."""
    grid = '<w:gridCol w:w="2000"/>' * cols
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(name: str, content: str, seen: list[str], unseen: list[str] | None = None, **parts: str) -> Edge:
    """The edge inside a table's cell, where notices have it."""
    table = tbl(tr("项目", "办法"), tr("甲", tc(content)))
    return Edge(name, docx(table, **parts), ["项目", "办法", "甲", *seen], unseen or [])


def _numbers(name: str, form: str, text: str, seen: list[str]) -> Edge:
    content = p("开展活动", in_list()) + p("上报信息", in_list())
    return _cell(name, content, seen, numbering=lists(level(0, form, text)))


def _grid(name: str, table: str, cells: Cells, **parts: str) -> Edge:
    return Edge(name, docx(table, **parts), cells=cells)


def edges() -> list[Edge]:
    """The thirty edge cases."""
    restart, under = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    empty = tc(p("", in_list()))
    return [
        _cell("inserted text", p("<w:r/>" + r("每少一次") + INS.format(r("扣1分"))), ["每少一次扣1分"]),
        _cell("deleted text", p(r("扣") + DEL.format("2") + r("1分")), ["扣1分"], ["2"]),
        _cell(
            "moved text",
            p('<w:moveFrom w:id="3">' + r("旧处") + "</w:moveFrom>" + r("正文"))
            + p('<w:moveTo w:id="4">' + r("新处") + "</w:moveTo>"),
            ["正文", "新处"],
            ["旧处"],
        ),
        Edge(
            "deleted row",
            docx(tbl(tr("项目", "分值"), tr("旧项", "9", properties='<w:del w:id="6"/>'), tr("新项", "2"))),
            ["项目", "分值", "新项", "2"],
            ["旧项"],
        ),
        _cell("hidden text", p(r("看得见") + r("暗藏", "<w:vanish/>")), ["看得见"], ["暗藏"]),
        _cell("control round a run", p("<w:r/>" + SDT.format(r("每少一次扣1分"))), ["每少一次扣1分"]),
        _cell("control round a paragraph", SDT.format(p("每少一次扣1分")), ["每少一次扣1分"]),
        _grid(
            "control round a row and a cell",
            tbl(SDT.format(tr("项目", "分值")), tr(SDT.format(tc("甲")), "10")),
            [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "分值"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "10")],
        ),
        Edge(
            "nested table",
            docx(tbl(tr("项目", "办法"), tr("加分", tc(p("按级别") + tbl(tr("省级", "加3分")) + p("不重复"))))),
            ["项目", "办法", "加分", "按级别", "省级", "加3分", "不重复"],
        ),
        _cell("text box", p(r("框前") + BOX.format(p("框内文字"))), ["框前", "框内文字"]),
        _cell("smart tag", p("<w:smartTag>" + r("如皋市") + "</w:smartTag>" + r("妇联")), ["如皋市妇联"]),
        _cell("simple field", p('<w:fldSimple w:instr=" DATE ">' + r("2019年") + "</w:fldSimple>"), ["2019年"]),
        _cell("complex field", p(complex_field(" REF x ", "第3条") + r("规定")), ["第3条规定"], ["REF"]),
        _cell("EQ ring, code over runs", p(complex_field(" |eq \\o\\ac(○,|1|)") + r("制度")), ["①制度"]),
        _cell("ticked box", p(TICK + r("完成")), ["☑完成"]),
        _cell("Wingdings symbol", p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是")), ["☑是"]),
        _cell("non-breaking hyphen", p("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2个</w:t></w:r>"), ["1-2个"]),
        _cell(
            "ruby",
            p(f"<w:r><w:ruby><w:rt>{r('kao')}</w:rt><w:rubyBase>{r('考')}</w:rubyBase></w:ruby></w:r>" + r("核")),
            ["考核"],
            ["kao"],
        ),
        _cell("formula", p(r("得分=") + FRACTION), ["得分=实际/目标"]),
        _numbers("automatic 一、", "chineseCountingThousand", "%1、", ["一、开展活动", "二、上报信息"]),
        _numbers("automatic （一）", "chineseCounting", "（%1）", ["（一）开展活动", "（二）上报信息"]),
        _numbers("automatic ①", "decimalEnclosedCircleChinese", "%1", ["①开展活动", "②上报信息"]),
        _cell(
            "number from the style",
            p("开展活动", '<w:pStyle w:val="b"/>'),
            ["（一）开展活动"],
            styles=STYLED,
            numbering=lists(level(0, "chineseCounting", "（%1）")),
        ),
        _cell(
            "number that restarts",
            p("甲项", in_list()) + p("乙项", in_list()) + p("丙项", in_list(number=2)),
            ["1．甲项", "2．乙项", "1．丙项"],
            numbering=lists(level(0, "decimal", "%1．")) + AGAIN,
        ),
        _grid(
            "序号 of empty numbered paragraphs",
            tbl(tr("序号", "项目"), tr(empty, "甲"), tr(empty, "乙")),
            [
                (row, col, 1, 1, text)
                for row, line in enumerate(("序号 项目", "1 甲", "2 乙"))
                for col, text in enumerate(line.split())
            ],
            numbering=lists(level(0, "decimal", "%1")),
        ),
        _grid(
            "gridBefore",
            tbl(tr("甲", "乙", "丙"), tr("丁", "戊", properties='<w:gridBefore w:val="1"/>'), cols=3),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙"), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "戊")],
        ),
        _grid(
            "hMerge",
            tbl(
                tr(tc("合计", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "10"), tr("甲", "乙", "丙"), cols=3
            ),
            [(0, 0, 1, 2, "合计"), (0, 2, 1, 1, "10"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "丙")],
        ),
        _grid(
            "vMerge that continues nothing",
            tbl(tr(tc("宽", restart + '<w:gridSpan w:val="2"/>'), "丙"), tr(tc("窄", under), "乙", "丁"), cols=3),
            [(0, 0, 1, 2, "宽"), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, "窄"), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "丁")],
        ),
        Edge("strict OOXML", strict(docx(tbl(tr("项目", "分值"), tr("甲", "10")))), ["项目", "分值", "甲", "10"]),
        Edge(
            "docx named .doc",
            docx(tbl(tr("项目", "分值"), tr("甲", "10"))),
            ["项目", "分值", "甲", "10"],
            suffix=".doc",
        ),
    ]
