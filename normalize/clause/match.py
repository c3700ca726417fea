"""Where a clause moves points: every outcome (effect and amount), cap and statement of points, left to right.

An outcome's ``kind`` is the part that recognised it. What stands between two outcomes is the second one's condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.record import plain
from normalize.clause.outcome import PARTS
from normalize.clause.part import DEDUCT, N
from normalize.pattern import compiled
from normalize.quantity import numeral

_MASTER = tuple((part.name, part.compiled) for part in PARTS)


@dataclass
class Outcome:
    """One stretch that moves, caps or states points; ``start``, ``end`` in the squeezed text."""

    kind: str
    start: int
    end: int
    text: str = ""
    verb: str = ""
    n: str | None = None
    low: str | None = None
    high: str | None = None
    amounts: list[str] = field(default_factory=list)
    per: str | None = None
    distributive: bool = False
    level: str | None = None
    groups: list[tuple[str, str]] = field(default_factory=list)
    whose: str | None = None

    @property
    def deducts(self) -> bool:
        """Whether the verb takes points away."""
        return compiled(DEDUCT).match(self.verb) is not None or self.verb == "-"


def _number(text: str | None) -> str | None:
    value = numeral(text) if text else None
    return None if value is None else plain(value)


def find_outcomes(text: str) -> list[Outcome]:
    """Every outcome of a squeezed text: at each place the first part of ``PARTS`` that matches there."""
    matches = []
    for rank, (name, pattern) in enumerate(_MASTER):
        matches += [(match.start(), rank, name, match) for match in pattern.finditer(text)]
    matches.sort(key=lambda entry: entry[:2])
    return _graded([_outcome(name, match) for name, match in _apart(matches)])


def _graded(outcomes: list[Outcome]) -> list[Outcome]:
    """Without a grade that stands alone: ``优秀（90分）以上`` says which mark is meant, not what it earns."""
    kinds = ["", *(outcome.kind for outcome in outcomes), ""]
    return [
        outcome
        for before, outcome, after in zip(kinds, outcomes, kinds[2:], strict=False)
        if outcome.kind != "grade" or "grade" in (before, after)
    ]


def _apart(matches: list) -> list[tuple[str, regex.Match]]:
    """Of overlapping matches the higher part wins where they share their end, else the one that begins first."""
    taken: list[tuple[int, str, regex.Match]] = []
    for _, rank, name, match in matches:
        if taken and match.start() < taken[-1][2].end():
            before_rank, _, before = taken[-1]
            if rank < before_rank and match.end() >= before.end():
                taken[-1] = (rank, name, match)
            continue
        taken.append((rank, name, match))
    return [(name, match) for _, name, match in taken]


def _outcome(name: str, match: regex.Match) -> Outcome:
    groups = match.groupdict()
    outcome = Outcome(
        name, match.start(), match.end(), match.group(), verb=groups.get("verb") or groups.get("sign") or ""
    )
    outcome.n, outcome.low, outcome.high = (_number(groups.get(key)) for key in ("n", "low", "high"))
    outcome.per, outcome.level, outcome.whose = groups.get("per"), groups.get("level"), groups.get("whose")
    outcome.distributive = (
        bool(groups.get("dist"))
        or "分别" in (groups.get("mod") or "")
        or bool(compiled("依|排序|名次|对应").search(groups.get("mod") or ""))
    )
    if name == "bare" and match.string.startswith("各", match.start() - 1):
        outcome.distributive = True
    if groups.get("list"):
        outcome.amounts = [
            plain(value) for part in compiled(N).findall(groups["list"]) if (value := numeral(part)) is not None
        ]
    if groups.get("half"):
        outcome.n = "50"
    if name == "grouped":
        outcome.groups = [(groups["first"], outcome.n or "0"), (groups["second"], _number(groups["m"]) or "0")]
    if name == "opinion" and match.group().endswith("扣分"):
        outcome.verb = "扣"
    if outcome.n == "0" and name in ("amount", "bare", "bracket") and not outcome.deducts:
        outcome.kind = "forfeit"
    if name == "formula":
        tail = compiled(rf"({N})(?:分|%)?$").search(match.group())
        outcome.n = _number(tail[1]) if tail else None
    return outcome
