"""Element names of WordprocessingML and its neighbours, as lxml writes them."""

from __future__ import annotations

from typing import TypeAlias

from lxml.etree import _Element

Element: TypeAlias = _Element

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def w(name: str) -> str:
    """``w("p")`` → the name of a paragraph element."""
    return MAIN + name


def m(name: str) -> str:
    """``m("oMath")`` → the name of a formula element."""
    return MATH + name


VAL = w("val")


def local(element: Element) -> str:
    """The name without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag[tag.index("}") + 1 :] if isinstance(tag, str) and "}" in tag else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of w: names, None where a step is missing."""
    for name in path:
        if element is None:
            return None
        # find() takes the name apart as a path first, which takes ten times as long
        element = next(element.iterchildren(MAIN + name), None)
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The w:val of the element down a path of w: names."""
    found = child(element, *path)
    return None if found is None else found.get(VAL)


def whole(text: str | None, base: int = 10) -> int | None:
    """An attribute as a whole number, None where it is none."""
    try:
        return None if text is None else int(text, base)
    except ValueError:
        return None


def switch(element: Element | None, *path: str) -> bool | None:
    """An on/off property: None where it is not set."""
    found = child(element, *path)
    return None if found is None else found.get(VAL, "1") not in ("0", "false", "off", "none")
