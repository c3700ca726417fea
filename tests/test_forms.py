"""One notice in every form that offices save, publish and retype it in: the same blocks, the same metadata."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from extract.notice import Notice, Table
from extract.read import read
from normalize.draft import draft
from tests.forms import CORPUS, issued, markdown, page, saved_as, workbook

NAMES = ("rugao-2019", "rugao-2018", "yueyang-2015", "zaozhuang-2022", "lixia-2013")


def said(notice: Notice) -> dict[str, object]:
    """What the notice says, without what tells in which pieces its file held it."""
    blocks = [block.model_copy(update={"parts": []}) if isinstance(block, Table) else block for block in notice.blocks]
    return notice.model_copy(update={"blocks": blocks}).model_dump(exclude={"file", "warnings"})


@pytest.mark.parametrize("suffix", ["html", "rtf", "odt"])
def test_saved_in_another_format(tmp_path: Path, suffix: str) -> None:
    for name, path in saved_as(tmp_path, suffix, NAMES).items():
        notice = read(path)
        assert notice.file.kind == suffix
        assert said(notice) == said(issued(name))


@pytest.mark.parametrize("name", NAMES)
def test_published_retyped_and_put_into_a_workbook(tmp_path: Path, name: str) -> None:
    forms = {
        "xlsx": workbook(issued(name)),
        "html": page(issued(name)).encode("gb18030"),
        "md": markdown(issued(name)).encode(),
    }
    if not any(issued(name).tables()):
        del forms["md"]  # without a table it is a plain text
    for kind, data in forms.items():
        path = tmp_path / "通知"
        path.write_bytes(data)
        notice = read(path)
        assert notice.file.kind == kind
        assert notice.warnings == []
        assert said(notice) == said(issued(name))


def test_a_workbook_without_lines_and_the_same_rubric(tmp_path: Path) -> None:
    path = tmp_path / "考核细则.xls"
    path.write_bytes(workbook(issued("rugao-2019"), boxed=False))
    notice = read(path)
    assert said(notice) == said(issued("rugao-2019"))
    assert draft(notice).items == draft(issued("rugao-2019")).items


def test_a_fax_of_several_pages(tmp_path: Path) -> None:
    """A TIFF is read page by page, and the part of a table on each page belongs to one table."""
    with pypdfium2.PdfDocument(CORPUS / "rugao-2019.pdf") as document:
        pages = [document[number].render(scale=200 / 72).to_pil() for number in (0, 2, 3)]
    path = tmp_path / "传真.tif"
    pages[1].save(path, save_all=True, append_images=pages[2:], compression="tiff_lzw")
    notice = read(path)
    assert (notice.file.kind, notice.file.pages) == ("tiff", 2)
    ((_, table),) = notice.tables()
    assert (table.cols, table.header_rows, [part.page for part in table.parts]) == (4, 1, [1, 2])
    assert all(cell.confidence is not None for cell in table.cells if cell.text)
    for suffix, mode in ((".png", "RGBA"), (".jpg", "L")):
        path = tmp_path / f"第一页{suffix}"
        pages[0].convert(mode).save(path)
        assert read(path).title == issued("rugao-2019").title


def test_pages_of_text_and_scanned_pages_in_one_file(tmp_path: Path) -> None:
    with (
        pypdfium2.PdfDocument.new() as mixed,
        pypdfium2.PdfDocument(CORPUS / "rugao-2019.pdf") as text,
        pypdfium2.PdfDocument(CORPUS / "rugao-2019.scan.pdf") as scan,
    ):
        mixed.import_pages(text, [0, 1, 2])
        mixed.import_pages(scan, [3])
        path = tmp_path / "通知.pdf"
        mixed.save(path)
    notice = read(path)
    assert (notice.number, notice.file.kind) == ("皋妇发〔2019〕12号", "scan")
    ((_, table),) = notice.tables()
    assert (table.cols, [part.page for part in table.parts]) == (4, [3, 4])
    assert {cell.confidence is None for cell in table.cells if cell.text} == {True, False}
