"""The picture of a page that boxes are drawn on."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from extract.pdf.image import page_image
from tests.golden_files import ROOT


def test_a_page_is_shown_as_wide_as_asked():
    page = page_image((ROOT / "corpus" / "rugao-2019.pdf").read_bytes(), 2, 600)
    with Image.open(io.BytesIO(page.jpeg)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert abs(picture.width - 600) <= 1
        assert abs(picture.height / picture.width - page.height / page.width) < 0.01
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize("number", [0, 7])
def test_a_page_that_is_not_there_is_an_error(number):
    with pytest.raises(ValueError, match=f"no page {number}"):
        page_image((ROOT / "corpus" / "lixia-2013.pdf").read_bytes(), number, 600)


def test_a_file_that_is_no_pdf_is_an_error():
    with pytest.raises(ValueError, match="cannot be shown"):
        page_image((ROOT / "corpus" / "lixia-2013.txt").read_bytes(), 1, 600)
