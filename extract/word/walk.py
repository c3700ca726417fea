"""A story (body, cell, text box) in reading order: its paragraphs and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.word.inline import ALTERNATE, Inline, chosen
from extract.word.names import Element, w
from extract.word.numbering import Numbering
from extract.word.printed import Numbered
from extract.word.revisions import WRAPPERS, mark_is_gone
from extract.word.styles import Styles


@dataclass
class Shown:
    """A paragraph as shown: its text with its number, and its heading level."""

    text: str
    level: int | None = None


class Walk:
    """Walks the document once, from its beginning to its end: lists count and fields go on while it walks."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.inline = Inline(styles)
        self.numbered: list[Numbered] = []

    def story(self, element: Element) -> Iterator[Shown | Element]:
        """The paragraphs as shown and the table elements of a story; text boxes stand where they are anchored."""
        held = ""
        for part in flatten(element):
            if part.tag == w("tbl"):
                if held:
                    yield Shown(held)
                held = ""
                yield part
                continue
            line = self.inline.read(part)
            yield from self._boxes(line.boxes_before)
            held += line.text
            if not mark_is_gone(part):
                number = self._numbering.of(part)
                if number:
                    self.numbered.append(Numbered(number, held))
                yield Shown(number + held, self._styles.outline_level(part))
                held = ""
            yield from self._boxes(line.boxes_after)
        if held:
            yield Shown(held)

    def _boxes(self, boxes: Iterable[Element]) -> Iterator[Shown | Element]:
        for box in boxes:
            yield from self.story(box)


def flatten(element: Element) -> Iterator[Element]:
    """The paragraphs and tables directly in a story, through content controls and revisions that wrap them."""
    for part in element:
        if part.tag in (w("p"), w("tbl")):
            yield part
        elif part.tag in WRAPPERS:
            yield from flatten(part)
        elif part.tag == ALTERNATE:
            yield from flatten(chosen(part))
