"""Text dumps (``.txt``): paragraphs as lines, table cells as lines behind a tab, merges lost."""

from __future__ import annotations

import re

from extract.dumpspans import lay_out
from extract.dumptable import tables_at
from extract.equation import circled
from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal
from extract.stitch import stitch
from extract.text import HAN, tidy

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_HAN = re.compile(f"[{HAN}]")
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a text dump and what in it allows two readings."""
    lines = _clean(decode(data, name)).split("\n")
    blocks: list[Paragraph | Table] = []
    warnings: list[Warning] = []
    at = 0
    while at < len(lines):
        tables, end = tables_at(lines, at)
        for rows, cols in tables:
            table, doubt = lay_out(rows, cols)
            if doubt:
                warnings.append(Warning(code="row-width", text=doubt, block=len(blocks)))
            blocks.append(table)
        if tables:
            at = end
            continue
        if text := tidy(lines[at]):
            blocks.append(Paragraph(text=text))
        at += 1
    return stitch(blocks, warnings, merges_lost=True)


def decode(data: bytes, name: str) -> str:
    """The text in UTF-8, UTF-16 (with its mark) or GB 18030, whichever the bytes are."""
    encodings = [encoding for mark, encoding in _ENCODINGS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8" and _is_damaged(data):
                break
    raise FileRefusal(name, "不是完好的 UTF-8 或 GB 18030 文本", "请重新复制一份，或用记事本另存为 UTF-8 文本再导入")


def _is_damaged(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: GB 18030 would read other characters from them, and not fail."""
    text = data.decode("utf-8", "replace")
    return len(_HAN.findall(text)) > 20 * text.count("\ufffd")


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    return circled(_BOOKMARK.sub("", text))
