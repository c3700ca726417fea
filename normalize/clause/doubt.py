"""What keeps a reading from being certain: words that could move points and that no part has read."""

from __future__ import annotations

import regex

from normalize.clause.condition import AGES, TIMES
from normalize.clause.reading import Reading
from normalize.counted import PER_CENT
from normalize.quantity import find
from normalize.rubric import Alternative, Assumption, Rule

_PASSING = {*TIMES, *AGES, "名", "位", "等", "级", "档"}
"""Units of figures that only say whom or when a condition means: ages, times, ranks, grades."""

_WHICH = regex.compile(r"的\p{Han}{1,8}?(?:达到?|占|不低于|不少于|比例|数)")
_SIGN = regex.compile("[≤≥<>＜＞]")
_BRACKET = regex.compile(r"[(（][^()（）]*[)）]")

LOOSE = regex.compile(
    r"不包括|不包含|不计(?:入|算)|不算|相应分|该等级分|(?:至少|最少)$|加减|增减|除[^,。;]{1,20}[外](?![地来出卖部])|前[\d一二两三四五六七八九十]+(?:次|起|例|个|项|件|篇|条|人|天)(?!月)|视[同为作](?!频)|层级|第[\d一二三四五六七八九十]+[次例起个]及?以[上后]|加倍|免检|第[\d一二三四五六七八九十-]+条|扣除?(?:相应|对应|同等)|扣除?(?![完光])[^,。;\d的]{1,5}分|减半|翻倍|[一二两三]倍|折算|另行|除外|例外|以此类推|依次类推|依此类推|类推|递[增减]|权重|系数|加权|抵扣|冲抵|"
    r"×|÷|=|酌情|视情|最高|至多|最多(?!跑)|上限|倒数|取整|四舍五入|平均分|比照|参照|同等|累计扣|累计加|(?<!(?:低于|高于|不足|超过|达到|不到|未达|少于)\d{0,3}(?:\.\d{1,2})?)\d分(?![别钟之类]|及?以|的?[得扣加计])|[扣减]分|(?<!方可|才可|才能)加分|(?<![项核])得分(?![及率在排]|(?:为|不)?(?:\d+分?及?以[上下]|低于|高于|超过|达到|不足))|[计记]分|满分"
)
"""Words that bear on points; where one is left over, the reading is not certain."""


def assume(rule: Rule, code: str, text: str) -> None:
    """Note an assumption on a rule, once a code, and take its certainty back."""
    if rule.certainty == "clear":
        rule.certainty = "assumed"
    if all(assumption.code != code for assumption in rule.assumptions):
        rule.assumptions.append(Assumption(code=code, text=text))


def left_over(words: str) -> str | None:
    """The first word of a stretch that bears on points, or None."""
    found = LOOSE.search(words)
    return found.group() if found else None


def unread_figures(reading: Reading) -> None:
    """Take certainty back where a figure that could be a requirement is in no key of its rule."""
    targets = {entry.target.id: entry.target.value for entry in reading.targets}
    earned = {rule.id: {rule.threshold.value} for rule in reading.rules if rule.threshold}
    for rule in reading.rules:
        if rule.certainty != "clear" or rule.basis == "level" or "且" in (rule.condition or ""):
            # A figure joined to another fact by 且 is part of one question, shown and not compared.
            continue
        used = {rule.threshold and rule.threshold.value, *(targets[name] for name in rule.targets)}
        used |= {edge for band in rule.bands or [] for edge in (band.min, band.max)}
        condition = _BRACKET.sub("", rule.condition or "")
        for quantity in find(condition):
            said = condition[quantity.start : quantity.end]
            said_before = condition[max(0, quantity.start - 1) : quantity.end]
            if condition.startswith(("/", "／"), quantity.end):
                assume(rule, "figure", f"条件中“{said}”的单位带“/”，系统只按前一个单位计，请核对。")
            elif _WHICH.match(condition, quantity.end) and len(find(condition)) > 1:
                continue  # 收入20万元以上的村达到50%: the first figure only says which.
            elif (
                quantity.value not in used | earned.get(rule.within or "", set())
                and (quantity.high is not None or quantity.unit not in _PASSING)
                and (quantity.value, quantity.unit) != ("100", "%")
                and (quantity.op or quantity.high or quantity.unit in PER_CENT or _SIGN.search(said_before))
            ):
                assume(rule, "figure", f"条件中的“{said}”没有计入，请核对。")


def offer(rule: Rule, code: str, text: str, **changes: object) -> None:
    """Offer another reading of a rule: the same with ``changes``; it can be chosen and scored."""
    changes = {"alternatives": [], "assumptions": [], "certainty": "clear", **changes}
    other = rule.model_copy(update=changes).model_copy(deep=True)
    rule.alternatives.append(Alternative(code=code, text=text, rules=[other]))


def drop(rule: Rule, code: str, text: str) -> None:
    """Offer the reading in which the rule is none."""
    rule.alternatives.append(Alternative(code=code, text=text))
