"""Tables that only lay out a page: what stands in them is the page's own text, not a table's."""

from __future__ import annotations

import re

from extract.web.element import Element, tag_of
from extract.web.table import Group

MUCH = 0.6
"""A cell that holds more than this share of a table's text, in paragraphs or tables of its own, is the page's body."""

PARAGRAPHS = 5
"""So many paragraphs make a cell a page's body, where no line shows that it is a cell."""

_LINE = re.compile(r"border[\w-]*\s*:[^;]*\b(?:solid|double|dotted|dashed)\b", re.IGNORECASE)


def is_layout(table: Element, groups: list[Group]) -> bool:
    """Whether the table only lays out."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = [cell for group in groups for row in group.rows for cell in row]
    weights = [_weight(cell) for cell in cells]
    most = max(weights, default=0)
    if not most or most < MUCH * sum(weights) or _has_lines(table, cells):
        return False
    body = cells[weights.index(most)]
    return len(cells) == 1 or any(map(_is_grid, body.iter("table"))) or _paragraphs(body) >= PARAGRAPHS


def _weight(element: Element) -> int:
    return len("".join("".join(element.itertext()).split()))


def _is_grid(table: Element) -> bool:
    """Whether the table has more than one row and more than one cell in one."""
    rows = list(table.iter("tr"))
    return len(rows) > 1 and any(sum(tag_of(cell) in ("td", "th") for cell in row) > 1 for row in rows)


def _paragraphs(cell: Element) -> int:
    """How many paragraphs that say something stand in a cell."""
    return sum(len(part.text_content().strip()) > 1 for part in cell.iter("p"))


def _has_lines(table: Element, cells: list[Element]) -> bool:
    if table.get("border") not in (None, "", "0"):
        return True
    return any(_LINE.search(part.get("style") or "") for part in (table, *cells))
