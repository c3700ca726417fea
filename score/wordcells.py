"""Cells of a Word table as elements: words written into one in its own look, a column added, the same bytes each time."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import Any

import regex
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from extract.refusal import FileRefusal
from extract.word.places import FileRow, FileTable
from score.looks import CREATED

_ADDED = 0.09
"""The share of the table's width that an added column takes, from the widest one."""

_CONTROL = regex.compile(r"[^\P{Cc}\n]")
_REVISIONS = ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange")
_DAMAGE = (KeyError, ValueError, AttributeError, zipfile.BadZipFile, OSError)


def opened(data: bytes, name: str) -> Word:
    """The document, to be written into; raises FileRefusal where python-docx cannot open it."""
    try:
        return Document(io.BytesIO(data))
    except _DAMAGE:
        raise FileRefusal(name, "不能作为 Word 文档改写", "请用 Word 打开并另存为 .docx 后再试") from None


def saved(document: Word) -> bytes:
    """The document's bytes, the same for the same content: its parts bear one date."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    day = (CREATED.year, CREATED.month, CREATED.day, 0, 0, 0)
    with zipfile.ZipFile(raw) as package, zipfile.ZipFile(fixed, "w") as written:
        for part in package.infolist():
            written.writestr(zipfile.ZipInfo(part.filename, day), package.read(part), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def clean(text: str) -> str:
    """Text without the control characters that Word's files cannot hold."""
    return _CONTROL.sub("", text)


def write(cell: Any, text: str) -> None:
    """Put text into a ``w:tc``, below what it holds already, in the look of its last paragraph."""
    holder = cell.findall(qn("w:p"))[-1]
    if "".join(part.text or "" for part in cell.iter(qn("w:t"))).strip():
        holder = copy.deepcopy(holder)
        for part in [part for part in holder if part.tag != qn("w:pPr")]:
            holder.remove(part)
        cell.append(holder)
    run = Paragraph(holder, None).add_run(clean(text))  # type: ignore[arg-type]
    look = holder.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    if look is not None:
        look = copy.deepcopy(look)
        for name in _REVISIONS:
            for part in look.findall(qn(name)):
                look.remove(part)
        run._r.insert(0, look)


def add_column(table: FileTable, title: str, spans: dict[int, int]) -> None:
    """One more column at the right, its width taken from the widest.

    ``spans`` gives for a row of the notice the last row over which its cell goes; other rows have a cell each.
    """
    width = _new_width(table.element)
    above = [row for row in table.header if row not in table.rows.values()]
    inside = {row: first for first, last in spans.items() for row in range(first + 1, last + 1)}
    header = {id(row) for row in table.header}
    for line in [*above, *table.rows.values()]:
        at = next((at for at, row in table.rows.items() if row is line), None)
        _narrow(line, width)
        cell = _like_last(line, width)
        if id(line) in header:
            if line is table.header[0]:
                write(cell, title)
            if len(table.header) > 1:
                _merge(cell, "restart" if line is table.header[0] else "continue")
        elif at in inside and inside[at] in table.rows:
            _merge(cell, "continue")
        elif at is not None and spans.get(at, at) > at:
            _merge(cell, "restart")


def _new_width(table: Any) -> int:
    """Twips of the added column, taken from the widest of the table's grid; 0 where the grid says nothing."""
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    widths = [_twips(column) for column in columns]
    width = int(sum(widths) * _ADDED)
    if width:
        widest = columns[widths.index(max(widths))]
        widest.set(qn("w:w"), str(max(widths) - width))
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(width))
        columns[-1].addnext(column)
    return width


def _twips(element: Any) -> int:
    text = element.get(qn("w:w")) or ""
    return int(text) if text.isdigit() else 0


def _narrow(line: FileRow, width: int) -> None:
    """Take the added column's width from the row's widest cell."""
    sizes = [size for _, _, cell in line.cells for size in cell.findall(f"{qn('w:tcPr')}/{qn('w:tcW')}")]
    sizes = [size for size in sizes if size.get(qn("w:type")) == "dxa"]
    if sizes and width:
        widest = max(sizes, key=_twips)
        widest.set(qn("w:w"), str(max(_twips(widest) - width, 1)))


def _like_last(line: FileRow, width: int) -> Any:
    """A new last cell with the borders and the look of the one before it, empty, its text in the middle."""
    before = line.cells[-1][2]
    cell = OxmlElement("w:tc")
    properties = copy.deepcopy(before.find(qn("w:tcPr")))
    if properties is None:
        properties = OxmlElement("w:tcPr")
    for name in ("w:gridSpan", "w:vMerge", "w:hMerge", "w:tcW", "w:vAlign", "w:hideMark"):
        for part in properties.findall(qn(name)):
            properties.remove(part)
    if width:
        size = OxmlElement("w:tcW")
        size.set(qn("w:w"), str(width))
        size.set(qn("w:type"), "dxa")
        properties.insert(0, size)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)
    paragraph, holder, centred = (OxmlElement(name) for name in ("w:p", "w:pPr", "w:jc"))
    centred.set(qn("w:val"), "center")
    holder.append(centred)
    if (look := _look(before)) is not None:
        holder.append(copy.deepcopy(look))
    paragraph.append(holder)
    cell.append(properties)
    cell.append(paragraph)
    before.addnext(cell)
    return cell


def _look(cell: Any) -> Any:
    """The look of a cell's first words, else of its paragraph's mark."""
    for path in (f"{qn('w:p')}/{qn('w:r')}/{qn('w:rPr')}", f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:rPr')}"):
        if (look := cell.find(path)) is not None:
            return look
    return None


def _merge(cell: Any, kind: str) -> None:
    merge = OxmlElement("w:vMerge")
    merge.set(qn("w:val"), kind)
    properties = cell.find(qn("w:tcPr"))
    size = properties.find(qn("w:tcW"))
    properties.insert(0 if size is None else 1, merge)
