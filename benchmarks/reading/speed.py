"""kaohe's time beside the least that the same work takes: unpacking and parsing, taking characters out, recognition."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
from lxml import etree
from rapidocr import RapidOCR

from benchmarks.reading.edges import tbl
from extract.read import read
from tests.wordfile import docx, tr

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 5
"""Each piece of work is done so many times, in turns; the fastest counts."""


def speeds(folder: Path) -> Iterator[str]:
    """A line for each kind of file."""
    big = folder / "big.docx"
    rows = (tr(*(f"第{row}行第{col}列的内容，少一次扣0.5分" for col in range(6))) for row in range(1000))
    big.write_bytes(docx(tbl(tr("序号", "项目", "目标内容", "分值", "考核办法", "备注"), *rows, cols=6)))
    yield beside("Word table of 1000 × 6", lambda: read(big), "unzip and parse", lambda: parsed(big), 1)
    for name in ("rugao-2018", "zaozhuang-2022"):
        path = ROOT / "corpus" / f"{name}.pdf"
        with pdfplumber.open(path) as pdf:
            pages = len(pdf.pages)
        yield beside(f"{name}.pdf, a page", partial(read, path), "pdfplumber's chars", partial(chars, path), pages)
    scan = ROOT / "corpus" / "rugao-2019.scan.pdf"
    pictures = rendered(scan)
    engine = RapidOCR(params={"Global.log_level": "critical"})

    def recognised() -> None:
        for picture in pictures:
            engine(picture)

    yield beside("scan, a page", lambda: read(scan), "RapidOCR alone", recognised, len(pictures), rounds=2)


def beside(
    what: str, ours: Callable[[], object], other: str, theirs: Callable[[], object], pieces: int, rounds: int = ROUNDS
) -> str:
    """Both times for one piece, and how many times as long ours takes."""
    times: dict[bool, float] = {}
    for _ in range(rounds):
        for is_ours, work in ((True, ours), (False, theirs)):
            start = time.perf_counter()
            work()
            times[is_ours] = min(times.get(is_ours, float("inf")), time.perf_counter() - start)
    mine, least = times[True] / pieces, times[False] / pieces
    return f"{what:<26}{mine:>8.3f} s   {other} {least:.3f} s   × {mine / least:.2f}"


def parsed(path: Path) -> None:
    """Unpack every part of a package and parse it."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))


def chars(path: Path) -> int:
    """The characters of all pages, as pdfplumber gives them."""
    with pdfplumber.open(path) as pdf:
        return sum(len(page.chars) for page in pdf.pages)


def rendered(path: Path) -> list[np.ndarray]:
    """The pages as recognition gets them, 200 dots per inch."""
    with pypdfium2.PdfDocument(path) as document:
        return [np.ascontiguousarray(page.render(scale=200 / 72).to_numpy()[..., :3]) for page in document]
