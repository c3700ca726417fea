"""The tables that the engine's expressions read: program, units, and answers as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalize.rubric import Rubric
from score.asked import Asked
from score.evidence import Evidence
from score.exact import LARGEST, THOUSAND
from score.machine import Row
from score.program import Program, Role

_INT, _TEXT, _FLAG = "int64", "string", "boolean"

_RULE = {"row": _INT, "cap": _INT, "least": _INT, "bound": _INT}
_STEPS = {name: _INT for x in ("", "s") for name in (f"{x}u", f"{x}m", f"{x}r", f"{x}d")}
_COMPARED = dict.fromkeys(("key", "row", "a", "b", "lo", "hi", "since", "upto"), _INT) | {"known": _FLAG}
_QUANTITY = dict.fromkeys(("qu", "qm", "qr", "qd"), _INT)

SCHEMAS: dict[str, dict[str, str]] = {
    "lead": _COMPARED | _QUANTITY | _STEPS | _RULE
    | {"irow": _INT, "role": _INT, "joined": _FLAG, "several": _FLAG, "worst": _INT, "best": _INT},
    "parts": _COMPARED | _QUANTITY | {"w": _INT, "e": _INT, "g": _INT},
    "rules": _RULE | _STEPS
    | {
        "irow": _INT, "scope": _INT, "depth": _INT, "effect": _TEXT, "role": _INT, "drains": _FLAG, "points": _INT,
        "highest": _INT, "alike": _FLAG, "limited": _INT, "ceiling": _INT, "together": _FLAG,
    },
    "items": {
        "irow": _INT, "item": _INT, "item_id": _TEXT, "points": _INT, "floor": _INT, "kind": _TEXT, "start": _INT,
        "weight": _INT,
    },
    "names": {"row": _INT, "item_id": _TEXT, "rule_id": _TEXT, "reading": _TEXT, "limits": _FLAG},
    "inside": {"item": _INT, "section": _INT},
    "units": {"unit": _INT, "name": _TEXT, "group": _TEXT},
    "answers": {"unit": _INT, "key": _INT, "value": _INT},
}  # fmt: skip


def names(program: Program, readings: dict[str, str]) -> list[Row]:
    """What each rule is called; ``readings`` are those that the reviewer chose."""
    called = [
        (item.id, rule_id) for item in program.rubric.items for rule_id in [rule.id for rule in item.rules] or [item.id]
    ]
    return [
        {
            "row": row["row"],
            "item_id": called[int(str(row["rule"]))][0],
            "rule_id": called[int(str(row["rule"]))][1],
            "reading": readings.get(called[int(str(row["rule"]))][1]),
            "limits": row["effect"] in ("award", "deduct"),
        }
        for row in program.rules
        if row["role"] != Role.NONE
    ]


def units(names: list[str], rubric: Rubric) -> list[Row]:
    """The units by number, with the group that the notice puts each in."""
    groups: dict[str, str] = {}
    for group in rubric.units:
        for member in group.members:
            groups.setdefault(member, group.name)
    return [{"unit": at, "name": name, "group": groups.get(name)} for at, name in enumerate(names)]


def answers(evidence: Evidence, names: list[str], asked: Asked) -> Iterator[Row]:
    """The answers of all units by number, with those that were left open, in the order of units and questions."""
    own: dict[str, list[tuple[int, int, int]]] = {name: [] for name in names}
    for answer in evidence.answers:
        slot = asked.slots.get((answer.measure, _part_of_year(answer.period)))
        if slot is None:
            continue
        if isinstance(answer.value, tuple):
            own[answer.unit].append((slot, asked.levels(slot, answer.value), len(answer.value)))
        else:
            own[answer.unit].append((slot, slot, _whole(answer.value)))
    base = {name: asked.classes.get(name, 0) for name in names}
    made = {name: sorted(found) for name, found in own.items()}
    for unit, name in enumerate(names):
        first = base[name] * asked.asks
        given = {slot: (ask, value) for slot, ask, value in made[name]}
        yield {"unit": unit, "key": first, "value": 0}
        for slot in asked.slots.values():
            ask, value = given.get(slot, (asked.open + slot, 0))
            yield {"unit": unit, "key": first + ask, "value": value}


def _part_of_year(period: str | None) -> str:
    """``2019-Q1``, or ``Q1`` where the notice has no year, → ``Q1``."""
    if period is None:
        return ""
    head, dash, part = period.partition("-")
    return part if dash else head


def _whole(value: bool | Decimal) -> int:
    scaled = int(value) * THOUSAND if isinstance(value, bool) else int((value * THOUSAND).to_integral_value())
    assert abs(scaled) < LARGEST
    return scaled
