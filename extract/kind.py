"""What kind of file it is, by its bytes: names lie (a ``.doc`` may be docx, HTML or RTF; a ``.docx`` may be OLE)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum

from extract.refusal import FileRefusal

MAX_UNPACKED = 400 * 1024 * 1024
"""A package that unpacks to more than this (bytes) is refused."""

_WORD_MAIN = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
_WORD_MACRO = ("ms-word.document.macroEnabled.main+xml", "ms-word.template.macroEnabledTemplate.main+xml")


class Kind(Enum):
    """The kinds of file that are read."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    TXT = "txt"


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of file.

    Raises FileRefusal for kinds that are not read, for encrypted files and for damaged packages.
    """
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _package(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data, name)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        raise _other(name, "RTF 文档")
    if re.match(rb"<!doctype html|<html|<head|<body|<meta|<table", start) or b"<html" in start:
        raise _other(name, "网页")
    if start.startswith(b"<?xml"):
        raise _other(name, "XML 文件")
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm")) and b"\x00" in data[:64]:
        raise FileRefusal(name, "是图片", "请把扫描件存为 PDF 后再导入")
    if not _is_text(data):
        raise FileRefusal(name, "不是能识别的文档", "请导入 Word 文档、PDF 或文本文件")
    return Kind.TXT


def _other(name: str, what: str) -> FileRefusal:
    return FileRefusal(name, f"是{what}，不是 Word 文档、PDF 或文本文件", "请用 Word 打开并另存为 .docx 后再导入")


def _package(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if sum(item.file_size for item in package.infolist()) > MAX_UNPACKED:
                raise FileRefusal(name, "解压后过大", "请确认它是正常的 Word 文档")
            types = (
                package.read("[Content_Types].xml").decode("utf-8", "replace") if "[Content_Types].xml" in names else ""
            )
            broken = package.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise FileRefusal(name, "已损坏，打不开", "请重新复制或下载一份，或用 Word 修复后另存") from None
    if broken is not None:
        raise FileRefusal(name, "已损坏，有的内容读不出来", "请重新复制或下载一份，或用 Word 修复后另存")
    if any(kind in types for kind in (*_WORD_MAIN, *_WORD_MACRO)):
        return Kind.DOCX
    if "spreadsheetml" in types:
        raise _other(name, "Excel 工作簿")
    if "presentationml" in types:
        raise _other(name, "演示文稿")
    if "mimetype" in names and "content.xml" in names:
        raise _other(name, "OpenDocument 文档")
    raise FileRefusal(name, "是压缩包，不是文档", "请解压后导入其中的通知")


def _compound(data: bytes, name: str) -> Kind:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = {"/".join(path).lower() for path in compound.listdir()}
            if "encryptedpackage" in streams or "encryptioninfo" in streams:
                raise _encrypted(name)
            if "worddocument" in streams:
                flags = compound.openstream("WordDocument").read(12)
                if len(flags) == 12 and flags[11] & 0x01:
                    raise _encrypted(name)
                return Kind.DOC
    except (OSError, ValueError, IndexError, TypeError):
        raise FileRefusal(name, "已损坏，打不开", "请重新复制或下载一份，或用 Word 修复后另存") from None
    if streams & {"workbook", "book"}:
        raise _other(name, "Excel 工作簿")
    if "powerpoint document" in streams:
        raise _other(name, "演示文稿")
    raise FileRefusal(name, "不是能识别的文档", "请导入 Word 文档、PDF 或文本文件")


def _encrypted(name: str) -> FileRefusal:
    return FileRefusal(name, "已加密", "请先在 Word 中取消密码再导入")


def _is_text(data: bytes) -> bool:
    """Whether the bytes are text in an encoding that the dump reader knows: no control bytes but line ends and tabs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:65536])
