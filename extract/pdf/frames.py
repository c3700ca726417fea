"""A picture file (PNG, JPEG, TIFF of several pages, BMP, GIF) → its pages, each as large as a scan is rendered."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from extract.limits import PAGES, PIXELS
from extract.pdf.picture import DPI, Pixels
from extract.refusal import FileRefusal

BELIEVED = (100, 1200)
"""Dots per inch that a scanner writes; other figures are a program's habit."""

SIDES = (3.0, 24.0)
"""The longer side of a page in inches, or the dots per inch that are written are not believed."""

PAGE = 11.7
"""The longer side of A4 in inches, which a picture of a page is taken for."""

SCREEN = 1400
"""A picture whose longer side has fewer pixels is one of a screen, 96 to the inch."""


def pages(data: bytes, name: str) -> list[Pixels]:
    """The pages (rows × columns × RGB, ``DPI``); raises FileRefusal where the picture is damaged or too large."""
    with _opened(data, name) as image:
        return [_page(image, number, name) for number in range(1, _count(image, name) + 1)]


def frame(data: bytes, name: str, number: int) -> Pixels | None:
    """The page with this number (from 1), None where there is none; raises as ``pages`` does."""
    with _opened(data, name) as image:
        return _page(image, number, name) if 1 <= number <= _count(image, name) else None


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data)) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield image
    except FileRefusal:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(name) from error
    except Exception as error:  # what the decoders stumble over is damage, whatever they call it
        raise FileRefusal(name, "已损坏，图片打不开", "请重新复制或重新扫描") from error


def _count(image: Image.Image, name: str) -> int:
    count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if count > PAGES:
        raise FileRefusal(name, f"有 {count} 页，超过 {PAGES} 页的上限", "请只导入通知本身")
    return count


def _page(image: Image.Image, number: int, name: str) -> Pixels:
    image.seek(number - 1)
    if image.width * image.height > PIXELS:
        raise _too_large(name)
    return _pixels(image)


def _too_large(name: str) -> FileRefusal:
    return FileRefusal(name, f"的图片超过 {PIXELS // 10**6} 百万像素的上限", "请用 200 到 600 dpi 重新扫描")


def _pixels(image: Image.Image) -> Pixels:
    """The picture upright, on white, in the size that ``DPI`` gives it."""
    scale = DPI / _dpi(image)
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        upright = Image.fromarray((np.asarray(upright).astype(np.float64) / 257).clip(0, 255).astype(np.uint8))
    if "A" in upright.mode or "transparency" in upright.info:
        see_through = upright.convert("RGBA")
        upright = Image.new("RGBA", see_through.size, "white")
        upright.alpha_composite(see_through)
    size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
    return np.asarray(upright.convert("RGB").resize(size, Image.Resampling.LANCZOS))


def _dpi(image: Image.Image) -> float:
    longer = max(image.size)
    said = image.info.get("dpi", (0, 0))
    dpi = float(max(said)) if isinstance(said, tuple) else 0.0
    if BELIEVED[0] <= dpi <= BELIEVED[1] and SIDES[0] <= longer / dpi <= SIDES[1]:
        return dpi
    return 96.0 if longer < SCREEN else longer / PAGE
