"""A page with a text layer → its glyphs and ruling lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfplumber.page import Page

from extract.pdf.grid import find_grids
from extract.pdf.lines import Glyph
from extract.pdf.page import Leaf, lay_out
from extract.pdf.rulings import luminance, rules

PICTURE = 0.85
"""A page that a picture covers by this share is a scan, whatever text lies beneath it."""

FEW_GLYPHS = 20
"""A page with a picture and fewer characters than this is a scan."""

WATERMARK_SIZE = 30.0
"""Light characters of this size (points) or more are a watermark."""

WATERMARK_LUMINANCE = 0.6
"""Characters lighter than this are light."""


def read_leaf(page: Page) -> Leaf:
    """The page's text and tables by its characters and lines."""
    grids = find_grids(*rules(page))
    return lay_out(_glyphs(page), grids, page.page_number, float(page.width), float(page.height))


def is_scan(page: Page) -> bool:
    """Whether the page is a picture of text rather than text."""
    area = float(page.width * page.height)
    covered = max((_share(image, page) / area for image in page.images), default=0.0)
    return covered >= PICTURE or (covered > 0.3 and sum(1 for _ in _glyphs(page)) < FEW_GLYPHS)


def _share(image: dict[str, Any], page: Page) -> float:
    width = min(image["x1"], page.width) - max(image["x0"], 0)
    height = min(image["bottom"], page.height) - max(image["top"], 0)
    return max(0.0, float(width)) * max(0.0, float(height))


def _glyphs(page: Page) -> Iterator[Glyph]:
    """The page's characters that stand upright; a watermark's slant or lightness gives it away."""
    for char in page.chars:
        text = char["text"]
        if not char["upright"] or not text or text.startswith("(cid:"):
            continue
        light = luminance(char.get("non_stroking_color")) > WATERMARK_LUMINANCE
        if light and char["size"] >= WATERMARK_SIZE:
            continue
        yield Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], char["size"])
