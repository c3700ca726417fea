"""Formulas (OMML) as one line of text: ``实际/目标``, ``(a+b)/2``, ``x^2``."""

from __future__ import annotations

import re

from extract.word.names import Element, local, m

_COMPOUND = re.compile(r"[+\-−×*/·÷±=＋－／＝]")


def linear(element: Element) -> str:
    """The formula, or a part of it, in one line."""
    name = local(element)
    write = _WRITERS.get(name)
    if write is not None:
        return write(element)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    return "".join(linear(part) for part in element)


def _part(element: Element, name: str) -> str:
    found = element.find(m(name))
    return "" if found is None else linear(found)


def _group(text: str) -> str:
    return f"({text})" if _COMPOUND.search(text) and not _is_bracketed(text) else text


def _is_bracketed(text: str) -> bool:
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if depth == 0:
            return at == len(text) - 1 and at > 0
    return False


def _fraction(element: Element) -> str:
    return f"{_group(_part(element, 'num'))}/{_group(_part(element, 'den'))}"


def _property(element: Element, holder: str, name: str, default: str) -> str:
    found = element.find(f"{m(holder)}/{m(name)}")
    return default if found is None else found.get(m("val"), "")


def _radical(element: Element) -> str:
    degree = _part(element, "deg")
    return f"{degree}√{_group(_part(element, 'e'))}" if degree else f"√{_group(_part(element, 'e'))}"


def _delimiters(element: Element) -> str:
    begin = _property(element, "dPr", "begChr", "(")
    end = _property(element, "dPr", "endChr", ")")
    between = _property(element, "dPr", "sepChr", "|")
    return begin + between.join(linear(part) for part in element.findall(m("e"))) + end


def _many(element: Element) -> str:
    sign = _property(element, "naryPr", "chr", "∫")
    low, high = _part(element, "sub"), _part(element, "sup")
    return sign + (f"_{_group(low)}" if low else "") + (f"^{_group(high)}" if high else "") + _part(element, "e")


def _matrix(element: Element) -> str:
    rows = (",".join(linear(cell) for cell in row.findall(m("e"))) for row in element.findall(m("mr")))
    return f"[{';'.join(rows)}]"


_WRITERS = {
    "f": _fraction,
    "rad": _radical,
    "d": _delimiters,
    "nary": _many,
    "m": _matrix,
    "eqArr": lambda element: ";".join(linear(part) for part in element.findall(m("e"))),
    "sSup": lambda element: f"{_group(_part(element, 'e'))}^{_group(_part(element, 'sup'))}",
    "sSub": lambda element: f"{_part(element, 'e')}_{_group(_part(element, 'sub'))}",
    "sSubSup": lambda element: f"{_part(element, 'e')}_{_group(_part(element, 'sub'))}^{_group(_part(element, 'sup'))}",
    "func": lambda element: f"{_part(element, 'fName')}{_group(_part(element, 'e'))}",
    "limLow": lambda element: f"{_part(element, 'e')}_{_group(_part(element, 'lim'))}",
}
