"""EQ fields, as far as notices use them: numbers in circles, fractions and overstruck characters in one line."""

from __future__ import annotations

import re

_CIRCLES = "○◯〇⃝"
_HAN = "一二三四五六七八九十"
_OVERSTRIKE = re.compile(
    rf" *\bEQ\s*\\o\s*(?:\\a[lcr]\s*)?[(（]\s*[{_CIRCLES}]\s*[,;，；]\s*(\d{{1,2}}|[{_HAN}])\s*[)）] *", re.I
)
_FRACTION = re.compile(r"\s*EQ\s*\\f\s*\((.+)[,;](.+)\)\s*", re.I)
_LAYERS = re.compile(r"\s*EQ\s*\\o\s*(?:\\a[lcr]\s*)?\((.*)\)\s*", re.I)


def circled(text: str) -> str:
    """The text with every EQ code that overstrikes a circle and a number as the circled number it draws."""
    return _OVERSTRIKE.sub(lambda code: circle(code[1]) or code[0], text)


def drawn(code: str) -> str | None:
    """What the code of an EQ field draws, in one line; None where it is another kind of equation."""
    text = circled(code)
    if text != code:
        return text.strip()
    if fraction := _FRACTION.fullmatch(code):
        return f"{fraction[1].strip()}/{fraction[2].strip()}"
    if (layers := _LAYERS.fullmatch(code)) and "\\" not in layers[1]:
        shown = [layer.strip() for layer in re.split("[,;]", layers[1]) if layer.strip()]
        marks = [layer for layer in shown if layer not in _CIRCLES and layer not in "□/—-"]
        return marks[0] if len(marks) == 1 else None
    return None


def circle(number: str) -> str | None:
    """The character for a number 0–50 or 一–十 in a circle, None where there is none."""
    if number in _HAN:
        return chr(0x3280 + _HAN.index(number))
    value = int(number)
    for first, last, start in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return None
