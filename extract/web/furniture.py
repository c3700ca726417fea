"""What a site puts round a notice: menus, ways back, counters, imprints. It goes only where it shows what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.notice import Table
from extract.web.element import Element, hidden, tag_of
from extract.web.story import Line

LINKED = 0.6
"""A part of a page that links make up by more than this share, two of them at least, is a menu."""

EDGE = 20
"""Lines that say where they are from or how often they were read stand within so many of the page's ends."""

LONG = 90
"""A longer line (characters) is text of the notice."""

_PARTS = frozenset(
    [
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "header",
        "li",
        "menu",
        "nav",
        "ol",
        "p",
        "section",
        "table",
        "tbody",
        "td",
        "tr",
        "ul",
        "article",
        "main",
    ]
)
_SENTENCE = re.compile("[。；！]")
_DIGIT = re.compile(r"\d")
_KEPT = re.compile("附件|附表|下载|点击查看")
_FILE = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|rtf|zip|rar|7z|tif|jpe?g|png)(?:$|[?#])", re.IGNORECASE)
_BUTTONS = re.compile(
    r"(?:[\s【】［］\[\]|｜:：/·（）()>»《》<-]|打印|关闭|收藏|分享到?|返回|顶部|首页|上一页|本页|本文|窗口|页面|字体|字号|大小?|中|小"
    r"|默认|微信|微博|朋友圈|QQ空间|QQ好友)+",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"您?(?:现在|当前)?(?:所在)?的?位置\s*[:：]|首页\s*[>»＞]|【?(?:字体|字号)\s*[:：]|(?:上一[篇条]|下一[篇条])\s*[:：]"
    r"|(?:责任编辑|信息录入)\s*[:：]|扫一扫.{0,4}(?:手机|分享|打开)|(?:版权所有|网站标识码|网站地图|.{0,12}ICP备|.{0,12}公网安备|copyright|©)"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?$"
    r"|(?:(?:发布|更新|发表|添加|录入)(?:时间|日期)|信息来源|来源|时间|日期|作者)\s*[:：].*(?:浏览|点击|阅读|字体|字号|来源|作者|次数)",
    re.IGNORECASE,
)


def menus(root: Element) -> list[str]:
    """Takes the menus out of a page and gives back what each said; nothing where the page is but menus."""
    found = list(_menus(root))
    left = _size(root) - sum(_size(part) for part in found)
    if left <= 0:
        return []
    said = ["、".join(part.text_content().split()) for part in found]
    for part in found:
        part.drop_tree()
    return [text for text in said if text]


def _menus(element: Element) -> Iterator[Element]:
    for part in element:
        tag = tag_of(part)
        if hidden(part):
            continue
        if tag == "nav" or part.get("role") == "navigation" or (tag in _PARTS and _is_menu(part)):
            yield part
        else:
            yield from _menus(part)


def _is_menu(element: Element) -> bool:
    links = [link for link in element.iter("a") if _leads_away(link)]
    text = element.text_content()
    if _DIGIT.search(text) and tag_of(element) in ("table", "tbody", "tr", "td"):
        return False  # figures stand in tables that say something
    if len(links) < 2 or _SENTENCE.search(text) or _KEPT.search(text) or any(map(_is_file, links)):
        return False
    return sum(map(_size, links)) > LINKED * _size(element)


def _leads_away(link: Element) -> bool:
    target = link.get("href") or ""
    return bool(target) and not target.startswith("#")


def _is_file(link: Element) -> bool:
    return _FILE.search(link.get("href") or "") is not None


def _size(element: Element) -> int:
    return len("".join(element.text_content().split()))


def is_furniture(parts: Sequence[Line | Table], at: int) -> bool:
    """Whether the line says only where the page is from, how often it was read, or what one can do with it."""
    part = parts[at]
    near = at < EDGE or at >= len(parts) - EDGE
    if not near or not isinstance(part, Line) or len(part.text) > LONG:
        return False
    return _LINE.match(part.text) is not None or _BUTTONS.fullmatch(part.text) is not None
