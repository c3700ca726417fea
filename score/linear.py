"""A rule as whole numbers: what each answer adds, and how the sum becomes points.

Every basis is the same arithmetic with other numbers, so that one relational expression computes all of them::

    x = a × answer + b          the distance from the figure, or the answer itself
    y = max(x, least)           a distance is never below 0
    c = min(y, most)            no more than all of it counts
    k = (c × w + e) // g        whole steps, or its weight in a proportion, where since ≤ c ≤ until
    points = u × ((Σk × m + r) // d)

All are thousandths; ``//`` rounds down, so that ``r`` is half of ``d`` where rounding is half up. The one division of
a proportion stands last. Where no answer can give points (its figure is unknown) a piece is not ``known``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from normalize.rubric import Rule, Target, Threshold
from score.exact import LARGEST, thousandths

ENDLESS = 2**62
"""No limit of an interval; only compared with, never computed with."""

PER_CENT = 100_000
"""100 %, in thousandths of a per cent."""


@dataclass(frozen=True)
class Span:
    """What is known of a slot's answers over all units, in thousandths: how many, their sum, the least, the most."""

    count: int
    total: int
    least: int
    most: int


@dataclass(frozen=True)
class Figure:
    """What an answer is compared with: ``value / scale`` thousandths (a mean is a fraction)."""

    value: int
    scale: int = 1


@dataclass(frozen=True)
class Division:
    """``u × ((value × m + r) // d)``."""

    u: int = 1
    m: int = 1
    r: int = 0
    d: int = 1

    def after(self, piece: Piece) -> Division:
        """This division of what a piece gives, as one: of the two only one divides."""
        if piece.g == 1:
            return Division(self.u, piece.w * self.m, piece.e * self.m + self.r, self.d)
        assert (self.m, self.r, self.d) == (1, 0, 1)
        return Division(self.u, piece.w, piece.e, piece.g)


@dataclass(frozen=True)
class Piece:
    """``k = (c × w + e) // g`` where since ≤ c ≤ until."""

    since: int = -ENDLESS
    until: int = ENDLESS
    w: int = 1
    e: int = 0
    g: int = 1
    known: bool = True


NOTHING = Piece(w=0, known=False)


@dataclass(frozen=True)
class Part:
    """One answer of a rule, and one ``ask`` of it (None: the slot's figure); ``quantity`` is what of it is shown."""

    slot: int
    a: int = 1
    b: int = 0
    least: int = -ENDLESS
    most: int = ENDLESS
    pieces: tuple[Piece, ...] = (Piece(),)
    quantity: Division | None = None
    ask: int | None = None


@dataclass(frozen=True)
class Line:
    """A rule's parts, its points and (for ``each``) the steps that are shown."""

    parts: list[Part]
    points: Division = Division()
    steps: Division | None = None


def fixed(points: int) -> tuple[Piece, ...]:
    """The same points whatever the answer."""
    return (Piece(w=0, e=points),)


def distance(slot: int, on: str, figure: Figure, times: int = 1) -> Part:
    """How far the answer falls short or goes over, ``times`` over; else the answer itself."""
    if on in ("shortfall", "absence"):
        return Part(slot, -figure.scale * times, figure.value * times, 0)
    if on == "excess":
        return Part(slot, figure.scale * times, -figure.value * times, 0)
    return Part(slot, figure.scale * times)


def met(slot: int, op: str, figure: Figure, wanted: bool) -> Part:
    """1 where the answer meets the figure (or, not ``wanted``, where it does not), else 0."""
    if op == "=":
        inside, outside = int(wanted), int(not wanted)
        pieces = (
            Piece(until=-1, w=0, e=outside),
            Piece(since=0, until=0, w=0, e=inside),
            Piece(since=1, w=0, e=outside),
        )
        return Part(slot, figure.scale, -figure.value, pieces=pieces)
    upward = (op in (">=", ">")) == wanted
    sign = 1 if upward else -1
    # What meets ">=" by 0 counts; so does what fails ">" by 0.
    level = int((op in (">=", "<=")) == wanted)
    return Part(slot, sign * figure.scale, level - sign * figure.value, 0, 1)


def fires(parts: list[Part], all_of: bool, points: int) -> Line:
    """``points`` where all of the parts (or any of them) are 1."""
    return Line(parts, Division(points, 1, 0 if all_of else len(parts) - 1, max(len(parts), 1)))


def stepped(parts: list[tuple[Part, int, bool]], rule: Rule, points: int, places: int) -> Line:
    """``points`` per step: each part with how much of it is one whole unit, and whether what it is a share of is nothing.

    Whole steps are counted for each part; a part of a step counts in proportion only where the rule says so.
    """
    step = thousandths(rule.step or "1")
    sizes = [unit * step for _, unit, _ in parts]
    common = lcm(*sizes)
    found = []
    for (part, unit, hollow), size in zip(parts, sizes, strict=True):
        if rule.partial == "prorata":
            piece = Piece(w=common // size)
        else:
            piece = Piece(e=size - 1 if rule.partial == "ceil" else 0, g=size)
        pieces: tuple[Piece, ...] = (piece,)
        if hollow:  # a per cent of nothing is unknown
            pieces = (replace(piece, until=0), replace(NOTHING, since=1))
        shown = Division(1, 2, unit, 2 * unit) if unit > 1 else Division()
        found.append(replace(part, least=0, pieces=pieces, quantity=shown))
    if rule.partial == "prorata":
        return Line(found, proportion(points, common, places), proportion(1000, common, 3))
    return Line(found, Division(points), Division(1000))


def proportion(points: int, whole: int, places: int) -> Division:
    """``points × value ÷ whole``, rounded half up to ``places``."""
    unit = 10 ** (3 - places)
    common = gcd(2 * points, whole * unit)
    return Division(unit, 2 * points // common, whole * unit // common, 2 * whole * unit // common)


def shared(parts: list[tuple[Part, int]], points: int, places: int) -> Line:
    """``points`` in the mean proportion of the parts to their wholes; a share of nothing is none."""
    common = lcm(*(whole for _, whole in parts if whole > 0))
    found = []
    for part, whole in parts:
        piece = Piece(w=common // whole if whole > 0 else 0)
        found.append(replace(part, least=0, most=max(whole, 0), pieces=(piece,), quantity=Division()))
    return Line(found, proportion(points, common * len(parts), places))


def banded(part: Part, unit: int, bands: list[tuple[int, int, int]], best: bool, no_zero: bool) -> Line:
    """The points of the interval that the quantity lies in; of two the better for the unit; outside all of them none.

    ``bands``: least, most (both inclusive) and points; ``best`` of an award; ``no_zero``: 0 never deducts.
    """
    edges = {-ENDLESS, *(low for low, _, _ in bands), *(high + 1 for _, high, _ in bands if high < ENDLESS)}
    edges |= {0, 1} if no_zero else set()
    starts = sorted(edges)
    pieces: list[Piece] = []
    for low, after in zip(starts, [*starts[1:], None], strict=True):
        high = ENDLESS if after is None else after - 1
        hit = [points for first, last, points in bands if first <= low and high <= last]
        points = (max(hit) if best else min(hit)) if hit and not (no_zero and low == high == 0) else 0
        if pieces and pieces[-1].e == points:
            pieces[-1] = replace(pieces[-1], until=high)
        else:
            pieces.append(Piece(low, high, 0, points))
    shown = Division(1, 2, unit, 2 * unit) if unit > 1 else Division()
    return Line([replace(part, pieces=tuple(pieces), quantity=shown)])


def bounds(band: tuple[str | None, str | None, bool, bool], unit: int) -> tuple[int, int]:
    """The least and the most of an interval (min, max, without its min, with its max) in thousandths of ``unit``."""
    low, high, min_out, max_in = band
    least = -ENDLESS if low is None else thousandths(low) * unit + int(min_out)
    most = ENDLESS if high is None else thousandths(high) * unit - int(not max_in)
    return least, most


def figure(one: Target | Threshold, said: str | None, span: Span | None, units: int) -> Figure | None:
    """What is wanted: the figure said, or the statistic, which is unknown until every unit has answered."""
    if not isinstance(one, Target) or one.stat is None:
        return None if said is None else Figure(thousandths(said))
    if span is None or span.count != units:
        return None
    if one.stat == "mean":
        exact = Fraction(span.total, span.count)
        return Figure(exact.numerator, exact.denominator)
    return Figure(span.most if one.stat == "max" else span.least)


def too_large(line: Line, spans: dict[int, Span]) -> bool:
    """Whether a figure on the way can reach 2^53, up to which the division is exact.

    Each step only rises or only falls with the answer: the largest figures come from the least and the largest answer.
    """
    total, most = 0, 0
    for part in line.parts:
        span = spans.get(part.slot)
        ends = [0] if span is None else [span.least, span.most]
        largest = 0
        for end in ends:
            if max(abs(part.a * end), abs(part.b)) >= ENDLESS:
                return True
            x = part.a * end + part.b
            c = min(max(x, part.least), part.most)
            shown = part.quantity or Division()
            most = max(most, abs(x), abs(x * shown.m) + shown.r, shown.d)
            for piece in part.pieces:
                most = max(most, abs(c * piece.w) + abs(piece.e), piece.g)
                largest = max(largest, abs(c * piece.w + piece.e) // piece.g)
        total += largest
    for division in (line.points, line.steps or Division()):
        most = max(most, total * division.m + division.r, division.d, total * division.m // division.d * division.u)
    return most >= LARGEST
