"""Who owns each character of a clause, and what that leaves in doubt.

A rule owns its condition and its outcome; sentences before it that only explain belong to it as explanation. What
bears on points and belongs to no rule makes the nearest rule ``assumed``, or stands as an ``unread`` rule.
"""

from __future__ import annotations

import regex

from normalize.clause.doubt import assume, left_over
from normalize.clause.node import Node
from normalize.clause.part import FEN
from normalize.clause.reading import ClausePolicy, Reading, Role
from normalize.clause.squeeze import Squeezed
from normalize.pattern import compiled
from normalize.quantity import fold
from normalize.rubric import Effect, Rule

_EXCLUDES = regex.compile(r"[(\[<](?:[^\d()]*(?:除外|不计(?:入|算)|不包[括含]|不含|不算)[^\d()]*)[)\]>]")
_GRADES = regex.compile(
    r"(?:\d分[^,;。]{0,12}?为(?:优秀?|良好?|合格|不合格|中|差|好|较好|一般|称职|基本称职|不称职)等?次?[^,;。]{0,4}[,;。]){2}"
)
"""Marks with their grades: ``90分以上的为优秀，80分至89分的为良好``."""
_HIGHEST = regex.compile(r"就高|不重复|不累计|最高")


def own(reading: Reading, squeezed: Squeezed, nodes: list[Node], owner: dict[int, list[Rule]], tail: str) -> None:
    """Fill ``places`` and ``spans`` of a reading, and take back certainty where words are left over."""
    marks: list[tuple[Role, list[str], int, int]] = []
    extents: dict[str, list[int]] = {}
    for index, node in enumerate(nodes):
        rules = owner.get(index, [])
        start = node.start + len(node.lead)
        _doubt(node, rules or _nearest(owner, index))
        if node.kind == "nil":
            rules = _exception(reading, squeezed, nodes, owner, index)
        ids = [rule.id for rule in rules]
        here = squeezed.place(start, node.outcome.end)
        covered = any(policy.start >= here[0] and policy.end <= here[1] for policy in reading.policies)
        role: Role = "rule" if ids else "policy" if covered else "explanation"
        if node.lead:
            marks.append(("explanation", ids, *squeezed.place(node.start, start)))
        marks.append((role, ids, *here))
        for name in ids[-1:] if node.kind in ("cap", "cap_all") else ids:
            extents.setdefault(name, []).extend(here)
    if nodes and tail.strip("。;,、 \n)"):
        _tail(tail, _nearest(owner, len(nodes)))
    if not reading.rules and (not nodes or compiled("每").search(squeezed.text)):
        _none(reading)
        marks = [
            ("unread" if reading.rules else "explanation", [rule.id for rule in reading.rules], 0, len(reading.text))
        ]
        extents = {rule.id: [0, len(reading.text)] for rule in reading.rules}
    for start, end in squeezed.warning:
        said = reading.text[start:end]
        broken = said[0] not in "(（[［<〈"
        near = [rule for rule in reading.rules if _around(extents.get(rule.id), start)] or reading.rules[-1:]
        if _EXCLUDES.fullmatch(fold(said)) and any(said in (rule.condition or "") for rule in near):
            # （不包括领导班子）: the condition's own words, and so the question's.
            continue
        for rule in near:
            if broken:
                assume(rule, "damaged", f"原文数字“{said}”中间有空格，可能漏了小数点，请核对。")
                continue
            assume(rule, "aside", f"括号中的“{said}”可能影响计分，没有计入，请核对。")
    _place(reading, extents)
    reading.spans = _fill(reading.text, marks)


def _around(extent: list[int] | None, at: int) -> bool:
    return extent is not None and min(extent) <= at <= max(extent) + 1


def _nearest(owner: dict[int, list[Rule]], index: int) -> list[Rule]:
    for at in range(index - 1, -1, -1):
        if owner.get(at):
            return owner[at][-1:]
    return []


def _doubt(node: Node, rules: list[Rule]) -> None:
    words = node.lead + (node.condition if node.step is None else node.words)
    word = left_over(words)
    if word is not None and word.startswith("除"):
        # 除…外 stays in the question of a rule that asks for a fact; a count or a rate drops it.
        rules = [rule for rule in rules if rule.basis != "once"]
    if word is not None:
        for rule in rules:
            assume(rule, "left-over", f"条件中的“{word}”可能影响计分，没有计入，请核对。")


def _tail(tail: str, rules: list[Rule]) -> None:
    tail = compiled(r"^[,。;]?(?:可|应)?累计[扣加计]分").sub("", tail)
    word = left_over(tail) or compiled(r"^[,;]?[-+]\d").match(tail)
    for rule in rules if word else []:
        assume(rule, "left-over", f"后文“{tail.strip('。;, ')}”可能影响计分，没有计入，请核对。")


def _sentence(nodes: list[Node], owner: dict[int, list[Rule]], index: int) -> list[Rule]:
    """The awards of the sentence that an outcome closes."""
    found: list[Rule] = []
    for at in range(index - 1, -1, -1):
        if nodes[at].segment != nodes[index].segment:
            break
        found = [rule for rule in owner.get(at, []) if rule.effect == "award" and rule not in found] + found
        if compiled(r"[。\n]").search(nodes[at].opening):
            break
    return found


def _exception(
    reading: Reading, squeezed: Squeezed, nodes: list[Node], owner: dict[int, list[Rule]], index: int
) -> list[Rule]:
    """就高、不重复 are a policy over the rules before; 不扣分 in some case is an exception that the reviewer must see."""
    node = nodes[index]
    rules = _nearest(owner, index)
    if _HIGHEST.search(node.outcome.text):
        start, end = squeezed.place(node.start, node.outcome.end)
        covers = [rule.id for rule in _sentence(nodes, owner, index)] or [rule.id for rule in rules]
        reading.policies.append(ClausePolicy("highest_only", None, reading.text[start:end], start, end, covers))
        return []
    for rule in rules:
        assume(rule, "exception", f"“{node.words}{node.outcome.text}”是例外情形，填报佐证时请先扣除这些情形。")
    return rules


def _none(reading: Reading) -> None:
    """Scoring words without any outcome: kept verbatim, unread."""
    folded = fold("".join(reading.text.split()))
    moves = compiled(
        rf"\d{FEN}|[的,，][^,，。;；]{{0,8}}(?:扣分|加分|减分|扣减|计分|奖分)[。;；.]?$|(?:平均分|平均数|得分)(?:作|即)?为(?:该项|本项|最终|其)?(?:得分|成绩)|折算计入|得分的?\d+%计入|折算[^,。;]{{0,12}}(?:总分|成绩)|计入[^,。;]{{0,4}}(?:总分|成绩|得分)[。;]?$"
    ).search(folded)
    stated = compiled(r"^\(?\d+(?:\.\d+)?分\)?$|打分占\d+%|满分\d|基础分|加减分制|分值为?\d+分$|=").search(folded)
    if not moves or stated or _GRADES.search(folded):
        return
    effect: Effect = "deduct" if compiled(r"扣|减").search(folded) else "award"
    rule = Rule(
        id="r1", effect=effect, basis="judge", on="achievement" if effect == "award" else "absence", certainty="unread"
    )
    reading.rules.append(rule)


def _place(reading: Reading, extents: dict[str, list[int]]) -> None:
    for rule in reading.rules:
        extent = extents[rule.id]
        start, end = min(extent), max(extent)
        reading.places[rule.id] = (start, end)
        rule.text = reading.text[start:end]


def _fill(text: str, marks: list[tuple[Role, list[str], int, int]]) -> list[tuple[Role, list[str], int, int]]:
    """Marks in order, without overlaps, and the gaps between them as explanation."""
    spans: list[tuple[Role, list[str], int, int]] = []
    at = 0
    for role, ids, start, end in sorted(marks, key=lambda mark: mark[2]):
        start = max(start, at)
        if start >= end:
            continue
        if text[at:start].strip():
            spans.append(("explanation", [], at, start))
        spans.append((role, ids, start, end))
        at = end
    if text[at:].strip():
        spans.append(("explanation", [], at, len(text)))
    return spans
