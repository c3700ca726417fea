"""The bytes of a web page, or of one saved with its pictures (``.mht``) → the notice's blocks."""

from __future__ import annotations

import email
import email.policy
import re

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from extract.equation import drawn, is_equation
from extract.limits import CELLS, DEPTH
from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal
from extract.stitch import stitch
from extract.web.charset import characters
from extract.web.element import Element
from extract.web.furniture import is_furniture, menus
from extract.web.story import Line, Story
from extract.web.table import TooManyCells

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FIELD = re.compile(r"<!--\[if supportFields\]>(.*?)<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile("<[^>]*>")
_OFFICE = re.compile(
    r"urn:schemas-microsoft-com:office|<meta[^>]+generator[^>]+(?:Microsoft|LibreOffice|OpenOffice|WPS)", re.IGNORECASE
)
_BLANKS_BROKEN = re.compile("<meta[^>]+generator[^>]+(?:LibreOffice|OpenOffice)", re.IGNORECASE)
QUOTED = 6
"""So many of the parts that are left out are named."""


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a web page and what in it is left out or in doubt.

    Raises FileRefusal where the page is damaged or built beyond the limits.
    """
    text, warnings = characters(data, name)
    lower = text.lower()
    if "<html" in lower and "</html" not in lower:
        warnings.append(Warning(code="damaged", text="网页没有写完就断了，后面可能缺内容，请对照原件核实。"))
    return read_text(text, warnings, name)


def read_archive(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of the first page in a web archive."""
    archive = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in archive.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                text, warnings = characters(page, name, part.get_content_charset())
                return read_text(text, warnings, name)
    raise FileRefusal(name, "里没有网页的正文", "请用浏览器打开并另存为网页再导入")


def read_text(
    text: str, warnings: list[Warning], name: str, *, merges_lost: bool = False
) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a page's text; ``merges_lost`` where its tables cannot show merged cells."""
    root = _parsed(text, name)
    is_site = not _OFFICE.search(text[:20000])
    left_out = menus(root) if is_site else []
    story = Story(breaks_are_blanks=_BLANKS_BROKEN.search(text[:20000]) is not None)
    try:
        parts = story.parts(root)
    except TooManyCells:
        raise FileRefusal(name, f"里有超过 {CELLS} 格的表格", "请确认它是考核通知") from None
    blocks: list[Paragraph | Table] = []
    for at, part in enumerate(parts):
        if is_site and is_furniture(parts, at):
            assert isinstance(part, Line)
            left_out.append(part.text)
        else:
            blocks.append(Paragraph(text=part.text, level=part.level) if isinstance(part, Line) else part)
    return stitch(blocks, [*warnings, *_doubts(story, left_out)], merges_lost=merges_lost)


def _parsed(text: str, name: str) -> Element:
    text = _FIELD.sub(_equation, _DECLARATION.sub("", text.replace("\0", "")))
    parser = HTMLParser()
    try:
        root = document_fromstring(text, parser=parser)
    except (ParserError, ValueError):
        raise FileRefusal(name, "里没有任何文字", "请确认选对了文件") from None
    if any("Excessive depth" in fault.message for fault in parser.error_log):
        raise FileRefusal(name, f"的网页层层嵌套超过 {DEPTH} 层", "请在浏览器中打开，把通知复制到 Word 文档再导入")
    return root


def _equation(field: re.Match[str]) -> str:
    """The circled number that Word keeps as a field's code, in a comment."""
    code = " ".join(_TAG.sub("", field[1]).replace("&nbsp;", " ").split())
    return (drawn(code) or "") if is_equation(code) else ""


def _doubts(story: Story, left_out: list[str]) -> list[Warning]:
    doubts = []
    if left_out:
        named = "、".join(f"「{text[:20]}{'…' if len(text) > 20 else ''}」" for text in left_out[:QUOTED])
        more = f"等 {len(left_out)} 处" if len(left_out) > QUOTED else ""
        said = f"网页上通知以外的文字（导航、版权之类）没有读入：{named}{more}，如有通知内容请从原网页复制。"
        doubts.append(Warning(code="page-furniture", text=said))
    if story.pictures:
        doubts.append(Warning(code="picture", text=f"文档中有 {story.pictures} 张图片，图中的文字没有读入"))
    if story.embedded:
        doubts.append(Warning(code="embedded", text=f"网页中有 {story.embedded} 处嵌入的内容，没有读入"))
    return doubts
