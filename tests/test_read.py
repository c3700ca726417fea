"""Any file: its kind by its bytes, the same notice in all forms, and one sentence for what cannot be read."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import olefile
import pytest

from extract import read as reading
from extract.read import read
from extract.refusal import FileRefusal, MissingProgram
from tests.wordfile import docx, p, strict, tbl, tr

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = ("rugao-2019", "rugao-2018", "yueyang-2015", "zaozhuang-2022", "lixia-2013")


def refused(path: Path) -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(FileRefusal) as caught:
        read(path)
    text = caught.value.text
    assert path.name in text
    assert text.endswith("。")
    assert text.count("。") == 1
    return text


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_word_text_and_old_word_forms_of_a_notice_say_the_same(name):
    docx_, txt, doc = (read(CORPUS / f"{name}.{form}") for form in ("docx", "txt", "doc"))
    assert (docx_.file.kind, txt.file.kind, doc.file.kind) == ("docx", "txt", "doc")
    said = docx_.model_dump(exclude={"file", "warnings"})
    assert txt.model_dump(exclude={"file", "warnings"}) == said
    assert doc.model_dump(exclude={"file", "warnings"}) == said
    assert docx_.warnings == []


def test_the_name_does_not_decide(tmp_path):
    data = docx(p("关于考核的通知"))
    for name in ("通知.docx", "通知.doc", "通知.pdf", "通知"):
        assert read(written(tmp_path, name, data)).file.kind == "docx"
    text = "关于考核的通知\n".encode("gb18030")
    assert read(written(tmp_path, "通知.docx", text)).file.kind == "txt"
    assert read(written(tmp_path, "老通知.docx", (CORPUS / "lixia-2013.doc").read_bytes())).file.kind == "doc"


def test_strict_word_documents_are_word_documents(tmp_path):
    assert read(written(tmp_path, "通知.docx", strict(docx(p("关于考核的通知"))))).title == "关于考核的通知"


def test_macros_are_left_out_and_told(tmp_path):
    macro_type = "application/vnd.ms-word.document.macroEnabled.main+xml"
    data = io.BytesIO(docx(p("关于考核的通知"), main_type=macro_type))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    notice = read(written(tmp_path, "通知.docm", data.getvalue()))
    assert notice.title == "关于考核的通知"
    assert [warning.code for warning in notice.warnings] == ["macro"]


def test_missing_empty_and_folder(tmp_path):
    assert "不存在" in refused(tmp_path / "没有.docx")
    assert "是空文件" in refused(written(tmp_path, "空.docx", b""))
    assert "是空文件" in refused(written(tmp_path, "空白.txt", b" \r\n\t\n"))
    folder = tmp_path / "通知"
    folder.mkdir()
    assert "是文件夹" in refused(folder)


def test_a_document_without_words(tmp_path):
    assert "没有任何文字" in refused(written(tmp_path, "白纸.docx", docx(p())))


def test_a_file_over_the_limit(tmp_path, monkeypatch):
    path = written(tmp_path, "大.txt", "考核\n".encode() * 100)
    monkeypatch.setattr(reading, "FILE_BYTES", 99)
    assert "上限" in refused(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.main", "二进制的 Excel"),
        ("讲稿.pptx", "presentationml.presentation.main+xml", "演示文稿"),
        ("资料.zip", None, "压缩包"),
    ],
)
def test_other_packages_are_named(tmp_path, name, data, said):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml" if data else "通知.txt", data or "通知")
    assert said in refused(written(tmp_path, name, out.getvalue()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片打不开"),
        (bytes(range(256)) * 4, "不是能识别的文档"),
    ],
)
def test_other_kinds_are_named(tmp_path, data, said):
    assert said in refused(written(tmp_path, "通知.doc", data))


def test_damaged_packages(tmp_path):
    data = docx(tbl(tr("项目", "分值")) + p("正文" * 500))
    assert "已损坏" in refused(written(tmp_path, "半截.docx", data[: len(data) // 2]))
    at = data.index("正文".encode() * 3) if "正文".encode() * 3 in data else len(data) // 3
    assert "已损坏" in refused(written(tmp_path, "坏.docx", data[:at] + bytes(40) + data[at + 40 :]))
    assert "已损坏" in refused(written(tmp_path, "乱.docx", docx("<w:p>")))
    assert "已损坏" in refused(written(tmp_path, "半截.doc", (CORPUS / "lixia-2013.doc").read_bytes()[:2000]))


def test_encrypted_documents(tmp_path):
    plain = (CORPUS / "lixia-2013.doc").read_bytes()
    path = written(tmp_path, "密.doc", plain)
    with olefile.OleFileIO(path, write_mode=True) as compound:
        stream = bytearray(compound.openstream("WordDocument").read())
        stream[11] |= 1
        compound.write_stream("WordDocument", bytes(stream))
    assert "已加密" in refused(path)
    locked = _renamed(plain, "WordDocument", "EncryptedPackage")
    assert "已加密" in refused(written(tmp_path, "密.docx", locked))


def _renamed(data: bytes, stream: str, name: str) -> bytes:
    """A compound file one of whose streams has another name."""
    entry = data.index(stream.encode("utf-16-le"))
    field = name.encode("utf-16-le").ljust(64, b"\x00") + (2 * len(name) + 2).to_bytes(2, "little")
    return data[:entry] + field + data[entry + 66 :]


def test_without_libreoffice_the_package_to_install_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingProgram, match="libreoffice-writer-nogui"):
        read(CORPUS / "lixia-2013.doc")


def test_reading_text_loads_no_other_reader():
    code = (
        "import sys; from pathlib import Path; from extract.read import read; read(Path(sys.argv[1]));"
        "print([name for name in ('docx', 'olefile', 'pdfplumber', 'cv2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(CORPUS / "rugao-2019.txt")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_model_covers_every_position_and_reads_back():
    notice = read(CORPUS / "yueyang-2015.docx")
    assert type(notice).model_validate_json(notice.model_dump_json()) == notice
    assert [len(table.grid()) for _, table in notice.tables()] == [46]


def test_text_in_a_wrong_encoding_is_told(tmp_path):
    """A bit of an old document's piece table says that its text is Latin."""
    path = written(tmp_path, "乱码.doc", (CORPUS / "lixia-2013.doc").read_bytes())
    with olefile.OleFileIO(path, write_mode=True) as compound:
        stream = compound.openstream("WordDocument").read()
        name = "1Table" if stream[11] & 2 else "0Table"
        table = bytearray(compound.openstream(name).read())
        start = int.from_bytes(stream[0x1A2:0x1A6], "little")
        pieces = (int.from_bytes(table[start + 1 : start + 5], "little") - 4) // 12
        for piece in range(pieces):
            table[start + 5 + 4 * (pieces + 1) + 8 * piece + 5] |= 0x40
        compound.write_stream(name, bytes(table))
    assert "garbled" in [warning.code for warning in read(path).warnings]


def test_a_pdf_that_lost_a_page_is_told(tmp_path):
    data = (CORPUS / "rugao-2019.pdf").read_bytes()
    kids = data[data.index(b"/Kids") :]
    first = re.search(rb"\[\s*(\d+) 0 R", kids)
    lost = data.replace(b"\n" + first[1] + b" 0 obj", b"\n" + b"9" * len(first[1]) + b" 0 obj", 1)
    notice = read(written(tmp_path, "缺页.pdf", lost))
    assert (notice.file.pages, [warning.code for warning in notice.warnings]) == (5, ["damaged"])
    page = data.index(b"/Contents")
    gone = data[:page] + re.sub(rb"\d", b"9", data[page : page + 14]) + data[page + 14 :]
    assert "第1页读不出来" in refused(written(tmp_path, "坏页.pdf", gone))
