"""Puts back the equations that LibreOffice dropped: each into the cell or paragraph whose other words are the same."""

from __future__ import annotations

from collections.abc import Iterable

from extract.notice import Cell, Paragraph, Table, Warning
from extract.word.binary import EquationParagraph, squash

Blocks = list[Paragraph | Table]


def restore(blocks: Blocks, paragraphs: Iterable[EquationParagraph]) -> tuple[Blocks, list[Warning]]:
    """The blocks with what the equations draw, and a warning for each that has no place or cannot be drawn."""
    places = [(index, at) for index, block in enumerate(blocks) for at in _holders(block)]
    texts = [_text(blocks[index], at) for index, at in places]
    warnings: list[Warning] = []
    first = 0
    for paragraph in paragraphs:
        plain = squash(paragraph.text)
        found = next((spot for spot in range(first, len(texts)) if plain and plain in squash(texts[spot])), None)
        if found is None:
            codes = "、".join(code for _, code, _ in paragraph.equations)
            warnings.append(Warning(code="equation-lost", text=f"转换时丢失的公式域无法放回原处：{codes}"))
            continue
        first = found
        texts[found] = _insert(texts[found], plain, paragraph)
        warnings += [
            Warning(code="equation", text=f"域代码未能识别，按原样保留：{code}", block=places[found][0])
            for _, code, shown in paragraph.equations
            if shown is None
        ]
    return [_with_texts(block, index, places, texts) for index, block in enumerate(blocks)], warnings


def _holders(block: Paragraph | Table) -> Iterable[int]:
    return range(len(block.cells)) if isinstance(block, Table) else (-1,)


def _text(block: Paragraph | Table, at: int) -> str:
    return block.cells[at].text if isinstance(block, Table) else block.text


def _insert(text: str, plain: str, paragraph: EquationParagraph) -> str:
    """The text with the paragraph's equations at their places, counted in characters that are no blanks."""
    inked = [at for at, char in enumerate(text) if not char.isspace()]
    start = squash(text).index(plain)
    for place, code, shown in reversed(paragraph.equations):
        spot = start + place
        at = inked[spot] if place < len(plain) else inked[spot - 1] + 1
        text = text[:at] + (shown or code) + text[at:]
    return text


def _with_texts(
    block: Paragraph | Table, index: int, places: list[tuple[int, int]], texts: list[str]
) -> Paragraph | Table:
    new = {at: text for (holder, at), text in zip(places, texts, strict=True) if holder == index}
    if not isinstance(block, Table):
        return block.model_copy(update={"text": new[-1]})
    cells: list[Cell] = [cell.model_copy(update={"text": new[at]}) for at, cell in enumerate(block.cells)]
    return block.model_copy(update={"cells": cells})
