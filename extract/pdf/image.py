"""A page of a PDF or of a picture file as a viewer shows it → a picture for a screen, on which boxes lie."""

from __future__ import annotations

import io
from dataclasses import dataclass
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from extract.refusal import FileRefusal

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
    """The page with this number (from 1) of a PDF or a picture file as a JPEG about ``width`` pixels wide.

    Raises ValueError where there is no such page or it cannot be shown.
    """
    picture, across, down = _of_pdf(data, page, width) if b"%PDF-" in data[:1024] else _of_picture(data, page, width)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return PageImage(out.getvalue(), across, down)


def _of_pdf(data: bytes, page: int, width: int) -> tuple[Image.Image, float, float]:
    with _one_at_a_time:
        try:
            with pypdfium2.PdfDocument(data) as document:
                if not 1 <= page <= len(document):
                    raise ValueError(f"no page {page}")
                shown = document[page - 1]
                across, down = shown.get_size()
                return shown.render(scale=_scale(across, down, width)).to_pil().convert("RGB"), across, down
        except pypdfium2.PdfiumError as error:
            raise ValueError(f"page {page} cannot be shown") from error


def _of_picture(data: bytes, page: int, width: int) -> tuple[Image.Image, float, float]:
    from extract.pdf.frames import frame
    from extract.pdf.picture import DPI  # what pages of pictures need takes long to load

    try:
        pixels = frame(data, "", page)
    except FileRefusal as error:
        raise ValueError(f"page {page} cannot be shown") from error
    if pixels is None:
        raise ValueError(f"no page {page}")
    down, across = (side * 72 / DPI for side in pixels.shape[:2])
    scale = _scale(across, down, width)
    return Image.fromarray(pixels).resize((round(across * scale), round(down * scale))), across, down


def _scale(across: float, down: float, width: int) -> float:
    """Pixels a point."""
    return min(width / across, MAX_HEIGHT * width / down)
