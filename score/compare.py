"""What if: two readings, two versions of a rubric, or two lots of evidence, scored side by side.

Whose points and ranks move, and which rules move them. Every score here is a trial; nothing is approved by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from normalize import compare as notices
from normalize.approval import approve, in_force, undecided, verify
from normalize.rubric import Item, Rubric, Rule
from score.answers import answers
from score.engine import score
from score.evidence import Entry, Evidence, EvidenceRefusal, evidence_of, said
from score.losses import taken
from score.sheet import ItemScore, RuleScore, Scores, UnitScore

FIRST = "first"
"""The code of the notice's first reading, for a rule whose other reading was approved."""

LIMIT = "限额"
"""Where points move and no single rule says why: a floor, a limit over rules, what an item starts from."""


@dataclass(frozen=True)
class Cause:
    """What moved points: a rule, or an item's ``LIMIT``; ``words`` are the clause's (of both versions)."""

    code: str
    item: str
    words: str


@dataclass
class UnitMove:
    """One unit on both sides (None where it is on one only), and the points that each cause moved.

    ``change`` is the other total less the first, None while one of them is not known.
    """

    unit: str
    first: UnitScore | None
    other: UnitScore | None
    change: Decimal | None = None
    causes: list[tuple[Cause, Decimal]] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Whether points, rank or veto differ, or one side does not know them."""
        if self.first is None or self.other is None or self.change is None:
            return True
        return self.change != 0 or self.first.rank != self.other.rank or self.first.vetoed != self.other.vetoed


@dataclass
class CauseMove:
    """One cause over all units: how many it moved, by how much together, and the unit that it moved most."""

    cause: Cause
    units: int
    points: Decimal
    most: str
    most_points: Decimal


@dataclass
class Comparison:
    """Two trials beside each other: units in the order of the first, causes by the points that they moved.

    ``missing`` gives for each side the questions that some unit has not answered, and how many units.
    """

    first: Scores
    other: Scores
    units: list[UnitMove]
    causes: list[CauseMove]
    missing: tuple[Counter[str], Counter[str]]


def reading(rubric: Rubric, chosen: Mapping[str, str]) -> Rubric:
    """The rubric as a draft under these readings (rule id → code, ``first`` for the first), others as approved.

    Raises ApprovalRefusal for a rule or a code that there is not, and for a rubric changed after its approval.
    """
    if rubric.approval is not None:
        verify(rubric)
    decided = {**(rubric.approval.chosen if rubric.approval else {}), **chosen}
    decided = {rule: code for rule, code in decided.items() if code != FIRST or rule not in chosen}
    draft = rubric.model_copy(update={"approval": None})
    waiting = [rule.id for rule in undecided(draft, (), decided)]
    trial = approve(draft, "试算", datetime.min, waiting, decided)
    return in_force(trial).model_copy(update={"approval": None})


def carried(evidence: Evidence, asked: Rubric, other: Rubric) -> Evidence:
    """The answers to one rubric's questions as answers to another's that ask the same, in the same words and unit.

    Raises EvidenceRefusal where the other rubric does not take an answer (a unit on none of its lists, say).
    """
    known = {(one.label, one.type, one.unit, one.period): one.id for one in other.measures}
    same = {
        one.id: known[key] for one in asked.measures if (key := (one.label, one.type, one.unit, one.period)) in known
    }
    percents = {one.id for one in asked.measures if one.type == "percent"}
    entries = [
        Entry(
            unit=answer.unit,
            measure=same[answer.measure],
            period=(answer.period or "").partition("-")[2],
            value=said(answer.value) + ("%" if answer.measure in percents else ""),
            place=answer.source or answer.unit,
            source=answer.source,
            note=answer.note,
        )
        for answer in evidence.answers
        if answer.measure in same
    ]
    made = answers(entries, other)
    if made.faults:
        raise EvidenceRefusal("填报", made.faults)
    return evidence_of(evidence.units, made.found, other)


def compare(first: tuple[Rubric, Evidence], other: tuple[Rubric, Evidence]) -> Comparison:
    """Score both and set them side by side; the rubrics are drafts. Raises what ``engine.score`` raises."""
    sides = score(*first, draft=True), score(*other, draft=True)
    pairs = _pairs(first[0], other[0])
    by_name = [{unit.unit: unit for unit in side.units} for side in sides]
    names = list(dict.fromkeys(unit.unit for side in sides for unit in side.units))
    units = [_unit(name, by_name[0].get(name), by_name[1].get(name), pairs) for name in names]
    missing = _missing(sides[0]), _missing(sides[1])
    return Comparison(*sides, units, _causes(units), missing)


@dataclass
class _Pair:
    """An item on both sides, by its number in each rubric, and the rules that are one on both."""

    first: int | None
    other: int | None
    items: tuple[Item | None, Item | None]
    rules: list[tuple[Rule | None, Rule | None]]


def _pairs(first: Rubric, other: Rubric) -> list[_Pair]:
    """Items and rules of both: by their ids in readings of one notice, else as the notices are compared."""
    items = (
        {item.id: (at, item) for at, item in enumerate(first.items)},
        {item.id: (at, item) for at, item in enumerate(other.items)},
    )
    if first.notice.sha256 == other.notice.sha256:
        every = dict.fromkeys([*items[0], *items[1]])
        changes: list[tuple[str | None, str | None, dict[str, str] | None]] = [
            (name if name in items[0] else None, name if name in items[1] else None, None) for name in every
        ]
    else:
        changes = [
            (one.old, one.new, {rule.old: rule.new for rule in one.rules if rule.old and rule.new})
            for one in notices.compare(first, other)
        ]
    made = []
    for old, new, rules in changes:
        a = items[0][old] if old is not None else (None, None)
        b = items[1][new] if new is not None else (None, None)
        made.append(_Pair(a[0], b[0], (a[1], b[1]), _rules(a[1], b[1], rules)))
    return made


def _rules(
    first: Item | None, other: Item | None, same: dict[str, str] | None
) -> list[tuple[Rule | None, Rule | None]]:
    old = first.rules if first is not None else []
    new = other.rules if other is not None else []
    left = {rule.id: rule for rule in new}
    found: list[tuple[Rule | None, Rule | None]] = []
    for rule in old:
        name = rule.id if same is None else same.get(rule.id)
        found.append((rule, left.pop(name, None) if name is not None else None))
    return [*found, *((None, rule) for rule in left.values())]


def _unit(name: str, first: UnitScore | None, other: UnitScore | None, pairs: list[_Pair]) -> UnitMove:
    move = UnitMove(name, first, other)
    if first is None or other is None:
        return move
    if first.total is not None and other.total is not None:
        move.change = Decimal(other.total) - Decimal(first.total)
    for pair in pairs:
        results = (
            first.items[pair.first] if pair.first is not None else None,
            other.items[pair.other] if pair.other is not None else None,
        )
        move.causes += _item(pair, *results)
    if move.change is not None:
        rest = move.change - sum((change for _, change in move.causes), Decimal(0))
        if rest:
            move.causes.append((Cause(f"合计 {LIMIT}", "合计", "用于几项的上限、权重等规定"), rest))
    return move


def _item(pair: _Pair, first: ItemScore | None, other: ItemScore | None) -> list[tuple[Cause, Decimal]]:
    """What moved one item of one unit; nothing where its points are the same, or not known on both sides."""
    scores = [
        Decimal(0) if one is None else None if one.score is None else Decimal(one.score) for one in (first, other)
    ]
    before, after = scores
    if before is None or after is None or before == after:
        return []
    item = pair.items[1] or pair.items[0]
    assert item is not None
    told = [{one.rule: one for one in result.rules} if result is not None else {} for result in (first, other)]
    found = []
    for old, new in pair.rules:
        change = _signed(new, told[1]) - _signed(old, told[0])
        if change:
            rule = new or old
            assert rule is not None
            words = dict.fromkeys(one.text for one in (old, new) if one is not None)
            found.append((Cause(rule.id, item.name, " → ".join(words)), change))
    rest = after - before - sum((change for _, change in found), Decimal(0))
    if rest:
        found.append((Cause(f"{item.id} {LIMIT}", item.name, "起点、分值、限额或扣完为止"), rest))
    return found


def _signed(rule: Rule | None, told: dict[str, RuleScore]) -> Decimal:
    if rule is None or rule.id not in told or rule.effect == "veto":
        return Decimal(0)
    result = told[rule.id]
    return -taken(rule, result) if taken(rule, result) else Decimal(result.points or 0)


def _causes(units: list[UnitMove]) -> list[CauseMove]:
    sums: dict[Cause, list[tuple[str, Decimal]]] = defaultdict(list)
    for move in units:
        for cause, change in move.causes:
            sums[cause].append((move.unit, change))
    made = []
    for cause, moved in sums.items():
        unit, most = max(moved, key=lambda one: abs(one[1]))
        made.append(CauseMove(cause, len(moved), sum((one for _, one in moved), Decimal(0)), unit, most))
    weight = {cause: sum(abs(change) for _, change in moved) for cause, moved in sums.items()}
    return sorted(made, key=lambda one: (-weight[one.cause], one.cause.code))


def _missing(scores: Scores) -> Counter[str]:
    """The questions that some unit has not answered → how many units."""
    labels = {measure.id: measure.label for measure in scores.rubric.measures}
    return Counter(
        labels.get(name, name)
        for unit in scores.units
        for name in {
            key.partition("@")[0]
            for item in unit.items
            for rule in item.rules
            for key, value in rule.measures.items()
            if value is None
        }
    )
