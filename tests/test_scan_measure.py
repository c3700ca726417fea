"""Scans beside the tables that a careful reader wrote down: nearly every cell right, no wrong one passed off as sure."""

from __future__ import annotations

import unicodedata

import pytest

from extract.notice import SURE
from tests.golden_files import golden
from tests.test_pdf import notice
from tests.wordfile import pictured

RIGHT = 0.98
"""At least this share of the cells is right, position, spans and text."""


def bare(text: str) -> str:
    """A text without blanks, full-width forms as half-width: what recognition can tell."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", ["rugao-2018", "rugao-2019", "yueyang-2015", "zaozhuang-2022"])
def test_a_wrong_cell_of_a_scan_is_rare_and_marked(name):
    found = [table for _, table in notice(f"{name}.scan.pdf").tables()]
    wanted = golden(name, "notice")["tables"]
    assert len(found) == len(wanted)
    cells = wrong = 0
    for table, want in zip(found, wanted, strict=True):
        drawn = pictured(table)
        assert [len(row) for row in drawn] == [len(row) for row in want["rows"]]
        for cell in table.cells:
            cells += 1
            if bare(cell.text) != bare(want["rows"][cell.row][cell.col]):
                wrong += 1
                assert cell.confidence is not None, cell
                assert cell.confidence < SURE, cell
        spans = [[mark if mark in "<^" else "" for mark in row] for row in drawn]
        assert spans == [[mark if mark in "<^" else "" for mark in row] for row in want["rows"]]
    assert wrong <= (1 - RIGHT) * cells
