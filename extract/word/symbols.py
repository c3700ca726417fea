"""Characters of symbol fonts (``w:sym`` and runs set in them) as the characters that they show."""

from __future__ import annotations

_WINGDINGS = {
    0xA8: "☐", 0x6F: "☐", 0x70: "☐", 0xFE: "☑", 0xFC: "☑", 0xFD: "☒", 0xFB: "☒", 0x78: "☒",
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xF0: "⇨", 0x4A: "☺", 0x46: "☞", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_WINGDINGS.update({0x80 + number: chr(0x24EA if number == 0 else 0x245F + number) for number in range(11)})
_WINGDINGS.update({0x8B + number: chr(0x24FF if number == 0 else 0x2775 + number) for number in range(11)})

_WINGDINGS_2 = {
    0x52: "☑", 0x50: "☑", 0x53: "☒", 0x54: "☒", 0x4F: "☒", 0x51: "☒", 0x2A: "☐", 0xA3: "☐", 0x30: "☐",
    0x98: "●", 0xA2: "■", 0x97: "•",
}  # fmt: skip
_WINGDINGS_2.update({0x69 + number: chr(0x24EA if number == 0 else 0x245F + number) for number in range(11)})
_WINGDINGS_2.update({0x74 + number: chr(0x24FF if number == 0 else 0x2775 + number) for number in range(11)})

_WINGDINGS_3 = {0x7D: "▶", 0x7C: "◀", 0x70: "▲", 0x71: "▼", 0x22: "↔", 0x21: "↓", 0x23: "↕"}

_WEBDINGS = {0x61: "☑", 0x72: "☒", 0x63: "☐", 0x67: "■", 0x6E: "●"}

_SYMBOL = {
    0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xAE: "→",
    0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xE5: "∑", 0xD6: "√", 0xB0: "°", 0xBA: "≡", 0xB5: "∝", 0xD7: "⋅", 0xA2: "′",
    0xB2: "″", 0xDE: "⇒", 0xCE: "∈", 0x61: "α", 0x62: "β", 0x67: "γ", 0x44: "Δ", 0x64: "δ", 0x6C: "λ", 0x6D: "μ",
    0x53: "Σ", 0x73: "σ", 0x70: "π", 0x57: "Ω", 0x77: "ω",
}  # fmt: skip

_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}

UNKNOWN = "\ufffd"
"""Stands for a symbol that no table here knows; the reader warns of it."""


def is_symbol_font(font: str | None) -> bool:
    """Whether the font draws symbols in place of its characters."""
    return font is not None and font.lower() in _FONTS


def shown(font: str, code: int) -> str:
    """What a symbol font shows for a character code, private-use codes (F000–F0FF) included."""
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if code in (0x20, 0xA0):
        return " "
    found = _FONTS.get(font.lower(), {}).get(code)
    if found is None and font.lower() == "symbol" and 0x21 <= code < 0x40:
        return chr(code)
    return found or UNKNOWN
