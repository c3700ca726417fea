"""A clause cut at its outcomes: each with the words before it, its step, and where a new sentence or point begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

import regex

from normalize.clause.match import Outcome, find_outcomes
from normalize.clause.squeeze import Squeezed
from normalize.clause.step import Step, find_step
from normalize.pattern import compiled

_EDGE = regex.compile(r"^[,;。、:\n|)的”]+")
_ELSE = regex.compile(r"(?:否则|反之|其余|其他情况)(?:的)?[,:]?$")
_KIND = regex.compile(r"(?:单位|部门|科室)$")
_GROUP = regex.compile(r"(?:^|[,。;:的])(?P<group>[^,。;:的、\d“”]{2,5})$")

_DONE = regex.compile(
    r"(?:健全|到位|落实|及时|规范|完成|完善|达标|齐全|有效|良好|明确|扎实|准确|完整|达到|成立|建立|制定)"
)
"""What has been done, not only named: ``机构健全1分`` awards, ``报表收集10分`` is a heading."""

SETTING = {"stated", "nil", "base", "cap", "cap_all", "converted"}
"""Outcomes that move no points by themselves."""

STEPLESS = SETTING | {"forfeit", "veto", "full", "grade"}


@dataclass
class Node:
    """One outcome in its clause; offsets are in the squeezed text.

    ``lead`` are whole sentences between the outcome before and this one's condition; ``condition`` is without its
    step; ``otherwise`` marks 否则; ``opening`` the mark that parts it from the outcome before (``""`` at the start);
    ``based`` marks 在此基础上; ``inherits`` an amount whose verb is that of the one before.
    """

    outcome: Outcome
    start: int
    lead: str
    condition: str
    words: str
    step: Step | None = None
    otherwise: bool = False
    segment: int = 0
    opening: str = ""
    comma: bool = False
    based: bool = False
    groups: list[tuple[str, str]] = field(default_factory=list)
    inherits: bool = False

    @property
    def kind(self) -> str:
        """The part that recognised the outcome."""
        return self.outcome.kind

    @property
    def award(self) -> bool:
        """Whether the outcome gives points."""
        return self.kind in ("full", "bracket", "grade", "formula", "times") or (
            not self.outcome.deducts and self.kind not in ("forfeit", "veto")
        )


def nodes(squeezed: Squeezed) -> tuple[list[Node], str]:
    """Every outcome with its condition, and the words after the last one."""
    text = squeezed.text
    found: list[Node] = []
    at = 0
    for outcome in find_outcomes(text):
        between = text[at : outcome.start]
        edge = _EDGE.match(between)
        opening = edge.group() if edge else ""
        start = at + len(opening)
        segment = sum(1 for mark in squeezed.breaks if mark <= max(start, 0))
        found.append(_node(outcome, text[start : outcome.start], start, opening, segment))
        at = outcome.end
    _inherit(found)
    _drop_headings(found, squeezed)
    _pair_groups(found)
    _take_bases(found)
    _drop_opinions(found)
    return found, text[at:]


def _node(outcome: Outcome, chunk: str, start: int, opening: str, segment: int) -> Node:
    sentences = compiled(r"(?<=[。;\n])|(?<=\D:)|(?<=:(?=\D))").split(chunk)
    condition = sentences[-1]
    if not condition and len(sentences) > 1:
        condition = sentences[-2]
    lead = chunk[: chunk.rindex(condition)] if condition else chunk
    otherwise = bool(_ELSE.search(condition))
    node = Node(outcome, start, lead, condition, chunk, opening=opening, segment=segment, otherwise=otherwise)
    node.comma = bool(compiled(r"[,:;]$").search(condition))
    if outcome.kind not in STEPLESS and not otherwise:
        node.step = find_step(condition, node.award, node.comma)
        if node.step is not None:
            node.condition = condition[: node.step.start]
    return node


def _inherit(found: list[Node]) -> None:
    """``市级通报的扣1分，省级2分``: an amount without a verb moves points the way that its sentence has begun."""
    for before, node in pairwise(found):
        moves = compiled(r"扣|减|加|奖").search(before.outcome.verb)
        bare = node.kind in ("bare", "rate") and not node.outcome.verb
        if bare and moves and node.segment == before.segment and not compiled(r"[。\n]").search(node.opening):
            node.outcome.verb = before.outcome.verb
            node.inherits = True


def _drop_headings(found: list[Node], squeezed: Squeezed) -> None:
    """``(1)报表收集10分。未按…扣1分``: a numbered heading says its item's points, it awards none."""
    for node, later in pairwise(found):
        heading = (
            node.kind == "bare"
            and any(mark == node.start for mark in squeezed.breaks)
            and compiled(r"[\u4e00-\u9fff]{2,10}").fullmatch(node.words)
            and not _DONE.search(node.words)
            and later.opening.startswith("。")
            and not later.award
            and later.segment == node.segment
        )
        if heading:
            node.outcome.kind = "stated"


def _take_bases(found: list[Node]) -> None:
    """``每提高0.1等，在产区2.4分、非产区1.6分的基础上分别加0.3分、0.2分``: the base names the groups of the amounts."""
    for base, node in pairwise(found):
        if base.kind != "base" or node.words:
            continue
        node.condition = node.words = base.words
        node.lead, node.start, node.opening = base.lead, base.start, base.opening
        names = compiled(r"([^\d、,在分]{2,5}?)\d").findall(base.outcome.text)
        if len(names) == len(node.outcome.amounts) > 1:
            node.groups = list(zip(names, node.outcome.amounts, strict=True))
            node.outcome.kind = "amount"
        node.step = find_step(base.condition.rstrip(","), node.award, True)
        if node.step is not None:
            node.condition = base.condition[: node.step.start]
    for base, node in pairwise(found):
        node.based = node.based or base.kind == "base"
    found[:] = [node for node in found if node.kind != "base"]


def _drop_opinions(found: list[Node]) -> None:
    """``按照《办法》执行，达不到要求的扣…``: where outcomes follow, the opinion before them only says who judges."""
    found[:] = [
        node
        for node, later in zip_longest(found, found[1:])
        if not (node.kind == "opinion" and later is not None and later.segment == node.segment)
    ]


def _pair_groups(found: list[Node]) -> None:
    """``产区得2分，非产区得1.2分`` is one outcome for two groups: the second node goes, the first keeps both."""
    index = 0
    while index + 1 < len(found):
        first, second = found[index], found[index + 1]
        name = _GROUP.search(first.words)
        other = second.words.strip(",、;")
        if (
            name
            and first.kind == second.kind == "amount"
            and first.award == second.award
            and (
                other == "非" + name["group"]
                or name["group"] == "非" + other
                or (_KIND.search(name["group"]) is not None and _KIND.search(other) is not None and len(other) < 6)
            )
            and first.outcome.n
            and second.outcome.n
        ):
            first.groups = [(name["group"], first.outcome.n), (other, second.outcome.n)]
            first.words = first.words[: name.start("group")].rstrip(",")
            head = (
                first.condition[: len(first.condition) - len(name["group"])] if first.step is None else first.condition
            )
            first.condition = head
            first.outcome.end = second.outcome.end
            del found[index + 1]
            if first.step is None:
                first.step = find_step(head, first.award, True)
                if first.step is not None:
                    first.condition = head[: first.step.start]
        index += 1
