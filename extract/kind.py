"""What kind of file it is, by its bytes: names lie (a ``.doc`` may be docx, HTML or RTF; a ``.docx`` may be OLE)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum

from extract.limits import UNPACKED_BYTES
from extract.refusal import FileRefusal

_WORD_MAIN = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
_WORD_MACRO = ("ms-word.document.macroEnabled.main+xml", "ms-word.template.macroEnabledTemplate.main+xml")
_SHEET_MAIN = (
    "spreadsheetml.sheet.main+xml",
    "spreadsheetml.template.main+xml",
    "ms-excel.sheet.macroEnabled.main+xml",
)


_PAGE = (
    rb"<(?:!doctype html|!--|html|head|body|meta|title|style|table|div|span|font|center|p|h[1-6]|ul|ol|br)[\s>/-]|<!--"
)


class Kind(Enum):
    """The kinds of file that are read."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    WPS = "wps"
    WORD_XML = "xml"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    BMP = "bmp"
    GIF = "gif"
    HTML = "html"
    MHT = "mht"
    MARKDOWN = "md"
    TXT = "txt"


_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
)


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
    picture = next((kind for start, kind in _PICTURES if data.startswith(start)), None)
    if picture is None and data.startswith(b"BM") and b"\x00" in data[:64]:
        picture = Kind.BMP
    return picture or _text_kind(data, name)


def _text_kind(data: bytes, name: str) -> Kind:
    """What the file's text is written in; in UTF-16 too."""
    start = data[:8192].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        return Kind.RTF
    if re.match(rb"(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?mime-version:", start):
        return Kind.MHT
    if re.match(_PAGE, start) or b"<html" in start:
        return Kind.HTML
    if start.startswith(b"<?xml"):
        if any(mark in start for mark in (b'progid="word.document"', b"<w:worddocument", b"opendocument.text")):
            return Kind.WORD_XML
        raise _other(name, "XML 文件")
    if not _is_text(data):
        raise FileRefusal(name, "不是能识别的文档", "请导入 Word 文档、Excel 表、PDF、图片、网页或文本文件")
    from extract.markdown import is_markdown

    return Kind.MARKDOWN if is_markdown(data) else Kind.TXT


def _other(name: str, what: str) -> FileRefusal:
    return FileRefusal(name, f"是{what}，不是能读的文档", "请导出为 PDF，或把通知另存为 .docx 后再导入")


def _package(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if sum(item.file_size for item in package.infolist()) > UNPACKED_BYTES:
                raise FileRefusal(name, "解压后过大", "请确认它是正常的文档")
            types = _start_of(package, "[Content_Types].xml") if "[Content_Types].xml" in names else ""
            mimetype = _start_of(package, "mimetype") if "mimetype" in names else ""
            locked = "manifest:encryption-data" in _start_of(package, "META-INF/manifest.xml") if mimetype else False
            broken = package.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        raise FileRefusal(name, "已损坏，打不开", "请重新复制或下载一份，或用 Word 修复后另存") from None
    if broken is not None:
        raise FileRefusal(name, "已损坏，有的内容读不出来", "请重新复制或下载一份，或用 Word 修复后另存")
    if locked:
        raise _encrypted(name)
    if any(kind in types for kind in (*_WORD_MAIN, *_WORD_MACRO)):
        return Kind.DOCX
    if any(kind in types for kind in _SHEET_MAIN):
        return Kind.XLSX
    if "ms-excel" in types or "spreadsheetml" in types:
        raise FileRefusal(name, "是二进制的 Excel 工作簿", "请用 Excel 打开并另存为 .xlsx 后再导入")
    if "presentationml" in types:
        raise _other(name, "演示文稿")
    if "opendocument.text" in mimetype:
        return Kind.ODT
    if "opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if "opendocument" in mimetype:
        raise _other(name, "演示文稿或图形文件")
    raise FileRefusal(name, "是压缩包，不是文档", "请解压后导入其中的通知")


def _start_of(package: zipfile.ZipFile, part: str) -> str:
    with package.open(part) as stream:
        return stream.read(2**20).decode("utf-8", "replace")


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
        return Kind.XLS
    if "powerpoint document" in streams:
        raise _other(name, "演示文稿")
    if streams & {"contents", "matost", "mn0"}:
        return Kind.WPS
    raise FileRefusal(name, "不是能识别的文档", "请导入 Word 文档、Excel 表、PDF、图片、网页或文本文件")


def _encrypted(name: str) -> FileRefusal:
    return FileRefusal(name, "已加密", "请先打开它，取消密码后另存，再导入")


def _is_text(data: bytes) -> bool:
    """Whether the bytes are text in an encoding that the dump reader knows: no control bytes but line ends and tabs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:65536])
