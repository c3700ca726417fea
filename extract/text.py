"""The clean-up that all readers share: what only lays out is dropped, what was issued stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff"
"""Chinese characters, for use inside a regular expression's brackets."""

BLANK = "[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"

_INVISIBLE = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BLANKS = re.compile(f"{BLANK}+")
_SPACED = re.compile(f"(?<![{HAN}\\w])[{HAN}](?: [{HAN}])+(?![{HAN}\\w])")
_ONE_HAN = re.compile(f"[{HAN}]")


def decoded(data: bytes) -> str | None:
    """A list or table as a person saved it: UTF-8 (with its mark or without) or GB 18030; None where it is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def tidy(line: str) -> str:
    """One line without the blanks that only lay out; blanks that separate words stay as one.

    ``" 岳 阳 市 妇 联   "`` → ``"岳阳市妇联"``; ``"春泥护花  法润芳华"`` → ``"春泥护花 法润芳华"``.
    """
    line = _BLANKS.sub(" ", _INVISIBLE.sub("", line)).strip()
    return _SPACED.sub(lambda spaced: spaced.group().replace(" ", ""), line)


def join_lines(lines: Iterable[str]) -> str:
    """The text of a cell from its lines: names written one character a line become one string, the rest stay lines.

    ``["妇", "女", "发", "展"]`` → ``"妇女发展"``; ``["办", "公", "室", "（16分）"]`` → ``"办公室\\n（16分）"``.
    """
    joined: list[str] = []
    column = False
    for line in map(tidy, lines):
        if not line:
            continue
        single = _ONE_HAN.fullmatch(line) is not None
        if single and column:
            joined[-1] += line
        else:
            joined.append(line)
        column = single
    return "\n".join(joined)


GARBLED = 0.03
"""A text of which more than this share are letters with accents and the like was read in a wrong encoding."""

_ACCENTED = re.compile("[\u0080-\u009f\u00a1-\u00a6\u00a8-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


def is_garbled(text: str) -> bool:
    """Whether Chinese text reads as bytes do in another encoding: ``¹ØÓÚ¿ªÕ¹`` for ``关于开展``."""
    return len(_ACCENTED.findall(text)) > max(10, GARBLED * len("".join(text.split())))
