"""What a page's elements say of themselves: name, style, whether they are shown."""

from __future__ import annotations

import re

from lxml.html import HtmlElement as Element

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_APART = re.compile(r"mso-element\s*:\s*(?:comment-list|comment|header|footer)\b", re.IGNORECASE)

SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "button",
        "select",
        "datalist",
        "object",
        "embed",
        "applet",
        "iframe",
        "svg",
        "audio",
        "video",
        "canvas",
        "map",
        "rp",
        "rt",
        "del",
        "colgroup",
        "col",
        "xml",
    ]
)
"""Elements whose content is no text of the page: programs, controls, deleted text, pronunciation."""


def tag_of(element: Element) -> str:
    """The element's name; empty for comments and the like. Names of other vocabularies keep their prefix (``o:p``)."""
    return element.tag if isinstance(element.tag, str) else ""


def hidden(element: Element) -> bool:
    """Whether the element shows nothing."""
    tag = tag_of(element)
    if not tag or tag in SILENT or element.get("hidden") is not None:
        return True
    if tag == "div" and element.get("title") in ("header", "footer"):  # of a printed page, as LibreOffice writes it
        return True
    style = element.get("style")
    return bool(style) and (_HIDDEN.search(style) or _APART.search(style)) is not None


def whole(value: str | None, default: int) -> int:
    """A whole number as browsers read an attribute: its leading digits."""
    found = re.match(r"\s*\+?(\d{1,9})", value or "")
    return int(found[1]) if found else default
