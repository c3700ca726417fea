"""What a style says, inheritance resolved: hidden text, outline level, list numbering, symbol fonts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.word.names import Element, child, switch, value, w, whole


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: dict[str, str] = {}
        for style in () if root is None else root.findall(w("style")):
            identifier = style.get(w("styleId"), "")
            self._styles[identifier] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._default[style.get(w("type"), "")] = identifier
        self._hidden: dict[str, bool] = {}

    def chain(self, identifier: str | None, kind: str = "paragraph") -> Iterator[Element]:
        """The style (the kind's default where none is named) and those that it is based on, nearest first."""
        identifier = identifier if identifier in self._styles else self._default.get(kind)
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            style = self._styles[identifier]
            yield style
            identifier = value(style, "basedOn")

    def outline_level(self, paragraph: Element) -> int | None:
        """1–9 for a heading by its own outline level or its style's, None for body text."""
        own = value(paragraph, "pPr", "outlineLvl")
        levels = [own] if own else [value(style, "pPr", "outlineLvl") for style in self._of(paragraph)]
        level = next((level for level in levels if level is not None), "9")
        depth = whole(level)
        return depth + 1 if depth is not None and 0 <= depth < 9 else None

    def numbering(self, paragraph: Element) -> tuple[str, int | None] | None:
        """The list (``numId``) and level (from 0) of a paragraph, from itself or its style; None without number.

        The level is None where a style names the list only: the list says which level the style is.
        """
        own = child(paragraph, "pPr", "numPr")
        listed, level = value(own, "numId"), value(own, "ilvl")
        if listed is None:
            for style in self._of(paragraph):
                found = child(style, "pPr", "numPr")
                listed = listed or value(found, "numId")
                level = level or value(found, "ilvl")
        if listed is None or listed == "0":
            return None
        return listed, whole(level)

    def names(self, paragraph: Element) -> list[str]:
        """The ids of the paragraph's style and those that it is based on, nearest first."""
        return [style.get(w("styleId"), "") for style in self._of(paragraph)]

    def is_hidden(self, run: Element, paragraph_hides: bool) -> bool:
        """Whether a run is hidden by itself or by its character style; else as its paragraph's style says."""
        own = switch(run, "rPr", "vanish")
        if own is not None:
            return own
        identifier = value(run, "rPr", "rStyle")
        if identifier is None:
            return paragraph_hides
        if identifier not in self._hidden:
            self._hidden[identifier] = _vanishes(self.chain(identifier, "character"))
        return self._hidden[identifier] or paragraph_hides

    def hides(self, paragraph: Element) -> bool:
        """Whether the paragraph's style hides its text."""
        return _vanishes(self._of(paragraph))

    def font(self, run: Element) -> str | None:
        """The font of a run's Latin characters where the run itself or its character style names it."""
        fonts = child(run, "rPr", "rFonts")
        if fonts is None:
            identifier = value(run, "rPr", "rStyle")
            styles = self.chain(identifier, "character") if identifier else iter(())
            fonts = next((found for style in styles if (found := child(style, "rPr", "rFonts")) is not None), None)
        return latin_font(fonts)

    def _of(self, paragraph: Element) -> Iterator[Element]:
        return self.chain(value(paragraph, "pPr", "pStyle"))


def latin_font(fonts: Element | None) -> str | None:
    """The font of Latin characters that a ``w:rFonts`` names."""
    return None if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi"))


def _vanishes(styles: Iterable[Element]) -> bool:
    """Whether the nearest style that says anything of it hides text."""
    states = (switch(style, "rPr", "vanish") for style in styles)
    return next((state for state in states if state is not None), False)
