"""A workbook's package → its sheets: what each cell shows, where cells are merged, what is hidden.

The XML is read as it stands: libraries for workbooks give values without what their formats show, or unfold every
merged cell, a million of them too.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import XMLParser, XMLSyntaxError, fromstring, iterparse

from extract.limits import CELLS
from extract.refusal import FileRefusal
from extract.sheet.figures import BUILT_IN, shown

ROWS, COLUMNS = 2**20, 2**14
"""A sheet has no more."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass
class Sheet:
    """A sheet as shown: texts by row and column from 0, hidden rows and columns left out; what could not be shown."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    boxed: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden: int = 0
    unread: list[str] = field(default_factory=list)


@dataclass
class _Style:
    code: str
    boxed: bool


@dataclass
class _Parts:
    strings: list[str]
    styles: list[_Style]
    since_1904: bool


def sheets(data: bytes, name: str) -> tuple[list[Sheet], list[str], int]:
    """The sheets that are shown, the names of those that are hidden, and the number of pictures.

    Raises FileRefusal where the package is damaged or holds more cells than the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _sheets(package, name)
    except (KeyError, ValueError, IndexError, XMLSyntaxError, zipfile.BadZipFile, OSError) as damage:
        raise FileRefusal(
            name, "已损坏，无法作为 Excel 工作簿打开", "请用 Excel 打开并另存为 .xlsx 后再导入"
        ) from damage


def _sheets(package: zipfile.ZipFile, name: str) -> tuple[list[Sheet], list[str], int]:
    main = next(target for kind, target in _relations(package, "").values() if kind == "officeDocument")
    related = _relations(package, main)
    book = _root(package, main)
    by_kind = dict(related.values())
    since = next((part.get("date1904") for part in book.iter("{*}workbookPr")), None)
    parts = _Parts(
        _strings(package, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else [],
        _styles(package, by_kind["styles"]) if "styles" in by_kind else [],
        since in ("1", "true"),
    )
    found: list[Sheet] = []
    hidden: list[str] = []
    for entry in book.iter("{*}sheet"):
        kind, target = related.get(entry.get(_RELATION) or entry.get(_STRICT_RELATION) or "", ("", ""))
        if kind != "worksheet":
            continue
        sheet = _sheet(package, target, entry.get("name", ""), parts, name)
        if entry.get("state", "visible") != "visible":
            hidden += [sheet.name] if sheet.texts else []
        else:
            found.append(sheet)
    return found, hidden, sum(part.startswith("xl/media/") for part in package.namelist())


def _root(package: zipfile.ZipFile, part: str) -> Any:
    return fromstring(package.read(part), XMLParser(resolve_entities=False, no_network=True))


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to by id: the kind, and the part's name in the package."""
    folder, _, file = part.rpartition("/")
    root = _root(package, posixpath.join(folder, "_rels", file + ".rels"))
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in root.iter("{*}Relationship")
    }


def _strings(package: zipfile.ZipFile, part: str) -> list[str]:
    return [_text(each) for each in _root(package, part).iterchildren("{*}si")]


def _text(element: Any) -> str:
    """The runs of a string, without the pronunciation that may stand with them."""
    return "".join(run.text or "" for run in element.iter("{*}t") if not run.getparent().tag.endswith("}rPh"))


def _styles(package: zipfile.ZipFile, part: str) -> list[_Style]:
    root = _root(package, part)
    codes = BUILT_IN | {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    boxes = [
        any(side.get("style", "none") != "none" for side in border)
        for group in root.iterchildren("{*}borders")
        for border in group.iterchildren("{*}border")
    ]
    return [
        _Style(codes.get(int(each.get("numFmtId", 0)), "General"), bool(boxes) and boxes[int(each.get("borderId", 0))])
        for group in root.iterchildren("{*}cellXfs")
        for each in group.iterchildren("{*}xf")
    ]


def _sheet(package: zipfile.ZipFile, part: str, title: str, parts: _Parts, name: str) -> Sheet:
    sheet = Sheet(title)
    gone_rows: set[int] = set()
    gone_cols: list[tuple[int, int]] = []
    count = 0
    tags = ("{*}col", "{*}row", "{*}mergeCell")
    with package.open(part) as stream:
        for _, element in iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
            kind = element.tag.rpartition("}")[2]
            if kind == "col" and element.get("hidden") in ("1", "true"):
                gone_cols.append((int(element.get("min", 1)) - 1, int(element.get("max", 1)) - 1))
            elif kind == "mergeCell":
                sheet.merges += _merge(element.get("ref", ""))
            elif kind == "row":
                for row, col, cell in _cells(element, len(sheet.texts)):
                    count += 1
                    _take(sheet, row, col, cell, parts)
                    if element.get("hidden") in ("1", "true"):
                        gone_rows.add(row)
            if count > CELLS or len(sheet.merges) > CELLS:
                raise FileRefusal(name, f"里有超过 {CELLS} 格内容", "请只导入考核通知所在的工作表")
            element.clear()
    return _without(sheet, gone_rows, gone_cols)


def _cells(row: Any, before: int) -> Iterator[tuple[int, int, Any]]:
    """The cells of a row with their places; one without a place stands beside the one before."""
    at = int(row.get("r") or before + 1) - 1
    col = -1
    for cell in row.iterchildren("{*}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        col = _column(place[1]) if place else col + 1
        if not 0 <= at < ROWS or col >= COLUMNS:
            raise ValueError(f"no cell {at}, {col} in any workbook")
        yield at, col, cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _merge(reference: str) -> list[Merge]:
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if start is None or end is None:
        return []
    return [(int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1]))]


def _take(sheet: Sheet, row: int, col: int, cell: Any, parts: _Parts) -> None:
    style = parts.styles[int(cell.get("s", 0))] if parts.styles else _Style("General", False)
    if style.boxed:
        sheet.boxed.add((row, col))
    kind = cell.get("t", "n")
    value = cell.findtext("{*}v")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        text = "" if inline is None else _text(inline)
    elif value is None:
        text = ""
        if cell.find("{*}f") is not None:
            sheet.unread.append(f"{_named(row, col)} 的公式没有存下结果")
    elif kind == "s":
        text = parts.strings[int(value)]
    elif kind == "n":
        figure = shown(value, style.code, since_1904=parts.since_1904)
        if figure is None:
            sheet.unread.append(f"{_named(row, col)} 的数字格式（{style.code}）未能识别，按原数 {value} 读入")
        text = value if figure is None else figure
    else:
        text = {"1": "TRUE", "0": "FALSE"}.get(value, value) if kind == "b" else value
    if text.strip():
        sheet.texts[row, col] = text


def _named(row: int, col: int) -> str:
    letters = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _without(sheet: Sheet, rows: set[int], cols: list[tuple[int, int]]) -> Sheet:
    """The sheet without what is hidden; merged cells only as far as there is text."""
    gone = {
        place for place in sheet.texts if place[0] in rows or any(first <= place[1] <= last for first, last in cols)
    }
    sheet.hidden = len({place[0] for place in gone if place[0] in rows}) + len(
        {place[1] for place in gone if place[0] not in rows}
    )
    for place in gone:
        del sheet.texts[place]
    return sheet
