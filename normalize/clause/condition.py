"""What a condition asks for: the requirement in figures, and whether it speaks of something met, missing or happened."""

from __future__ import annotations

from typing import Literal

import regex

from normalize.pattern import compiled
from normalize.quantity import Op, Quantity, find
from normalize.rubric import On, Threshold

COMPLEMENT: dict[Op, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}

_ABSENT = regex.compile(r"未|没|无(?!故|正当|特殊)|不(?!良|法|少于|低于|足)|缺|空白|失职|滞后|不力|欠")
_EVENT = regex.compile(
    r"发生|出现|造成|导致|引发|引起|被|受到|存在|违反|违规|违法|延报|漏报|错报|迟报|瞒报|通报|超过|查实|弄虚作假|迟到|早退"
)
_CAUSED = regex.compile(r"(?<![未没无])(?:造成|导致|引发|引起|致使)")
_MISHAP = regex.compile(r"投诉|信访|上访|事故|命案|火灾")
_LOW = regex.compile(r"低于|少于|不足|不到|未达|达不到|没有?达|小于|下降|减少|未满|未超过|减[少低]|以下")
FAILING = regex.compile(r"^(?!有).*?(?:未|没有?|无(?!故|正当)|不(?!少于|低于)|缺)")
"""A stretch that names a failing: 未…, 没有…, 管理不规范."""

BAD_RATE = regex.compile(
    r"违法|违规|信访|上访|零申报|为零占|投诉|发生率|事故|差错|错误|失信|欠|空置|流失|逾期|超标|重复|负债|死亡|未.{0,6}率"
)

RATE = regex.compile(r"率|占比|比例|比重|%|百分|程度|满意度|覆盖面|分数")
"""Words that say that a figure is a rate."""

AGES = {"岁", "周岁"}
TIMES = {"年", "月", "周", "天", "日", "个月", "小时", "分钟", "工作日", "个工作日"}
_DEADLINE = regex.compile(r"前|之前|内|之内|底|起|后|须|应|需|必须")
_NOT_BEFORE = regex.compile(r"抽[查取样检选]|走访|中间$|第|前$|后$|倒数$|占比|\d-?$|每$")
_COMPARE = regex.compile(
    r"(?P<ge>不得?少于|不得?低于|至少|达到?|不小于)|(?P<le>不得?超过|不得?高于|不大于)|(?P<lt>低于|少于|不足|未达到?|达不到|没有?达到?)|(?P<gt>超过|高于|大于)"
)


def rates(words: str) -> list[str]:
    """The rates that some words name, each by its last three characters: ``合格率``."""
    return compiled(r"[\u4e00-\u9fff]{2}率").findall(words)


def on_of(condition: str, effect: str) -> On:
    """What the quantity of a rule is: achievement for awards; else absence, shortfall, occurrence by the words."""
    if effect == "award":
        return "achievement"
    piece = compiled(r"[,，]").split(condition.rstrip(",，的"))[-1] or condition
    if _CAUSED.search(piece):
        return "occurrence"
    low, absent, event = _LOW.search(piece), _ABSENT.search(piece), _EVENT.search(piece)
    if low and find(piece[low.start() :]):
        return "shortfall"
    if event and not (absent and absent.start() < event.start()):
        return "occurrence"
    if absent:
        return "absence"
    if _MISHAP.search(piece):
        return "occurrence"
    if _EVENT.search(condition):
        return "occurrence"
    return "absence" if _ABSENT.search(condition) else "occurrence"


def figures(condition: str) -> list[Quantity]:
    """The quantities of a condition that can be a requirement: no deadline, no age or time that only qualifies a noun."""
    found = []
    for quantity in find(condition):
        after = condition[quantity.end :]
        if compiled(r"第[\d一二三四五六七八九十、]*$").search(condition[: quantity.number[0]]):
            continue
        if quantity.unit is None or _NOT_BEFORE.search(condition[max(0, quantity.number[0] - 2) : quantity.number[0]]):
            continue
        if (
            quantity.unit in TIMES
            and (quantity.op is None or _DEADLINE.match(after))
            and not compiled(r"[,、]?$").match(after)
        ):
            continue
        if (
            quantity.unit in TIMES
            and compiled("未|没").match(after)
            and not compiled(r"(?:^|[,;。]|连续)$").search(condition[: quantity.start])
        ):
            continue
        if quantity.unit in AGES and not compiled(r"平均").search(condition):
            continue
        if quantity.unit in (
            "等",
            "档",
            "级",
            "班",
            "村",
            "镇",
            "乡",
            "县",
            "组",
            "网格",
            "里",
            "年",
        ) and not _predicate(after):
            continue
        if (
            quantity.value == "1"
            and quantity.op is None
            and quantity.high is None
            and not (_predicate(after) or _op_before(condition, quantity))
        ):
            continue
        if compiled(r"(?:的)(?=[^,、;]{2,})").match(after) and quantity.op is None:
            continue
        found.append(quantity)
    return found


def _predicate(after: str) -> bool:
    """Whether a figure closes its statement: nothing, 的 or a comma follows, or the failing itself (未发展)."""
    return bool(
        compiled(r"(?:的|者|左右)?(?:[,、;。:]|$|且|并|及(?!其?以|[\d一二三四五六七八九十])|未|没)").match(after)
    )


def requirement(quantity: Quantity, condition: str, effect: str, bad: bool) -> Threshold:
    """What must hold to earn (an award) or keep (a deduct, a forfeit) the points, from a figure and its wording."""
    op = quantity.op or _op_before(condition, quantity)
    failing = effect in ("deduct", "forfeit", "veto")
    if op is None:
        op = "<=" if bad else ">="
    elif failing and not compiled(r"[未没][^,，;]{0,24}每[^,，;]*$|未完成$").search(condition[: quantity.start]):
        op = COMPLEMENT.get(op, op)
    elif (
        not failing and op == "<" and compiled(r"未达|达不到|没").search(condition[quantity.start : quantity.number[0]])
    ):
        op = ">="
    return Threshold(op=op, value=quantity.value, unit=quantity.unit)


def stated(quantity: Quantity, condition: str, up: bool) -> Threshold:
    """A requirement stated before its rule (``执行率不低于75%，每低…``); ``up``: it is failed by going over."""
    op = quantity.op or _op_before(condition, quantity)
    if (op in ("<", "<=") and not up) or (op in (">", ">=") and up):
        return Threshold(op=COMPLEMENT[op], value=quantity.value, unit=quantity.unit)
    if op in ("<", ">") and compiled(r"[未不没]").search(condition[quantity.start : quantity.number[0]]):
        op = ">="
    return Threshold(op=op or ("<=" if up else ">="), value=quantity.value, unit=quantity.unit)


def _op_before(condition: str, quantity: Quantity) -> Op | None:
    """A comparison that stands a few words before its figure: ``不低于整个预算经费95%``."""
    before = compiled(r"[,，、;]").split(condition[: quantity.start])[-1][-14:]
    matches = list(_COMPARE.finditer(before))
    if not matches:
        return None
    ops: dict[str, Op] = {"ge": ">=", "le": "<=", "lt": "<", "gt": ">"}
    return next(op for name, op in ops.items() if matches[-1][name])


def side(threshold: Threshold, words: str) -> Literal["shortfall", "excess", "occurrence", "absence"]:
    """On which side a failed requirement lies: below it, above it, or a count of events that reached it."""
    if threshold.op in (">=", ">", "="):
        return "shortfall"
    if threshold.unit in TIMES and compiled("迟|逾|延|拖|[未没]").search(words):
        return "occurrence"
    if threshold.unit in ("%", "百分点") or compiled(r"超过|高于|大于|超").search(words):
        return "excess"
    return "absence" if _ABSENT.search(words) and not _EVENT.search(words) else "occurrence"
