"""Wording: a rule's condition or a target's measure → a question that a clerk can answer without reading the rule.

A flag asks for the fact, never for its negation: ``未建立巾帼网宣员队伍`` → ``是否建立巾帼网宣员队伍``.
"""

from __future__ import annotations

import regex

from normalize.quantity import NUMERAL, UNIT, find
from normalize.rubric import Period, Rule, Target, Threshold

PER_CENT = frozenset({"%", "百分点"})
DIVISIBLE = frozenset(
    [
        "元",
        "万元",
        "亿元",
        "小时",
        "分钟",
        "学时",
        "课时",
        "亩",
        "万亩",
        "公顷",
        "公里",
        "千米",
        "米",
        "吨",
        "万吨",
        "平方米",
        "岁",
        "分",
        "倍",
    ]
)
"""Units whose quantities need not be whole."""

SHORT = 6
"""A question whose own words are shorter than this names its goal or item first."""

_SAID: dict[Period, str] = {
    "year": "全年", "half-year": "每半年", "term": "每学期", "quarter": "每季度", "month": "每月", "week": "每周", "day": "每天"
}  # fmt: skip
_COUNTED = {
    "次": "次数",
    "人": "人数",
    "名": "人数",
    "位": "人数",
    "户": "户数",
    "人次": "人次",
    "场次": "场次",
    "件次": "件次",
}

_NOT = (
    r"(?:没有|没|未能|未有|未(?!来|成年|婚|遂)|不(?!断|同|少于|低于|超过|良|当|仅|限)|缺乏|缺少|无(?!论|偿|障碍|故|烟))"
)
_FIRST_NOT = regex.compile(_NOT)
_OR_NOT = regex.compile(rf"或者?{_NOT}")
_AND_NOT = regex.compile(rf"(?:[,，、]|且|和|及)\s*{_NOT}(?=\p{{Han}})")
_NEXT_NOT = regex.compile(rf"(?<=\p{{Han}}){_NOT}(?=\p{{Han}}{{2}})")
_VERBS = [
    "发生",
    "出现",
    "造成",
    "因",
    "被",
    "受到",
    "受",
    "存在",
    "违反",
    "擅自",
    "延",
    "漏",
    "错",
    "迟",
    "弄虚",
    "引发",
    "导致",
    "获",
    "承办",
    "提供",
    "举办",
    "开展",
    "组织",
    "建立",
    "建成",
    "建设",
    "完成",
    "制定",
    "制订",
    "编制",
    "成立",
    "按",
    "及时",
    "认真",
    "积极",
    "落实",
    "推进",
    "参加",
    "参与",
    "实施",
    "推广",
    "配合",
    "定期",
    "研究",
    "做",
    "达到",
    "通过",
    "自建",
    "培育",
    "上报",
    "报送",
    "召开",
    "有",
    "创建",
    "打造",
    "在",
    "出台",
    "严格",
    "加强",
    "完善",
    "协助",
    "对",
    "为",
    "将",
    "能",
    "落户",
    "设立",
    "配备",
    "荣获",
    "取得",
    "入选",
    "列入",
    "纳入",
    "形成",
    "发表",
    "撰写",
    "争取",
    "引进",
    "首次",
    "经",
    "年",
    "每月",
    "每季度",
    "每年",
    "全年",
]
_STARTS = regex.compile("|".join(sorted(_VERBS, key=len, reverse=True)))


_AMOUNT = regex.compile(
    r"[,，]?\s*(?:酌情|分别|各|每[^,，]{0,6}?|一次性)?(?:扣|减|加|计|得|奖|赋|记)[^,，;；。]*分?.*$"
)
_STEP = regex.compile(rf"(?:每(?:少|缺|低|超|高|多)?|少|缺|有)?\s*{NUMERAL}\s*{UNIT}(?=$|未|没|不)")
_TALLY = regex.compile(r"^[,，]?按?(?:全年)?累计(?:次数|计算)?[,，]?$")


def spoken(rule: Rule) -> str:
    """The condition as the clause says it: the grammar's, or where more words stand before the points, those.

    ``重点指标1项未达标扣0.25分`` → ``重点指标未达标``; ``按全年累计次数，每少完成一次扣0.5分`` names nothing: ``""``.
    """
    condition = rule.condition or ""
    if rule.basis == "each" and not _FIRST_NOT.search(condition):
        words = _STEP.sub("", _AMOUNT.sub("", rule.text)).strip(" ,，;；。、")
        if _FIRST_NOT.search(words) and words.startswith(condition):
            condition = words
    return "" if _TALLY.match(condition) else condition


def unit_kind(unit: str | None) -> str:
    """The type of a measure counted in a unit: ``percent``, ``number`` or ``count``."""
    if unit in PER_CENT:
        return "percent"
    return "number" if unit is None or unit in DIVISIBLE else "count"


def numbered(words: str, unit: str | None) -> str:
    """``培训``, 次 → ``培训次数``; ``信访办结率``, % → ``信访办结率（%）``."""
    if unit in PER_CENT:
        words = words.rstrip("的")
        ends = regex.search(r"(?:率|比例|比重|占比|程度|满意度|覆盖面)$", words)
        return f"{words}（%）" if ends else f"{words}的比例（%）"
    if unit is None:
        return words
    if unit in DIVISIBLE or regex.search(r"时长|金额|总额|数$", words):
        return f"{words}（{unit}）"
    return words + _COUNTED.get(unit, f"{unit}数")


def of_target(target: Target) -> str:
    """``全年培训次数``, ``每季度开展主席例会次数``."""
    prefix = _SAID[target.period] if target.period and target.period != "year" else ""
    if target.period == "year" and not target.measure.startswith(("全年", "年")):
        prefix = "全年"
    if target.stat is not None:
        return f"{prefix}{target.measure}"
    return prefix + numbered(target.measure, target.unit)


def of_threshold(words: str, threshold: Threshold) -> str:
    """What the figure in a condition measures: ``信访办结率达95%以上`` → ``信访办结率（%）``."""
    return numbered(without_figure(words, threshold), threshold.unit)


def without_figure(words: str, threshold: Threshold) -> str:
    """The clause of the condition that holds the threshold's figure, without it; the whole where none does."""
    for quantity in reversed(find(words)):
        if quantity.value != threshold.value and quantity.high != threshold.value:
            continue
        left = regex.split(r"[,，;；。]", words[: quantity.start])[-1]
        right = regex.split(r"[,，;；。]", words[quantity.end :])[0]
        left = regex.sub(r"(?:至少|不少于|要|应|需|每年|全年|须|为|在|有|达到?|完成|未|不)+$", "", left)
        if (left + right).strip("的 、"):
            return clean(left + right)
    return clean(words)


def clean(condition: str) -> str:
    """A condition without closing 的, numbers at its beginning and punctuation round it."""
    text = regex.sub(
        r"^(?:其中|如|若|对于|凡是?|因而|以及|并|且|但|或)(?=\p{Han}{2})", "", condition.strip(" ,，;；。、\n:：")
    )
    text = regex.sub(r"\s*\n\s*", "", text)
    return regex.sub(r"(?:情况|情形|现象|问题)?的$", lambda m: m.group()[:-1], text).strip(" ,，;；。、")


def of_absence(condition: str) -> str:
    """The fact whose absence a rule punishes: ``申报资料不属实、不及时的`` → ``申报资料是否属实、及时``."""
    text = clean(condition)
    first = _FIRST_NOT.search(text)
    if first is None:
        return f"是否做到：{text}"
    if len(_FIRST_NOT.findall(text)) > 1 and regex.search(rf"[,，]\p{{Han}}{{0,8}}?{_NOT}", text):
        return f"是否做到：{_affirmed(text)}"
    word = first.group()
    head, tail = text[: first.start()], text[first.end() :]
    tail = ("有" if _lacks(word, tail) else "") + tail
    tail = _OR_NOT.sub("并", tail)
    tail = _AND_NOT.sub(lambda m: "、" if m.group()[0] == "、" else "并", tail)
    tail = _NEXT_NOT.sub("、", tail)
    return f"{head}是否{tail}"


def _lacks(word: str, after: str) -> bool:
    """Whether a negation says that a thing is not there (无记录) rather than that a deed was not done (未记录)."""
    return word in ("无", "未有", "缺乏", "缺少") or (word == "没有" and not _STARTS.match(after))


def _affirmed(text: str) -> str:
    """``无来访记录簿，未详细记录`` → ``有来访记录簿，详细记录``."""
    return _FIRST_NOT.sub(lambda m: "有" if _lacks(m.group(), text[m.end() :]) else "", text)


def of_event(condition: str) -> str:
    """Whether something happened: ``发生…案件`` → ``是否发生…案件``."""
    text = clean(condition)
    if _STARTS.match(text) and not regex.search(r"[;；。]", text):
        return f"是否{text}"
    return f"是否出现：{text}"


def of_deed(condition: str) -> str:
    """Whether what earns points was done: ``承办如皋市级现场会`` → ``是否承办如皋市级现场会``."""
    text = clean(condition)
    if _STARTS.match(text) and not regex.search(r"[,，;；。]", text):
        return f"是否{text}"
    return f"是否做到：{text}"


def of_events(rule: Rule, condition: str) -> str:
    """How often: ``未按时上报材料的`` → ``未按时上报材料的次数``."""
    text = clean(condition)
    unit = rule.unit or "次"
    noun = _COUNTED.get(unit, f"{unit}数")
    if rule.on in ("shortfall",) or (rule.on == "absence" and not _FIRST_NOT.search(text)):
        said = f"{text}比要求少的{noun}" if text else f"比要求少的{noun}"
    elif rule.on == "excess":
        said = f"{text}超出要求的{noun}" if text else f"超出要求的{noun}"
    else:
        said = f"{text}的{noun}" if text else noun
    return f"{said}（%）" if unit in PER_CENT else said
