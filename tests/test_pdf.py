"""PDFs say what Word says: text layers exactly, scans up to what recognition can tell; damage is refused."""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.notice import Notice, Paragraph, Table
from extract.pdf.document import read as read_pdf
from extract.pdf.grid import Rule, find_grids
from extract.pdf.lines import Glyph, Line, find_lines
from extract.pdf.paragraphs import split_paragraphs, text_of
from extract.pdf.width import Region
from extract.read import read
from extract.refusal import FileRefusal
from tests import printed
from tests.printed import seen

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = Path(__file__).parent / "files"
NAMES = ("rugao-2019", "rugao-2018", "yueyang-2015", "zaozhuang-2022", "lixia-2013")
CHANGES = (
    printed.short_pages,
    printed.no_repeated_header,
    printed.ragged,
    printed.no_sides,
    printed.turned_labels,
)


@cache
def notice(file: str) -> Notice:
    return read(CORPUS / file)


def tables(blocks: list[Paragraph | Table]) -> list[tuple[int, int, int, list[tuple[int, int, int, int, str]]]]:
    """The tables with every cell's place, spans and text."""
    return [
        (
            block.rows,
            block.cols,
            block.header_rows,
            [(cell.row, cell.col, cell.row_span, cell.col_span, seen(cell.text)) for cell in block.cells],
        )
        for block in blocks
        if isinstance(block, Table)
    ]


def paragraphs(blocks: list[Paragraph | Table]) -> list[tuple[str, int | None]]:
    return [(seen(block.text), block.level) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("name", NAMES)
def test_print_says_what_word_says(name):
    pdf, word = notice(f"{name}.pdf"), notice(f"{name}.docx")
    assert tables(pdf.blocks) == tables(word.blocks)
    assert paragraphs(pdf.blocks) == paragraphs(word.blocks)
    for key in ("title", "number", "issuer", "issued_on"):
        assert getattr(pdf, key) == getattr(word, key)
    assert (pdf.file.kind, pdf.warnings) == ("pdf", [])


@pytest.mark.parametrize("name", NAMES)
def test_every_block_and_cell_has_its_place_on_a_page(name):
    read_ = notice(f"{name}.pdf")
    for block in read_.blocks:
        for holder in [block] if isinstance(block, Paragraph) else block.cells:
            x0, top, x1, bottom = holder.bbox
            assert 1 <= holder.page <= read_.file.pages
            assert 0 <= x0 < x1 <= 596
            assert 0 <= top < bottom <= 842


@pytest.fixture(scope="module")
def prints(tmp_path_factory):
    """Three notices printed in every changed way."""
    names = ("rugao-2019", "rugao-2018", "zaozhuang-2022")
    jobs = {
        f"{name}.{change.__name__}": (name, change)
        for name in names
        for change in CHANGES
        if change is not printed.turned_labels or name == "rugao-2019"
    }
    return printed.printed(tmp_path_factory.mktemp("printed"), jobs)


@pytest.mark.parametrize("change", [change.__name__ for change in CHANGES])
def test_print_says_what_word_says_however_it_is_printed(prints, change):
    said = {job: data for job, data in prints.items() if job.endswith(f".{change}")}
    assert said
    for job, data in said.items():
        blocks, warnings, _, _ = read_pdf(data, f"{job}.pdf")
        assert tables(blocks) == tables(notice(f"{job.split('.')[0]}.docx").blocks), job
        assert warnings == []


def test_a_header_on_every_page_is_no_block(prints):
    blocks, _, pages, _ = read_pdf(prints["rugao-2018.short_pages"], "t.pdf")
    assert pages > 10
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert not [text for text in texts if "内部资料" in text or re.fullmatch("[—-].*[—-]", text)]


@pytest.mark.parametrize(("name", "likeness"), [("rugao-2019", 0.995), ("zaozhuang-2022", 0.99)])
def test_a_scan_has_the_tables_and_nearly_the_words(name, likeness):
    scan, word = notice(f"{name}.scan.pdf"), notice(f"{name}.docx")
    assert scan.file.kind == "scan"
    got, wanted = tables(scan.blocks), tables(word.blocks)
    assert [table[:3] for table in got] == [table[:3] for table in wanted]
    assert [cell[:4] for table in got for cell in table[3]] == [cell[:4] for table in wanted for cell in table[3]]
    texts = ["".join(cell[4] for table in side for cell in table[3]).translate({0xFF0E: "."}) for side in (got, wanted)]
    assert difflib.SequenceMatcher(None, *texts, autojunk=False).ratio() > likeness
    for _, table in scan.tables():
        assert all(0 < cell.confidence <= 1 for cell in table.cells if cell.text)


def test_words_under_a_stamp_are_read_and_the_stamp_is_not():
    scan = notice("rugao-2019.scan.pdf")
    assert [block.text for block in scan.blocks[:3]] == [
        "如皋市妇女联合会文件",
        "皋妇发〔2019〕12号",
        "关于开展2019年度各镇（区、街道）妇女儿童工作目标责任制考核的通知",
    ]
    assert scan.number == "皋妇发〔2019〕12号"


def test_doubtful_lines_of_a_scan_are_listed_with_their_block():
    scan = notice("rugao-2019.scan.pdf")
    assert scan.warnings
    for warning in scan.warnings:
        assert warning.code == "low-confidence"
        quoted = re.search("「(.+)」", warning.text)[1]
        block = scan.blocks[warning.block]
        held = block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        assert quoted in held.replace("\n", "")


def one_page(file: str, index: int, quarter: int = 0) -> bytes:
    """One page of a notice, turned by so many degrees."""
    buffer = BytesIO()
    with pypdfium2.PdfDocument(CORPUS / file) as whole, pypdfium2.PdfDocument.new() as one:
        one.import_pages(whole, [index])
        one[0].set_rotation(quarter)
        one.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_or_head_is_read(quarter):
    level, _, _, _ = read_pdf(one_page("rugao-2019.scan.pdf", 5), "t.pdf")
    turned, _, _, _ = read_pdf(one_page("rugao-2019.scan.pdf", 5, quarter), "t.pdf")
    assert tables(turned) == tables(level)


def test_a_text_layer_needs_no_recognition_and_recognition_no_network(tmp_path):
    page = tmp_path / "page.pdf"
    page.write_bytes(one_page("lixia-2013.scan.pdf", 5))
    script = """
import sys
from pathlib import Path
from extract.read import read
read(Path(sys.argv[1]))
assert not {'cv2', 'rapidocr', 'onnxruntime'} & set(sys.modules)
def forbid(event, arguments):
    if event in ('socket.connect', 'socket.getaddrinfo'):
        raise PermissionError(event)
sys.addaudithook(forbid)
print(read(Path(sys.argv[2])).blocks[-1].text)
"""
    command = [sys.executable, "-c", script, str(CORPUS / "lixia-2013.pdf"), str(page)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CORPUS.parent)
    assert (done.stdout, done.stderr) == ("2013年11月5日\n", "")


@pytest.mark.parametrize("quarter", [90, 270])
def test_a_page_that_lies_on_its_side_is_read(quarter):
    buffer = BytesIO()
    with pypdfium2.PdfDocument(CORPUS / "rugao-2019.pdf") as document:
        for page in document:
            page.set_rotation(quarter)
        document.save(buffer)
    blocks, warnings, _, _ = read_pdf(buffer.getvalue(), "t.pdf")
    assert tables(blocks) == tables(notice("rugao-2019.docx").blocks)
    assert paragraphs(blocks) == [(text, None) for text, _ in paragraphs(notice("rugao-2019.docx").blocks)]
    assert warnings == []


def refused(data: bytes) -> str:
    with pytest.raises(FileRefusal) as caught:
        read_pdf(data, "通知.pdf")
    return caught.value.text


def test_what_cannot_be_read_is_refused_in_one_sentence():
    whole = (CORPUS / "lixia-2013.pdf").read_bytes()
    assert "已加密" in refused((FILES / "encrypted.pdf").read_bytes())
    assert "已损坏" in refused(whole[:5000])
    assert "已损坏" in refused(b"%PDF-1.7\n" + bytes(1000))
    at = whole.index(b"stream\r\n" if b"stream\r\n" in whole else b"stream\n") + 400
    assert "第1页" in refused(whole[:at] + bytes(40) + whole[at + 40 :])


def test_a_blank_page_is_refused():
    buffer = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(buffer)
    assert "没有可读的文字" in refused(buffer.getvalue())


def test_a_file_that_was_mended_is_read_with_a_warning():
    whole = (CORPUS / "lixia-2013.pdf").read_bytes()
    _, warnings, pages, _ = read_pdf(whole[: whole.rindex(b"startxref")], "通知.pdf")
    assert (pages, [warning.code for warning in warnings]) == (6, ["damaged"])


def test_a_ring_round_a_digit_is_a_circled_number():
    ring, digit = Glyph("○", 10, 10, 20, 20, 10), Glyph("2", 13.5, 12, 16.5, 18, 6)
    after = Glyph("年", 20, 10, 30, 20, 10)
    assert [line.text for line in find_lines([digit, after, ring], 1)] == ["②年"]


def test_a_character_printed_twice_to_look_bold_is_one():
    twice = [Glyph("分", 10, 10, 20, 20, 10), Glyph("分", 10.3, 10, 20.3, 20, 10), Glyph("分", 20, 10, 30, 20, 10)]
    assert [line.text for line in find_lines(twice, 1)] == ["分分"]


@st.composite
def merged_grids(draw):
    """A grid of cells, some merged, as (rows, cols, {(row, col): (row_span, col_span)})."""
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    free = {(row, col) for row in range(rows) for col in range(cols)}
    cells = {}
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in free:
                continue
            spans = [
                (height, width)
                for height in range(1, rows - row + 1)
                for width in range(1, cols - col + 1)
                if all((row + down, col + across) in free for down in range(height) for across in range(width))
            ]
            height, width = draw(st.sampled_from(spans)) if draw(st.booleans()) else (1, 1)
            cells[row, col] = height, width
            free -= {(row + down, col + across) for down in range(height) for across in range(width)}
    return rows, cols, cells


@given(merged_grids(), st.sets(st.sampled_from(["left", "right"])))
def test_the_cells_that_lines_enclose_are_found(grid, open_sides):
    rows, cols, cells = grid
    if len(cells) == 1 or len({col for _, col in cells}) < cols or len({row for row, _ in cells}) < rows:
        return
    if any(width == cols for _, width in cells.values()):
        open_sides = set()
    across, down = [], []
    for (row, col), (height, width) in cells.items():
        x0, y0, x1, y1 = 50 + 40 * col, 60 + 20 * row, 50 + 40 * (col + width), 60 + 20 * (row + height)
        across += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
        down += [Rule(x0, y0, y1)] * (col > 0 or "left" not in open_sides)
        down += [Rule(x1, y0, y1)] * (col + width < cols or "right" not in open_sides)
    found = find_grids(across, down)
    assert len(found) == 1
    assert {(slot.row, slot.col): (slot.row_span, slot.col_span) for slot in found[0].slots} == cells


HAN = st.text(st.sampled_from("妇女儿童工作考核目标任务完成情况，。；"), min_size=1, max_size=120).map(
    lambda text: text.lstrip("，。；") + "。"
)


def typeset(texts: list[str], width: int, indent: int) -> list[Line]:
    """The paragraphs in lines of ``width`` characters of 10 points, the first of each indented; marks do not begin
    a line."""
    lines = []
    for text in texts:
        rest, start = text, indent
        while rest:
            room = width - start
            end = len(rest) if len(rest) <= room else room
            while end < len(rest) and rest[end] in "，。；":
                end -= 1
            top = 20 * len(lines)
            lines.append(
                Line(
                    tuple(
                        Glyph(character, 10 * (start + at), top, 10 * (start + at + 1), top + 10, 10)
                        for at, character in enumerate(rest[:end])
                    ),
                    1,
                )
            )
            rest, start = rest[end:], 0
    return lines


@settings(max_examples=200)
@given(st.lists(HAN, min_size=1, max_size=5), st.integers(12, 40))
def test_paragraphs_come_back_from_their_lines(texts, width):
    texts = [text for text in texts if not re.search("[，。；]{3}", text)]
    if not texts:
        return
    lines = typeset(texts, width, 2)
    region = Region(0, 10 * width, flush=True)
    assert [text_of(group) for group in split_paragraphs(lines, region)] == texts
