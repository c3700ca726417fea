"""The try-it field: answers typed in beside a rule, and what the rule gives for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from normalize.quantity import fold
from normalize.rubric import Item, Measure, Rubric, Rule
from score.evidence import Value
from score.trial import Trial, needs_unit, questions, tried
from score.values import NO, YES

LARGEST = Decimal(10**9)


@dataclass
class Tried:
    """The questions of a rule with what was typed, and the sentence that answers it."""

    questions: list[tuple[Measure, str]]
    text: str = ""
    points: str | None = None
    faults: list[str] = field(default_factory=list)


def tried_out(request: HttpRequest, rubric: Rubric, item: Item, rule: Rule) -> Tried | None:
    """What the request's ``try-…`` fields give; None where no single case can stand for all units."""
    asked = questions(rubric, item.model_copy(update={"rules": [rule]}))
    if not asked or needs_unit(item, rule) or rule.certainty == "unread":
        return None
    typed = {measure.id: request.GET.get(f"try-{measure.id}", "").strip() for measure in asked}
    found = Tried([(measure, typed[measure.id]) for measure in asked])
    if not any(typed.values()):
        return found
    case: dict[str, Value] = {}
    for measure in asked:
        value = _value(measure, typed[measure.id])
        if value is None:
            found.faults.append(f"“{measure.label}”请填{_WANTED[measure.type]}")
        else:
            case[measure.id] = value
    if not found.faults:
        outcome = tried(rubric, [Trial(item, rule, [case])])[0][0]
        found.text, found.points = outcome.text, outcome.points
    return found


_WANTED = {
    "flag": "是或否",
    "level": "级别的名称，几级的用分号隔开",
    "count": "不小于0的数",
    "number": "数",
    "percent": "百分数，例如95",
    "points": "分数",
}


def _value(measure: Measure, typed: str) -> Value | None:
    """What was typed as the measure wants it, None where it is not."""
    text = fold(typed)
    if measure.type == "flag":
        return True if text in YES else False if text in NO else None
    if measure.type == "level":
        names = [name.strip() for name in text.replace("；", ";").split(";") if name.strip()]
        known = measure.levels or []
        return tuple(names) if names and all(name in known for name in names) else () if names == ["无"] else None
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > LARGEST or (number < 0 and measure.type != "points"):
        return None
    return number
