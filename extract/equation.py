r"""What EQ fields draw, in one line: ``eq \o\ac(○,1)`` is ``①``, ``eq \f(实际,目标)`` is ``实际/目标``.

A code is text and terms; a term is one or more switches (``\o\ac``, ``\s\up 9``) and its arguments in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_EQ = re.compile(r" *(?<![A-Za-z0-9])EQ\s*(?=\\)", re.I)
_CODE = re.compile(r"\s*EQ\b", re.I)
_FORMAT = re.compile(r"\s*\\\*\s*(\"[^\"]*\"|\w+)?")
_SWITCH = re.compile(r"\s*\\([a-zA-Z]+)\s*(-?\d+)?\s*")
_BRACKET = re.compile(r"\\([lrb]c)\\(.)", re.I)
_CIRCLES = "○◯〇⃝"
_FRAMES = _CIRCLES + "□△▲◇◎☆—-/"
_HAN = "一二三四五六七八九十"


@dataclass
class _Drawn:
    text: str
    raised: bool = False
    """Set above or below the line: a reading beside its character, or half of a pair."""


class _Unknown(Exception):
    """The code is no equation that can be drawn in one line."""


def circled(text: str) -> str:
    """The text with every EQ code that stands raw in a line as what it draws; what cannot be drawn stays as it is."""
    return "\n".join(map(_circled_line, text.split("\n")))


def _circled_line(text: str) -> str:
    shown, at = "", 0
    while found := _EQ.search(text, at):
        try:
            drawn_, end = _terms(text, found.end())
        except _Unknown:
            shown, at = shown + text[at : found.end()], found.end()
            continue
        shown, at = shown + text[at : found.start()] + drawn_, end
        at += len(text[at:]) - len(text[at:].lstrip(" "))
    return shown + text[at:]


def is_equation(code: str) -> bool:
    """Whether the code is an EQ field's."""
    return _CODE.match(code) is not None


def drawn(code: str) -> str | None:
    """What the code of an EQ field draws, in one line; None where it is no equation that is known here."""
    code = code.strip()
    begin = _EQ.match(code)
    if begin is None:
        return None
    try:
        text, end = _terms(code, begin.end())
    except _Unknown:
        return None
    return text + code[end:].strip()


def circle(number: str) -> str | None:
    """The character for a number 0–50 or 一–十 in a circle, None where there is none."""
    if number and number in _HAN:
        return chr(0x3280 + _HAN.index(number))
    value = int(number) if number.isascii() and number.isdigit() else -1
    for first, last, start in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(start + value - first)
    return None


def _terms(text: str, at: int) -> tuple[str, int]:
    """The terms from ``at`` on, one directly behind the other, and where they end."""
    shown = ""
    while True:
        while formatting := _FORMAT.match(text, at):
            at = formatting.end()
        if not _SWITCH.match(text, at):
            return shown, at
        part, at = _term(text, at)
        shown += part.text


def _term(text: str, at: int) -> tuple[_Drawn, int]:
    switches: list[str] = []
    brackets = {"lc": "(", "rc": ")"}
    while True:
        bracket = _BRACKET.match(text, at)
        if bracket:
            sides = {"lc": ("lc",), "rc": ("rc",), "bc": ("lc", "rc")}[bracket[1].lower()]
            brackets |= dict.fromkeys(sides, bracket[2])
            at = bracket.end()
            continue
        switch = _SWITCH.match(text, at)
        if switch is None:
            break
        switches.append(switch[1].lower())
        at = switch.end()
    if at >= len(text) or text[at] not in "(（" or not switches:
        raise _Unknown
    arguments, at = _arguments(text, at + 1)
    return _draw(switches, arguments, brackets), at


def _arguments(text: str, at: int) -> tuple[list[_Drawn], int]:
    """The arguments up to the closing bracket, each drawn, and the place behind it."""
    arguments = [_Drawn("")]
    depth = 0
    while at < len(text):
        char = text[at]
        if char == "\\" and _SWITCH.match(text, at):
            part, at = _term(text, at)
            arguments[-1] = _Drawn(arguments[-1].text + part.text, part.raised and not arguments[-1].text.strip())
            continue
        if char == "\\" and at + 1 < len(text):
            at, char = at + 1, text[at + 1]
        elif char in "(（":
            depth += 1
        elif char in ")）":
            if depth == 0:
                return [_Drawn(part.text.strip(), part.raised) for part in arguments], at + 1
            depth -= 1
        elif char in ",;，；" and depth == 0:
            arguments.append(_Drawn(""))
            at += 1
            continue
        arguments[-1].text += char
        at += 1
    raise _Unknown


def _draw(switches: list[str], arguments: list[_Drawn], brackets: dict[str, str]) -> _Drawn:
    kind, texts = switches[0], [part.text for part in arguments]
    if kind == "o":
        return _Drawn(_overstruck(arguments))
    if kind == "f" and len(texts) == 2:
        return _Drawn("/".join(map(_group, texts)))
    if kind == "r" and len(texts) in (1, 2):
        return _Drawn((texts[0] if len(texts) == 2 else "") + "√" + _group(texts[-1]))
    if kind == "s":
        return _Drawn("".join(texts), raised=True)
    if kind == "b":
        return _Drawn(brackets["lc"] + ",".join(texts) + brackets["rc"])
    if kind in ("l", "a"):
        return _Drawn((" " if kind == "a" else ",").join(texts))
    if kind == "x":
        return _Drawn("".join(texts))
    raise _Unknown


def _overstruck(layers: list[_Drawn]) -> str:
    """Characters set over one another: a number in a circle, a word with its reading above, two lines in one."""
    flat = [layer.text for layer in layers if layer.text and not layer.raised]
    marks = [text for text in flat if text not in _FRAMES]
    if not flat:
        return "".join(layer.text for layer in layers)
    if len(marks) == 1:
        ringed = any(text in _CIRCLES for text in flat)
        return (circle(marks[0]) if ringed else None) or marks[0]
    if not marks and len(flat) == 1:
        return flat[0]
    raise _Unknown


def _group(text: str) -> str:
    return f"({text})" if re.search(r"[+\-−×*/÷]", text) else text
