"""The text stream of a ``.doc`` (Word 97 and later): its piece table, and the equation fields in its paragraphs.

Layout after [MS-DOC]: the file information block at the start of the stream ``WordDocument`` says where in the table
stream the piece table stands, and how many characters the main text has; each piece is UTF-16 or one byte a character.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass, field

import olefile

from extract.equation import drawn, is_equation

_MAGIC = 0xA5EC
_FLAGS, _TEXT_LENGTH, _PIECES = 0x0A, 0x4C, 0x1A2
_SECOND_TABLE = 0x0200
_COMPRESSED = 0x40000000

BEGIN, SEPARATE, END = "\x13", "\x14", "\x15"
_PARAGRAPH_ENDS = re.compile("[\r\x07\x0c\x0e]")
_READING = re.compile(r"\s*EQ\s*\\\*\s*jc", re.I)
"""A character with its reading above: LibreOffice keeps it as ruby."""

_CONTROLS = re.compile("[\x00-\x1f]")


@dataclass
class StoredParagraph:
    """A paragraph as stored: its text without equation fields, and each such field's place in it, code and drawing.

    Places count characters that are no blanks.
    """

    text: str = ""
    equations: list[tuple[int, str, str | None]] = field(default_factory=list)


def stored_paragraphs(data: bytes) -> list[StoredParagraph]:
    """The paragraphs of the main text that are not empty, in order; deleted and hidden text is in them too."""
    found = map(_paragraph, _PARAGRAPH_ENDS.split(main_text(data)))
    return [paragraph for paragraph in found if paragraph.text.strip() or paragraph.equations]


def main_text(data: bytes) -> str:
    """The main text with its field and paragraph marks; empty where the file is older than Word 97."""
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        stream = compound.openstream("WordDocument").read()
        if len(stream) < _PIECES + 8 or struct.unpack_from("<H", stream)[0] != _MAGIC:
            return ""
        second = struct.unpack_from("<H", stream, _FLAGS)[0] & _SECOND_TABLE
        table = compound.openstream("1Table" if second else "0Table").read()
    start, length = struct.unpack_from("<II", stream, _PIECES)
    count = struct.unpack_from("<I", stream, _TEXT_LENGTH)[0]
    return "".join(_pieces(stream, table[start : start + length]))[:count]


def _pieces(stream: bytes, table: bytes) -> list[str]:
    at = 0
    while at < len(table) and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= len(table) or table[at] != 2:
        return []
    size = struct.unpack_from("<I", table, at + 1)[0]
    at += 5
    pieces = (size - 4) // 12
    ends = struct.unpack_from(f"<{pieces + 1}I", table, at)
    at += 4 * (pieces + 1)
    texts = []
    for piece in range(pieces):
        place = struct.unpack_from("<I", table, at + 8 * piece + 2)[0]
        length = ends[piece + 1] - ends[piece]
        if place & _COMPRESSED:
            start = (place & ~_COMPRESSED) // 2
            texts.append(stream[start : start + length].decode("cp1252", "replace"))
        else:
            texts.append(stream[place : place + 2 * length].decode("utf-16-le", "replace"))
    return texts


@dataclass
class _Field:
    code: str = ""
    result: str = ""
    in_result: bool = False

    def add(self, text: str) -> None:
        if self.in_result:
            self.result += text
        else:
            self.code += text


def _paragraph(text: str) -> StoredParagraph:
    """The paragraph as shown, but for its equations: of a field its result, of an equation nothing."""
    paragraph = StoredParagraph()
    fields: list[_Field] = []
    for part in re.split(f"([{BEGIN}{SEPARATE}{END}])", text):
        if part == BEGIN:
            fields.append(_Field())
        elif part == SEPARATE and fields:
            fields[-1].in_result = True
        elif part == END and fields:
            done = fields.pop()
            if fields:
                fields[-1].add(done.result)
            elif _READING.match(done.code):
                paragraph.text += drawn(done.code) or ""
            elif is_equation(done.code):
                paragraph.equations.append((len(squash(paragraph.text)), done.code.strip(), drawn(done.code)))
            else:
                paragraph.text += done.result
        elif fields:
            fields[-1].add(_shown(part))
        else:
            paragraph.text += _shown(part)
    paragraph.text += "".join(open_.result for open_ in fields)
    return paragraph


def _shown(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\x1e", "-"))


def squash(text: str) -> str:
    """The text without its blanks, for comparison."""
    return "".join(text.split())
