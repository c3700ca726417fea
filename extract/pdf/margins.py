"""Headers, footers and page numbers: what stands in the margins of pages and is no part of the notice."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import takewhile

from extract.pdf.lines import Line
from extract.pdf.page import Leaf

ZONE = 100.0
"""How far from a page's top or bottom (points) headers and footers stand at most."""

_DASHES = r"[-—–－―‐一ー•·.~\s]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}第?\s*[\dⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹivxIVX一二三四五六七八九十]{{1,4}}\s*页?"
    rf"(?:\s*[/／,，、共]+\s*\d{{1,4}}\s*页?)?{_DASHES}"
)


def is_page_number(text: str) -> bool:
    """Whether a line says the number of a page and nothing else."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def drop_margins(leaves: list[Leaf]) -> None:
    """Take page numbers, and lines that return at one place of most pages, out of the leaves' lines.

    Only the outermost lines of a page can be such, and none that a table lies outside of.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for leaf in leaves:
        for line in _marginal(leaf):
            seen[_key(line, leaf)].add(leaf.number)

    for leaf in leaves:

        def drops(line: Line, leaf: Leaf = leaf) -> bool:
            pages = seen.get(_key(line, leaf), set())
            return leaf.number in pages and (
                is_page_number(line.text) or (len(pages) > 1 and 2 * len(pages) >= len(leaves) - 1)
            )

        head = len(list(takewhile(drops, leaf.lines)))
        foot = len(list(takewhile(drops, reversed(leaf.lines[head:]))))
        leaf.lines = leaf.lines[head : len(leaf.lines) - foot]


def _marginal(leaf: Leaf) -> list[Line]:
    """The lines in the margins that no table lies outside of."""
    top = min([ZONE, *(sheet.grid.ys[0] for sheet in leaf.sheets)])
    bottom = max([leaf.height - ZONE, *(sheet.grid.ys[-1] for sheet in leaf.sheets)])
    middles = [((line.top + line.bottom) / 2, line) for line in leaf.lines]
    return [line for middle, line in middles if middle < top or middle > bottom]


def _key(line: Line, leaf: Leaf) -> tuple[str, int]:
    """What the line says, in a footer figures aside, and how far it stands from the page's nearer edge."""
    text = re.sub(r"\s", "", line.text)
    if line.bottom < leaf.height / 2:
        return text, round(line.top / 4)
    return re.sub(r"\d+", "#", text), round((line.bottom - leaf.height) / 4)
