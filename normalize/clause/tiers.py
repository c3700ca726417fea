"""Rules in a row where reaching one holds the others too: deadlines, stages of a project, nested ranks and sizes.

Each stands as its own rule, so that nothing is guessed; the reviewer is told that only the best of them may be claimed.
"""

from __future__ import annotations

from itertools import groupby, pairwise

import regex

from normalize.clause.condition import rates
from normalize.clause.doubt import assume
from normalize.clause.node import Node
from normalize.rubric import Rule

_KINDS = {
    "deadline": regex.compile(
        r"(?:\d月|年|季度|[日底初末])(?:底|末|初|中旬)?(?:以|之)?前|提前|(?:逾期|推迟|延期|延迟)[^,。;]{0,3}\d"
    ),
    "stage": regex.compile(r"建成|投[产用运]|竣工|封顶|主体|开工|动工|启动|完工|签约|落地|在建"),
    "rank": regex.compile(r"前[\d一二三四五六七八九十]+(?:名|位)?|后[\d一二三四五六七八九十]+(?:名|位)"),
    "state": regex.compile(r"^[^,，]{0,8}(?:未启动|未完成|未开工|进度不足)"),
}
"""What rules in a row differ by, where reaching one holds the others too."""

_SIZE = regex.compile(
    r"[\d一二两三四五六七八九十百千]*(?:万|亿)元?(?:人民币|美元)?(?:及|\(含\))?以上|\d+(?:人|户|亩|万元|家|个)(?:及|\(含\))?以上"
)

_LATE = regex.compile(r"(?:逾期|延期|迟[报到交]?|超期|超过)[^,。;]{0,4}\d+个?(?:工作日|[天日月周])(?:以?内|以上|以下)?")

_TEXT = "前后几档可能只取其一，暂各作一条；只取其一的，填报时只对达到的最高一档作答，其余填“否”或0。"

_LONG = 14
"""Characters: a stage named in a longer condition is a task of its own, not a step of the task before."""


def mark_tiers(nodes: list[Node], owner: dict[int, list[Rule]]) -> None:
    """Take certainty back from rules of one effect in a row that differ only by their tier."""
    single = [(index, owner[index][0]) for index in sorted(owner) if len(owner[index]) == 1]
    for (index, rule), (at, later) in pairwise(single):
        if nodes[index].segment == nodes[at].segment and rule.effect == later.effect and _nested(rule, later):
            for marked in (rule, later):
                assume(marked, "tiers", _TEXT)
    for _, run in groupby(single, key=lambda entry: (nodes[entry[0]].segment, entry[1].effect, entry[1].basis)):
        entries = [(nodes[index].condition, rule) for index, rule in run]
        if entries[0][1].basis == "once":
            for name, kind in _KINDS.items():
                _mark(entries, kind, exact=name == "stage")
        elif entries[0][1].basis == "each":
            for kind in (_SIZE, _LATE):
                _mark(entries, kind, exact=False)
            _mark_graver(entries)


def _nested(rule: Rule, later: Rule) -> bool:
    """Whether two rules ask for more and less of one figure: ``10人以上扣2分，30人以上扣5分``."""
    if rule is later or rule.effect not in ("award", "deduct") or rule.threshold is None or later.threshold is None:
        return False
    one, other = rule.threshold, later.threshold
    same = (one.op, one.unit) == (other.op, other.unit) and one.value != other.value
    return same and rates(rule.condition or "") == rates(later.condition or "")


def _mark_graver(entries: list[tuple[str, Rule]]) -> None:
    """``每笔扣0.5分，1万元以上的每笔扣2分``: the graver case is also one of the lighter ones."""
    for (_, rule), (_, later) in pairwise(entries):
        if rule.unit == later.unit and rule.threshold is None and later.threshold and later.on == rule.on:
            assume(later, "tiers", "这一条是前一条中更重的情形，暂各计各的；只按重的计的，填报前一条时请先除去。")


def _mark(entries: list[tuple[str, Rule]], kind: regex.Pattern, exact: bool) -> None:
    """Mark the entries next to each other that are all of one kind and say different things of it."""
    for (words, rule), (other, later) in pairwise(entries):
        one, two = kind.search(words), kind.search(other)
        if rule is later or one is None or two is None or one.group() == two.group():
            continue
        if exact and max(len(words), len(other)) > _LONG:
            continue
        for marked in (rule, later):
            assume(marked, "tiers", _TEXT)
