"""Circled numbers that Word draws with an EQ field: ``eq \\o\\ac(○,1)`` is ``①``."""

from __future__ import annotations

import re

_OVERSTRIKE = re.compile(
    r" *\bEQ\s*\\o\s*(?:\\a[lcr]\s*)?\(\s*[○◯〇⃝]\s*[,;，；]\s*(\d{1,2}|[一二三四五六七八九十])\s*\) *", re.I
)
_HAN = "一二三四五六七八九十"


def circled(text: str) -> str:
    """The text with every EQ code that overstrikes a circle and a number as the circled number it draws."""
    return _OVERSTRIKE.sub(lambda code: circle(code[1]) or code[0], text)


def circle(number: str) -> str | None:
    """The character for a number 0–50 or 一–十 in a circle, None where there is none."""
    if number in _HAN:
        return chr(0x3280 + _HAN.index(number))
    value = int(number)
    for first, last, start in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return None
