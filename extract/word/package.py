"""The package of a Word document: opened by python-docx; strict OOXML is read as transitional."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLParser, XMLSyntaxError, fromstring

from extract.refusal import FileRefusal
from extract.word.names import Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STRICT = b"http://purl.oclc.org/ooxml/"
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
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def open_package(data: bytes, name: str) -> Any:
    """The document's main part; of a template or a document with macros too, whose macros are never run.

    Raises FileRefusal where the package is damaged.
    """
    try:
        return Document(io.BytesIO(_essentials(data))).part
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


def _essentials(data: bytes) -> bytes:
    """A plain package of the parts that are read: the document, its styles and its lists, in transitional names.

    What else Word keeps in it (pictures, links to files that are gone, macros) can neither slow nor stop the reading.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as plain:
        names = set(package.namelist())
        main = _targets(package, "_rels/.rels", "").get("officeDocument", "")
        folder, _, file = main.rpartition("/")
        related = _targets(package, posixpath.join(folder, "_rels", file + ".rels"), folder)
        parts = {"document": main} | {kind: related[kind] for kind in ("styles", "numbering") if kind in related}
        parts = {kind: name for kind, name in parts.items() if kind == "document" or name in names}
        plain.writestr("[Content_Types].xml", _types(parts))
        plain.writestr("_rels/.rels", _relationships({"officeDocument": "document.xml"}))
        plain.writestr("_rels/document.xml.rels", _relationships({kind: f"{kind}.xml" for kind in parts}))
        for kind, name in parts.items():
            plain.writestr(f"{kind}.xml", _transitional(package.read(name)))
    return out.getvalue()


def _targets(package: zipfile.ZipFile, relationships: str, folder: str) -> dict[str, str]:
    """The part that each kind of relationship leads to, kinds by the last word of their name."""
    if relationships not in package.namelist():
        return {}
    found: dict[str, str] = {}
    for each in fromstring(package.read(relationships), XMLParser(resolve_entities=False)).iter(_RELATIONSHIP):
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            found.setdefault(each.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def _types(parts: Iterable[str]) -> str:
    kinds = {kind: f"{_CONTENT_TYPE}.{'document.main' if kind == 'document' else kind}+xml" for kind in parts}
    overrides = "".join(f'<Override PartName="/{kind}.xml" ContentType="{type_}"/>' for kind, type_ in kinds.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{overrides}</Types>'


def _relationships(targets: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
        if kind != "document"
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def _transitional(part: bytes) -> bytes:
    if _STRICT in part:
        for name, transitional in _TRANSITIONAL:
            part = part.replace(name, transitional)
    return part
