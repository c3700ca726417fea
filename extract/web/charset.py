"""A page's bytes → its characters; what it declares is believed only where the bytes allow it."""

from __future__ import annotations

import re

from extract.notice import Warning
from extract.refusal import FileRefusal
from extract.text import HAN

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HAN = re.compile(f"[{HAN}]")
_OTHERS = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "hz-gb-2312": "hz", "x-gbk": "gb18030"}

DAMAGED = 0.02
"""A page in which more than this share of the characters cannot be told is refused."""


def characters(data: bytes, name: str, said: str | None = None) -> tuple[str, list[Warning]]:
    """The page's text and a warning where bytes of it make no character; ``said`` is what stands outside the page.

    UTF-8 shows itself; what is not is GB 18030, which holds GBK and GB 2312, or Big5 where that is declared.
    Raises FileRefusal where too little can be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _mended(data, [encoding], name)
    wide = _without_mark(data)
    if wide is not None:
        return _mended(data, [wide], name)
    declared = _declared(data, said)
    encodings = ["utf-8", "gb18030"]
    if declared.startswith("gb") and not _HAN.search(data.decode("utf-8", "ignore")):
        encodings.reverse()
    if declared in _OTHERS:
        encodings.insert(1, _OTHERS[declared])
    for encoding in encodings:
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return _mended(data, encodings, name)


def _declared(data: bytes, said: str | None) -> str:
    found = _DECLARED.search(data[:4096])
    return (found[1].decode("ascii", "replace") if found else said or "").lower()


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: in its ASCII every other byte is empty."""
    start = data[:400]
    for encoding, empty in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) > 8 and empty.count(0) > 0.6 * len(empty):
            return encoding
    return None


def _mended(data: bytes, encodings: list[str], name: str) -> tuple[str, list[Warning]]:
    """The text in the encoding that leaves the fewest characters untold."""
    text = min((data.decode(encoding, "replace") for encoding in encodings), key=lambda each: each.count("\ufffd"))
    lost = text.count("\ufffd")
    if lost > max(1, DAMAGED * len(_HAN.findall(text))):
        raise FileRefusal(name, "里的文字已损坏，认不出编码", "请在浏览器中打开，另存为 UTF-8 的网页再导入")
    said = f"网页里有 {lost} 处字节不成文字，原样标作「\ufffd」，请对照原件核实。"
    return text, [Warning(code="damaged", text=said)] if lost else []
