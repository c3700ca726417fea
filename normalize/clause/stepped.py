"""A fixed number of points for each step: ``每少一条``, ``每超过1个百分点``, ``0.5分/件``."""

from __future__ import annotations

from dataclasses import replace

import regex

from normalize.clause.composition import Composition
from normalize.clause.condition import RATE, TIMES
from normalize.clause.doubt import assume, offer
from normalize.clause.measured import measured_from, narrow, own_requirement
from normalize.clause.node import Node
from normalize.clause.step import Step
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.rubric import Effect, On, Rule

_BEYOND = regex.compile(r"(?:超额|超出|超过|多出)(?:完成)?(?:的|任务|计划|目标)*部?分?[,的]{0,2}$")
"""Words before 每 that count only what goes beyond: ``超额部分每500万元``."""
_OVER = regex.compile(r"(?:^|[,;])超[过出][^,;\d]{2,12},$")
"""A limit without a figure that is gone over: ``超过连续驾驶时长，每小时扣1分``."""
_ASIDE = regex.compile(
    r"(?:(?P<up>高于|高出|超过|超出)|低于|少于|未达到?)[^,。;\d]{1,6}(?:线|值|数|标准|水平|目标|任务|计划|要求),?$"
)
"""Words before 每 that say on which side of a mark it counts: ``高于达标线每1个百分点``."""
_RANKED = regex.compile(
    r"名次|位次|排名|倒数|每(?:后退|退后|落后|靠后|下滑|下降|降低|递减|降|后移)(?:1|一)(?:个)?(?:名|位)|名名"
)
"""Words that show that a step counts ranks, not people."""


def per_step(node: Node) -> Step | None:
    if node.outcome.per is None:
        return None
    return Step("per", len(node.condition), "1", node.outcome.per, "none")


def each(c: Composition, index: int, effect: Effect, step: Step) -> None:
    node = c.nodes[index]
    failing = effect == "deduct"
    if step.way == "none" and (_BEYOND.search(node.condition) or _OVER.search(node.condition)):
        step = replace(step, way="up")
    elif (
        step.way == "none"
        and step.unit not in TIMES
        and not step.unit.endswith("次")
        and (way := _ASIDE.search(node.condition))
    ):
        step = replace(step, way="up" if way["up"] else "down")
    ways: dict[str, On] = {"down": "shortfall", "up": "excess", "none": "occurrence" if failing else "achievement"}
    on = ways[step.way]
    if step.unnamed and step.verb in ("少",):
        on = "shortfall"
    points = f"{node.outcome.n}%" if node.kind == "part_of_scope" else node.outcome.n
    rule = Rule(effect=effect, basis="each", on=on, points=points, step=step.size, unit=step.unit)
    rule = c.add(index, rule)
    c.group(rule, node)
    if step.unit == "%" and step.way != "none" and is_rate(c, index):
        rule.unit = "百分点"
    if step.way == "up" and not failing and compiled(r"每?(?:新增|增设|多)").match(node.words[len(node.condition) :]):
        rule.on = "excess" if step.verb == "" and "多" in node.words[len(node.condition) :][:2] else "achievement"
        _beyond_the_same(c, rule)
    if step.way == "none":
        own_requirement(c, index, rule)
    elif failing:
        c.belongs(rule, node)
        narrow(c, rule, node)
    if step.way != "none" and rule.within is None:
        measured_from(c, index, rule, step)
    lacks = step.way == "down" and "缺" in node.words[-12:] and not _stated_number(c, rule)
    if lacks or (step.way == "none" and failing and compiled(r"缺[席勤岗课]|旷工").search(node.words)):
        rule.on = "absence"
    if effect == "award":
        rule.on_top = c.on_top(node)
    elif step.way == "none":
        c.belongs(rule, node)
        if step.unit == "项" and sum(other.kind == "bracket" for other in c.nodes[:index]) > 1:
            assume(rule, "parts", "前面各点已分列分值，这一条又按每项扣，可能是同一份分，请核对。")
    if step.other and step.other not in ("人", "名"):
        assume(rule, "unit", f"原文同时写了“每{step.other}”和“每{step.unit}”，暂按每{step.unit}计。")
        offer(rule, f"unit-{step.other}", f"按每{step.other}计", unit=step.other)
    if _RANKED.search(node.words[-30:] + "名" * step.tail.startswith("名次")) and step.unit in ("名", "位", "个"):
        assume(rule, "rank-steps", "按名次逐名加减，请填与基准名次相差几名，并核对从哪一名算起。")
    if step.way != "none" and failing and c.award is not None and c.award.basis in ("band", "level"):
        assume(rule, "from-bands", "前面按档计分，这一条又按差额扣，从哪一档的数算起、扣的是否是该档的分，请核对。")
    if step.way == "down" and not failing:
        assume(rule, "direction", "原文按减少、下降给分，请填比基数（上年、目标）少了多少。")
    named = rule.threshold is not None and rule.threshold.unit == step.unit and rule.threshold.value != "1"
    if step.way == "none" and rule.threshold and named:
        assume(
            rule,
            "from-where",
            f"条件写了{rule.threshold.value}{step.unit}，暂按全部{step.unit}数计；也可能只计超出的部分。",
        )
        offer(rule, "beyond", "只计超出的部分", on="excess")
    if node.kind == "part_of_scope" and "分" not in node.outcome.text:
        assume(rule, "percent", f"原文只写“{node.outcome.text}”，暂按该项分值的{node.outcome.n}%计。")
    if node.outcome.distributive and "、" in node.condition:
        assume(rule, "each-of", "原文写“各/分别”，暂按合在一起计一条；如条件中有几项各自计分，请改。")
    if compiled(r"\d").search(step.verb):
        assume(rule, "every", f"原文“每{step.verb}{step.size}{step.unit}”不是一个数，暂按每{step.size}{step.unit}计。")
    if second := compiled(rf"^(?:1|一)(?P<unit>{UNIT})").match(step.tail):
        assume(rule, "unit", f"原文写了两个数量，暂按每{step.unit}计。")
        offer(rule, "unit-" + second["unit"], f"按每{second['unit']}计", unit=second["unit"])
    if step.unnamed:
        assume(rule, "unit", "原文没有写计数单位，暂按“个”计。")
    if step.part == "lack" and step.size != "1":
        assume(rule, "every", f"原文没有写“每”，暂按每{step.size}{step.unit}计一次；也可能达到这个数只计一次。")
        offer(rule, "once", "只计一次", basis="once", step=None, unit=None)


def _beyond_the_same(c: Composition, rule: Rule) -> None:
    """``不少于5个，每少1个扣1分，每多1个加1分``: more is counted from the number that less was."""
    before = c.before
    if before is not None and before.on == "shortfall" and before.unit == rule.unit and before.threshold:
        rule.on, rule.threshold = "excess", before.threshold.model_copy(update={"op": "<="})


def _stated_number(c: Composition, rule: Rule) -> bool:
    """Whether a number stands beside what is lacking: the rule's own, a target's, or its award's."""
    award = c.award if rule.within else None
    return bool(rule.threshold or rule.targets or (award and (award.threshold or award.targets)))


def is_rate(c: Composition, index: int) -> bool:
    node = c.nodes[index]
    words = node.lead + node.words
    if c.award is not None:
        words += (c.award.condition or "") + ("率" if c.award.threshold and c.award.threshold.unit == "%" else "")
    return bool(RATE.search(words.replace(node.step.unit if node.step else "", ""))) or bool(RATE.search(c.context))
