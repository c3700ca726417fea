"""Outcomes with their conditions → rules. Each kind of outcome has its builder; nothing here knows a sentence."""

from __future__ import annotations

from collections.abc import Callable

from normalize.clause.composition import Composition
from normalize.clause.doubt import assume
from normalize.clause.effects import forfeit, judge, points_range, share, veto
from normalize.clause.fixed import amount, bracket
from normalize.clause.laddered import ladder_at, points_list
from normalize.clause.node import SETTING, Node

_BUILDERS: dict[str, Callable[[Composition, int], None]] = {
    "veto": veto,
    "forfeit": forfeit,
    "share": share,
    "formula": share,
    "times": share,
    "judge": judge,
    "opinion": judge,
    "range": points_range,
    "list": points_list,
    "bracket": bracket,
}
"""The builder of each kind of outcome; every other kind is an amount."""


def compose(composition: Composition, nodes: list[Node]) -> None:
    """Build every rule of the clause, outcome by outcome."""
    composition.nodes = nodes
    index = 0
    while index < len(nodes):
        node = nodes[index]
        if node.segment != composition.segment:
            composition.award, composition.segment = None, node.segment
        used = ladder_at(composition, index)
        if not used and node.kind not in SETTING:
            _BUILDERS.get(node.kind, amount)(composition, index)
        index += used or 1
    if len(composition.heads) > 1:
        _whole_or_part(composition)


def _whole_or_part(composition: Composition) -> None:
    """Where several headings in one clause carry their points, 不得分 or 扣完 may mean the heading's, not the item's."""
    said = "、".join(f"{points}分" for points in composition.heads)
    for rule in composition.reading.rules:
        whole = rule.effect == "forfeit" or rule.basis == "share" or rule.cap == "all" or rule.points == "100%"
        if whole or (rule.points or "").endswith("%"):
            assume(rule, "part-points", f"句中几个小项各有分值（{said}），这一条暂按整项的分值计，也可能只指所在小项。")
