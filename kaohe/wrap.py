"""Line breaking for Chinese on the screen; Rich breaks at blanks only, and Chinese has none."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

NO_START = frozenset("，。、；：！？）】》〉」』”’…％%℃,.;:!?)]}～")
"""What does not begin a line."""

NO_END = frozenset("（【《〈「『“‘([{")
"""What does not end one."""


def wrap(text: Text, width: int) -> Text:
    """``text`` with line breaks so that no line is wider than ``width`` columns; styles stay with their characters.

    A run of Latin letters and digits (``0.5``, ``1.5GB``) stays whole where a line can hold it.
    """
    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        lines += line.divide(_breaks(line.plain, width))
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def _breaks(line: str, width: int) -> list[int]:
    """Offsets at which a new line begins."""
    found: list[int] = []
    start, used, good = 0, 0, 0
    for offset, char in enumerate(line):
        if offset > start and _may_break(line[offset - 1], char):
            good = offset
        size = cell_len(char)
        if used + size > width and not char.isspace():
            start = good if good > start else offset
            found.append(start)
            used = cell_len(line[start:offset])
        used += size
    return found


def _may_break(before: str, after: str) -> bool:
    if after in NO_START or before in NO_END or after.isspace():
        return False
    return before.isspace() or not (_joins(before) and _joins(after))


def _joins(char: str) -> bool:
    return char.isascii() and not char.isspace()
