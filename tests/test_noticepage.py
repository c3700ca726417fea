"""``kaohe read --html``: one page that stands alone, in a real browser without JavaScript."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Page, sync_playwright

from extract.notice import Notice, Table
from extract.places import places
from extract.read import read
from kaohe.noticepage import page
from tests.golden_files import NAMES, ROOT
from tests.test_command_line import kaohe, refused
from tests.wordfile import docx, p, tbl, tr

CORPUS = ROOT / "corpus"


def written(file: Path) -> tuple[Notice, str]:
    notice = read(file)
    return notice, page(notice, file.read_bytes())


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a scanned notice, written by the command."""
    target = tmp_path_factory.mktemp("page") / "扫描.html"
    done = kaohe("read", CORPUS / "rugao-2019.scan.pdf", "--html", target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def browser() -> Iterator[Page]:
    """A page of a browser that runs no script."""
    with sync_playwright() as playwright:
        shell = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"]
        )
        yield shell.new_context(java_script_enabled=False, viewport={"width": 1400, "height": 900}).new_page()
        shell.close()


def test_the_page_asks_nobody_for_anything(scan, browser):
    asked: list[str] = []
    browser.on("request", lambda request: asked.append(request.url))
    browser.goto(scan.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [scan.as_uri()]
    assert browser.locator("img").count() == 6
    assert "<script" not in scan.read_text("utf-8")


def test_a_cell_says_where_it_stands_and_leads_to_its_box_and_back(scan, browser):
    browser.goto(scan.as_uri())
    cell = browser.locator("#b15-4-3")
    label = cell.locator(".at")
    assert label.evaluate("element => getComputedStyle(element).opacity") == "0"
    cell.hover()
    assert label.evaluate("element => getComputedStyle(element).opacity") == "1"
    assert re.fullmatch(r"第16块第5行第4列 把握\d+% 第4页", label.inner_text())
    label.click()
    box = browser.locator("#p4-15-4-3")
    assert browser.url.endswith("#p4-15-4-3")
    place = box.bounding_box()
    assert 0 <= place["y"] < 900
    box.click()
    assert browser.url.endswith("#b15-4-3")


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_every_cell_with_its_spans_and_every_paragraph(name, form):
    notice, text = written(CORPUS / f"{name}.{form}")
    tree = html.document_fromstring(text)
    for label in tree.find_class("at"):
        label.drop_tree()
    for index, block in enumerate(notice.blocks):
        if not isinstance(block, Table):
            assert tree.get_element_by_id(f"b{index}")[1].text == block.text
            continue
        for cell in block.cells:
            shown = tree.get_element_by_id(f"b{index}-{cell.row}-{cell.col}")
            assert shown.text_content() == cell.text
            spans = int(shown.get("rowspan", 1)), int(shown.get("colspan", 1))
            assert spans == (cell.row_span, cell.col_span)


def test_warnings_stand_before_the_block_that_they_are_about():
    notice, text = written(CORPUS / "rugao-2019.scan.pdf")
    tree = html.document_fromstring(text)
    notes = tree.get_element_by_id("b15").getprevious()
    assert [item.text for item in notes.iter("li")] == [warning.text for warning in notice.warnings]


def test_a_merged_cell_has_a_box_on_every_page_that_it_reaches():
    notice, text = written(CORPUS / "zaozhuang-2022.pdf")
    table = notice.blocks[2]
    pages = {part.page for part in table.parts}
    known = places(table)[1, 0]
    assert {number for number, _ in known} == pages
    assert all(f'id="p{number}-2-1-0"' in text for number in pages)
    assert all(0 < box[1] < box[3] < 842 for _, box in known)


def test_what_a_notice_says_is_text_and_never_markup(tmp_path):
    file = tmp_path / "t.docx"
    file.write_bytes(docx(p("&lt;script&gt;alert(1)&lt;/script&gt;") + tbl(tr("&lt;b&gt;&amp;", "2"), tr("3", "4"))))
    notice, text = written(file)
    assert "<script" not in text
    assert html.document_fromstring(text).get_element_by_id("b0")[1].text == notice.blocks[0].text


def test_several_notices_need_a_folder(tmp_path):
    files = [CORPUS / "lixia-2013.docx", CORPUS / "lixia-2013.txt"]
    assert kaohe("read", *files, "--html", tmp_path / "页").returncode == 0
    assert sorted(file.name for file in (tmp_path / "页").iterdir()) == ["lixia-2013.docx.html", "lixia-2013.txt.html"]
    (tmp_path / "一个").write_text("x", encoding="utf-8")
    assert "请给一个文件夹" in refused("read", *files, "--html", tmp_path / "一个")
