"""What moves points in other ways than by a fixed number: veto, forfeit, a share, the assessor's judgement."""

from __future__ import annotations

from normalize.clause import ladder
from normalize.clause.composition import Composition
from normalize.clause.condition import figures, on_of, side, stated
from normalize.clause.doubt import assume, drop
from normalize.clause.laddered import level
from normalize.clause.measured import own_requirement
from normalize.clause.stepped import per_step
from normalize.counted import PER_CENT
from normalize.pattern import compiled
from normalize.quantity import find
from normalize.rubric import Effect, Rule


def veto(c: Composition, index: int) -> None:
    node = c.nodes[index]
    rule = c.add(index, Rule(effect="veto", basis="once", on=on_of(node.condition, "veto")))
    own_requirement(c, index, rule)
    if len([quantity for quantity in find(node.condition) if quantity.op]) > 1:
        assume(rule, "figures", "条件中有几个数字要求，只记下其中一个，其余的请核对。")


def forfeit(c: Composition, index: int) -> None:
    node = c.nodes[index]
    if node.otherwise and c.award is not None:
        c.owner[index] = [c.award]
        return
    later = c.nodes[index + 1] if index + 1 < len(c.nodes) else None
    if node.otherwise and (index or (later is not None and later.kind == "bracket")):
        c.owner[index] = c.owner.get(index - 1, [])
        return
    if compiled(r"或者?|直至|或者?直接").fullmatch(node.words) and c.owner.get(index - 1):
        c.owner[index] = c.owner[index - 1]
        assume(c.owner[index][-1], "or-forfeit", "原文另写“或者不得分”，由考核人酌定，暂未单列。")
        return
    rule = Rule(effect="forfeit", basis="once", on=on_of(node.condition, "forfeit"))
    rule = c.add(index, rule)
    own_requirement(c, index, rule)
    before = c.before
    if before is not None and before.effect == "award" and compiled(r"[未没不].{0,5}?的?").fullmatch(node.condition):
        assume(rule, "other-side", "这一句可能只是说前一条的反面，暂作单独的不得分规则。")
        drop(rule, "other-side", "只说前一条的反面，不另计")
    if rule.threshold is not None:
        rule.on = side(rule.threshold, node.condition)


def share(c: Composition, index: int) -> None:
    node = c.nodes[index]
    effect: Effect = "deduct" if node.outcome.deducts else "award"
    failing = effect == "deduct"
    rule = Rule(effect=effect, basis="share", on="shortfall" if failing else "achievement", points=None)
    if "超" in node.outcome.text:
        rule.on = "excess"
    before = c.reading.rules[-1] if c.reading.rules else None
    if (
        before is not None
        and before.basis == "each"
        and compiled(r"(?:不足|不满|未满)[^,]{1,8}$").fullmatch(node.condition.rstrip(",的"))
    ):
        # 每100万元加0.5分，不足100万元的按比例折算: what a part of a step counts is no rule of its own.
        c.owner[index] = [before]
        return
    if node.kind == "share":
        rule.points = node.outcome.n
    rule = c.add(index, rule)
    lesser = c.award is not None and compiled(r"^(?:达不到|未达到?|未完成|不足|没有?完成|没达到)").match(node.condition)
    if node.otherwise or (lesser and effect == "award"):
        assume(rule, "otherwise-share", "达到要求得满分，否则按完成比例得分，暂由按比例得分的规则计。")
    if compiled(r"第[\d一二三四五六七八九十]").search(node.words + node.outcome.text):
        assume(rule, "rank-share", "按名次之间的比例得分，系统没有各单位的这项数据，请按实际比例填报。")
    said = node.words + node.outcome.text
    if compiled(r"一半|减半|倍|平均|最[高低大小](?!(?:[得加计]分?)?\d)|[×*乘][^,。;]*\d%|[A-Z]").search(said):
        assume(rule, "formula", "计算比例要用到别的数（平均、最高、系数等），系统没有，请填按原文算出的比例。")
    if node.kind == "formula" and compiled(r"[=×*xX+][×*xX]|[(+]").search(node.outcome.text):
        assume(rule, "formula", "公式里的两个数都由填报给出，请填按公式算出的比例。")
    if node.kind == "formula":
        if node.outcome.n is not None and node.outcome.n != c.points:
            rule.points = node.outcome.n
    elif found := figures(node.lead + node.condition if node.otherwise else node.condition):
        found = [quantity for quantity in found if quantity.op or quantity.unit in PER_CENT]
        floor = [quantity for quantity in found if quantity.op in (">=", ">")] or found
        if floor:
            rule.threshold = stated(floor[-1], node.lead + node.condition, False)
    if effect == "award":
        rule.on_top = c.on_top(node)
    else:
        c.belongs(rule, node)


def judge(c: Composition, index: int) -> None:
    node = c.nodes[index]
    effect: Effect = "award" if node.award else "deduct"
    low, high = node.outcome.low, node.outcome.high or node.outcome.n
    rule = Rule(effect=effect, basis="judge", on=on_of(node.condition, effect), min=low, max=high)
    rule = c.add(index, rule)
    step = node.step or per_step(node)
    if step is not None:
        rule.unit = step.unit
        if effect == "deduct" and step.way == "none":
            rule.on = "occurrence"
        elif step.way == "down":
            rule.on = "shortfall"
    if node.otherwise:
        rule.on = "absence"
    own_requirement(c, index, rule)
    if effect == "award":
        rule.on_top = c.on_top(node)
    else:
        c.belongs(rule, node)
    if node.kind == "judge" and compiled("分别|各(?!种|类|级|项)").search(node.condition[-2:] + node.outcome.text[:4]):
        c.split(index, rule)


def points_range(c: Composition, index: int) -> None:
    """``扣2-3分`` is the assessor's; ``分别加1－3分`` beside as many names is a ladder."""
    node = c.nodes[index]
    low, high = node.outcome.low or "0", node.outcome.high or "0"
    if node.outcome.distributive or float(low) > float(high):
        for count in sorted(range(2, 11), key=lambda count: count != abs(float(high) - float(low)) + 1):
            amounts = ladder.stepped(low, high, count)
            names = ladder.level_names(node.condition, count) if amounts else None
            known = names and (count == abs(float(high) - float(low)) + 1 or all(map(ladder.level_word, names)))
            if names and amounts and known:
                rule = level(c, index, names, amounts)
                if not names[0].startswith("第"):
                    assume(
                        rule,
                        "range-levels",
                        f"原文写“{low}－{high}分”，暂按各级依次为{'、'.join(amounts)}分；也可能由考核人在此范围内评定。",
                    )
                return
    if float(low) > float(high):
        node.outcome.low, node.outcome.high = high, low
    judge(c, index)
    if not node.outcome.distributive and compiled(
        rf"(?:{ladder.LEVEL_WORD}|[一二三四五])[、/](?:{ladder.LEVEL_WORD})"
    ).search(node.condition):
        assume(
            c.reading.rules[-1],
            "range-levels",
            f"条件中列了几个级别，“{low}－{high}分”也可能是各级依次的分数，暂由考核人评定。",
        )
    if node.outcome.distributive:
        c.split(index, c.reading.rules[-1])
