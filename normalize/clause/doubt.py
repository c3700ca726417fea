"""What keeps a reading from being certain: words that could move points and that no part has read."""

from __future__ import annotations

import regex

from normalize.rubric import Alternative, Assumption, Rule

LOOSE = regex.compile(
    r"加减|增减|第[\d一二三四五六七八九十]+[次例起个]及?以[上后]|加倍|免检|第[\d一二三四五六七八九十-]+条|扣除?(?:相应|对应|同等)|减半|翻倍|[一二两三]倍|折算|另行|除外|例外|以此类推|依次类推|依此类推|类推|递[增减]|权重|系数|加权|抵扣|冲抵|"
    r"×|÷|=|酌情|视情|最高|至多|最多|上限|倒数|取整|四舍五入|平均分|比照|参照|同等|累计扣|累计加|\d分(?![别钟之类]|及?以|的?[得扣加计])|[扣减]分|加分|(?<![项核])得分(?![及率在排])|计分|满分"
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


def offer(rule: Rule, code: str, text: str, **changes: object) -> None:
    """Offer another reading of a rule: the same with ``changes``; it can be chosen and scored."""
    other = rule.model_copy(update={"alternatives": [], "assumptions": [], "certainty": "clear", **changes}, deep=True)
    rule.alternatives.append(Alternative(code=code, text=text, rules=[other]))


def drop(rule: Rule, code: str, text: str) -> None:
    """Offer the reading in which the rule is none."""
    rule.alternatives.append(Alternative(code=code, text=text))
