"""Numbers as they are printed in dates and before paragraphs: ``21``, ``二十一``, ``二〇一九``."""

from __future__ import annotations

_DIGIT = dict.fromkeys("〇○零ＯO0０", 0) | {char: at for at, char in enumerate("一二三四五六七八九", 1)}


def printed_number(text: str) -> int | None:
    """The value of plain digits, of a number below a hundred with 十, or of characters digit by digit; else None."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        digits = [_DIGIT.get(char) for char in text]
        return None if not digits or None in digits else int("".join(map(str, digits)))
    left, right = _DIGIT.get(tens, None if tens else 1), _DIGIT.get(ones, None if ones else 0)
    return None if left is None or right is None else 10 * left + right
