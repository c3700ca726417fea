"""A PDF's bytes → its blocks in reading order: pages with a text layer by their text, pictures by recognition."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Literal, TypeVar

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFXRefFallback
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from extract.limits import PAGES, PIXELS
from extract.notice import Cell, Paragraph, Table, Warning
from extract.pdf.breaks import PageCuts
from extract.pdf.doubts import UNNAMED, doubts_of, once
from extract.pdf.flow import blocks
from extract.pdf.layout import Layout
from extract.pdf.level import Level
from extract.pdf.margins import drop_margins
from extract.pdf.newspaper import parted
from extract.pdf.open_sides import widen
from extract.pdf.page import Draft, Leaf, lay_out, numbered, share_columns
from extract.pdf.text_layer import is_scan, read_draft
from extract.pdf.unruled import find_unruled
from extract.progress import page_done
from extract.refusal import FileRefusal
from extract.stitch import stitch

Kind = Literal["pdf", "scan"]

for _parser in ("pdfminer", "pdfplumber"):
    logging.getLogger(_parser).setLevel(logging.ERROR)
# The parsers mend small faults and tell of each; nobody needs to know.

ASK_AGAIN = "请重新下载或请发文单位重新提供"

MENDED = "文件有损伤，内容是尽量修复后读出的，可能缺页或缺字，请对照原件核实。"


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning], int, Kind]:
    """The blocks of a PDF, its warnings, its number of pages, and ``"scan"`` where a page is a picture.

    Raises FileRefusal where the file is damaged, encrypted or has nothing to read.
    """
    with _opened(data, name) as pdf:
        leaves, unnamed, scanned = _leaves(pdf, data, name)
        pages = len(pdf.pages)
        mended = any(isinstance(table, PDFXRefFallback) for table in pdf.doc.xrefs)
        missing = _said_pages(pdf) > len(pdf.pages)
    doubts = [Warning(code="damaged", text=MENDED)] if mended or missing else []
    doubts += [Warning(code="columns", text=UNNAMED.format(page=page)) for page in unnamed]
    return (*_assembled(leaves, doubts, name), pages, "scan" if scanned else "pdf")


def read_pictures(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning], int]:
    """The blocks of a picture file's pages, its warnings and its number of pages; raises FileRefusal."""
    from extract.pdf.frames import pages
    from extract.pdf.scan import read_picture

    leaves = []
    shown = pages(data, name)
    for number, page in enumerate(shown, 1):
        leaves.append(read_picture(page, number))
        page_done(number, len(shown))
    return (*_assembled(leaves, [], name), len(leaves))


def _assembled(leaves: list[Leaf], doubts: list[Warning], name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    drop_margins(leaves)
    share_columns(leaves)
    if not any(leaf.lines or leaf.sheets for leaf in leaves):
        raise FileRefusal(name, "里没有可读的文字", "请确认它不是空白文件，扫描件请用 200 dpi 以上重新扫描")
    layout = Layout(leaves)
    found = blocks(leaves, layout)
    levels = {leaf.number: leaf.level for leaf in leaves}
    whole, warnings = stitch(
        [block for block, _ in found], [*doubts, *doubts_of(found, leaves, levels)], cuts=PageCuts(leaves, layout)
    )
    return [_as_shown(block, levels) for block in whole], once(warnings)


def _as_shown(block: Paragraph | Table, levels: Mapping[int, Level]) -> Paragraph | Table:
    """The block with its boxes where they lie on the pages as they are shown."""
    if isinstance(block, Table):
        cells = [_moved(cell, levels) for cell in block.cells]
        parts = [part.model_copy(update={"page": levels[part.page or 0].page}) for part in block.parts]
        return block.model_copy(update={"cells": cells, "parts": parts})
    return _moved(block, levels)


Held = TypeVar("Held", Paragraph, Cell)


def _moved(held: Held, levels: Mapping[int, Level]) -> Held:
    assert held.page is not None
    assert held.bbox is not None
    level = levels[held.page]
    return held.model_copy(update={"page": level.page, "bbox": level.back(held.bbox)})


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[PDF]:
    """The PDF, with every page taken apart: what the parser stumbles over is damage, whatever it calls it."""
    try:
        pdf = pdfplumber.open(BytesIO(data))
        pages = pdf.pages
        if len(pages) > PAGES:
            raise FileRefusal(name, f"有 {len(pages)} 页，超过 {PAGES} 页的上限", "请只导入通知本身")
        broken = [page.page_number for page in pages if not _is_whole(page)]
        for page in pages:
            _ = page.objects
            page_done(page.page_number, len(pages))
    except FileRefusal:
        raise
    except Exception as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise FileRefusal(name, "已加密，不能读取", "请先用阅读器打开并另存为不加密的 PDF 再导入") from error
        raise FileRefusal(name, "已损坏，不是完整的 PDF 文件", ASK_AGAIN) from error
    if not pages or broken:
        raise FileRefusal(name, f"已损坏，第{broken[0]}页读不出来" if broken else "已损坏，一页也没有", ASK_AGAIN)
    with pdf:
        yield pdf


def _said_pages(pdf: PDF) -> int:
    """How many pages the file says it has; the parser leaves out those that it cannot find."""
    pages = resolve1(pdf.doc.catalog.get("Pages"))
    count = resolve1(pages.get("Count")) if isinstance(pages, dict) else None
    return count if isinstance(count, int) else 0


def _is_whole(page: Page) -> bool:
    """Whether what the page shows can be unpacked to its end; the parser would leave out the rest without a word."""
    for content in page.page_obj.contents:
        stream = resolve1(content)
        if not isinstance(stream, PDFStream):
            return False
        if stream.decipher is not None:
            continue
        if [literal_name(name) for name, _ in stream.get_filters()] == ["FlateDecode"]:
            unpacking = zlib.decompressobj()
            try:
                unpacking.decompress(stream.get_rawdata() or b"")
            except zlib.error:
                return False
            if not unpacking.eof:
                return False
    return True


def _leaves(pdf: PDF, data: bytes, name: str) -> tuple[list[Leaf], list[int], bool]:
    """The pages and columns in the order in which one reads them, the pages with columns that no names tell of, and
    whether a page is a picture."""
    scanned = [page.page_number for page in pdf.pages if is_scan(page)]
    read: dict[int, Leaf] = {}
    if scanned:
        # Recognition takes seconds to load, and most files have no use for it.
        from extract.pdf.scan import Unreadable, pixels, read_scans

        large = next((number for number in scanned if pixels(pdf.pages[number - 1]) > PIXELS), None)
        if large is not None:
            raise FileRefusal(name, f"第{large}页的幅面过大", "请用 A4 或 A3 的幅面重新导出或扫描")
        try:
            read = read_scans(data, scanned)
        except Unreadable as error:
            raise FileRefusal(name, "已损坏，页面显示不出来", ASK_AGAIN) from error
    drafts = [read_draft(page) for page in pdf.pages if page.page_number not in read]
    widen(drafts)
    unnamed = find_unruled(drafts)
    parts: list[Draft | Leaf] = [*read.values(), *parted(drafts)]
    leaves = []
    for number, part in enumerate(sorted(parts, key=lambda part: part.level.page), start=1):
        leaves.append(lay_out(replace(part, number=number)) if isinstance(part, Draft) else numbered(part, number))
    return leaves, unnamed, bool(scanned)
