"""Puts back the equations that LibreOffice dropped: each into the cell or paragraph whose other words are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extract.notice import Cell, Paragraph, Table, Warning
from extract.word.binary import StoredParagraph, squash

Blocks = list[Paragraph | Table]

SHORT = 4
"""Of shorter paragraphs it is not told that they are nowhere: they are marks and page numbers."""


def restore(blocks: Blocks, paragraphs: Sequence[StoredParagraph]) -> tuple[Blocks, list[Warning]]:
    """The blocks with what the equations draw; warnings of equations without a place and of text that is nowhere."""
    holders = [(index, holder) for index, block in enumerate(blocks) for holder in _holders(block)]
    texts = [holder.text for _, holder in holders]
    warnings: list[Warning] = []
    first = 0
    for paragraph in paragraphs:
        if not paragraph.equations:
            continue
        plain, whole = squash(paragraph.text), _whole(paragraph)
        found = next((at for at in range(first, len(texts)) if plain and _holds(squash(texts[at]), plain, whole)), None)
        if found is None:
            codes = "、".join(code for _, code, _ in paragraph.equations)
            warnings.append(Warning(code="equation-lost", text=f"转换时丢失的公式域无法放回原处：{codes}"))
            continue
        first = found
        if whole in squash(texts[found]):
            continue
        texts[found] = _insert(texts[found], plain, paragraph)
        warnings += [
            Warning(code="equation", text=f"域代码未能识别，按原样保留：{code}", block=holders[found][0])
            for _, code, shown in paragraph.equations
            if shown is None
        ]
    warnings += _missing(texts, paragraphs)
    rest = iter(texts)
    return [_with_texts(block, rest) for block in blocks], warnings


def _missing(texts: Iterable[str], paragraphs: Iterable[StoredParagraph]) -> list[Warning]:
    """A warning for each paragraph of the file that is in no block: lost, or deleted or hidden in the file."""
    shown = "".join(map(squash, texts))
    return [
        Warning(code="text-lost", text=f"原文件中的这些文字没有读出，可能是已删除或隐藏的：{paragraph.text.strip()}")
        for paragraph in paragraphs
        if len(squash(paragraph.text)) >= SHORT and not _holds(shown, squash(paragraph.text), _whole(paragraph))
    ]


def _whole(paragraph: StoredParagraph) -> str:
    """The paragraph with what its equations draw, without blanks."""
    return squash(_insert(paragraph.text, squash(paragraph.text), paragraph)) if paragraph.text.strip() else ""


def _holders(block: Paragraph | Table) -> Sequence[Paragraph | Cell]:
    """The cells of a table; a paragraph holds its text itself."""
    return block.cells if isinstance(block, Table) else [block]


def _holds(text: str, plain: str, whole: str) -> bool:
    """Whether the paragraph stands in the text, without its equations or with them."""
    return plain in text or whole in text


def _insert(text: str, plain: str, paragraph: StoredParagraph) -> str:
    """The text with the paragraph's equations at their places, counted in characters that are no blanks."""
    inked = [at for at, char in enumerate(text) if not char.isspace()]
    start = squash(text).index(plain)
    for place, code, shown in reversed(paragraph.equations):
        spot = start + place
        at = inked[spot] if place < len(plain) else inked[spot - 1] + 1
        text = text[:at] + (shown or code) + text[at:]
    return text


def _with_texts(block: Paragraph | Table, texts: Iterator[str]) -> Paragraph | Table:
    """The block with the next of the texts, one for each of its holders."""
    if not isinstance(block, Table):
        return block.model_copy(update={"text": next(texts)})
    return block.model_copy(update={"cells": [cell.model_copy(update={"text": next(texts)}) for cell in block.cells]})
