"""The picture of a page, and the boxes that are drawn on it."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from extract.notice import Box, Paragraph
from extract.pdf.document import read as read_pdf
from extract.pdf.image import page_image
from tests.golden_files import ROOT

PRINT = (ROOT / "corpus" / "rugao-2019.pdf").read_bytes()
SCAN = (ROOT / "corpus" / "rugao-2019.scan.pdf").read_bytes()


def test_a_page_is_shown_as_wide_as_asked():
    page = page_image(PRINT, 2, 600)
    with Image.open(io.BytesIO(page.jpeg)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert abs(picture.width - 600) <= 1
        assert abs(picture.height / picture.width - page.height / page.width) < 0.01
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize("number", [0, 10])
def test_a_page_that_is_not_there_is_an_error(number):
    with pytest.raises(ValueError, match=f"no page {number}"):
        page_image(PRINT, number, 600)


def test_a_file_that_is_no_pdf_is_an_error():
    with pytest.raises(ValueError, match="cannot be shown"):
        page_image((ROOT / "corpus" / "lixia-2013.txt").read_bytes(), 1, 600)


def test_a_page_of_a_picture_file_is_shown_in_the_measure_of_its_boxes(tmp_path):
    with pypdfium2.PdfDocument(PRINT) as document:
        pages = [document[number].render(scale=200 / 72).to_pil() for number in (0, 1)]
    fax = io.BytesIO()
    pages[0].save(fax, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    page = page_image(fax.getvalue(), 2, 600)
    assert (page.width, page.height) == pytest.approx((595, 842), abs=1)
    with Image.open(io.BytesIO(page.jpeg)) as picture:
        assert picture.width == 600
    with pytest.raises(ValueError, match="no page 3"):
        page_image(fax.getvalue(), 3, 600)


def boxes(data: bytes) -> dict[str, Box]:
    """The box of every text, by the text."""
    blocks, _, _, _ = read_pdf(data, "t.pdf")
    held = [piece for block in blocks for piece in ([block] if isinstance(block, Paragraph) else block.cells)]
    return {piece.text: piece.bbox for piece in held if piece.text}


def changed(data: bytes, index: int, change: Callable[[pypdfium2.PdfPage], None]) -> bytes:
    """One page of a file, changed."""
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument(data) as whole, pypdfium2.PdfDocument.new() as one:
        one.import_pages(whole, [index])
        change(one[0])
        one.save(buffer)
    return buffer.getvalue()


def skewed(data: bytes, index: int, degrees: float) -> bytes:
    """One page as a scanner takes it when it lies askew."""
    with pypdfium2.PdfDocument(data) as document:
        picture = document[index].render(scale=200 / 72).to_pil().convert("RGB")
    buffer = io.BytesIO()
    picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white").save(buffer, "PDF", resolution=200)
    return buffer.getvalue()


@pytest.mark.parametrize("quarter", [90, 180, 270])
@pytest.mark.parametrize("data", [PRINT, SCAN], ids=["print", "scan"])
def test_boxes_lie_on_the_page_as_it_is_shown_however_it_lies(data, quarter):
    level = boxes(changed(data, 5, lambda page: None))
    turned = boxes(changed(data, 5, lambda page: page.set_rotation(quarter)))
    width, height = 595.3, 841.9
    assert set(turned) == set(level)
    for text, (x0, top, x1, bottom) in level.items():
        wanted = {
            90: (height - bottom, x0, height - top, x1),
            180: (width - x1, height - bottom, width - x0, height - top),
            270: (top, width - x1, bottom, width - x0),
        }[quarter]
        assert np.allclose(turned[text], wanted, atol=1.0), text


def test_boxes_lie_on_the_cells_of_a_page_that_was_scanned_askew():
    level, askew = boxes(skewed(SCAN, 5, 0)), boxes(skewed(SCAN, 5, 1.5))
    shared = set(level) & set(askew)
    assert len(shared) >= 0.8 * len(level)
    turn = np.radians(-1.5)
    for text in shared:
        x0, top, x1, bottom = level[text]
        x, y = (x0 + x1) / 2 - 595.3 / 2, (top + bottom) / 2 - 841.9 / 2
        x, y = np.cos(turn) * x - np.sin(turn) * y + 595.3 / 2, np.sin(turn) * x + np.cos(turn) * y + 841.9 / 2
        left, above, right, below = askew[text]
        assert np.allclose(((left + right) / 2, (above + below) / 2), (x, y), atol=2.5), text


def test_boxes_are_counted_from_the_corner_of_what_is_shown():
    whole = boxes(changed(PRINT, 2, lambda page: None))
    cropped = boxes(changed(PRINT, 2, lambda page: page.set_cropbox(40, 50, 570, 830)))
    assert set(cropped) == set(whole)
    for text, (x0, top, x1, bottom) in whole.items():
        assert np.allclose(cropped[text], (x0 - 40, top - 11.9, x1 - 40, bottom - 11.9), atol=0.2), text


def test_what_a_page_does_not_show_is_not_read():
    shown = boxes(changed(PRINT, 1, lambda page: page.set_cropbox(0, 690, 595, 842)))
    assert 0 < len(shown) < len(boxes(changed(PRINT, 1, lambda page: None)))
