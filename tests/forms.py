"""The notices in other forms: as an office would save, publish or retype what stands in a Word file."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from html import escape
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn
from openpyxl.styles import Border, Side

from extract.notice import Notice, Paragraph, Table
from extract.read import read

CORPUS = Path(__file__).parent.parent / "corpus"


@cache
def issued(name: str) -> Notice:
    """The notice as its Word file says it."""
    return read(CORPUS / f"{name}.docx")


def saved_as(folder: Path, suffix: str, names: tuple[str, ...]) -> dict[str, Path]:
    """The Word files as LibreOffice saves them in another format; circled numbers, which it drops, typed before."""
    for name in names:
        document = docx.Document(str(CORPUS / f"{name}.docx"))
        _type_equations(document, list(_circles(issued(name))))
        document.save(str(folder / f"{name}.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in names]
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: folder / f"{name}.{suffix}" for name in names}


def _circles(notice: Notice) -> str:
    texts = "".join(cell.text for _, table in notice.tables() for cell in table.cells)
    return "".join(character for character in texts if "①" <= character <= "⑳")


def _type_equations(document: docx.document.Document, shown: list[str]) -> None:
    """Write what each equation field shows behind its begin mark, in document order."""
    typed = iter(shown)
    for begin in list(document.element.body.iter(qn("w:fldChar"))):
        run = begin.getparent()
        code = "".join(text.text or "" for text in run.getparent().iter(qn("w:instrText")))
        if begin.get(qn("w:fldCharType")) != "begin" or "eq" not in code.lower():
            continue
        text = run.makeelement(qn("w:t"), {})
        text.text = next(typed)
        new = run.makeelement(qn("w:r"), {})
        new.append(text)
        run.addprevious(new)


def workbook(notice: Notice, *, boxed: bool = True) -> bytes:
    """A workbook: paragraphs as rows of one text, tables with merged cells and lines, ten points as the number 10."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    top = 1
    for block in notice.blocks:
        if isinstance(block, Paragraph):
            sheet.cell(top, 1, block.text)
            top += 1
            continue
        for cell in block.cells:
            text = int(cell.text) if cell.text.isdigit() and not cell.text.startswith("0") else cell.text
            sheet.cell(top + cell.row, 1 + cell.col, text or None)
            if cell.row_span * cell.col_span > 1:
                sheet.merge_cells(
                    start_row=top + cell.row, end_row=top + cell.row + cell.row_span - 1,
                    start_column=1 + cell.col, end_column=cell.col + cell.col_span,
                )  # fmt: skip
        if boxed:
            line = Side(style="thin")
            for row in sheet.iter_rows(top, top + block.rows - 1, 1, block.cols):
                for each in row:
                    each.border = Border(line, line, line, line)
        top += block.rows + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(notice: Notice, *, before: str = "", after: str = "") -> str:
    """A page that an office publishes, with what a site puts before and after the notice."""
    body = "".join(
        f"<p style='text-indent:2em'>{escape(block.text)}</p>\n"
        if isinstance(block, Paragraph)
        else f"<table class='grid'>{_rows(block)}</table>\n"
        for block in notice.blocks
    )
    return f"<html><head><title>通知</title></head><body>{before}<div class='content'>{body}</div>{after}</body></html>"


def _rows(table: Table) -> str:
    rows: list[str] = ["" for _ in range(table.rows)]
    for cell in table.cells:
        spans = f"rowspan={cell.row_span} colspan={cell.col_span}"
        lines = "".join(f"<p>{escape(line)}</p>" for line in cell.text.split("\n"))
        rows[cell.row] += f"<td {spans}>{lines}</td>"
    return "".join(f"<tr>{row}</tr>\n" for row in rows)


def markdown(notice: Notice) -> str:
    """The notice as a text with tables of lines and bars, which have no merged cells."""
    parts = []
    for block in notice.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
            continue
        grid = [
            [
                cell.text.replace("\n", "<br>") if (cell.row, cell.col) == (row, col) else ""
                for col, cell in enumerate(cells)
            ]
            for row, cells in enumerate(block.grid())
        ]
        lines = [f"| {' | '.join(row)} |" for row in grid]
        parts.append("\n".join([lines[0], "|---" * block.cols + "|", *lines[1:]]))
    return "\n\n".join(parts) + "\n"
