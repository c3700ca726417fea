"""Markdown (``.md``) → the notice's blocks: set as a page, and read as one."""

from __future__ import annotations

import re

from extract.notice import Paragraph, Table, Warning

_RULE = re.compile(rb"^[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(rb"\s*#{1,6}[ \t]+\S")
_SHOWN_AS_TYPED = ["list", "lheading", "code", "reference"]
"""Rules of Markdown that would renumber or swallow what an office typed: ``1. …``, a line under a line, an indent."""


def is_markdown(data: bytes) -> bool:
    """Whether a text holds the line under a table's header, or begins with a heading."""
    plain = data.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    return _RULE.search(plain) is not None or _HEADING.match(plain) is not None


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks; tables of lines and bars cannot show merged cells, which are told from what is empty."""
    from markdown_it import MarkdownIt

    from extract.dump import decode
    from extract.web.page import read_text

    parser = MarkdownIt("commonmark", {"breaks": True}).enable("table").disable(_SHOWN_AS_TYPED)
    page = parser.render(decode(data, name))
    return read_text(page, [], name, merges_lost="<td rowspan" not in page)
