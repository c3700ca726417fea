"""What a reader made of a file beside what stands in it: cells by position, spans and text; edge cases met or not."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.reading.edges import Edge

Found = dict[str, Any]
"""``tables``: lists of ``[row, col, row_span, col_span, text]``; ``text``: all words; ``seconds``; or ``error``."""

Bag = Counter[tuple[int, int, int, int, str]]


def bare(text: str) -> str:
    """A text without blanks, full-width forms as half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def bag(table: Sequence[Sequence[Any]]) -> Bag:
    """The cells of a table that have text."""
    return Counter((row, col, down, across, bare(text)) for row, col, down, across, text in table if bare(text))


def golden_cells(rows: Sequence[Sequence[str]]) -> list[list[Any]]:
    """The cells of a table drawn with ``<`` and ``^`` for what a cell to the left or above covers."""
    cells = []
    for row, line in enumerate(rows):
        for col, text in enumerate(line):
            if text in ("<", "^"):
                continue
            across = 1
            while col + across < len(line) and line[col + across] == "<":
                across += 1
            down = 1
            while row + down < len(rows) and rows[row + down][col] == "^":
                down += 1
            cells.append([row, col, down, across, text])
    return cells


def matched(found: Sequence[Bag], wanted: Sequence[Bag]) -> tuple[int, int, int]:
    """How many cells agree when each wanted table is set beside the one most like it; how many there are on each
    side."""
    pairs = sorted(
        (
            ((one & other).total(), -abs(at - to), at, to)
            for at, one in enumerate(found)
            for to, other in enumerate(wanted)
        ),
        reverse=True,
    )
    hits, left, right = 0, set(range(len(found))), set(range(len(wanted)))
    for hit, _, at, to in pairs:
        if at in left and to in right:
            hits += hit
            left.remove(at)
            right.remove(to)
    return hits, sum(one.total() for one in found), sum(other.total() for other in wanted)


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """The harmonic mean of precision and recall over several files."""
    hits, found, wanted = (sum(count[at] for count in counts) for at in range(3))
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def is_met(edge: Edge, found: Found) -> bool:
    """Whether the reader saw what a reader of the file sees, and nothing else of what the case asks about."""
    if "error" in found:
        return False
    if edge.cells is not None:
        wanted = bag([list(cell) for cell in edge.cells])
        return len(found["tables"]) == 1 and bag(found["tables"][0]) == wanted
    text, at = bare(found["text"]), 0
    for seen in edge.seen:
        place = text.find(bare(seen), at)
        if place < 0 or text.count(bare(seen)) != (" ".join(edge.seen)).count(seen):
            return False
        at = place + len(bare(seen))
    return not any(bare(unseen) in text for unseen in edge.unseen)
