"""A Word document's bytes → the notice's blocks."""

from __future__ import annotations

from collections.abc import Callable

from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP

from extract.limits import CELLS
from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal
from extract.stitch import stitch
from extract.text import tidy
from extract.word.names import Element, w
from extract.word.numbering import Numbering
from extract.word.package import has_macros, open_package, part_root
from extract.word.printed import differing
from extract.word.styles import Styles
from extract.word.table import TableCuts, read_table
from extract.word.walk import Walk


def read(
    data: bytes, name: str, *, printed: Callable[[], str] | None = None
) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a ``.docx`` and what in it could not be read with certainty.

    ``printed`` where LibreOffice wrote it from another format, which may have begun automatic numbers anew elsewhere:
    gives the text that it prints of that file.
    """
    main = open_package(data, name)
    styles = Styles(part_root(main, RELATIONSHIP.STYLES))
    numbering = Numbering(part_root(main, RELATIONSHIP.NUMBERING), styles)
    walk = Walk(styles, numbering)
    cuts = TableCuts()
    blocks: list[Paragraph | Table] = []
    for part in walk.story(main.element.body):
        if isinstance(part, Element):
            if sum(1 for _ in part.iter(w("tc"))) > CELLS:
                raise FileRefusal(name, f"里有超过 {CELLS} 格的表格", "请只导入考核通知本身")
            table = read_table(part, walk, cuts)
            if table is not None:
                blocks.append(table)
            continue
        for line in part.text.split("\n"):
            if text := tidy(line):
                blocks.append(Paragraph(text=text, level=part.level))
    doubts = _doubts(walk)
    if has_macros(data):
        doubts.append(Warning(code="macro", text="文档带有宏：只读取了文字，宏没有运行"))
    if printed is not None and numbering.counted:
        doubts.append(Warning(code="numbering", text="自动编号由 LibreOffice 转换而来，重新起号的地方请与原件核对"))
        doubts += _numbers_in_doubt(walk, printed())
    return stitch(blocks, doubts, cuts=cuts)


def _numbers_in_doubt(walk: Walk, printed: str) -> list[Warning]:
    return [
        Warning(
            code="numbering",
            text=f"「{tidy(paragraph.text)[:20]}」的自动编号算得「{paragraph.number.strip()}」，"
            f"LibreOffice 显示「{other}」，请与原件核对",
        )
        for paragraph, other in differing(walk.numbered, printed)
    ]


def _doubts(walk: Walk) -> list[Warning]:
    inline = walk.inline
    left = ((inline.pictures, "picture", "张图片，图中的文字没有读入"), (inline.notes, "note", "处脚注或尾注没有读入"))
    doubts = [Warning(code="equation", text=f"域代码未能识别，按原样保留：{code}") for code in inline.fields.unread]
    doubts += [
        Warning(code="symbol", text=f"符号字体中的字符未能识别：{symbol}") for symbol in sorted(inline.unknown_symbols)
    ]
    doubts += [Warning(code=code, text=f"文档中有 {count} {what}") for count, code, what in left if count]
    return doubts
