"""What a paragraph's runs show, and the text boxes that are anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.word.fields import Fields
from extract.word.formulas import linear
from extract.word.names import COMPATIBILITY, MATH, VAL, Element, child, local, switch, value, w, whole
from extract.word.revisions import GONE, WRAPPERS
from extract.word.styles import Styles
from extract.word.symbols import UNKNOWN, is_symbol_font, shown

ALTERNATE = COMPATIBILITY + "AlternateContent"
_GRAPHICS = frozenset(map(w, ("drawing", "pict", "object")))
_PICTURES = ("blip", "imagedata")
_NOTES = frozenset(map(w, ("footnoteReference", "endnoteReference")))
_TEXT = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}


@dataclass
class Line:
    """A paragraph's text, its lines parted by ``\\n``, with the text boxes anchored before and after its words."""

    text: str = ""
    boxes_before: list[Element] = field(default_factory=list)
    boxes_after: list[Element] = field(default_factory=list)


class Inline:
    """Reads the paragraphs of one story, in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.fields = Fields()
        self.unknown_symbols: set[str] = set()
        self.pictures = 0
        self.notes = 0

    def read(self, paragraph: Element) -> Line:
        """The paragraph's line; fields and what they hold may go on from the paragraph before."""
        line = Line()
        self._content(paragraph, line, self._styles.hides(paragraph))
        line.text += self.fields.take()
        return line

    def _content(self, element: Element, line: Line, hides: bool) -> None:
        for part in element:
            tag = part.tag
            if tag == w("r"):
                self._run(part, line, hides)
            elif tag in WRAPPERS:
                self._content(part, line, hides)
            elif tag == w("fldSimple"):
                self._simple_field(part, line, hides)
            elif tag == ALTERNATE:
                self._content(chosen(part), line, hides)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self.fields.text(linear(part))

    def _simple_field(self, element: Element, line: Line, hides: bool) -> None:
        self.fields.begin()
        self.fields.code(element.get(w("instr"), ""))
        self.fields.separate()
        self._content(element, line, hides)
        self.fields.end()

    def _run(self, run: Element, line: Line, hides: bool) -> None:
        if self._styles.is_hidden(run, hides):
            for part in run.iter(w("fldChar")):
                self._field_char(part)
            return
        font = self._styles.font(run)
        self._run_content(run, line, font if is_symbol_font(font) else None, hides)

    def _run_content(self, run: Element, line: Line, symbol_font: str | None, hides: bool) -> None:
        for part in run:
            tag = part.tag
            if tag == w("t"):
                self.fields.text(self._symbols(part.text or "", symbol_font))
            elif tag in _TEXT:
                self.fields.text(_TEXT[tag])
            elif tag == w("br"):
                self.fields.text("\n" if part.get(w("type"), "textWrapping") == "textWrapping" else "")
            elif tag == w("instrText"):
                self.fields.code(part.text or "")
            elif tag == w("fldChar"):
                self._field_char(part)
            elif tag == w("sym"):
                code = whole(part.get(w("char")), 16) or 0
                self.fields.text(self._symbol(part.get(w("font"), ""), code))
            elif tag == w("ruby"):
                base = child(part, "rubyBase")
                if base is not None:
                    self._content(base, line, hides)
            elif tag == ALTERNATE:
                self._run_content(chosen(part), line, symbol_font, hides)
            elif tag in _NOTES:
                self.notes += 1
            elif tag in _GRAPHICS:
                self._boxes(part, line)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self.fields.text(linear(part))

    def _field_char(self, part: Element) -> None:
        kind = part.get(w("fldCharType"))
        if kind == "begin":
            self.fields.begin(_form(part))
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self.fields.end()

    def _boxes(self, graphic: Element, line: Line) -> None:
        line.text += self.fields.take()
        place = line.boxes_after if line.text.strip() else line.boxes_before
        boxes = _text_boxes(graphic)
        place.extend(boxes)
        self.pictures += not boxes and any(local(part) in _PICTURES for part in graphic.iter())

    def _symbols(self, text: str, font: str | None) -> str:
        """Text set in a symbol font, or in private-use codes, as shown; Chinese characters keep their own font."""
        return "".join(
            self._symbol(font or "wingdings", ord(char))
            if "\uf000" <= char <= "\uf0ff" or (font is not None and "!" <= char <= "\xff")
            else char
            for char in text
        )

    def _symbol(self, font: str, code: int) -> str:
        if not is_symbol_font(font) and not 0xF000 <= code <= 0xF0FF:
            return chr(code) if 0x20 <= code < 0xD800 else UNKNOWN
        text = shown(font, code)
        if text == UNKNOWN:
            self.unknown_symbols.add(f"{font} {code:04X}")
        return text


def _form(begin: Element) -> str | None:
    """What a form's box (``☑``, ``☐``) or list shows, None for other fields."""
    box, choice = child(begin, "ffData", "checkBox"), child(begin, "ffData", "ddList")
    if box is not None:
        ticked = switch(box, "checked")
        return "☑" if (switch(box, "default") if ticked is None else ticked) else "☐"
    if choice is not None:
        entries = [entry.get(VAL, "") for entry in choice.findall(w("listEntry"))]
        chosen = whole(value(choice, "result")) or whole(value(choice, "default")) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return None


def chosen(alternate: Element) -> Element:
    """Of the two ways to write the same content, the first; the fallback where that is empty."""
    ways = [way for way in alternate if local(way) in ("Choice", "Fallback")]
    return next((way for way in ways if len(way)), alternate)


def _text_boxes(element: Element) -> list[Element]:
    """The contents of the text boxes of a drawing, outermost first, each once."""
    found: list[Element] = []
    for part in element:
        if part.tag == w("txbxContent"):
            found.append(part)
        elif part.tag == ALTERNATE:
            found += _text_boxes(chosen(part))
        elif part.tag not in GONE:
            found += _text_boxes(part)
    return found
