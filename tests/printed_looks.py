"""Other looks of the notices' tables in print: other lines, fewer, or none; larger type, landscape, watermarks, two
columns of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from tests.printed import Document, every

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def _lines(kind: str, eighths: int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for tag in ("w:tblBorders", "w:tcBorders"):
            for borders in every(document, tag):
                for line in borders:
                    if line.get(qn("w:val")) not in (None, "nil", "none"):
                        line.set(qn("w:val"), kind)
                        line.set(qn("w:sz"), str(eighths))

    return change


dotted, double, thick = _lines("dotted", 4), _lines("double", 6), _lines("thinThickSmallGap", 24)


def _bare(document: Document, kept: Sequence[str] = ()) -> None:
    """No lines but the ``kept`` ones, and no shading."""
    for table in every(document, "w:tbl"):
        for tag in ("w:tcBorders", "w:shd", "w:tblBorders", "w:tblStyle"):
            for found in list(table.iter(qn(tag))):
                found.getparent().remove(found)
        lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in kept)
        table.find(qn("w:tblPr")).append(parse_xml(f"<w:tblBorders {W}>{lines}</w:tblBorders>"))


def no_outer_lines(document: Document) -> None:
    _bare(document, ("insideH", "insideV"))


def lines_across_only(document: Document) -> None:
    _bare(document, ("top", "bottom", "insideH"))


def no_lines(document: Document) -> None:
    """No lines, and cells set in the middle of their rows, as issued."""
    _bare(document)


def no_lines_at_top(document: Document) -> None:
    """No lines, and cells set at the top of their rows."""
    _bare(document)
    _at_top(document)


def three_lines(document: Document) -> None:
    """A line above the table, one under its header and one below; cells set at the top."""
    _bare(document, ("top", "bottom"))
    _at_top(document)
    for table in every(document, "w:tbl"):
        for cell in table.find(qn("w:tr")).findall(qn("w:tc")):
            line = '<w:bottom w:val="single" w:sz="4" w:color="000000"/>'
            cell.find(qn("w:tcPr")).append(parse_xml(f"<w:tcBorders {W}>{line}</w:tcBorders>"))


def _at_top(document: Document) -> None:
    for found in list(every(document, "w:vAlign")):
        found.getparent().remove(found)


def larger_type(document: Document) -> None:
    """Type half as large again, and rows that break over pages in the middle of a cell."""
    for root in (document.element.body, document.styles.element):
        for tag in ("w:sz", "w:szCs"):
            for size in root.iter(qn(tag)):
                size.set(qn("w:val"), str(int(size.get(qn("w:val"))) * 3 // 2))
    for tag in ("w:trHeight", "w:cantSplit"):
        for found in list(every(document, tag)):
            found.getparent().remove(found)
    for table in every(document, "w:tbl"):
        for spacing in table.iter(qn("w:spacing")):
            if spacing.get(qn("w:lineRule")) == "exact":
                spacing.set(qn("w:line"), str(int(spacing.get(qn("w:line"))) * 3 // 2))


def landscape(document: Document) -> None:
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def watermark(document: Document) -> None:
    """Words that run across every page, as Word sets them."""
    shape = (
        "position:absolute;width:412pt;height:103pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    drawn = (
        f'<w:r {W} {VML}><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="WaterMark1" type="#_x0000_t136" style="{shape}" fillcolor="silver" stroked="f">'
        '<v:fill opacity=".5"/><v:textpath style="font-size:1pt" string="内部资料"/></v:shape></w:pict></w:r>'
    )
    for section in document.sections:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0]._p.append(parse_xml(drawn))


def two_columns(document: Document) -> None:
    """Text in two columns."""
    for section in document.sections:
        columns: Any = section._sectPr.find(qn("w:cols"))
        if columns is None:
            columns = OxmlElement("w:cols")
            section._sectPr.append(columns)
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "420")
