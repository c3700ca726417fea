"""Files made to do harm: each ends in a sentence, soon and in little memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from extract.apart import read
from extract.limits import PAGES
from extract.refusal import FileRefusal
from tests.forms import CORPUS, issued, workbook
from tests.wordfile import docx, p, tbl, tr


def refused(folder: Path, name: str, data: bytes) -> str:
    """The sentence with which the file is refused, in the process that reads such files."""
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(FileRefusal) as caught:
        read(path)
    assert "内部出错" not in caught.value.text
    assert "没有进展" not in caught.value.text
    return caught.value.text


def changed(data: bytes, part: str, content: bytes) -> bytes:
    """The package with another content of a part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as written,
    ):
        for name in package.namelist():
            written.writestr(name, content if name == part else package.read(name))
    return out.getvalue()


def test_zip_bombs(tmp_path: Path) -> None:
    bomb = changed(docx(p("考核")), "word/document.xml", bytes(500 * 2**20))
    assert "解压后过大" in refused(tmp_path, "炸弹.docx", bomb)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'">'
    + b"".join(
        b'<!ENTITY %s "%s">' % (bytes([b"b"[0] + n]), (b"&%s;" % bytes([b"a"[0] + n])) * 10) for n in range(9)
    )
    + b"]>"
)  # fmt: skip


def test_xml_bombs_and_external_entities(tmp_path: Path) -> None:
    body = docx(p("BOMB"))
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        plain = package.read("word/document.xml").partition(b"?>")[2]
    bomb = changed(body, "word/document.xml", ENTITIES + plain.replace(b"BOMB", b"&j;"))
    assert "「炸弹.docx」" in refused(tmp_path, "炸弹.docx", bomb)
    secret = tmp_path / "秘密.txt"
    secret.write_text("SECRET")
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    path = tmp_path / "外部.docx"
    path.write_bytes(changed(body, "word/document.xml", entity + plain.replace(b"BOMB", "通知&e;".encode())))
    assert [block.text for block in read(path).blocks] == ["通知"]
    sheet = b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&j;</t></is></c></row></sheetData></worksheet>"
    bomb = changed(workbook(issued("rugao-2019")), "xl/worksheets/sheet1.xml", ENTITIES + sheet)
    assert "「炸弹.xlsx」" in refused(tmp_path, "炸弹.xlsx", bomb)


def test_absurd_tables(tmp_path: Path) -> None:
    rows = "<tr>" + "<td rowspan=65534 colspan=1000>考核</td>" * 3 + "</tr>"
    assert "格的表格" in refused(tmp_path, "大.html", f"<table>{rows}{'<tr></tr>' * 9999}</table>".encode())
    rows = "<w:tr>" + "<w:tc/>" * 51 + "</w:tr>"
    assert "格的表格" in refused(tmp_path, "大.docx", docx(f"<w:tbl>{rows * 10000}</w:tbl>"))
    nested = p("深")
    for _ in range(200):
        nested = tbl(tr(nested)) + p()
    assert "「深.docx」" in refused(tmp_path, "深.docx", docx(nested))


def test_ten_thousand_pages(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(PAGES + 1):
            document.new_page(595, 842)
        out = io.BytesIO()
        document.save(out)
    assert f"有 {PAGES + 1} 页" in refused(tmp_path, "长.pdf", out.getvalue())


def test_pictures_and_pages_of_absurd_size(tmp_path: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    chunks = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, b"IDAT", b"IEND")
    )
    assert "百万像素" in refused(tmp_path, "大.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    out = io.BytesIO()
    Image.new("L", (200, 200), 255).save(out, "PDF", resolution=1.0)
    large = out.getvalue().replace(b"[ 0 0 14400.0 14400.0 ]", b"[ 0 0 94400.0 94400.0 ]")
    assert "「大.pdf」" in refused(tmp_path, "大.pdf", large)


def test_a_pdf_with_scripts_is_read_and_they_are_not_run(tmp_path: Path) -> None:
    data = (CORPUS / "zaozhuang-2022.pdf").read_bytes()
    at = data.index(b"/Type/Catalog")
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    path = tmp_path / "脚本.pdf"
    path.write_bytes(data[:at] + script + data[at:])
    notice = read(path)
    assert (notice.title, [warning.code for warning in notice.warnings]) == (
        issued("zaozhuang-2022").title,
        ["damaged"],
    )
