"""A PDF's bytes → its blocks in reading order, as they stand on its pages."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from extract.notice import Paragraph, Table, Warning
from extract.pdf.breaks import PageCuts
from extract.pdf.flow import blocks
from extract.pdf.layout import Layout
from extract.pdf.margins import drop_margins
from extract.pdf.page import Leaf
from extract.pdf.text_layer import read_leaf
from extract.refusal import FileRefusal
from extract.stitch import stitch

Kind = Literal["pdf", "scan"]


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning], int, Kind]:
    """The blocks of a PDF, its warnings, its number of pages, and ``"scan"`` where most pages are pictures.

    Raises FileRefusal where the file is damaged, encrypted or has nothing to read.
    """
    leaves: list[Leaf] = []
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            for page in pdf.pages:
                leaves.append(read_leaf(page))
                page.close()
    except PdfminerException as error:
        raise _refusal(name, error.args[0] if error.args else error) from error
    drop_margins(leaves)
    layout = Layout(leaves)
    found, warnings = stitch(blocks(leaves, layout), [], cuts=PageCuts(leaves, layout))
    return found, warnings, len(leaves), "pdf"


def _refusal(name: str, cause: object) -> FileRefusal:
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return FileRefusal(name, "已加密，不能读取", "请先用阅读器打开并另存为不加密的 PDF 再导入")
    return FileRefusal(name, "已损坏，不是完整的 PDF 文件", "请重新下载或请发文单位重新提供")
