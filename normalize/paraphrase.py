"""A rule said back in one plain Chinese sentence.

The sentence is built from the rule's fields, never from its source, and in words that the clause grammar reads: reading
the paraphrase gives the same effect, basis, points, steps, levels, bands, threshold and cap again. What triggers the
rule is quoted from the notice, in 「」.
"""

from __future__ import annotations

import regex

from normalize.counted import counted
from normalize.question import spoken
from normalize.rubric import Band, Rule, Threshold

_LONGEST = 60
_VERBS = {True: "加", False: "得"}
_UNMET = {">=": "低于{}", ">": "不高于{}", "<": "{}及以上", "<=": "超过{}", "=": "不等于{}"}
_MET = {">=": "不低于{}", ">": "高于{}", "<": "低于{}", "<=": "不高于{}", "=": "等于{}"}


def paraphrase(rule: Rule) -> str:
    """One sentence for a rule: what triggers it, how points move, and how far; an unread rule says so."""
    if rule.certainty == "unread":
        return f"系统没有读懂：「{_short(rule.text)}」，请由考核人按原文评定。"
    said = {
        "once": _once,
        "each": _each,
        "share": _share,
        "level": _level,
        "band": _band,
        "judge": _judge,
    }[rule.basis](rule)
    aside = "（在所属得分内扣减）" if rule.within and rule.effect == "deduct" else ""
    return f"{said}{_cap(rule)}{aside}。"


def _short(text: str) -> str:
    words = "".join(text.split()).strip("，,；;。：:、").replace("「", "“").replace("」", "”")
    return words if len(words) <= _LONGEST else "…" + words[-_LONGEST:]


def _about(rule: Rule) -> str:
    """What the rule is about, quoted; ``""`` where the clause names nothing."""
    words = _short(spoken(rule))
    return f"「{words}」" if words and not regex.match("否则|反之", words) else ""


def _figure(value: str, unit: str | None) -> str:
    return f"{value}{'%' if unit == '百分点' else unit or ''}"


def _verb(rule: Rule) -> str:
    return _VERBS[bool(rule.on_top)] if rule.effect == "award" else "扣"


def _points(points: str | None, verb: str, each: bool = False) -> str:
    """``扣2分``, ``得满分``, ``扣该项分值的50%``."""
    if points is None:
        return f"{verb}分"
    if points == "100%" and verb != "扣" and not each:
        return "得满分"
    return f"{verb}该项分值的{points}" if points.endswith("%") else f"{verb}{points}分"


def _moves(rule: Rule) -> str:
    verb = _verb(rule)
    if rule.by_group:
        return "，".join(f"{'、'.join(group.units)}{_points(group.points, verb)}" for group in rule.by_group)
    return _points(rule.points, verb, rule.basis == "each")


def _when(rule: Rule) -> str:
    """The trigger of a rule that moves points at once: met for an award, unmet or happened for the others."""
    about = _about(rule)
    if rule.threshold and (figured := _figured(rule, rule.threshold)) is not None:
        return figured
    if rule.effect == "award":
        head = f"做到{about}" if about else "达到要求"
        return f"{head}，{_required(rule.threshold, _MET)}的" if rule.threshold else f"{head}的"
    head = f"有{about}情形" if about else "没有做到"
    return f"{head}，{_required(rule.threshold, _UNMET)}的" if rule.threshold else f"{head}的"


def _figured(rule: Rule, threshold: Threshold) -> str | None:
    """``「登记率」不低于100%的``, where a condition is nothing but its figure and what that counts; else None."""
    condition = rule.condition or ""
    if regex.search(r"[,，;；、。]|且|并|或(?!以)", condition.strip("，,；;。")):
        return None
    told = counted(condition, threshold)
    if told and regex.search("[未没不无]", told):
        return None
    if told is None and not regex.fullmatch(r"\P{Han}*(?:\p{Han}{0,4}\d[\d.]*\P{Han}*\p{Han}{0,4})", condition):
        return None
    words = _MET if rule.effect == "award" else _UNMET
    return f"{f'「{_short(told)}」' if told else ''}{_required(threshold, words)}的"


def _required(threshold: Threshold | None, words: dict[str, str]) -> str:
    return words[threshold.op].format(_figure(threshold.value, threshold.unit)) if threshold else ""


def _once(rule: Rule) -> str:
    if rule.effect == "veto":
        return f"{_when(rule)}，实行一票否决"
    if rule.effect == "forfeit":
        return f"{_when(rule)}，本项不得分"
    return f"{_when(rule)}，{_moves(rule)}"


def _each(rule: Rule) -> str:
    unit = rule.unit or "个"
    size = f"{rule.step or '1'}{'个' if unit == '百分点' else ''}{unit}"
    rate = unit in ("百分点", "%")
    way = {
        "shortfall": "每低" if rate else "每少",
        "excess": "每高" if rate else "每超",
        "absence": "每缺",
    }.get(rule.on, "每")
    if rule.on in ("shortfall", "excess"):
        head = f"对照{_about(rule)}" if _about(rule) else ""
        if rule.threshold:
            head = f"{head}，" if head else ""
            head += f"应{_required(rule.threshold, _MET)}"
    elif rule.threshold:
        head = _when(rule)
    else:
        head = _about(rule)
    return f"{head}，{way}{size}，{_moves(rule)}" if head else f"{way}{size}，{_moves(rule)}"


def _share(rule: Rule) -> str:
    head = _about(rule) and f"对照{_about(rule)}，"
    if rule.threshold:
        head += f"应{_required(rule.threshold, _MET)}，"
    ratio = (
        "超额" if rule.on == "excess" else "未完成" if rule.effect == "deduct" and rule.on != "occurrence" else "完成"
    )
    return f"{head}按{ratio}的比例{_points(rule.points, _verb(rule))}"


def _level(rule: Rule) -> str:
    levels = rule.levels or []
    verb = _verb(rule)
    if len(levels) == 1:
        return f"{_about(rule)}中，{levels[0].level}{verb}{levels[0].points}分"
    names = "、".join(level.level for level in levels)
    return f"{_about(rule)}中，{names}分别{verb}{'、'.join(level.points for level in levels)}分"


def _band(rule: Rule) -> str:
    steps = "，".join(f"{_interval(band, rule.unit)}的{_band_points(band, rule)}" for band in rule.bands or [])
    return f"按{_about(rule)}的数值，{steps}" if rule.condition else f"按数值，{steps}"


def _band_points(band: Band, rule: Rule) -> str:
    return "不得分" if rule.effect == "award" and band.points == "0" else _points(band.points, _verb(rule))


def _interval(band: Band, unit: str | None) -> str:
    low, high = (_figure(value, unit) if value is not None else None for value in (band.min, band.max))
    above = f"{'高于' if band.min_out else '不低于'}{low}"
    below = f"{'不高于' if band.max_in else '低于'}{high}"
    if low is None or high is None:
        return below if low is None else above
    return f"{above}、{below}"


def _judge(rule: Rule) -> str:
    about = _about(rule)
    head = f"做到{about}的，" if rule.effect == "award" and about else f"有{about}情形的，" if about else ""
    if rule.threshold:
        head = _when(rule) + "，"
    elif regex.match("否则|反之", rule.condition or ""):
        head = "没有做到的，"
    each = f"每1{rule.unit}" if rule.unit else ""
    amount = f"{rule.min}-{rule.max}分" if rule.min and rule.max else f"{rule.max}分" if rule.max else "分"
    return f"{head}{each}酌情{_verb(rule)}{amount}"


def _cap(rule: Rule) -> str:
    if rule.cap is None:
        return ""
    if rule.cap == "all":
        return "，加满为止" if rule.effect == "award" else "，扣完为止"
    return f"，最多{_verb(rule)}{rule.cap}分"
