"""Headers, footers and page numbers: what stands in the margins of pages and is no part of the notice."""

from __future__ import annotations

import re
from collections import defaultdict

from extract.pdf.lines import Line
from extract.pdf.page import Leaf

ZONE = 0.12
"""The share of a page's height, at its top and bottom, in which headers and footers stand."""

_PAGE_NUMBER = re.compile(
    r"[-—–－―‐•·.~\s]*第?\s*[\dⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹivxIVX一二三四五六七八九十]{1,4}\s*页?"
    r"(?:\s*[/／,，、共]+\s*\d{1,4}\s*页?)?[-—–－―‐•·.~\s]*"
)


def drop_margins(leaves: list[Leaf]) -> None:
    """Take page numbers, and lines that return at one place of most pages, out of the leaves' lines."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for leaf in leaves:
        for line in _marginal(leaf):
            seen[_key(line, leaf)].add(leaf.number)
    for leaf in leaves:
        dropped = []
        for line in _marginal(leaf):
            pages = seen[_key(line, leaf)]
            if _PAGE_NUMBER.fullmatch(line.text) or (len(pages) > 1 and 2 * len(pages) >= len(leaves) - 1):
                dropped.append(line)
        leaf.lines = [line for line in leaf.lines if not any(line is other for other in dropped)]


def _marginal(leaf: Leaf) -> list[Line]:
    """The lines in the margins that no table lies outside of."""
    top = min([leaf.height * ZONE, *(sheet.grid.ys[0] for sheet in leaf.sheets)])
    bottom = max([leaf.height * (1 - ZONE), *(sheet.grid.ys[-1] for sheet in leaf.sheets)])
    return [line for line in leaf.lines if line.bottom <= top or line.top >= bottom]


def _key(line: Line, leaf: Leaf) -> tuple[str, int]:
    """What the line says, in a footer figures aside, and how far it stands from the page's nearer edge."""
    text = re.sub(r"\s", "", line.text)
    if line.bottom < leaf.height / 2:
        return text, round(line.top / 4)
    return re.sub(r"\d+", "#", text), round((line.bottom - leaf.height) / 4)
