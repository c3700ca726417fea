"""A page with a text layer → its glyphs and ruling lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pdfplumber.page import Page

from extract.notice import Box
from extract.pdf.grid import find_grids
from extract.pdf.level import Level
from extract.pdf.lines import Glyph
from extract.pdf.page import Draft
from extract.pdf.rulings import luminance, rules
from extract.pdf.sideways import QUARTERS, level_glyph, level_rules, turn_of
from extract.word.symbols import UNKNOWN, shown

PICTURE = 0.85
"""A page that a picture covers by this share is a scan, whatever text lies beneath it."""

SOME_PICTURE, FEW_GLYPHS = 0.3, 20
"""So is a page with a picture of this share of it and fewer characters than this."""

UNREADABLE = 0.02
"""So is a page of which more than this share of the characters do not say which they are."""

WATERMARK_SIZE = 30.0
"""Light characters of this size (points) or more are a watermark."""

SLANT = 0.05
"""Characters turned away from level and upright by more than this (as a tangent) are slanted."""

WATERMARK_LUMINANCE = 0.6
"""Characters lighter than this are light."""

_SYMBOL_FONTS = (
    ("wingdings2", "Wingdings 2"),
    ("wingdings-2", "Wingdings 2"),
    ("wingdings3", "Wingdings 3"),
    ("wingdings-3", "Wingdings 3"),
    ("webdings", "Webdings"),
    ("symbolmt", "Symbol"),
)
"""How a PDF names symbol fonts; LibreOffice's own has the places of Wingdings."""


def read_draft(page: Page) -> Draft:
    """The page's characters, lines and the tables that they enclose; a page that is set sideways is turned level."""
    left, above, right, below = shown_part(page)
    width, height = right - left, below - above
    glyphs = [
        replace(glyph, x0=glyph.x0 - left, top=glyph.top - above, x1=glyph.x1 - left, bottom=glyph.bottom - above)
        for glyph in _glyphs(page)
        if left < (glyph.x0 + glyph.x1) / 2 < right and above < glyph.middle < below
    ]
    across, down = rules(page, left, above)
    turn = turn_of(glyphs)
    level = Level(page.page_number, width, height, QUARTERS[turn])
    if turn:
        glyphs = [level_glyph(glyph, turn, width, height) for glyph in glyphs]
        across, down = level_rules(across, down, turn, width, height)
        width, height = (height, width) if level.quarters % 2 else (width, height)
    return Draft(page.page_number, width, height, level, glyphs, across, down, find_grids(across, down))


def shown_part(page: Page) -> Box:
    """The part of the page that a viewer shows: its crop box, in the coordinates of its characters."""
    x0, top, x1, bottom = page.bbox
    left, above, right, below = page.cropbox
    box = max(x0, left), max(top, above), min(x1, right), min(bottom, below)
    return box if box[0] < box[2] and box[1] < box[3] else page.bbox


def is_scan(page: Page) -> bool:
    """Whether the page is a picture of text rather than text, or its characters do not say which they are."""
    box = shown_part(page)
    covered = max((_share(image, box) for image in page.images), default=0.0)
    glyphs = [glyph for glyph in _glyphs(page) if not glyph.blank]
    unknown = sum(glyph.text == UNKNOWN for glyph in glyphs)
    if covered >= PICTURE or unknown > UNREADABLE * len(glyphs):
        return True
    return covered >= SOME_PICTURE and len(glyphs) < FEW_GLYPHS


def _share(image: dict[str, Any], box: Box) -> float:
    """How much of the box the image covers, 0–1."""
    x0, top, x1, bottom = box
    width = min(image["x1"], x1) - max(image["x0"], x0)
    height = min(image["bottom"], bottom) - max(image["top"], top)
    return max(0.0, float(width)) * max(0.0, float(height)) / ((x1 - x0) * (bottom - top))


def _glyphs(page: Page) -> Iterator[Glyph]:
    """The page's characters; a watermark's slant or lightness gives it away."""
    for char in page.chars:
        turn = _turn(char)
        light = luminance(char.get("non_stroking_color")) > WATERMARK_LUMINANCE
        if turn is None or (light and char["size"] >= WATERMARK_SIZE):
            continue
        yield Glyph(_text(char), char["x0"], char["top"], char["x1"], char["bottom"], char["size"], turn)


def _text(char: dict[str, Any]) -> str:
    """What the character shows; ``UNKNOWN`` where its font does not say."""
    text = str(char["text"])
    if not text or text.startswith("(cid:"):
        return UNKNOWN
    if len(text) == 1 and "\uf000" <= text <= "\uf0ff":
        name = str(char["fontname"]).lower()
        font = next((font for mark, font in _SYMBOL_FONTS if mark in name), "Wingdings")
        return shown(font, ord(text))
    return text


def _turn(char: dict[str, Any]) -> int | None:
    """``Glyph.turn`` of a character; None where it is slanted."""
    across, up, _, tall = char["matrix"][:4]
    if abs(up) <= SLANT * abs(across):
        return 2 if across < 0 and tall < 0 else 0
    if abs(across) <= SLANT * abs(up):
        return 1 if up > 0 else -1
    return None
