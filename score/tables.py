"""The tables that the engine's expressions read: program, units, and answers as whole numbers."""

from __future__ import annotations

from decimal import Decimal

from normalize.rubric import Rubric
from score.asked import Asked
from score.evidence import Answer, Evidence, said
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
    "units": {"unit": _INT, "name": _TEXT, "group": _TEXT, "cls": _INT},
    "staged": {"unit": _INT, "slot": _INT, "key": _INT, "value": _INT, "source": _TEXT, "note": _TEXT},
    "answers": {"unit": _INT, "key": _INT, "value": _INT},
    "said": {"ask": _INT, "value": _INT, "measure": _TEXT, "period": _TEXT, "said": _TEXT},
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


def groups(rubric: Rubric) -> dict[str, str]:
    """Unit → the group that the notice puts it in."""
    found: dict[str, str] = {}
    for group in rubric.units:
        for member in group.members:
            found.setdefault(member, group.name)
    return found


def units(named: list[str], rubric: Rubric, asked: Asked) -> list[Row]:
    """The units by number, each with its group and class."""
    inside = groups(rubric)
    return [
        {"unit": at, "name": name, "group": inside.get(name), "cls": asked.classes.get(name, 0)}
        for at, name in enumerate(named)
    ]


def coded(answer: Answer, asked: Asked) -> tuple[int, int, int]:
    """An answer as slot, ask and figure: thousandths; of levels how many."""
    slot = asked.slots[answer.measure, _part_of_year(answer.period)]
    if isinstance(answer.value, tuple):
        return slot, asked.levels(slot, answer.value), len(answer.value)
    return slot, slot, _whole(answer.value)


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


def staged(evidence: Evidence, named: list[str], asked: Asked) -> tuple[list[Row], list[Row]]:
    """The rows of ``staged``: all answers with those that were left open, by unit and question; and those of ``said``."""
    own: dict[str, dict[int, Row]] = {name: {} for name in named}
    shown: dict[tuple[int, int], Row] = {}
    for answer in evidence.answers:
        if (answer.measure, _part_of_year(answer.period)) not in asked.slots:
            continue
        slot, ask, value = coded(answer, asked)
        own[answer.unit][slot] = {"ask": ask, "value": value, "source": answer.source, "note": answer.note}
        said_as = {"measure": answer.measure, "period": answer.period, "said": said(answer.value)}
        shown[ask, value] = {"ask": ask, "value": value, **said_as}
    rows: list[Row] = []
    for unit, name in enumerate(named):
        first = asked.classes.get(name, 0) * asked.asks
        rows.append({"unit": unit, "slot": 0, "key": first, "value": 0})
        for slot in asked.slots.values():
            given = own[name].get(slot, {"ask": asked.open + slot, "value": 0})
            rows.append({**given, "unit": unit, "slot": slot, "key": first + int(str(given["ask"]))})
    return rows, list(shown.values())
