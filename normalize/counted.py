"""Wording of figures: what a target, a threshold or a step counts → the question for the actual number.

``全年培训不少于2次`` → ``全年培训次数``; ``信访办结率达95%以上`` → ``信访办结率（%）``.
"""

from __future__ import annotations

import regex

from normalize.period import SAID
from normalize.quantity import find, fold
from normalize.rubric import Target, Threshold

PER_CENT = frozenset(("%", "百分点"))

_DIVISIBLE = regex.compile("元|万元|亿元|小时|分钟|学时|课时|亩|万亩|公顷|公里|千米|米|吨|万吨|平方米|岁|分|倍")
_NOUNS = {"名": "人数", "位": "人数", "人次": "人次", "场次": "场次", "件次": "件次"}
_RATE = regex.compile("(?:率|比例|比重|占比|程度|满意度|覆盖面)$")
_SIZE = regex.compile("(?:时长|金额|总额|数)$")
_COMPARED = r"(?:[低高小大多少]于或?等于|不得?(?:少于|低于|高于|超过|大于|小于)|需?达到?(?:了)?|至少|低于|高于|超过|少于|未|不足|确保|保持|要|应|需|须|完成|为|在|有)"
_AIM = regex.compile("^(?:需?达到|确保|保持)(?=\\p{Han}{2})")
_PERIODS = regex.compile(r"(?:年内|全年|每年|每月|每季度|当年|年度|本年度|累计|共)+")


def unit_kind(unit: str | None) -> str:
    """The type of a measure counted in a unit: ``percent``, ``number`` or ``count``."""
    if unit in PER_CENT:
        return "percent"
    return "number" if unit is None or _DIVISIBLE.fullmatch(unit) else "count"


def noun_of(unit: str, words: str = "") -> str:
    """What a unit counts, as a noun: 次 → 次数; of ranks (第4名) 名次数."""
    if unit == "名" and "第" in words:
        return "名次数"
    return _NOUNS.get(unit, f"{unit}数")


def numbered(words: str, unit: str | None) -> str:
    """``培训``, 次 → ``培训次数``; ``信访办结率``, % → ``信访办结率（%）``."""
    words = _AIM.sub("", words)
    if unit in PER_CENT:
        words = words.rstrip("的")
        return f"{words}（%）" if _RATE.search(words) else f"{words}的比例（%）"
    if unit is None:
        return words
    if _DIVISIBLE.fullmatch(unit) or _SIZE.search(words):
        return f"{words}（{unit}）"
    return words + noun_of(unit, words)


def of_target(target: Target) -> str:
    """``全年培训次数``, ``每季度开展主席例会次数``."""
    prefix = SAID[target.period] if target.period else ""
    if target.period == "year" and target.measure.startswith(("全年", "年")):
        prefix = ""
    if target.stat is not None:
        return f"{prefix}{target.measure}"
    return prefix + numbered(target.measure, target.unit)


def counted(words: str, threshold: Threshold) -> str | None:
    """What the threshold's figure counts: its clause without the figure and comparison; None where it names nothing.

    ``年内至少3次`` counts what the clause before it says; ``不低于总数的20%`` is a part of it: ``占总数``.
    """
    for quantity in reversed(find(words)):
        if threshold.value not in (quantity.value, quantity.high):
            continue
        clauses = regex.split(r"[,，;；。]", words[: quantity.number[0]])
        right = regex.split(r"[,，;；。]|[得扣计加为](?=[^,，;；。]{0,4}分)", words[quantity.end :])[0]
        left = _without_comparison(clauses[-1])
        if not _PERIODS.sub("", left + right).strip("的 、") and len(clauses) > 1:
            left = f"{clauses[-2]}，{left}"
        if regex.search(r"[\p{Han}A-Za-z]{2}", _PERIODS.sub("", left + right)):
            return regex.sub(r"的$", "", (left + right).strip(" ,，;；。、"))
    return None


def _without_comparison(left: str) -> str:
    folded = fold(left)
    if rate := regex.match(rf".*?率(?={_COMPARED})", folded):
        return left[: rate.end()]
    whole = regex.search(rf"{_COMPARED}+(?=\p{{Han}}{{2,}}的\s*$)", folded)
    if whole is not None:
        return left[: whole.start()] + "占" + left[whole.end() :]
    return regex.sub(rf"(?:{_COMPARED}|的)+$", "", left)
