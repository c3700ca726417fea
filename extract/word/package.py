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


_DAMAGE = (
    PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError
)  # fmt: skip


def open_package(data: bytes, name: str) -> Any:
    """The document's main part.

    Raises FileRefusal where the package is damaged.
    """
    try:
        return Document(io.BytesIO(_transitional(data))).part
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        XMLSyntaxError,
        zipfile.BadZipFile,
        OSError,
    ) as e:
        raise FileRefusal(name, "已损坏，无法作为 Word 文档打开", "请用 Word 打开并另存为 .docx 后再导入") from e


def part_root(main: Any, relationship: str) -> Element | None:
    """The root element of a part that the main part refers to, None where it has none."""
    try:
        part = main.part_related_by(relationship)
    except KeyError:
        return None
    return getattr(part, "element", None)


def _transitional(data: bytes) -> bytes:
    """The package with the names of transitional OOXML in place of the strict ones."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if STRICT not in package.read("_rels/.rels"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
            for item in package.infolist():
                part = package.read(item)
                for strict, transitional in _TRANSITIONAL:
                    part = part.replace(strict, transitional)
                written.writestr(item.filename, part)
    return out.getvalue()
