"""Old Word documents: the equations that LibreOffice drops come back, and a hang is stopped."""

from __future__ import annotations

import subprocess
from pathlib import Path

import olefile
import pytest

from extract.kind import Kind
from extract.notice import Cell, Paragraph, Table
from extract.office import convert, read_document
from extract.refusal import FileRefusal
from extract.rtf import with_equations_drawn
from extract.word.binary import StoredParagraph, main_text, stored_paragraphs
from extract.word.printed import Numbered, differing
from extract.word.restore import restore
from tests.wordfile import docx, in_list, level, lists, p

DOC = Path(__file__).parent.parent / "corpus" / "yueyang-2015.doc"


def test_equation_fields_are_found_in_the_file_itself():
    found = [paragraph for paragraph in stored_paragraphs(DOC.read_bytes()) if paragraph.equations]
    assert [shown for paragraph in found for _, _, shown in paragraph.equations] == list("①②①②①②③①②")
    assert found[0].text.startswith("妇儿工委办编制")
    assert "2015年县市区妇联工作绩效考核自评表" in main_text(DOC.read_bytes())


def test_what_cannot_be_compared_with_the_file_is_told(tmp_path):
    path = tmp_path / "坏.doc"
    path.write_bytes(DOC.read_bytes())
    with olefile.OleFileIO(path, write_mode=True) as compound:
        stream = bytearray(compound.openstream("WordDocument").read())
        start = int.from_bytes(stream[0x1A2:0x1A6], "little")
        name = "1Table" if stream[11] & 2 else "0Table"
        table = bytearray(compound.openstream(name).read())
        table[start + 1 : start + 5] = b"\xff\xff\xff\x7f"
        compound.write_stream(name, bytes(table))
    _, warnings = read_document(path.read_bytes(), path.name)
    assert warnings[-1].code == "unchecked"


def test_equation_fields_of_rtf_are_drawn_before_libreoffice_drops_them():
    field = rb"{\field{\*\fldinst {\f1 eq \\o\\ac(\u9675 ?,}{\f2 2)}}{\fldrslt }}"
    link = rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt \'d6\'c6}}"
    data = rb"{\rtf1\ansi\ansicpg936 " + field + rb"\'d6\'c6\'b6\'c8" + link + rb"\par}"
    assert with_equations_drawn(data) == data.replace(field, rb"{\u9313?}")
    blocks, _ = read_document(data, "通知.rtf", Kind.RTF)
    assert blocks == [Paragraph(text="②制度制")]


def test_a_conversion_over_its_time_is_stopped():
    with pytest.raises(FileRefusal, match="已停止"):
        convert(DOC.read_bytes(), "通知.doc", time_limit=0.01)


def test_equations_go_back_where_the_other_words_are_the_same():
    table = Table(rows=1, cols=2, cells=[Cell(row=0, col=0, text="制度\n健全；机构"), Cell(row=0, col=1, text="制度")])
    paragraphs = [
        StoredParagraph("健全；机构", [(0, "eq 1", "①"), (3, "eq 2", "②"), (5, "eq 3", "③")]),
        StoredParagraph("没有的话", [(0, "eq 9", "⑨")]),
        StoredParagraph("正文", [(1, "eq x", None)]),
    ]
    again, warnings = restore([Paragraph(text="①健全")], [StoredParagraph("健全", [(0, "eq 1", "①")])])
    assert (again, warnings) == ([Paragraph(text="①健全")], [])
    blocks, warnings = restore([table, Paragraph(text="正 文")], paragraphs)
    assert isinstance(blocks[0], Table)
    assert [cell.text for cell in blocks[0].cells] == ["制度\n①健全；②机构③", "制度"]
    assert blocks[1] == Paragraph(text="正 eq x文")
    assert [(warning.code, warning.block) for warning in warnings[:2]] == [("equation-lost", None), ("equation", 1)]
    assert [warning.code for warning in warnings[2:]] == ["text-lost"]


def test_automatic_numbers_are_held_beside_those_that_libreoffice_prints(tmp_path):
    body = p("考核对象", in_list()) + p("考核内容", in_list()) + p("说明")
    (tmp_path / "通知.docx").write_bytes(docx(body, numbering=lists(level(0, "chineseCounting", "%1、"))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "通知.docx")], check=True, capture_output=True, timeout=120)
    blocks, warnings = read_document((tmp_path / "通知.doc").read_bytes(), "通知.doc")
    assert [block.text for block in blocks] == ["一、考核对象", "二、考核内容", "说明"]
    assert [warning.text for warning in warnings] == ["自动编号由 LibreOffice 转换而来，重新起号的地方请与原件核对"]
    counted = [Numbered("一、", "考核对象"), Numbered("三、", "考核内容"), Numbered("①", "")]
    assert differing(counted, "一、考核对象\n  二、 考核内容\n②\n") == [(counted[1], "二、")]
