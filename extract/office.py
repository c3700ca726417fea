"""Documents that LibreOffice turns into ``.docx`` and ``.xlsx``, which are read then.

Of an old Word document LibreOffice gives the grid and the text; equation fields (``①``), which it drops, come from the
file itself.
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path
from typing import Literal

from extract.kind import Kind
from extract.limits import OFFICE_SECONDS
from extract.listener import LibreOffice, program
from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal, MissingProgram
from extract.rtf import with_equations_drawn
from extract.word import document
from extract.word.binary import stored_paragraphs
from extract.word.restore import restore

_LIBREOFFICE = LibreOffice()

Target = Literal["docx", "xlsx", "txt"]

_FILTERS: dict[Target, str] = {
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "txt": "txt:Text (encoded):UTF8",
}
_PACKAGES = {Kind.XLS: "libreoffice-calc-nogui", Kind.ODS: "libreoffice-calc-nogui"}
_KINDS = {
    Kind.DOC: "旧格式的 Word 文档",
    Kind.WPS: "WPS 或 Works 文档",
    Kind.RTF: "RTF 文档",
    Kind.ODT: "OpenDocument 文档",
    Kind.WORD_XML: "XML 格式的 Word 文档",
    Kind.XLS: "旧格式的 Excel 工作簿",
    Kind.ODS: "OpenDocument 表格",
}


def read_document(data: bytes, name: str, kind: Kind = Kind.DOC) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a text document and what the conversion leaves in doubt.

    Raises MissingProgram without LibreOffice, FileRefusal where it cannot convert the file.
    """
    if kind is Kind.RTF:
        data = with_equations_drawn(data)
    blocks, warnings = document.read(convert(data, name, kind), name, printed=lambda: _printed(data, name, kind))
    if kind is not Kind.DOC:
        return blocks, warnings
    try:
        stored = stored_paragraphs(data)
    except (OSError, struct.error, ValueError, IndexError):
        return blocks, [*warnings, Warning(code="unchecked", text="原文件有损坏，转换出的文字无法与它核对")]
    blocks, lost = restore(blocks, stored)
    return blocks, warnings + lost


def _printed(data: bytes, name: str, kind: Kind) -> str:
    """The document's text with its automatic numbers; nothing where it cannot be had."""
    try:
        return convert(data, name, kind, "txt").decode("utf-8-sig", "replace")
    except FileRefusal:
        return ""


def read_workbook(data: bytes, name: str, kind: Kind) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a workbook; raises as ``read_document`` does."""
    from extract.sheet.document import read

    return read(convert(data, name, kind, "xlsx"), name)


def convert(
    data: bytes, name: str, kind: Kind = Kind.DOC, target: Target = "docx", time_limit: float = OFFICE_SECONDS
) -> bytes:
    """The file as ``.docx``, ``.xlsx`` or the text that LibreOffice prints."""
    found = program()
    advice = f"请用 Office 打开并另存为 .{target} 后再导入"
    if found is None:
        raise MissingProgram(
            name,
            f"是{_KINDS[kind]}，读取它需要 LibreOffice，本机没有安装",
            f"请安装软件包 {_PACKAGES.get(kind, 'libreoffice-writer-nogui')}，或另存为 .{target}",
        )
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        source = Path(folder, f"notice.{kind.value}")
        source.write_bytes(data)
        if not _LIBREOFFICE.convert(found, source, _FILTERS[target], time_limit):
            raise FileRefusal(name, f"用 LibreOffice 转换超过 {time_limit:.0f} 秒，已停止", advice)
        converted = source.with_suffix(f".{target}")
        if not converted.exists():
            raise FileRefusal(name, "已损坏，LibreOffice 打不开它", advice)
        return converted.read_bytes()
