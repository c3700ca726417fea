"""Equation fields of an RTF document (``①``), which LibreOffice drops, as plain characters."""

from __future__ import annotations

import re

from extract.equation import drawn, is_equation

_FIELD = re.compile(rb"\{\\field\b")
_GROUP_END = re.compile(rb"\\.|[{}]", re.DOTALL)
_WORD = re.compile(
    rb"\\u(?P<code>-?\d+) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\(?P<sign>[\\{}])|\\[a-zA-Z]+-?\d* ?|\\.|[{}\r\n]|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
LONGEST = 20000
"""Bytes of a field that is looked into."""


def with_equations_drawn(data: bytes) -> bytes:
    """The document with what an equation field shows in its place."""
    out: list[bytes] = []
    done = 0
    for field in _FIELD.finditer(data):
        end = _end(data, field.start()) if field.start() >= done else None
        if end is None:
            continue
        code = _instruction(data[field.start() : end])
        shown = drawn(code) if is_equation(code) else None
        if shown:
            out += [data[done : field.start()], b"{", b"".join(map(_escaped, shown)), b"}"]
            done = end
    return b"".join([*out, data[done:]])


def _end(data: bytes, start: int) -> int | None:
    """Behind the bracket that closes the group."""
    depth = 0
    for sign in _GROUP_END.finditer(data, start, start + LONGEST):
        depth += {b"{": 1, b"}": -1}.get(sign.group(), 0)
        if not depth:
            return sign.end()
    return None


def _instruction(field: bytes) -> str:
    """The field's code as text, without its result."""
    start = field.find(b"\\fldinst")
    end = field.find(b"\\fldrslt")
    if start < 0:
        return ""
    text = ""
    for word in _WORD.finditer(field, start + len(b"\\fldinst"), end if end > start else len(field)):
        if word["code"]:
            text += chr(int(word["code"]) % 0x10000)
        elif word["bytes"]:
            text += bytes.fromhex(word["bytes"].decode().replace("\\'", "")).decode("gb18030", "replace")
        else:
            text += (word["sign"] or word["text"] or b"").decode("gb18030", "replace")
    return " ".join(text.split())


def _escaped(character: str) -> bytes:
    code = ord(character)
    return b"\\u%d?" % (code - 0x10000 if 0x8000 <= code <= 0xFFFF else code)
