"""What a cell's value alone does not tell: 95% is stored as 0.95, a formula may wait for its value, an error is no text."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field

import regex
from lxml import etree

_QUOTED = regex.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN = {9, 10}
"""Number formats that every workbook has without writing them: ``0%`` and ``0.00%``."""


@dataclass
class Marks:
    """Cells of a sheet, by their references (``C5``), of which the value alone tells too little.

    ``per_cent``: their format shows a per cent sign. ``waiting``: a formula that no program has worked out yet.
    ``errors``: Excel's own error values, ``#DIV/0!``.
    """

    per_cent: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)


def marks_of(package: zipfile.ZipFile, sheet: str) -> Marks:
    """The marks of a sheet's cells; raises KeyError where no sheet has the name."""
    styles = _styles(package)
    found = Marks()
    with package.open(_part(package, sheet)) as part:
        for _, cell in etree.iterparse(part, tag="{*}c", resolve_entities=False, no_network=True):
            if int(cell.get("s", 0)) in styles:
                found.per_cent.add(str(cell.get("r")))
            kind = cell.get("t")
            if kind == "e":
                found.errors[str(cell.get("r"))] = cell.findtext("{*}v") or "#N/A"
            elif kind is None and cell.find("{*}f") is not None and not cell.findtext("{*}v"):
                found.waiting.add(str(cell.get("r")))
            cell.clear()
    return found


def root_of(package: zipfile.ZipFile, part: str) -> etree._Element:
    """The XML of a part of a workbook, read without entities and without the network; raises KeyError, XMLSyntaxError."""
    return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _styles(package: zipfile.ZipFile) -> set[int]:
    """The cell styles whose number format is per cent."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    root = root_of(package, "xl/styles.xml")
    formats = set(_BUILT_IN)
    for one in root.iterfind("{*}numFmts/{*}numFmt"):
        if "%" in _QUOTED.sub("", str(one.get("formatCode"))):
            formats.add(int(one.get("numFmtId", -1)))
    return {at for at, one in enumerate(root.iterfind("{*}cellXfs/{*}xf")) if int(one.get("numFmtId", 0)) in formats}


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet; raises KeyError where no sheet has the name."""
    book = root_of(package, "xl/workbook.xml")
    links = root_of(package, "xl/_rels/workbook.xml.rels")
    for one in book.iterfind("{*}sheets/{*}sheet"):
        if one.get("name") == sheet:
            link = next(str(value) for key, value in one.items() if str(key).endswith("}id"))
            target = next(str(part.get("Target")) for part in links if part.get("Id") == link)
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise KeyError(sheet)
