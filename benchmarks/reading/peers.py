"""What other programs make of files. Runs by itself in an environment of theirs, which knows nothing of kaohe:

    python peers.py READER FILE...

prints one JSON line a file: ``{"tables": [[[row, col, row_span, col_span, text]…]…], "text": …, "seconds": …}``, or
``{"error": …}``. The first file is read twice, so that what a program loads on its first use is not counted.
"""

from __future__ import annotations

import json
import re
import sys
import time
from html.parser import HTMLParser
from typing import Any

Tables = list[list[list[Any]]]


class Html(HTMLParser):
    """Tables and text of HTML; a table inside a cell is the cell's text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: Tables = []
        self.text: list[str] = []
        self.depth, self.row, self.taken = 0, -1, set()
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in ("style", "title")
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
                self.row, self.taken = -1, set()
        if self.depth != 1:
            return
        if tag == "tr":
            self.row += 1
        elif tag in ("td", "th"):
            spans = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
            down, across, col = spans.get("rowspan", 1), spans.get("colspan", 1), 0
            while (self.row, col) in self.taken:
                col += 1
            self.taken |= {(self.row + y, col + x) for y in range(down) for x in range(across)}
            self.tables[-1].append([self.row, col, down, across, ""])

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "table"
        self.skipped -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        self.text.append(data)
        if self.depth and self.tables[-1]:
            self.tables[-1][-1][4] += data


def of_html(html: str) -> tuple[Tables, str]:
    parser = Html()
    parser.feed(html)
    return parser.tables, "".join(parser.text)


def plain(rows: list[list[str | None]]) -> list[list[Any]]:
    """A table without spans."""
    return [[row, col, 1, 1, text or ""] for row, line in enumerate(rows) for col, text in enumerate(line)]


def pandoc(path: str) -> tuple[Tables, str]:
    import pypandoc

    return of_html(pypandoc.convert_file(path, "html", format="docx"))


def mammoth(path: str) -> tuple[Tables, str]:
    import mammoth as library

    with open(path, "rb") as file:
        return of_html(library.convert_to_html(file).value)


def docling(path: str) -> tuple[Tables, str]:
    from pathlib import Path

    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    file = InputDocument(path_or_stream=Path(path), format=InputFormat.DOCX, backend=MsWordDocumentBackend)
    document = file._backend.convert()
    tables = [
        [
            [cell.start_row_offset_idx, cell.start_col_offset_idx, cell.row_span, cell.col_span, cell.text]
            for cell in table.data.table_cells
        ]
        for table in document.tables
    ]
    return tables, of_html(document.export_to_html())[1]


def markitdown(path: str) -> tuple[Tables, str]:
    from markitdown import MarkItDown

    text = MarkItDown().convert(path).text_content
    tables: Tables = []
    rows: list[list[str | None]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not all(re.fullmatch("-+", cell) for cell in cells):
                rows.append(cells)
        elif rows:
            tables.append(plain(rows))
            rows = []
    return tables, text


def python_docx(path: str) -> tuple[Tables, str]:
    import docx

    document = docx.Document(path)
    tables: Tables = []
    for table in document.tables:
        known: dict[Any, list[Any]] = {}
        for row, line in enumerate(table.rows):
            for col, cell in enumerate(line.cells):
                held = known.setdefault(cell._tc, [row, col, 1, 1, cell.text])
                held[2], held[3] = max(held[2], row - held[0] + 1), max(held[3], col - held[1] + 1)
        tables.append(list(known.values()))
    words = [paragraph.text for paragraph in document.paragraphs]
    return tables, "".join([*words, *(cell[4] for table in tables for cell in table)])


def pdfplumber(path: str) -> tuple[Tables, str]:
    import pdfplumber as library

    with library.open(path) as pdf:
        tables = [plain(table) for page in pdf.pages for table in page.extract_tables()]
        return tables, "".join(page.extract_text() for page in pdf.pages)


def camelot(path: str) -> tuple[Tables, str]:
    import camelot as library

    found = library.read_pdf(path, pages="all", flavor="lattice")
    return [plain(table.df.values.tolist()) for table in found], ""


def img2table(path: str) -> tuple[Tables, str]:
    from img2table.document import PDF

    tables: Tables = []
    for page in PDF(path, pdf_text_extraction=True).extract_tables().values():
        for table in page:
            known: dict[Any, list[Any]] = {}
            for row, line in table.content.items():
                for col, cell in enumerate(line):
                    box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                    held = known.setdefault(box, [row, col, 1, 1, cell.value or ""])
                    held[2], held[3] = max(held[2], row - held[0] + 1), max(held[3], col - held[1] + 1)
            tables.append(list(known.values()))
    return tables, ""


READERS = {
    reader.__name__: reader
    for reader in (pandoc, mammoth, docling, markitdown, python_docx, pdfplumber, camelot, img2table)
}


def main() -> None:
    read, paths = READERS[sys.argv[1]], sys.argv[2:]
    for index, path in enumerate([paths[0], *paths]):
        start = time.perf_counter()
        try:
            tables, text = read(path)
            line = {"tables": tables, "text": text, "seconds": time.perf_counter() - start}
        except Exception as error:  # whatever a program makes of a file is its answer
            line = {"error": f"{type(error).__name__}: {error}"[:200]}
        if index:
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
