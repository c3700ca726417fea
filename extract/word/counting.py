"""A number as a list shows it, in the number formats of Word (``w:numFmt``) that Chinese documents use."""

from __future__ import annotations

from collections.abc import Callable

from extract.equation import circle

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def count(number: int, form: str) -> str:
    """``count(12, "chineseCounting")`` → ``"十二"``; an unknown format counts in plain digits."""
    return _FORMS.get(form, str)(number)


def _positional(number: int, digits: str, units: str) -> str:
    """0–9999 with place words: ``一百零五``."""
    if not 0 < number < 10000:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return text


def _counting(number: int) -> str:
    text = _positional(number, _DIGITS, "十百千")
    return text[1:] if 10 <= number < 20 else text


def _by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letters(first: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        turns, at = divmod(number - 1, 26)
        return chr(ord(first) + at) * (turns + 1) if number > 0 else str(number)

    return write


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        times, number = divmod(number, value)
        text += sign * times
    return text


def _circled(number: int) -> str:
    return (circle(str(number)) if number else None) or str(number)


def _from(start: int, last: int) -> Callable[[int], str]:
    return lambda number: chr(start + number - 1) if 1 <= number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in str(number))


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "japaneseCounting": _counting,
    "koreanDigital2": _by_digit,
    "ideographDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "taiwaneseDigital": _by_digit,
    "chineseLegalSimplified": lambda number: _positional(number, _FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _positional(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _from(0x3280, 10),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ordinal": _ordinal,
    "none": lambda number: "",
}
