"""Extraction beside the notices as a careful reader wrote them down: metadata, headings, tables with their merges."""

from __future__ import annotations

import pytest

from extract.notice import Paragraph
from tests.golden import SAMPLES, notice
from tests.golden_files import golden
from tests.printed import seen
from tests.wordfile import pictured

pytestmark = pytest.mark.parametrize(("name", "form"), SAMPLES)


@pytest.mark.parametrize("key", ["title", "number", "issuer", "issued_on"])
def test_metadata(name: str, form: str, key: str) -> None:
    """Title, 文号, 发文机关 and date are those of the document."""
    assert getattr(notice(name, form), key) == golden(name, "notice")[key]


def test_metadata_is_where_it_says(name: str, form: str) -> None:
    """The place of each piece of metadata holds words, in the block it names."""
    read = notice(name, form)
    for key, place in read.sources.items():
        block = read.blocks[place.block]
        assert isinstance(block, Paragraph), f"{key} stands in a table"
        assert block.text[place.start : place.end].strip(), f"{key} points at nothing"


def test_headings(name: str, form: str) -> None:
    """The paragraphs with a level are the document's headings, in order."""
    found = [block.text for block in notice(name, form).blocks if isinstance(block, Paragraph) and block.level]
    assert found == golden(name, "notice")["headings"]


def test_tables(name: str, form: str) -> None:
    """Every logical table has the cells, merges and header of the document, and there is no other table."""
    wanted = golden(name, "notice")["tables"]
    found = [table for _, table in notice(name, form).tables()]
    assert [table.header_rows for table in found] == [want["header_rows"] for want in wanted]
    faults = []
    for index, (want, table) in enumerate(zip(wanted, found, strict=True)):
        rows = pictured(table)
        if len(rows) != len(want["rows"]):
            faults.append(f"table {index} should have {len(want['rows'])} rows, has {len(rows)}")
        for row, (expected, got) in enumerate(zip(want["rows"], rows, strict=False)):
            if len(expected) != len(got):
                faults.append(f"table {index} row {row} should have {len(expected)} columns, has {len(got)}")
            faults += [
                f"table {index} row {row} column {col} should be {cell!r}, is {other!r}"
                for col, (cell, other) in enumerate(zip(expected, got, strict=False))
                if (seen(cell) != seen(other) if form == "pdf" else cell != other)
            ]
    assert not faults, "\n".join(faults)
