"""The notices printed in other ways by LibreOffice: what a printed page may do to a table."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

CORPUS = Path(__file__).parent.parent / "corpus"
Document = Any


def printed(folder: Path, jobs: dict[str, tuple[str, Callable[[Document], None]]]) -> dict[str, bytes]:
    """The PDFs of notices that were changed before they were printed: each job has a notice's name and a change."""
    for job, (name, change) in jobs.items():
        document = docx.Document(str(CORPUS / f"{name}.docx"))
        change(document)
        document.save(str(folder / f"{job}.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{job}.docx") for job in jobs]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {job: (folder / f"{job}.pdf").read_bytes() for job in jobs}


def short_pages(document: Document) -> None:
    """Pages so short that most rows and merged cells are cut, each with a header."""
    for section in document.sections:
        section.page_height = Cm(16)
        section.top_margin = section.bottom_margin = Cm(2.2)
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "妇女儿童工作文件汇编（内部资料）"
    for height in list(every(document, "w:trHeight")):
        height.getparent().remove(height)


def no_repeated_header(document: Document) -> None:
    """Short pages, and a header that stands on the first one only."""
    short_pages(document)
    for mark in list(every(document, "w:tblHeader")):
        mark.getparent().remove(mark)


def ragged(document: Document) -> None:
    """Lines that end where they end."""
    for root in (document.element.body, document.styles.element):
        for alignment in root.iter(qn("w:jc")):
            if alignment.get(qn("w:val")) in ("both", "distribute"):
                alignment.set(qn("w:val"), "left")


def no_sides(document: Document) -> None:
    """Tables without lines at their left and right."""
    for table in every(document, "w:tbl"):
        borders = table.find(qn("w:tblPr")).find(qn("w:tblBorders"))
        cells = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
        for side, edge in (("left", 0), ("right", -1)):
            for owner in [borders, *(row[edge].find(qn("w:tcPr")).find(qn("w:tcBorders")) for row in cells)]:
                _open(owner, side)


def turned_labels(document: Document) -> None:
    """Labels in the first column that run from bottom to top."""
    for row in list(every(document, "w:tr"))[1:]:
        cell = row.find(qn("w:tc"))
        texts = list(cell.iter(qn("w:t")))
        texts[0].text = "".join(text.text for text in texts)
        for text in texts[1:]:
            text.text = ""
        for extra in [*cell.findall(qn("w:p"))[1:], *cell.iter(qn("w:br"))]:
            extra.getparent().remove(extra)
        direction = OxmlElement("w:textDirection")
        direction.set(qn("w:val"), "btLr")
        cell.find(qn("w:tcPr")).append(direction)


def seen(text: str) -> str:
    """What print shows of a text: where a line ends, a blank or a break that no mark stands before cannot be seen."""
    lines = [re.sub(r"\s", "", line) for line in text.split("\n")]
    return "".join(line + ("\n" if line[-1:] in "。；;：:，," else "") for line in lines).rstrip("\n")


def every(document: Document, tag: str) -> Iterator[Any]:
    """The elements of this name in the document's body."""
    return document.element.body.iter(qn(tag))


def _open(borders: Any, side: str) -> None:
    if borders is None:
        return
    line = borders.find(qn(f"w:{side}"))
    if line is None:
        line = OxmlElement(f"w:{side}")
        borders.append(line)
    line.attrib.clear()
    line.set(qn("w:val"), "nil")
