"""Automatic numbers as shown: ``一、``, ``（一）``, ``1．``, ``①``, counted in document order, table cells included."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.word.counting import count
from extract.word.names import Element, child, switch, value, w, whole
from extract.word.styles import Styles, latin_font
from extract.word.symbols import is_symbol_font, shown

_PLACE = re.compile("%([1-9])")
_JOINS = re.compile("[0-9A-Za-z\u4e00-\u9fff]$")
_DECIMAL = "decimal"


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    gap: str
    restart: int | None
    """The number of levels whose turn restarts this one; None = every level above, 0 = never."""
    legal: bool
    font: str | None


class Numbering:
    """Counts the lists of one document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._number: dict[str, Element] = {}
        if root is not None:
            self._abstract = {found.get(w("abstractNumId"), ""): found for found in root.findall(w("abstractNum"))}
            self._number = {found.get(w("numId"), ""): found for found in root.findall(w("num"))}
        self._linked = {
            link: found for found in self._abstract.values() if (link := value(found, "styleLink")) is not None
        }
        self._counters: dict[str, dict[int, int]] = {}
        self._has_shown = False
        self._begun: set[tuple[str, int]] = set()
        self._levels: dict[tuple[str, int], _Level | None] = {}

    @property
    def counted(self) -> bool:
        """Whether any paragraph has shown an automatic number so far."""
        return self._has_shown

    def of(self, paragraph: Element) -> str:
        """The number of the next paragraph in reading order, with the gap behind it; empty where it has none."""
        place = self._styles.numbering(paragraph)
        if place is None:
            return ""
        number = place[0]
        level = self._level_of_style(number, paragraph) if place[1] is None else place[1]
        setting = self._level(number, level)
        if setting is None:
            return ""
        self._advance(number, level, setting)
        text = self._shown(number, setting)
        self._has_shown = self._has_shown or (bool(text) and setting.form != "bullet")
        return text

    def _level_of_style(self, number: str, paragraph: Element) -> int:
        """The level that the list binds to the paragraph's style (``w:pStyle``), else the first."""
        abstract = self._definition(number)
        levels = [] if abstract is None else abstract.findall(w("lvl"))
        bound = {value(level, "pStyle"): whole(level.get(w("ilvl"))) or 0 for level in levels}
        return next((bound[name] for name in self._styles.names(paragraph) if name in bound), 0)

    def _shown(self, number: str, setting: _Level) -> str:
        if setting.form == "bullet":
            if not is_symbol_font(setting.font):
                return setting.text
            return "".join(shown(setting.font or "", ord(char)) for char in setting.text)
        text = _PLACE.sub(lambda place: self._counted(number, int(place[1]) - 1, setting), setting.text)
        return text + (setting.gap if _JOINS.search(text) else "")

    def _counted(self, number: str, level: int, of: _Level) -> str:
        setting = self._level(number, level)
        if setting is None:
            return ""
        counter = self._counters.get(self._list_of(number), {}).get(level, setting.start)
        form = _DECIMAL if of.legal and setting.form != "none" else setting.form
        return count(counter, form)

    def _advance(self, number: str, level: int, setting: _Level) -> None:
        """One list counts for all numbers that share its definition; an override of the start begins it anew, once."""
        counters = self._counters.setdefault(self._list_of(number), {})
        override = self._start_override(number, level)
        if override is not None and (number, level) not in self._begun:
            counters[level] = override
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = setting.start
        self._begun.add((number, level))
        for above in range(level):
            upper = self._level(number, above)
            if above not in counters and upper is not None:
                counters[above] = upper.start
        for below in [other for other in counters if other > level]:
            lower = self._level(number, below)
            if lower is None or lower.restart is None or level < lower.restart:
                del counters[below]

    def _list_of(self, number: str) -> str:
        found = self._number.get(number)
        return value(found, "abstractNumId") or number

    def _start_override(self, number: str, level: int) -> int | None:
        for override in self._overrides(number, level):
            start = value(override, "startOverride")
            if start is not None:
                return whole(start)
        return None

    def _overrides(self, number: str, level: int) -> list[Element]:
        found = self._number.get(number)
        if found is None:
            return []
        return [part for part in found.findall(w("lvlOverride")) if part.get(w("ilvl")) == str(level)]

    def _level(self, number: str, level: int) -> _Level | None:
        key = (number, level)
        if key not in self._levels:
            self._levels[key] = self._read_level(number, level)
        return self._levels[key]

    def _read_level(self, number: str, level: int) -> _Level | None:
        found = next((lvl for part in self._overrides(number, level) if (lvl := child(part, "lvl")) is not None), None)
        if found is None:
            abstract = self._definition(number)
            if abstract is None:
                return None
            found = next((lvl for lvl in abstract.findall(w("lvl")) if lvl.get(w("ilvl")) == str(level)), None)
        if found is None:
            return None
        restart = value(found, "lvlRestart")
        start = value(found, "start")
        return _Level(
            start=whole(start) or 0,
            form=_form(found),
            text="" if switch(found, "rPr", "vanish") else value(found, "lvlText") or "",
            gap="" if value(found, "suff") == "nothing" else " ",
            restart=whole(restart),
            legal=bool(switch(found, "isLgl")),
            font=latin_font(child(found, "rPr", "rFonts")),
        )

    def _definition(self, number: str) -> Element | None:
        """The list's definition, through the list style that it may point to."""
        found = self._number.get(number)
        abstract = self._abstract.get(value(found, "abstractNumId") or "")
        link = value(abstract, "numStyleLink")
        return self._linked.get(link, abstract) if link else abstract


def _form(level: Element) -> str:
    """The number format; one written as a pattern (``01, 02, …`` in ``mc:AlternateContent``) by its fallback."""
    own = child(level, "numFmt")
    if own is None:
        own = next(iter(level.iter(w("numFmt"))), None)
        if own is None:
            return _DECIMAL
    form = own.get(w("val"), _DECIMAL)
    if form != "custom":
        return form
    pattern = own.get(w("format"), "")
    return "decimalZero" if pattern.startswith("01") else _DECIMAL
