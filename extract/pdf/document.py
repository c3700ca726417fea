"""A PDF's bytes → its blocks in reading order: pages with a text layer by their text, pictures by recognition."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from extract.notice import Paragraph, Table, Warning
from extract.pdf.breaks import PageCuts
from extract.pdf.flow import blocks
from extract.pdf.layout import Layout
from extract.pdf.lines import Line
from extract.pdf.margins import drop_margins
from extract.pdf.page import Leaf, share_columns
from extract.pdf.text_layer import is_scan, read_leaf
from extract.refusal import FileRefusal
from extract.stitch import stitch
from extract.text import tidy

Kind = Literal["pdf", "scan"]

SURE = 0.9
"""A line that is recognised less surely than this is shown to the reader as doubtful."""


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning], int, Kind]:
    """The blocks of a PDF, its warnings, its number of pages, and ``"scan"`` where a page is a picture.

    Raises FileRefusal where the file is damaged, encrypted or has nothing to read.
    """
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            leaves, scanned = _leaves(pdf, data)
    except PdfminerException as error:
        raise _refusal(name, error.args[0] if error.args else error) from error
    drop_margins(leaves)
    share_columns(leaves)
    if not any(leaf.lines or leaf.sheets for leaf in leaves):
        raise FileRefusal(name, "里没有可读的文字", "请确认它不是空白文件，扫描件请用 200 dpi 以上重新扫描")
    layout = Layout(leaves)
    found = blocks(leaves, layout)
    doubts = [doubt for index, (_, lines) in enumerate(found) for doubt in _doubts(lines, index)]
    whole, warnings = stitch([block for block, _ in found], doubts, cuts=PageCuts(leaves, layout))
    return whole, warnings, len(leaves), "scan" if scanned else "pdf"


def _leaves(pdf: PDF, data: bytes) -> tuple[list[Leaf], bool]:
    """The pages, and whether one of them is a picture."""
    leaves: list[Leaf] = []
    scanned = [page.page_number for page in pdf.pages if is_scan(page)]
    if scanned:
        # Recognition takes seconds to load, and most files have no use for it.
        from extract.pdf.scan import read_scans

        read = read_scans(data, scanned)
    for page in pdf.pages:
        leaves.append(read[page.page_number] if page.page_number in scanned else read_leaf(page))
        page.close()
    return leaves, bool(scanned)


def _doubts(lines: Sequence[Line], block: int) -> list[Warning]:
    """A warning for each recognised line of a block that may be wrong."""
    return [
        Warning(
            code="low-confidence",
            text=f"第{line.page}页「{tidy(line.text)}」识别把握不大（{line.confidence:.0%}），请对照原件核实。",
            block=block,
        )
        for line in lines
        if line.confidence is not None and line.confidence < SURE
    ]


def _refusal(name: str, cause: object) -> FileRefusal:
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return FileRefusal(name, "已加密，不能读取", "请先用阅读器打开并另存为不加密的 PDF 再导入")
    return FileRefusal(name, "已损坏，不是完整的 PDF 文件", "请重新下载或请发文单位重新提供")
