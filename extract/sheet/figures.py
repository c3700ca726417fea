"""A number as its cell shows it, by the cell's number format: 0.05 in ``0%`` is 5%, 10 in ``0"分"`` is 10分."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d",
    17: "yyyy/m", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日",
    30: "m/d/yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月",
    56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""The formats that a workbook names by number alone, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<general>General|G/通用格式)'
    r"|(?P<figure>[#0?][#0?,]*(?:\.[#0?]*)?)|(?P<date>y+|m+|d+|h+|s+|AM/PM)|(?P<text>@)|(?P<mark>.)",
    re.IGNORECASE,
)


def shown(value: str, code: str, *, since_1904: bool = False) -> str | None:
    """The text that a cell with this number format shows; None where the format is not understood."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return None
    sections = _sections(code)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    tokens = list(_TOKEN.finditer(section))
    if any(token["date"] for token in tokens):
        return _date(number, tokens, since_1904)
    return _number(number, tokens)


def general(number: Decimal) -> str:
    """A number as a cell without format shows it: eleven significant figures."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{Decimal(f'{number:.11g}').normalize():f}"


def _sections(code: str) -> list[str]:
    """The formats for positive, negative, zero and text, as many as are written."""
    parts = re.findall(r'((?:"[^"]*"|\\.|[^;"])*)(?:;|$)', code)
    return [part for part in parts if part] or ["General"]


def _number(number: Decimal, tokens: list[re.Match[str]]) -> str | None:
    figures = [token["figure"] for token in tokens if token["figure"]]
    marks = "".join(token["mark"] or "" for token in tokens)
    if len(figures) > 1 or "/" in marks or re.search("[eE][+-]", marks):
        return None
    number = number.scaleb(2 * marks.count("%"))
    text = "-" if number < 0 else ""
    for token in tokens:
        if token["figure"]:
            text += _figure(abs(number), token["figure"])
        elif token["general"] or token["text"]:
            text += general(abs(number))
        else:
            text += token["quoted"] or token["escaped"] or token["mark"] or ""
    return text


def _figure(number: Decimal, pattern: str) -> str:
    whole, _, part = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    number = number.scaleb(-3 * scale)
    digits = (
        f"{number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP):{',' if ',' in whole.rstrip(',') else ''}f}"
    )
    ones, _, decimals = digits.partition(".")
    needed = len(part.rstrip("#?"))
    kept = decimals[:needed] + decimals[needed:].rstrip("0")
    return ones.zfill(whole.count("0")) + (f".{kept}" if kept else "")


def _date(number: Decimal, tokens: list[re.Match[str]], since_1904: bool) -> str | None:
    if not 0 <= number < 2958466:
        return None
    begin = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    day = begin + timedelta(seconds=int((number * 86400).to_integral_value(ROUND_HALF_UP)))
    text, clock = "", False
    for token in tokens:
        part = (token["date"] or "").lower()
        if not part:
            text += token["quoted"] or token["escaped"] or token["mark"] or ""
            continue
        clock = part[0] == "h" or (clock and part[0] in "ms")
        digits = {"y": day.year, "d": day.day, "h": day.hour, "s": day.second, "m": day.minute if clock else day.month}
        if part[0] not in digits or (part[0] in "md" and len(part) > 2 and not clock):
            return None
        text += str(digits[part[0]] % 100 if part == "yy" else digits[part[0]]).zfill(min(len(part), 2))
    return text
