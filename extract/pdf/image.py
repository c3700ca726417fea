"""A page of a PDF as a viewer shows it → a picture for a screen, on which the boxes of cells and paragraphs lie."""

from __future__ import annotations

import io
from dataclasses import dataclass
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]

MAX_HEIGHT = 4
"""A picture is at most this many times as high as it is wide."""

QUALITY = 75
"""Of JPEG, 0–100: print stays sharp at it, a page takes 40 to 200 KB."""

_one_at_a_time = Lock()
"""PDFium works for one thread at a time only."""


@dataclass(frozen=True)
class PageImage:
    """A page's picture, and the page's size in points, the measure of every ``bbox``."""

    jpeg: bytes
    width: float
    height: float


def page_image(data: bytes, page: int, width: int) -> PageImage:
    """The page with this number (from 1) of a PDF as a JPEG about ``width`` pixels wide.

    Raises ValueError where there is no such page or it cannot be shown.
    """
    with _one_at_a_time:
        try:
            with pypdfium2.PdfDocument(data) as document:
                if not 1 <= page <= len(document):
                    raise ValueError(f"no page {page}")
                shown = document[page - 1]
                across, down = shown.get_size()
                scale = min(width / across, MAX_HEIGHT * width / down)
                picture = shown.render(scale=scale).to_pil().convert("RGB")
        except pypdfium2.PdfiumError as error:
            raise ValueError(f"page {page} cannot be shown") from error
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return PageImage(out.getvalue(), across, down)
