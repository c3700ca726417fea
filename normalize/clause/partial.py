"""What a part of a step counts, where the clause says so: ``不足100万元按100万元计算``, ``（不足1项的不计分）``."""

from __future__ import annotations

from typing import Literal

import regex

from normalize.clause.reading import Reading
from normalize.quantity import fold

Partial = Literal["floor", "ceil", "prorata"]

_BELOW = r"(?:不足|不满|未满|不够)[^,。;()]{1,8}?的?,?"
PARTIALS: tuple[tuple[Partial, regex.Pattern], ...] = (
    ("prorata", regex.compile(rf"{_BELOW}(?:按|以)(?:实际)?(?:同等)?比例")),
    ("ceil", regex.compile(rf"{_BELOW}(?:按|以|算|作)[^,。;()比例]{{1,8}}?(?:计算?|算|计分|扣分|对待|处理)")),
    ("floor", regex.compile(rf"{_BELOW}(?:不计(?:分|算)?|不扣分?|不加分?|忽略不计)")),
)
"""How a remainder counts, and the words that say it."""


def apply_partials(reading: Reading) -> None:
    """Give the words to the last rule with steps before them in the clause."""
    text = fold("".join(reading.text.split()))
    for partial, pattern in PARTIALS:
        for match in pattern.finditer(text):
            stepped = [rule for rule in reading.rules if rule.basis == "each" and (rule.step or "1") in match.group()]
            if stepped:
                stepped[-1].partial = partial
