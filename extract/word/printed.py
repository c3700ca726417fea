"""Automatic numbers as counted, beside those that LibreOffice prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_NUMBER = 12
"""A number with its marks has at most so many characters."""


@dataclass(frozen=True)
class Numbered:
    """A paragraph with its automatic number: ``("（一）", "考核对象")``."""

    number: str
    text: str


def differing(paragraphs: Sequence[Numbered], printed: str) -> list[tuple[Numbered, str]]:
    """The paragraphs that stand in the printed text under another number, and that number.

    What is printed otherwise, or has no words of its own to be found by, cannot be compared.
    """
    by_words: dict[str, set[str]] = {}
    lines = {_bare(line) for line in printed.splitlines()}
    wanted = {_bare(paragraph.text.partition("\n")[0]) for paragraph in paragraphs}
    for line in lines:
        for start in range(min(len(line), LONGEST_NUMBER) + 1):
            if line[start:] in wanted:
                by_words.setdefault(line[start:], set()).add(line[:start])
    found = []
    for paragraph in paragraphs:
        numbers = by_words.get(_bare(paragraph.text.partition("\n")[0]), set())
        if paragraph.text.strip() and numbers and _bare(paragraph.number) not in numbers:
            found.append((paragraph, max(numbers)))
    return found


def _bare(text: str) -> str:
    return "".join(text.split())
