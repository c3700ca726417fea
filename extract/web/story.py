"""A page's elements in reading order → its lines and its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.notice import Table
from extract.text import HAN, join_lines, tidy
from extract.web.element import Element, hidden, tag_of, whole
from extract.web.layout import is_layout
from extract.web.table import Group, groups_of, read_table
from extract.word.counting import count

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "frameset",
    ]
)
_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
_BREAK = re.compile(f"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_BLANKS = re.compile("[ \t\r\n\f]+")
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"),
    "trad-chinese-informal": ("chineseCounting", "、"),
    "lower-alpha": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "decimal-leading-zero": ("decimalZero", ". "),
    "none": ("none", ""),
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


@dataclass
class Line:
    """A line as shown, and its heading level."""

    text: str
    level: int | None = None


class Story:
    """Reads elements; counts what it cannot read.

    A line break in the page's source between two Chinese characters is nothing, or a blank where
    ``breaks_are_blanks``: some programs break lines at blanks only.
    """

    def __init__(self, *, breaks_are_blanks: bool = False) -> None:
        self.breaks_are_blanks = breaks_are_blanks
        self.pictures = 0
        self.embedded = 0

    def parts(self, element: Element) -> list[Line | Table]:
        """The lines and the tables inside an element, none of them empty."""
        flow = _Flow(self.breaks_are_blanks)
        self._walk(element, flow)
        flow.end()
        return flow.parts

    def _walk(self, element: Element, flow: _Flow) -> None:
        flow.add(element.text, element)
        for part in element:
            self._part(part, flow)
            flow.add(part.tail, element)

    def _part(self, part: Element, flow: _Flow) -> None:
        tag = tag_of(part)
        if tag in ("object", "embed", "applet", "iframe", "svg", "canvas"):
            self.embedded += 1
        if hidden(part):
            return
        if tag == "br":
            flow.end()
        elif tag == "img":
            self.pictures += not _is_tiny(part)
        elif tag == "input":
            flow.add(_input(part), part)
        elif tag == "table":
            flow.end()
            self._table(part, flow)
        elif tag in BLOCKS:
            flow.end()
            flow.level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else flow.level
            flow.number += _number(part) if tag == "li" else ""
            self._walk(part, flow)
            flow.end(with_number=tag == "li")
            flow.level = None if re.fullmatch("h[1-6]", tag) else flow.level
        else:
            self._walk(part, flow)

    def _table(self, element: Element, flow: _Flow) -> None:
        """The table, below its caption and what stands in it outside of cells, which browsers show above it."""
        for stray in _outside_cells(element):
            self._walk(stray, flow)
            flow.end()
        groups = groups_of(element)
        if is_layout(element, groups):
            for cell in (cell for group in groups for row in group.rows for cell in row):
                self._walk(cell, flow)
                flow.end()
            return
        table = read_table(groups, self._cell)
        if table is not None:
            flow.parts.append(table)

    def _cell(self, cell: Element) -> str:
        return join_lines(self._lines(cell))

    def _lines(self, cell: Element) -> Iterator[str]:
        """The lines of a cell; of a table inside it a line for each row, or for each line where cells have several."""
        flow = _Flow(self.breaks_are_blanks)
        inner = _Inner(self)
        inner._walk(cell, flow)
        flow.end()
        self.pictures += inner.pictures
        self.embedded += inner.embedded
        return (part.text for part in flow.parts if isinstance(part, Line))


class _Inner(Story):
    """Reads what stands in a cell: a table there is its rows' text."""

    def __init__(self, outer: Story) -> None:
        super().__init__(breaks_are_blanks=outer.breaks_are_blanks)
        self._outer = outer

    def _table(self, element: Element, flow: _Flow) -> None:
        for stray in _outside_cells(element):
            self._walk(stray, flow)
            flow.end()
        for group in groups_of(element):
            flow.parts += map(Line, _rows(group, self._outer))


def _rows(group: Group, story: Story) -> Iterator[str]:
    for row in group.rows:
        texts = [text for cell in row if (text := story._cell(cell))]
        if any("\n" in text for text in texts):
            yield from (line for text in texts for line in text.split("\n"))
        elif texts:
            yield tidy(" ".join(texts))


class _Flow:
    """Lines and tables as they come."""

    def __init__(self, breaks_are_blanks: bool) -> None:
        self.parts: list[Line | Table] = []
        self._breaks_are_blanks = breaks_are_blanks
        self.level: int | None = None
        self.number = ""
        """Of the list's item that begins: it stands before the first text, in whatever element that is."""
        self._open: list[str] = []

    def add(self, text: str | None, holder: Element) -> None:
        """Text of the open line; blanks that the page's source only breaks lines with go."""
        if not text:
            return
        if "\n" in text and any(
            tag_of(part) in ("pre", "xmp", "textarea") for part in (holder, *holder.iterancestors())
        ):
            *lines, text = text.splitlines() or [""]
            for line in lines:
                self._open.append(line)
                self.end()
        self._open.append(text)

    def end(self, *, with_number: bool = False) -> None:
        """The open line ends here; ``with_number`` where its item ends too, which shows a number if nothing else."""
        text = "".join(self._open).strip()
        text = _BLANKS.sub(" ", text if self._breaks_are_blanks else _BREAK.sub("", text))
        self._open.clear()
        if tidy(text) or with_number:
            text, self.number = self.number + text, ""
        if text := tidy(text):
            self.parts.append(Line(text, self.level))


def _outside_cells(table: Element) -> Iterator[Element]:
    """The captions of a table, and elements of it that stand in no row."""
    for part in table:
        if hidden(part):
            continue
        loose = tag_of(part) not in ("thead", "tbody", "tfoot", "tr", "td", "th")
        if tag_of(part) in ("caption", "table") or (loose and next(part.iter("tr", "td", "th"), None) is None):
            yield part


def _is_tiny(image: Element) -> bool:
    """Whether the picture is a spacer or an icon."""
    sides = [whole(image.get(side), 100) for side in ("width", "height")]
    return min(sides) <= 24


def _input(element: Element) -> str:
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return (element.get("value") or "") if kind == "text" else ""


def _number(item: Element) -> str:
    """The number of a list's item with the gap behind it, as browsers show it."""
    holder = item.getparent()
    if holder is None or tag_of(holder) != "ol":
        return ""
    items = [part for part in holder if tag_of(part) == "li" and not hidden(part)]
    step = -1 if holder.get("reversed") is not None else 1
    number = whole(holder.get("start"), 1 if step == 1 else len(items)) - step
    for other in items:
        number = whole(other.get("value"), number + step)
        if other is item:
            break
    said = _LIST_STYLE.search(f"{holder.get('style') or ''};{item.get('style') or ''}")
    form, mark = (
        _STYLES.get(said[1].lower(), ("decimal", ". ")) if said else (_TYPES.get(holder.get("type") or ""), ". ")
    )
    return count(number, form or "decimal") + mark
