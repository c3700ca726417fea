"""A rubric as tables of whole numbers: what each answer adds to each rule, the rules, and the items.

Everything that depends on the rubric, the classes of units and the statistics of all units is worked out here, once;
the engine joins it with the answers. Points, figures and steps are whole thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from extract.refusal import Refusal
from normalize.rubric import Item, Policy, Rubric, Rule
from score.asked import Asked, assessing
from score.basis import Readers
from score.exact import thousandths
from score.linear import NOTHING, Division, Line, Part, Piece, Span, too_large
from score.shared import Sets, alike, limits, sets, to_zero
from score.unscorable import depth
from score.worth import OPEN, Groups, Worth

Row = dict[str, object]


class TooLarge(Refusal):
    """A product of figures that the engine cannot hold exactly."""

    def __init__(self) -> None:
        super().__init__("填报的数太大，无法精确计算，请检查单位是否写错（例如把元写成了万元）。")


class Role(IntEnum):
    """What a rule that is within no award does to its item."""

    NONE = 0
    EARNS = 1
    ON_TOP = 2
    DEDUCTS = 3
    DRAINS = 4  # a deduct that takes no more than there is: 扣完为止
    FORFEITS = 5
    SIGNED = 6
    VETOES = 7
    INSIDE = 8
    FORFEITS_AWARD = 9


ADVERSE = (Role.DEDUCTS, Role.DRAINS, Role.FORFEITS)
"""What is the worse for the unit, the more there is of it."""


@dataclass
class Program:
    """The tables as lists of rows; ``row`` numbers a rule of a class of units, ``irow`` an item of a class.

    ``lead`` has a row for each rule and each ask of its first answer; ``parts`` and ``rules`` those of rules that read
    several answers or hang together with others (``joined``). ``depth`` is how far awards stand within awards.
    """

    rubric: Rubric
    asked: Asked
    lead: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    depth: int = 0
    roles: set[Role] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def compile_rubric(rubric: Rubric, asked: Asked, spans: dict[int, Span], units: int, places: int = 2) -> Program:
    """The tables of a rubric whose readings are chosen, for so many units with these answers.

    ``spans`` are of the answered slots. Raises Unscorable and TooLarge.
    """
    program = Program(rubric, asked, kinds={policy.kind for policy in rubric.policies})
    builder = _Builder(program, spans, units, places)
    for number in range(len(asked.samples)):
        builder.units_of(number)
    alike(program.rules, "highest", "alike")
    alike(program.rules, "limited", "together")
    return program


class _Builder:
    """Fills the tables, class by class, item by item."""

    def __init__(self, program: Program, spans: dict[int, Span], units: int, places: int) -> None:
        self.program, self.spans, self.places = program, spans, places
        self.groups = Groups(program.rubric)
        self.readers = Readers(program.rubric, program.asked, spans, units, places)
        self.sets: Sets = sets(program.rubric)
        self.limits: dict[tuple[str, str], tuple[int, Policy]] = limits(program.rubric)

    def units_of(self, number: int) -> None:
        """All items for the units of one class."""
        unit = self.program.asked.samples[number]
        first = len(self.program.rules)
        for at, item in enumerate(self.program.rubric.items):
            worth = Worth(item, self.groups, self.places, unit)
            self._item(number, at, item, worth, first)

    def _item(self, number: int, at: int, item: Item, worth: Worth, first: int) -> None:
        irow = len(self.program.items)
        base = len(self.program.rules)
        numbers = {rule.id: base + index for index, rule in enumerate(item.rules)}
        most: dict[int, int] = {}
        opened = not item.rules
        for rule in item.rules:
            row = self._rule(number, at, item, rule, worth, numbers, first)
            if row["role"] == Role.EARNS:
                # Of the awards under one highest-only policy only one counts towards the most that can be earned.
                alone = self.sets.get(rule.id, -1 - numbers[rule.id])
                given = worth.most(rule, rule.id in self.sets)
                most[alone] = max(most.get(alone, 0), given)
                opened = opened or given >= OPEN
        if not item.rules:
            self._assessed(number, at, item, first)
        points = None if item.points is None else thousandths(item.points)
        start = 0 if item.kind != "base" or points is None or opened else max(0, points - sum(most.values()))
        floor = None if item.floor is None else thousandths(item.floor)
        self.program.items.append(
            {
                "irow": irow,
                "item": at,
                "item_id": item.id,
                "points": points,
                "floor": floor,
                "kind": item.kind,
                "start": start,
            }
        )

    def _rule(
        self, number: int, at: int, item: Item, rule: Rule, worth: Worth, numbers: dict[str, int], first: int
    ) -> Row:
        deep = depth(rule, item)
        self.program.depth = max(self.program.depth, deep)
        held = any(other.within == rule.id for other in item.rules)
        unread = rule.certainty == "unread"
        policy = self.limits.get((rule.id, item.id)) if rule.effect in ("award", "deduct") and not unread else None
        highest = self.sets.get(rule.id, -1)
        whole = rule.cap == "all" or (rule.cap is None and to_zero(self.program.rubric, rule, item))
        row: Row = {
            "row": numbers[rule.id],
            "rule": numbers[rule.id] - first,
            "item": at,
            "irow": len(self.program.items),
            "scope": numbers.get(rule.within or "", -1),
            "within": rule.within,
            "depth": deep,
            "effect": "signed" if unread else rule.effect,
            "role": _role(rule, whole),
            "on_top": bool(rule.on_top) and rule.effect == "award",
            "drains": whole and rule.effect == "deduct" and not unread,
            "points": worth.full(rule),
            "cap": thousandths(rule.cap) if rule.cap not in (None, "all") and not unread else OPEN,
            "highest": highest,
            **_limited(policy),
            "hung": deep > 0 or held or highest >= 0 or policy is not None,
        }
        once = rule.effect in ("forfeit", "veto")
        bound = 1 if once else worth.bound(rule, highest >= 0, self.readers.measures)
        row |= _unknown(row, -OPEN if unread else 0, OPEN if unread else bound)
        self._add(number, row, self.readers.line(rule, item, worth, highest >= 0))
        return row

    def _assessed(self, number: int, at: int, item: Item, first: int) -> None:
        """An item without rules: the assessor's points, as an award of the item (a deduct of a penalty).

        Never full marks for nothing: an item with points that nobody is asked about stays open.
        """
        names = assessing(self.program.rubric, item)
        nothing = not names and item.points is None
        most = OPEN if item.points is None else thousandths(item.points)
        deducts = item.kind == "penalty"
        role = Role.NONE if nothing else Role.DEDUCTS if deducts else Role.EARNS
        policy = self.limits.get((item.id, item.id))
        row: Row = {
            "row": len(self.program.rules), "rule": len(self.program.rules) - first, "item": at, "irow": len(self.program.items),
            "scope": -1, "within": None, "depth": 0, "effect": "deduct" if deducts else "award", "role": role, "on_top": False,
            "drains": False, "points": most, "cap": most, "highest": -1, "hung": policy is not None, **_limited(policy),
        }  # fmt: skip
        row |= _unknown(row, 0, most)
        self._add(number, row, self.readers.assessed(names, nothing))

    def _add(self, number: int, row: Row, line: Line) -> None:
        """Write a rule's rows. One that reads several answers has a row at its first, worked out apart."""
        if too_large(line, self.spans):
            raise TooLarge()
        slots = list(dict.fromkeys(part.slot for part in line.parts))
        several = len(slots) > 1
        row |= {"several": several, "joined": several or bool(row["hung"])}
        row |= _divided("", line.points) | _divided("s", line.steps)
        self.program.rules.append(row)
        self.program.roles.add(Role(int(str(row["role"]))))
        base, shared = number * self.program.asked.asks, {name: row[name] for name in _LEAD}
        for part in line.parts:
            key = base + (part.slot if part.ask is None else part.ask)
            if not several:
                self.program.lead += [_led(key, part, piece, line) | shared for piece in part.pieces]
                continue
            self.program.parts += [{"row": row["row"], **_part(key, part, piece)} for piece in part.pieces]
            if part.slot == slots[0]:
                self.program.lead.append(_open(key) | shared | {"known": True})
        for slot in slots if slots != [0] else []:
            opened = _open(base + self.program.asked.open + slot)
            if several:
                self.program.parts.append({"row": row["row"], **opened})
            if slot == slots[0]:
                self.program.lead.append(opened | shared | {"known": several})


_LEAD = ("row", "irow", "role", "joined", "several", "cap", "least", "bound", "worst", "best")


def _limited(policy: tuple[int, Policy] | None) -> Row:
    """The limit that a rule shares with others, and its policy; -1 for none."""
    if policy is None:
        return {"limited": -1, "ceiling": OPEN}
    return {"limited": policy[0], "ceiling": thousandths(policy[1].points or "0")}


def _unknown(row: Row, least: int, bound: int) -> Row:
    """What stands for a rule while nothing is known: the least and the most, and which is the worse for the unit."""
    worst, best = (bound, least) if row["role"] in ADVERSE else (least, bound)
    return {"least": least, "bound": bound, "worst": worst, "best": best}


def _divided(name: str, division: Division | None) -> Row:
    """A division as columns; nothing is shown where there is none."""
    made = division or Division(0, 0, 0, 1)
    shown: Row = {f"{name}u": None if division is None else made.u}
    return shown | {f"{name}m": made.m, f"{name}r": made.r, f"{name}d": made.d}


def _part(key: int, part: Part, piece: Piece) -> Row:
    said: Row = {"key": key, "a": part.a, "b": part.b, "lo": part.least, "hi": part.most, "known": piece.known}
    said |= {"since": piece.since, "upto": piece.until, "w": piece.w, "e": piece.e, "g": piece.g}
    return said | _divided("q", part.quantity)


def _led(key: int, part: Part, piece: Piece, line: Line) -> Row:
    """The row of a rule that reads one answer: what it gives and its points in one division."""
    steps = line.steps.after(piece) if line.steps is not None and piece.known else None
    points = line.points.after(piece) if piece.known else None
    return _part(key, part, piece) | _divided("", points) | _divided("s", steps)


def _open(key: int) -> Row:
    """A row for a slot that was left open: nothing is known, and what bounds the rule stands."""
    return _led(key, Part(0, 0), NOTHING, Line([]))


def _role(rule: Rule, whole: bool) -> Role:
    if rule.within is not None and rule.effect != "veto":
        forfeits = rule.effect == "forfeit" and rule.certainty != "unread"
        return Role.FORFEITS_AWARD if forfeits else Role.INSIDE
    if rule.certainty == "unread":
        return Role.SIGNED
    if rule.effect == "award":
        return Role.ON_TOP if rule.on_top else Role.EARNS
    if rule.effect == "deduct":
        return Role.DRAINS if whole else Role.DEDUCTS
    return Role.FORFEITS if rule.effect == "forfeit" else Role.VETOES
