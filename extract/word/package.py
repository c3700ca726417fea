"""The package of a Word document: opened by python-docx; strict OOXML is read as transitional."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from extract.refusal import FileRefusal
from extract.word.names import Element

STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)


_TYPES = "[Content_Types].xml"
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_DAMAGE = (
    PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError
)  # fmt: skip


_DAMAGE = (
    PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError
)  # fmt: skip


def open_package(data: bytes, name: str) -> Any:
    """The document's main part; of a template or a document with macros too, whose macros are never run.

    Raises FileRefusal where the package is damaged.
    """
    try:
        return Document(io.BytesIO(_plain(data))).part
    except _DAMAGE as damage:
        raise FileRefusal(name, "已损坏，无法作为 Word 文档打开", "请用 Word 打开并另存为 .docx 后再导入") from damage


def has_macros(data: bytes) -> bool:
    """Whether the document carries macros."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())


def part_root(main: Any, relationship: str) -> Element | None:
    """The root element of a part that the main part refers to, None where it has none."""
    try:
        part = main.part_related_by(relationship)
    except KeyError:
        return None
    return getattr(part, "element", None)


def _plain(data: bytes) -> bytes:
    """The package as a plain document: transitional names in place of strict ones, and the type of a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        strict = STRICT in package.read("_rels/.rels")
        types = package.read(_TYPES)
        plain = types
        for kind in _OTHER_TYPES:
            plain = plain.replace(kind, _DOCUMENT_TYPE)
        if not strict and plain == types:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as written:
            for item in package.infolist():
                part = plain if item.filename == _TYPES else package.read(item)
                for name, transitional in _TRANSITIONAL if strict else ():
                    part = part.replace(name, transitional)
                written.writestr(item.filename, part)
    return out.getvalue()
