"""A fixed number of points: once, or in a bracket after a statement; ``stepped`` counts them for each step."""

from __future__ import annotations

from decimal import Decimal

import regex

from normalize.clause import ladder
from normalize.clause.composition import Composition
from normalize.clause.condition import FAILING, TIMES, figures, on_of
from normalize.clause.doubt import assume, drop, offer
from normalize.clause.measured import own_requirement
from normalize.clause.node import SETTING, Node
from normalize.clause.stepped import each, per_step
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.quantity import find
from normalize.rubric import Alternative, Effect, Rule

_SHORT = 10
"""Characters: a longer condition before an amount without a verb may begin a thought of its own."""

_EVERY = regex.compile(
    rf"每(?!年|月|季|半|周|天|日|学期|个?(?:{UNIT}|[^,。;]{{1,6}}?)(?:都|均|要|应|需|至少|不少于|不低于))[^,。;]{{1,10}}$|每$"
)
"""每 at the end of a condition whose unit no step has read."""


def amount(c: Composition, index: int) -> None:
    """A fixed number of points: once, or for each step."""
    node = c.nodes[index]
    if node.kind == "grouped":
        node.groups = node.outcome.groups
    effect: Effect = "award" if node.award else "deduct"
    if node.kind == "bare" and _composes(c, index):
        return
    if node.kind == "bare" and compiled(r"(?:全年|共|共计|合计|总计|计)").fullmatch(node.words):
        return
    if node.kind == "far":
        node.condition = node.condition + node.outcome.text
    if node.kind == "signed":
        effect = "deduct" if node.outcome.verb == "-" else "award"
        if interval := ladder.interval(node.condition.rstrip("|的罚款")):
            rule = c.add(index, Rule(effect=effect, basis="band", on="occurrence"))
            rule.bands, rule.unit = ladder.bands([(interval, node.outcome.n or "0")]), interval.unit
            assume(rule, "one-band", "原文只有一个数值区间，暂按区间计分；也可读作出现这种情形即计分。")
            return
    step = per_step(node) or node.step
    if step is not None:
        each(c, index, effect, step)
        return
    points = "100%" if node.kind == "full" else node.outcome.n
    if node.kind == "part_of_scope":
        points = f"{node.outcome.n}%"
    rule = c.add(index, Rule(effect=effect, basis="once", on=on_of(node.condition, effect), points=points))
    c.group(rule, node)
    own_requirement(c, index, rule)
    if every := _EVERY.search(node.condition.rstrip(",的")):
        assume(rule, "every", f"原文写“{every.group()}”，没有读出按什么计次，暂按一次计。")
    if node.inherits and len(node.words) > _SHORT:
        assume(rule, "elided", f"原文没有写加还是扣，暂随前一句作“{node.outcome.verb}”。")
    if node.kind == "part_of_scope" and "分" not in node.outcome.text:
        assume(rule, "percent", f"原文只写“{node.outcome.text}”，暂按该项分值的{node.outcome.n}%计。")
    if node.kind == "far":
        assume(rule, "far", "“扣除…分”中间夹着对象，暂按一次扣分计；也可能按每个对象各扣。")
    if node.kind == "bare" and "其中" in c.squeezed.text[: node.start + len(node.words)]:
        assume(rule, "weights", "原文写“其中”，可能只是说明分值的构成，暂作单独一条。")
        drop(rule, "weights", "只说明分值的构成，不另计")
    if effect == "award":
        rule.on_top = c.on_top(node)
        if not rule.on_top:
            c.consists(rule, node)
        award_doubts(c, index, rule)
    else:
        c.belongs(rule, node)
        if node.otherwise:
            rule.on = "absence"
        _loss_doubts(node, rule)
    if node.outcome.distributive:
        c.split(index, rule)


def _composes(c: Composition, index: int) -> bool:
    """Whether an amount only says what a stated total is made of: ``总分100分，其中组织领导20分、工作落实80分``."""
    stated = next((at for at in range(index - 1, -1, -1) if c.nodes[at].kind != "bare"), None)
    if stated is None or c.nodes[stated].kind != "stated" or "其中" not in c.nodes[stated + 1].words:
        return False
    parts = []
    for node in c.nodes[stated + 1 :]:
        if node.kind != "bare" or "。" in node.opening:
            break
        parts.append(Decimal(node.outcome.n or 0))
    return sum(parts) == Decimal(c.nodes[stated].outcome.n or 0)


def award_doubts(c: Composition, index: int, rule: Rule) -> None:
    """An award of a fixed number of points whose words could also count something."""
    node = c.nodes[index]
    before = c.before
    if before is not None and before.basis == "each" and before.effect == "award" and "," in node.opening:
        assume(rule, "once-or-each", "前一条按个数计分，这一条没有写“每”，暂按一次计。")
    if before is not None and _by_level(before, rule):
        for one in (before, rule):
            assume(
                one, "levels-apart", "各级分别写分，暂各作一条，同时达到几级的相加；只按最高一级计的，请在政策中注明。"
            )
    if node.kind != "bare" and compiled(r"^每(?:个)?(?:月|季度?|半年|学期|周|年)").match(node.condition):
        assume(rule, "recurs", "条件写“每月/每季”等，暂按全年都做到才得分、得一次；也可能每期各得一次。")
        offer(rule, "each-time", "每期做到各得一次", basis="each", step="1", unit="次", threshold=None)
    if (
        before is not None
        and before.effect == "award"
        and "平均" in (before.condition or "")
        and "平均" in node.condition
    ):
        assume(rule, "tiers", "前后几条都与平均水平比较，可能只取其中一档，暂各作一条。")
    if node.based:
        assume(rule, "base", "原文写“在此基础上”，暂作单独一条，与前一条相加。")
    if compiled(r"其他[^,。;:]{1,6}:$").search(node.lead):
        assume(rule, "whom", f"“{node.lead[-12:]}”限定了适用对象，系统没有分组，请在填报佐证时只对适用单位填“是”。")
    bare = [
        quantity
        for quantity in find(node.condition)
        if quantity.op is None and quantity.high is None and quantity.unit not in (None, "%", "百分点", *TIMES)
    ]
    if not bare or rule.targets:
        return
    number = bare[-1]
    said = node.condition[slice(*number.number)]
    reached = compiled(r"完成|达到?|实现").search(node.condition[: number.start])
    if not reached and not compiled(r"[的级等]").match(node.condition[number.end :]):
        assume(rule, "count", f"条件中的“{said}”暂作要达到的数，达到即得分；也可能按个数累计。")
        counted = {"basis": "each", "step": number.value, "unit": number.unit, "threshold": None}
        offer(rule, "per-count", f"每{number.value}{number.unit}计一次", **counted)


def _by_level(before: Rule, rule: Rule) -> bool:
    """Whether two awards in a row differ by their level: ``省级媒体推广得3分；市级媒体推广得2分``."""
    if before.effect != "award" or before.basis != "once":
        return False
    names = [ladder.level_word(one.condition or "") for one in (before, rule)]
    return (
        None not in names and names[0] != names[1] and abs(len(before.condition or "") - len(rule.condition or "")) < 20
    )


def _loss_doubts(node: Node, rule: Rule) -> None:
    """A deduct of a fixed number of points whose words name several failings, or one that can recur."""
    pieces = [piece for piece in compiled(r"[,，]").split(node.condition.rstrip(",，的")) if piece]
    follows = any(compiled("或|造成|导致|致使|影响|引发|且|并|而").match(piece) for piece in pieces[1:])
    failing = len(pieces) > 1 and all(FAILING.search(piece) for piece in pieces)
    if failing and not follows and rule.certainty == "clear" and rule.threshold is None:
        assume(rule, "joined", "几种情形用逗号并列，只写了一次扣分，暂合为一条，有其中一种即扣。")
        others = [rule.model_copy(update={"condition": piece}, deep=True) for piece in pieces]
        rule.alternatives.append(_apart(others))
    over = (
        compiled(rf"(?:超[过出]|高[于出])(?P<number>(?:1|一)(?P<unit>{UNIT}))$").search(pieces[-1]) if pieces else None
    )
    if over:
        assume(rule, "every", f"原文没有写“每”，暂按超过{over['number']}即扣一次；也可能每超过{over['number']}扣一次。")
        offer(
            rule, "each-time", f"每超过{over['number']}扣一次", basis="each", on="excess", step="1", unit=over["unit"]
        )
    recurs = compiled(rf"每(?P<unit>{UNIT})(?!都|均)").match(pieces[-1]) if pieces else None
    if recurs and recurs["unit"] not in TIMES and recurs["unit"] != "季":
        assume(rule, "recurs", f"原文写“每{recurs['unit']}”，扣分没有写每{recurs['unit']}扣，暂按一次扣分计。")
        changes = {"basis": "each", "on": "occurrence", "step": "1", "unit": recurs["unit"], "threshold": None}
        offer(rule, "each-time", f"每{recurs['unit']}达不到要求各扣一次", **changes)


def _apart(rules: list[Rule]) -> Alternative:
    for rule in rules:
        rule.certainty, rule.assumptions, rule.alternatives = "clear", [], []
    return Alternative(code="apart", text="每种情形各扣一次", rules=rules)


def _banded(node: Node, later: Node | None) -> bool:
    """Whether a bracket's points are for a range: ``80%以上（75分）。50%以下的不得分``."""
    return (
        later is not None
        and later.step is None
        and compiled(r"以[上下]$").search(node.condition) is not None
        and any(quantity.op for quantity in figures(later.condition))
    )


def bracket(c: Composition, index: int) -> None:
    """``（15分）`` after a statement gives its points; after a rule it states what that rule may move in all."""
    node = c.nodes[index]
    before = c.nodes[index - 1] if index else None
    later = next((other for other in c.nodes[index + 1 :] if other.kind not in SETTING), None)
    heads = (
        later is not None
        and later.segment == node.segment
        and (
            later.kind not in ("bracket", "bare")
            or (later.kind == "bare" and later.opening.startswith("。") and not index)
        )
    )
    if heads and node.outcome.text.endswith(")") and not node.step and not _banded(node, later):
        c.heads.append(node.outcome.n or "")
        return
    same = before is not None and not compiled(r"[。;\n]").search(node.opening) and len(node.words) < 2
    owners = c.owner.get(index - 1, []) if same else []
    if not same or before is None or before.kind == "stated":
        amount(c, index)
        return
    if not owners and before.kind == "forfeit":
        node.start, node.lead = before.start, before.lead
        node.condition = compiled(r"[,;]?(?:否则|反之)[,]?$").sub("", before.condition)
        amount(c, index)
        return
    c.owner[index] = owners
    for rule in owners:
        if rule.basis == "share" and rule.points is None:
            rule.points = node.outcome.n
        elif rule.effect == "deduct":
            assume(rule, "bracket", f"句末括号中的{node.outcome.n}分，暂作本小项的分值，不作这条扣分的上限。")
            offer(rule, "bracket-cap", f"最多扣{node.outcome.n}分", cap=node.outcome.n)
