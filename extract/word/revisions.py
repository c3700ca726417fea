"""Tracked changes: the notice is read as if every insertion were accepted and every deletion carried out."""

from __future__ import annotations

from extract.word.names import Element, child, switch, w

GONE = frozenset(map(w, ("del", "moveFrom", "delText", "delInstrText")))
"""Content that a revision removed."""

WRAPPERS = frozenset(map(w, ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")))
"""Elements that only wrap runs, paragraphs, rows or cells; what is in them reads as if they were not there."""


def mark_is_gone(paragraph: Element) -> bool:
    """Whether the paragraph's end was deleted or moved away, or is hidden: the next paragraph goes on in its line."""
    properties = child(paragraph, "pPr", "rPr")
    if properties is None:
        return False
    removed = any(properties.find(w(name)) is not None for name in ("del", "moveFrom"))
    return removed or bool(switch(properties, "vanish")) or bool(switch(properties, "specVanish"))


def row_is_gone(row: Element) -> bool:
    """Whether the table row was deleted, or is hidden."""
    properties = child(row, "trPr")
    return properties is not None and any(properties.find(w(name)) is not None for name in ("del", "hidden"))


def cell_is_gone(cell: Element) -> bool:
    """Whether the table cell was deleted."""
    return child(cell, "tcPr", "cellDel") is not None
