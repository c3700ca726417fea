"""Several outcomes that are one rule: intervals of a figure, named grades, and lists of amounts with their names."""

from __future__ import annotations

from itertools import pairwise

import regex

from normalize.clause import ladder
from normalize.clause.composition import Composition
from normalize.clause.condition import FAILING, RATE, on_of, rates
from normalize.clause.doubt import assume
from normalize.clause.node import Node
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.quantity import Quantity, numeral
from normalize.rubric import Band, Effect, Level, On, Rule


def ladder_at(c: Composition, index: int) -> int:
    """Consecutive outcomes whose conditions are intervals of one figure, or graded names: how many were used."""
    if c.nodes[index].kind == "grade":
        return grades_at(c, index)
    if ranked := ranked_at(c, index) or counted_at(c, index):
        return ranked
    run = _intervals(c, index)
    amounts = [(node, quantity) for node, quantity in run if node.kind != "forfeit"]
    if len(amounts) + bool(amounts and amounts[0][1].high) < 2 or run[0][0].kind == "forfeit":
        return 0
    first = amounts[0][0]
    later = [node.condition for node, _ in run[1:]]
    alike = all(words.startswith(first.condition[:_SAME]) for words in later)
    if not alike and any(len(words) > _LONG and not RATE.search(words) for words in later):
        return 0
    said_of = [node.condition[: quantity.start].strip(",的") for node, quantity in amounts]
    if any(FAILING.search(words) and words not in first.condition for words in said_of[1:]):
        # 不按时清扫，5处以上扣0.5分；不及时保洁，3处以上扣0.3分: each counts failings of its own.
        return 0
    steps = [(quantity, _amount(node)) for node, quantity in amounts]
    asked = {rate for node, _ in amounts for rate in rates(node.condition)}
    # 山区乡镇达到85%的得4分，平原乡镇达到90%的得4分 are two demands, not two intervals of one figure.
    bounds = [(quantity.value, quantity.high, quantity.op) for quantity, _ in steps]
    named = [len(node.condition[: quantity.start]) > 2 for node, quantity in amounts]
    repeats = any(
        one == other and said for ((_, one), (_, other)), said in zip(pairwise(steps), named[1:], strict=True)
    )
    if len(asked) > 1 or repeats or len(set(bounds)) < len(bounds):
        return 0
    if first.award:
        steps += [(quantity, "0") for node, quantity in run if node.kind == "forfeit"]
    effect: Effect = "award" if first.award else "deduct"
    on = on_of(first.condition, effect)
    rule = c.add(index, Rule(effect=effect, basis="band", on="absence" if on == "shortfall" else on))
    rule.bands, rule.unit = ladder.bands(steps), run[0][1].unit
    worth = [float(one.points.rstrip("%")) for one in sorted(rule.bands, key=lambda band: float(band.min or "-1"))]
    if rule.unit in ("名", "位"):
        assume(rule, "tiers", "各档是名次，前后没有读进这一条的名次也可能是其中一档，请核对，并按名次填报。")
    if first.award and compiled(r"缺|漏|错|差(?!异)|未").search(first.condition + "".join(later)):
        assume(rule, "failing-count", "各档数的是缺少、差错的数量，填报时请填这个数量。")
    if worth not in (sorted(worth), sorted(worth, reverse=True)):
        assume(rule, "band-order", "各档的分数没有随数值依次升降，可能是原文笔误，请核对。")
    before = c.before
    if first.award and before is not None and before.effect == "award" and before.threshold is None:
        same = before.basis == "once" and before.on_top == c.on_top(first)
        if same and compiled(r"完成|达标|达到").search(before.condition or ""):
            for one in (before, rule):
                assume(one, "tiers", "前一条与后面各档可能只取其一，暂各作一条，请核对。")
    if first.award:
        rule.on_top = c.on_top(first)
        c.award = rule if not rule.on_top else c.award
    for offset in range(1, len(run)):
        c.owner[index + offset] = [rule]
    return len(run)


_LONG = 24
"""Characters: a longer condition than that speaks of something of its own …"""
_SAME = 6
"""… unless it begins with the same characters as the one before."""


def _amount(node: Node) -> str:
    """The points of one step of a ladder: a number, or a share of the scope's."""
    if node.kind == "full":
        return "100%"
    return f"{node.outcome.n}%" if node.kind == "part_of_scope" else node.outcome.n or "0"


def _intervals(c: Composition, index: int) -> list[tuple[Node, Quantity]]:
    """The outcomes from ``index`` on whose conditions are intervals of one figure, in one unit."""
    run: list[tuple[Node, Quantity]] = []
    for node in c.nodes[index:]:
        if (
            node.kind not in ("amount", "full", "forfeit", "part_of_scope")
            or node.groups
            or node.otherwise
            or node.outcome.per
        ):
            break
        if node.step is not None and not (run and node.step.part == "one"):
            break
        # 3次以上得3分，2次得2分: after a first interval, a bare figure is one too.
        quantity = ladder.interval(
            node.condition if node.step is None else node.words, bare=bool(run) and len(node.words) < 8
        )
        if quantity is None or (run and (quantity.unit != run[0][1].unit or node.segment != run[0][0].segment)):
            break
        if run and (not run[0][0].award if node.kind == "forfeit" else node.award != run[0][0].award):
            break
        run.append((node, quantity))
    return run


def ranked_at(c: Composition, index: int) -> int:
    """``第一名得5分，第二名得3分``, ``优秀得2分，良好得1分``: one by one, each rank or grade with its amount."""
    run: list[tuple[Node, str]] = []
    for node in c.nodes[index:]:
        last = node.kind == "forfeit" and bool(run)
        name = (
            ladder.closing_name(node.condition) if (node.kind in ("amount", "bare") or last) and not node.step else None
        )
        if name is None or not ladder.is_exclusive(name) or (run and node.segment != run[0][0].segment):
            break
        if run and ((node.award != run[0][0].award and not last) or len(node.condition.rstrip(",的")) > len(name) + 10):
            break
        run.append((node, name))
    if not run or (len(run) < 2 and not run[0][1].startswith("第")) or run[0][1] in ("其余", "其他"):
        return 0
    level(c, index, [name for _, name in run], [node.outcome.n or "0" for node, _ in run])
    for offset in range(1, len(run)):
        c.owner[index + offset] = [c.reading.rules[-1]]
    return len(run)


_COUNT = regex.compile(
    rf"(?P<head>[^,;。\d]*?)(?P<number>\d{{1,3}}|[一二两三四五六七八九十]{{1,2}})(?P<unit>(?>{UNIT}))(?P<open>及?以上|或以上)?的?,?"
)


def counted_at(c: Composition, index: int) -> int:
    """``1篇加1分，2篇加2分，3篇及以上加3分``: each number of one thing with its amount, from one on and without a gap."""
    run: list[tuple[Node, int, bool, str]] = []
    for node in c.nodes[index:]:
        words = compiled(r"[,;。]").split(node.words.rstrip(",;。"))[-1]
        found = _COUNT.fullmatch(words)
        if found is None or node.kind != "amount" or node.outcome.per or node.groups:
            break
        number = int(numeral(found["number"]) or 0)
        head = found["head"]
        if run and (
            number != run[-1][1] + 1
            or found["unit"] != run[0][3]
            or node.award != run[0][0].award
            or node.segment != run[0][0].segment
            or not (
                head == "" or c.squeezed.text[run[0][0].start :].split(head)[0] != c.squeezed.text[run[0][0].start :]
            )
            or len(head) > 4
        ):
            break
        if not run and number != 1:
            return 0
        run.append((node, number, bool(found["open"]), found["unit"]))
    if len(run) < 2 or any(opened for _, _, opened, _ in run[:-1]):
        return 0
    first = run[0][0]
    effect: Effect = "award" if first.award else "deduct"
    rule = c.add(index, Rule(effect=effect, basis="band", on="achievement" if first.award else "occurrence"))
    rule.unit = run[0][3]
    rule.bands = [
        Band(min=str(number), max=None if opened else str(number + 1), points=node.outcome.n or "0")
        for node, number, opened, _ in run
    ]
    if first.award:
        rule.on_top = c.on_top(first)
    if not run[-1][2]:
        assume(rule, "beyond", f"原文没有写超过{run[-1][1]}{rule.unit}怎么计，暂按不在其列，请核对。")
    for offset in range(1, len(run)):
        c.owner[index + offset] = [rule]
    return len(run)


def grades_at(c: Composition, index: int) -> int:
    run = []
    for node in c.nodes[index:]:
        if node.kind != "grade":
            break
        run.append(node)
    rule = c.add(index, Rule(effect="award", basis="level", on="achievement", on_top=False))
    rule.levels = [Level(level=node.outcome.level or "", points=node.outcome.n or "0") for node in run]
    for offset in range(1, len(run)):
        c.owner[index + offset] = [rule]
    return len(run)


def points_list(c: Composition, index: int) -> None:
    node = c.nodes[index]
    amounts = node.outcome.amounts
    names = ladder.level_names(node.condition, len(amounts)) or ladder.level_names(c.context, len(amounts)) or []
    rule = level(c, index, names or [f"第{i + 1}档" for i in range(len(amounts))], amounts)
    if not names:
        assume(rule, "levels", "原文没有逐一写明各档的名称，暂按从前到后的顺序对应。")
    if node.step is not None:
        assume(rule, "levels-each", "原文写“每”一次都计，暂按达到的各级分别计一次；同级多次的，请在佐证中重复填写。")


def level(c: Composition, index: int, names: list[str], amounts: list[str]) -> Rule:
    node = c.nodes[index]
    effect: Effect = "award" if node.award else "deduct"
    on: On = "achievement" if effect == "award" else "occurrence"
    rule = c.add(index, Rule(effect=effect, basis="level", on=on))
    rule.levels = ladder.levels(names, amounts)
    if effect == "award":
        rule.on_top = c.on_top(node)
    return rule
