"""Small real Word documents for tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from extract.notice import Paragraph, Table
from extract.word.document import read

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, *, styles: str = "", numbering: str = "", main_type: str = MAIN_TYPE) -> bytes:
    """A package whose main part has this body, these styles and these lists."""
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{part}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{part}.numbering+xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; plain text stands for one run."""
    runs = content if content.startswith("<") or not content else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", properties: str = "") -> str:
    """A cell; plain text stands for one paragraph."""
    paragraphs = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain texts stand for cells."""
    each = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{each}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def field(code: str, result: str | None = None) -> str:
    """A complex field; its code in one run, or in several parted by ``|``."""
    codes = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code.split("|"))
    shown = "" if result is None else '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r(result)
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{codes}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str) -> str:
    """The one list, whose number is 1."""
    return (
        f'<w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )


def in_list(at: int = 0, number: int = 1) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


def texts(body: str, **parts: str) -> list[str]:
    """What the reader shows: a paragraph's text, a table drawn row by row."""
    blocks, _ = read(docx(body, **parts), "t.docx")
    return shown(blocks)


def shown(blocks: Iterable[Paragraph | Table]) -> list[str]:
    """A paragraph's text, a table drawn row by row."""
    return [drawing(block) if isinstance(block, Table) else block.text for block in blocks]


def drawing(table: Table) -> str:
    """The grid, a line a row: ``<`` continues the cell to the left, ``^`` the one above."""
    return "\n".join(" | ".join(text.replace("\n", "/") for text in row) for row in pictured(table))


def pictured(table: Table) -> list[list[str]]:
    """The table's grid in the small notation: ``<`` belongs to the left, ``^`` to the cell above."""
    return [
        [
            cell.text if (cell.row, cell.col) == (row, col) else "^" if cell.row < row else "<"
            for col, cell in enumerate(cells)
        ]
        for row, cells in enumerate(table.grid())
    ]


def strict(data: bytes) -> bytes:
    """The same document with the names of strict OOXML."""
    names = (
        (_W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (_RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as written:
        for item in package.infolist():
            text = package.read(item).decode()
            for transitional, other in names:
                text = text.replace(transitional, other)
            written.writestr(item.filename, text)
    return out.getvalue()
