"""A stretch of the notice's text that remembers where it stands, so that every part of it has a source."""

from __future__ import annotations

from dataclasses import dataclass

from extract.notice import Cell, Notice, Paragraph, Source


@dataclass(frozen=True)
class Passage:
    """Characters ``start:end`` of a cell, or of a paragraph where ``cell`` is None."""

    notice: Notice
    block: int
    cell: Cell | None
    start: int
    end: int

    @classmethod
    def of_cell(cls, notice: Notice, block: int, cell: Cell) -> Passage:
        """The whole text of a cell."""
        return cls(notice, block, cell, 0, len(cell.text))

    @classmethod
    def of_paragraph(cls, notice: Notice, block: int) -> Passage:
        """The whole text of a paragraph."""
        return cls(notice, block, None, 0, len(_paragraph(notice, block).text))

    @property
    def text(self) -> str:
        """The words themselves."""
        holder = self.cell if self.cell is not None else _paragraph(self.notice, self.block)
        return holder.text[self.start : self.end]

    def part(self, start: int, end: int) -> Passage:
        """The characters ``start:end`` of this passage, counted from its beginning."""
        return Passage(self.notice, self.block, self.cell, self.start + start, self.start + end)

    def stripped(self, chars: str = " \n\t　") -> Passage:
        """Without leading and trailing blanks, or the given characters."""
        text = self.text
        left = len(text) - len(text.lstrip(chars))
        return self.part(left, max(left, len(text.rstrip(chars))))

    def source(self) -> Source:
        """The public form of this place."""
        return self.notice.source(self.block, self.cell, self.start, self.end)


def _paragraph(notice: Notice, block: int) -> Paragraph:
    found = notice.blocks[block]
    assert isinstance(found, Paragraph)
    return found
