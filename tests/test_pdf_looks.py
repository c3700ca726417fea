"""A notice says the same however its tables are drawn; where lines are missing, the reader says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.notice import Paragraph
from extract.pdf.document import read as read_pdf
from tests import printed, printed_looks
from tests.printed import Document, seen
from tests.test_pdf import notice, tables

RULED: list[tuple[Callable[[Document], None], str]] = [
    (printed_looks.dotted, "zaozhuang-2022"),
    (printed_looks.double, "rugao-2018"),
    (printed_looks.thick, "zaozhuang-2022"),
    (printed_looks.no_outer_lines, "zaozhuang-2022"),
    (printed_looks.no_outer_lines, "rugao-2019"),
    (printed_looks.larger_type, "zaozhuang-2022"),
    (printed_looks.larger_type, "rugao-2019"),
    (printed_looks.landscape, "rugao-2019"),
    (printed_looks.watermark, "rugao-2019"),
]
UNRULED: list[tuple[Callable[[Document], None], str]] = [
    (printed_looks.lines_across_only, "zaozhuang-2022"),
    (printed_looks.lines_across_only, "rugao-2019"),
    (printed_looks.no_lines, "zaozhuang-2022"),
    (printed_looks.no_lines_at_top, "rugao-2019"),
    (printed_looks.three_lines, "rugao-2018"),
]
COLUMNS = (printed_looks.two_columns, "lixia-2013")


def job(number: int, name: str) -> str:
    return f"{name}.{number}"


@pytest.fixture(scope="module")
def prints(tmp_path_factory):
    """The notices as they look in print, by job."""
    every = [*RULED, *UNRULED, COLUMNS]
    jobs = {job(number, name): (name, change) for number, (change, name) in enumerate(every)}
    return printed.printed(tmp_path_factory.mktemp("looks"), jobs)


@pytest.mark.parametrize("number", range(len(RULED)))
def test_lines_of_any_kind_give_the_table_that_word_has(prints, number):
    name = RULED[number][1]
    blocks, warnings, _, _ = read_pdf(prints[job(number, name)], "t.pdf")
    assert tables(blocks) == tables(notice(f"{name}.docx").blocks)
    assert warnings == []


@pytest.mark.parametrize("number", range(len(RULED), len(RULED) + len(UNRULED)))
def test_a_table_without_lines_is_read_by_its_columns_and_marked(prints, number):
    name = UNRULED[number - len(RULED)][1]
    blocks, warnings, _, _ = read_pdf(prints[job(number, name)], "t.pdf")
    assert tables(blocks) == tables(notice(f"{name}.docx").blocks)
    (warning,) = warnings
    assert (warning.code, blocks[warning.block].kind) == ("unruled", "table")
    assert "没有画全框线" in warning.text


def test_two_columns_of_text_are_read_one_after_the_other(prints):
    blocks, warnings, _, _ = read_pdf(prints[job(len(RULED) + len(UNRULED), "lixia-2013")], "t.pdf")
    word = notice("lixia-2013.docx").blocks
    said, wanted = (
        "".join(seen(block.text).replace("\n", "") for block in side if isinstance(block, Paragraph))
        for side in (blocks, word)
    )
    assert said == wanted
    assert warnings == []
