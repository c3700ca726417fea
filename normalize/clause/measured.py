"""What a rule measures from: the requirement in its own condition, one stated before it, or the clause's targets."""

from __future__ import annotations

import regex

from normalize.clause.composition import Composition
from normalize.clause.condition import BAD_RATE, figures, requirement, side, stated
from normalize.clause.doubt import assume, offer
from normalize.clause.node import Node
from normalize.clause.reading import ClauseTarget
from normalize.clause.step import Step
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.quantity import Quantity, find
from normalize.rubric import Rule, Target, Threshold
from normalize.targets import Found, period_of, targets_in

_REACHED = regex.compile(r"(?:征收|收缴|办结|整改|化解|落实)?(?:到位|完成|办结|化解)")
_LEVELS = regex.compile("[国省市县乡镇村]")


def own_requirement(c: Composition, index: int, rule: Rule) -> None:
    """The requirement in figures that the rule's own condition states."""
    node = c.nodes[index]
    found = figures(node.condition)
    if not found or node.otherwise:
        return
    if any(len(quantity.value.partition(".")[2]) == 3 for quantity in found) and "分之" in node.condition:
        assume(rule, "fraction", "原文是分数，暂按百分数保留三位小数，恰好相等的情形请核对。")
    if found[-1].high is not None and compiled("%|百分点|万?亿?元").fullmatch(found[-1].unit or ""):
        assume(rule, "range", "条件是一个数值范围，规则只记下限，超出范围上限的情形请核对。")
    if _joins_another(node.condition, found[-1]):
        assume(rule, "figures", "条件中用“或”并列了几种情形，数字要求只作其中一种，请核对。")
    if rule.basis == "each" and len(found) > 1 and rule.unit in ("项", "个", "处", "例"):
        assume(rule, "figures", f"条件中有几个数字要求，暂按达不到的{rule.unit}数计，请逐{rule.unit}对照原文。")
        return
    if rule.effect == "award" and rule.basis == "each" and "且" in node.condition:
        return
    if rule.effect == "award":
        _earned(c, index, rule, found)
    else:
        _kept(node.condition, rule, found, c.reading.rules[:-1])


def _joins_another(condition: str, quantity: Quantity) -> bool:
    """Whether 或 sets another case beside the one of a figure: behind the figure, or in another piece before it."""
    begins = max(condition.rfind(mark, 0, quantity.start) for mark in ",;。") + 1
    outside = condition[:begins] + condition[quantity.end :]
    return bool(compiled(r"或(?!以|等于)").search(outside) or condition.startswith("或", begins))


def _earned(c: Composition, index: int, rule: Rule, found: list[Quantity]) -> None:
    """What must be reached for an award; several figures are targets, and all of them must be met."""
    node = c.nodes[index]
    if len(found) > 1 and (targets := targets_of(c, node, node.condition)):
        rule.targets = [target.id for target in targets]
        return
    later = c.nodes[index + 1] if index + 1 < len(c.nodes) else None
    rises = later is not None and later.step is not None and later.step.way == "up" and not later.award
    rate = found[-1].unit in ("%", "百分点")
    rule.threshold = requirement(
        found[-1],
        node.condition,
        "award",
        rises or (rate and bool(BAD_RATE.search(node.condition) and not _REACHED.match(node.condition, found[-1].end))),
    )


def _kept(condition: str, rule: Rule, found: list[Quantity], earlier: list[Rule]) -> None:
    """What must hold to keep the points: the failing figure's other side, or a requirement stated before 未…的."""
    pieces = compiled(r"[,，]").split(condition.rstrip(",，"))
    at = len(condition.rstrip(",，")) - len(pieces[-1])
    if "且" in condition or compiled(rf"\d(?:{UNIT})(?:以上)?、[\u4e00-\u9fff]{{1,6}}\d+(?:{UNIT})以上").search(
        condition
    ):
        # 死亡10人、重伤50人以上: figures of several facts are one question, shown and not compared.
        rule.on = "occurrence"
        return
    last = [quantity for quantity in found if quantity.start >= at and quantity.op]
    bare = [quantity for quantity in found if quantity.start >= at and not quantity.op]
    if bare and condition[: bare[-1].start].endswith("连续"):
        return
    if bare and not last and rule.basis == "once" and not pieces[-1].startswith(("未", "没", "无")):
        assume(rule, "count", "条件中的数字暂作情形的一部分，出现即扣一次；也可能按数量累计。")
        return
    if not last and compiled(r"(?:未|没|无|不)").match(pieces[-1]) and rule.basis in ("once", "judge"):
        rule.threshold = stated(found[-1], condition, False)
        if found[-1].op is None and compiled(r"[\u4e00-\u9fff]{2}").match(condition[found[-1].end :].lstrip("的")):
            assume(rule, "count", "条件中的数字暂作要求的数，也可能只是说明对象，请核对。")
        elif none := compiled(r"(?:无|没有?)(?![法故力序效理完达到按能])[^,，的]*").match(pieces[-1]):
            assume(
                rule, "none", f"前文要求有数，后文只写“{none.group()}”，暂按达不到要求的数即扣；也可能一个没有才扣。"
            )
            offer(rule, "none", "一个没有才扣", threshold=None, on="absence")
        return
    chosen = (last or [quantity for quantity in found if quantity.op is not None])[-1:]
    if not chosen:
        return
    if len({quantity.value for quantity in found if quantity.op}) > 1 and "," in condition.rstrip(","):
        assume(rule, "figures", "条件中有几个数字要求，只记下最后一个，其余的请核对。")
    if chosen[0].op == ">=" and compiled(r"[未没][^,，;]*$").search(condition[: chosen[0].start]):
        assume(rule, "count", "数字前有“未/没”，可能是要求的次数，也可能是发生的次数，请核对。")
    rule.threshold = requirement(chosen[0], condition, rule.effect, False)
    earned = next((one.threshold for one in earlier[::-1] if one.effect == "award" and one.threshold), None)
    if earned is not None and earned.op == ">=" and rule.threshold == earned.model_copy(update={"op": ">"}):
        # 80%以上的得分，80%以下不得分: the two leave no figure in both.
        rule.threshold = earned.model_copy()
    if rule.effect == "deduct" and rule.basis in ("once", "judge"):
        rule.on = side(rule.threshold, condition)


def measured_from(c: Composition, index: int, rule: Rule, step: Step) -> None:
    """The requirement that a shortfall or excess is measured from, stated before it in the same clause."""
    node = c.nodes[index]
    words = node.lead + node.condition
    if step.mark and (marks := find(step.mark)):
        rule.threshold = Threshold(op="<=" if step.way == "up" else ">=", value=marks[0].value, unit=marks[0].unit)
        return
    if compiled(r"每(?:超过?|高[于出]|低于|少于|不足|短)(?:目标|计划|任务|标准|指标|基准)(?:值|数|量|任务)").search(
        node.words
    ):
        # 目标值比基准值低20%以内的，完成值每超过目标值3%: measured from the target, not from the figure before.
        return
    found = [quantity for quantity in figures(words) if not (quantity.unit in ("年", "月") and quantity.op is None)]
    if not found:
        _from_the_same(c, index, rule)
        return
    alike = [q for q in found if _alike(q.unit, step.unit)]
    if len(alike) > 1 and (targets := targets_of(c, node, words, node.start)):
        measure_from_targets(rule, targets)
        return
    chosen = (alike or found)[-1]
    if alike and (period := period_of(words[: chosen.start])) not in (None, "year") and rule.effect == "deduct":
        _by_period(c, rule, targets_in(words), node.start, period)
        return
    if not alike and (chosen.value, chosen.unit) == ("100", "%"):
        # 开展率100%，每少1次扣0.5分: none may be missing.
        return
    rule.threshold = stated(chosen, words, step.way == "up" and rule.effect == "deduct")
    if len(alike or found) > 1:
        assume(rule, "figures", "前文有几个数字要求，暂以最后一个为准。")
    if not alike:
        assume(
            rule, "figures", f"要求的单位（{chosen.unit}）与扣分的单位（{step.unit}）不同，差额请按{step.unit}填报。"
        )


def _from_the_same(c: Composition, index: int, rule: Rule) -> None:
    """``占比超过15%的扣2分，每增加5个百分点再扣1分``: the further loss is measured from the figure of the first."""
    before = c.owner.get(index - 1, [])[-1:] if c.nodes[index].opening in (",", ";") else []
    for first in before:
        further = first.effect == rule.effect == "deduct" and first.basis == "once" and first.on == rule.on
        if further and first.threshold is not None and _alike(first.threshold.unit, rule.unit):
            rule.threshold = first.threshold.model_copy()


def targets_of(c: Composition, node: Node, words: str, start: int | None = None) -> list[Target]:
    """The figures that some words ask for, kept as targets of the clause; [] where they are fewer than two."""
    found = targets_in(words)
    if len(found) < 2:
        return []
    at = node.start + len(node.lead) if start is None else start
    return [_keep(c, one, at) for one in found]


def _keep(c: Composition, found: Found, at: int) -> Target:
    """A figure of words that stand ``at`` in the squeezed text, kept as the clause's next target."""
    target = found.target.model_copy(update={"id": f"t{len(c.reading.targets) + 1}"})
    c.reading.targets.append(ClauseTarget(target, *c.squeezed.place(at + found.start, at + found.end)))
    return target


def _by_period(c: Composition, rule: Rule, found: list[Found], at: int, period: str | None) -> None:
    """A requirement by quarter or month is a target: by convention one period does not make up for another."""
    for one in found:
        if one.target.period == period and _alike(one.target.unit, rule.unit):
            rule.targets.append(_keep(c, one, at).id)


def measure_from_targets(rule: Rule, targets: list[Target]) -> None:
    """Measure from targets; of one thing asked by the month and by the year, the year's counts."""
    alike = [target for target in targets if _alike(target.unit, rule.unit)] or targets
    yearly = [target for target in alike if target.period in ("year", None)]
    if len(alike) > 1 and yearly and len(yearly) < len(alike):
        rule.targets = [target.id for target in yearly]
        assume(rule, "period", "同一事项既有全年的数又有分期的数，暂按全年的数计算差额。")
        offer(
            rule, "by-period", "按分期的数逐期计算差额", targets=[target.id for target in alike if target not in yearly]
        )
        return
    rule.targets = [target.id for target in alike]


def narrow(c: Composition, rule: Rule, node: Node) -> None:
    """A deduct within an award that has several targets measures from those that its words and unit name."""
    if c.award is None or not c.award.targets or rule.threshold is not None:
        return
    known = {entry.target.id: entry.target for entry in c.reading.targets}
    alike = [known[name] for name in c.award.targets if _alike(known[name].unit, rule.unit)]
    named = [target for target in alike if set(_LEVELS.findall(node.words)) & set(_LEVELS.findall(target.measure))]
    rule.targets = [target.id for target in named or alike]


def _alike(one: str | None, other: str | None) -> bool:
    per_cent = {"%", "百分点"}
    return one == other or (one in per_cent and other in per_cent) or {one, other} <= {"人", "名", "位"}
