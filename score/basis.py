"""From a rule's basis to its numbers: which answers it reads, what each is compared with, and what they give."""

from __future__ import annotations

from dataclasses import replace

from normalize.reference import reference
from normalize.rubric import Item, Rubric, Rule, Target, Threshold
from score.asked import Asked
from score.linear import (
    NOTHING,
    PER_CENT,
    Figure,
    Line,
    Part,
    Span,
    banded,
    bounds,
    distance,
    figure,
    fires,
    fixed,
    met,
    shared,
    stepped,
)
from score.unscorable import Unscorable, check
from score.worth import PERIODS, Worth

Compared = tuple[int, Target | Threshold | None, Figure | None]
"""A slot, what its answer is compared with, and that figure where it is known."""


class Readers:
    """What each rule of a rubric reads, and how it becomes points."""

    def __init__(self, rubric: Rubric, asked: Asked, spans: dict[int, Span], units: int, places: int) -> None:
        self.measures = {measure.id: measure for measure in rubric.measures}
        self._asked, self._spans, self._units, self._places = asked, spans, units, places

    def line(self, rule: Rule, item: Item, worth: Worth, highest: bool) -> Line:
        """The rule's arithmetic for the units of one class; ``highest`` under highest only. Raises Unscorable."""
        found = self._references(rule, item)
        answers = self._answers(rule, found, worth)
        flag = any(self.measures[name].type == "flag" for name in rule.measures if name in self.measures)
        relative = rule.unit == "%" and bool(found) and _apart(rule) and rule.basis in ("each", "band")
        check(rule, relative, len(answers), found)
        if not rule.measures:
            stands = rule.effect == "award" and any(other.within == rule.id for other in item.rules)
            return Line([Part(0, pieces=fixed(worth.full(rule)) if stands else (NOTHING,))])
        named = False
        if any(slot == 0 or (one is not None and known is None) for slot, one, known in answers):
            line = Line([Part(slot, pieces=(NOTHING,)) for slot, _, _ in answers])
        else:
            line = self._line(rule, worth, answers, flag, relative)
            named = rule.basis == "level" and rule.certainty != "unread" and rule.effect not in ("forfeit", "veto")
        return replace(
            line, parts=[one for part in line.parts for one in self._said(part, rule, worth, highest, named)]
        )

    def assessed(self, names: list[str], nothing: bool) -> Line:
        """An item without rules: what the assessor gives; ``nothing`` where there is nothing to give."""
        slot = self._asked.slots.get((names[0], ""), 0) if names else 0
        return Line([Part(slot) if slot else Part(0, pieces=fixed(0) if nothing else (NOTHING,))])

    def _references(self, rule: Rule, item: Item) -> list[Target | Threshold]:
        """What the rule compares with; a figure that is part of a flag is shown, not compared."""
        if rule.basis in ("level", "judge") or rule.certainty == "unread":
            return []
        if any(name not in self.measures for name in rule.measures):
            raise Unscorable(rule, "所问的数据项在规则文件里没有")
        if any(self.measures[name].type == "flag" for name in rule.measures) or not rule.measures:
            return []
        return reference(rule, item)

    def _answers(self, rule: Rule, found: list[Target | Threshold], worth: Worth) -> list[Compared]:
        """One for each figure that the rule compares, or for the answer itself, and for each period."""
        if found and len(found) != len(rule.measures):
            raise Unscorable(rule, f"要与 {len(found)} 个数比较，却问了 {len(rule.measures)} 个数据项")
        answers: list[Compared] = []
        compared: list[Target | Threshold | None] = [*found] or [None] * len(rule.measures)
        for name, one in zip(rule.measures, compared, strict=True):
            periods = PERIODS.get(self.measures[name].period or "", [""]) if name in self.measures else [""]
            for part in periods:
                slot = self._asked.slots.get((name, part), 0)
                wanted = None
                if one is not None:
                    wanted = figure(one, worth.figure(one), self._spans.get(slot), self._units)
                answers.append((slot, one, wanted))
        return answers

    def _line(self, rule: Rule, worth: Worth, answers: list[Compared], flag: bool, relative: bool) -> Line:
        slots = [slot for slot, _, _ in answers]
        if rule.certainty == "unread":
            return Line([Part(slot) for slot in slots])
        if rule.effect in ("forfeit", "veto"):
            return _fires(rule, answers, 1, flag)
        points = worth.full(rule)
        match rule.basis:
            case "once":
                return _fires(rule, answers, points, flag)
            case "each":
                parts = [_stepping(rule, one, relative) for one in answers]
                return stepped(parts, rule, points, self._places)
            case "share":
                wholes = [(_distance(rule, one), one[2].value if one[2] else PER_CENT) for one in answers]
                return shared(wholes, points, self._places)
            case "band":
                return _banded(rule, worth, answers[0], relative)
        return Line([Part(slot) for slot in slots])

    def _said(self, part: Part, rule: Rule, worth: Worth, highest: bool, named: bool) -> list[Part]:
        """A part for each set of levels that was named in answer to its slot; other questions have their one part."""
        found = []
        for (slot, names), at in self._asked.said.items():
            if slot != part.slot:
                continue
            pieces = part.pieces
            if named:
                levels = {level.level: worth.amount(level.points, rule) for level in rule.levels or []}
                given = [levels.get(name, 0) for name in names]
                pieces = fixed(max(given, default=0) if highest else sum(given))
            found.append(replace(part, ask=2 * self._asked.open + at, pieces=pieces))
        return found or [replace(part, pieces=fixed(0)) if named else part]


def _apart(rule: Rule) -> bool:
    return rule.on in ("shortfall", "excess", "absence")


def _distance(rule: Rule, answer: Compared, times: int = 1) -> Part:
    slot, _, wanted = answer
    return Part(slot) if wanted is None else distance(slot, rule.on, wanted, times)


def _fires(rule: Rule, answers: list[Compared], points: int, flag: bool) -> Line:
    """An award when all is met, the others when something is not.

    A flag asks for the fact: where something required is missing, the rule fires on 否.
    """
    if any(wanted is not None for _, _, wanted in answers):
        award = rule.effect == "award"
        parts = [met(slot, one.op, wanted, award) for slot, one, wanted in answers if one and wanted]
        return fires(parts, award, points)
    negated = flag and rule.on in ("absence", "shortfall")
    parts = [Part(slot, -1 if negated else 1, int(negated), 0, 1) for slot, _, _ in answers]
    return fires(parts, negated, points)


def _stepping(rule: Rule, answer: Compared, relative: bool) -> tuple[Part, int, bool]:
    """A part, how much of it is one unit, and whether it is a per cent of nothing.

    A per cent of the target: 每超额完成10% counts what is over as a share of what was wanted.
    """
    wanted = answer[2] or Figure(0)
    part = _distance(rule, answer, PER_CENT if relative else 1)
    return part, max(wanted.value, 1) if relative else wanted.scale, relative and wanted.value == 0


def _banded(rule: Rule, worth: Worth, answer: Compared, relative: bool) -> Line:
    part, unit, hollow = _stepping(rule, answer, relative)
    bands = [
        (*bounds((band.min, band.max, band.min_out, band.max_in), unit), worth.amount(band.points, rule))
        for band in rule.bands or []
    ]
    # No event and no difference never deduct, whatever interval 0 lies in; nothing achieved does.
    line = banded(part, unit, bands, rule.effect == "award", rule.effect == "deduct" and rule.on != "achievement")
    if not hollow:
        return line
    pieces = [replace(one, until=min(one.until, 0)) for one in line.parts[0].pieces if one.since <= 0]
    return Line([replace(line.parts[0], pieces=(*pieces, replace(NOTHING, since=1)))])
