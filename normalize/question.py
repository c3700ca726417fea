"""Wording of facts and events: a rule's condition → a question that a clerk can answer without reading the rule.

A flag asks for the fact, never for its negation: ``未建立巾帼网宣员队伍`` → ``是否建立巾帼网宣员队伍``.
"""

from __future__ import annotations

import regex

from normalize.counted import PER_CENT, noun_of
from normalize.measure_words import UNIT
from normalize.quantity import NUMERAL
from normalize.rubric import Rule

SHORT = 6
"""A question whose own words are shorter than this names its goal or item first."""

_NOT = (
    r"(?:没有|没|未能|未有|未(?!来|成年|婚|遂)|不(?!断|同|少于|低于|超过|高于|大于|良|当|善|仅|限|力|慎)|缺乏|缺少"
    r"|无(?!论|偿|障碍|故|烟|特殊原因|正当理由|效))"
)
_FIRST_NOT = regex.compile(_NOT)
_OR_NOT = regex.compile(rf"或者?{_NOT}")
_AND_NOT = regex.compile(rf"(?:[,，、]|且|和|及)\s*{_NOT}(?=\p{{Han}})")
_NEXT_NOT = regex.compile(rf"(?<=\p{{Han}}){_NOT}(?=\p{{Han}}{{2}})")
_STARTS = regex.compile(
    "发生|出现|造成|因|被|受到?|存在|违反|擅自|延|漏|错|迟|弄虚|引发|导致|获|承办|提供|举办|开展|组织|建[立成设]|完成|制[定订]|编制|成立|按|及时|认真|积极"
    "|落实|推进|参[加与]|实施|推广|配合|定期|研究|做|达到|通过|自建|培[育养]|上报|报送|召开|有|创建|打造|在|出台|严格|加强|完善|协助|对|为|将|能|落户|设立|配备"
    "|荣获|取得|入选|列入|纳入|形成|发表|撰写|争取|引进|首次|经|每[月年]|每季度|全年|履行|执行|巩固|健全|规范|建强|新[增建]|清理|依法|科学|逐步|进一步|确保|特别|情节|严重"
)
_MISSED = regex.compile(rf"{_NOT}|缺席|缺勤|旷")
_HAPPENS = regex.compile("造成|导致|发生|引发|引起")
_AMOUNT = regex.compile(
    r"[,，]?\s*(?:酌情|分别|各|每[^,，]{0,6}?|一次性)?(?:扣|减|加|计|得|奖|赋|记)(?=[\d０-９一二两三四五六七八九十半]|分|该|本|此|满|基)[^,，;；。]*分?.*$"
)
_STEP = regex.compile(rf"(?:每(?:少|缺|低|超|高|多)?|少|缺|有)?\s*{NUMERAL}\s*{UNIT}(?=$|未|没|不)")
_COUNTS = regex.compile(rf"(?P<head>\p{{Han}}{{0,4}}?)(?<!的)每?{NUMERAL}\s*{UNIT}(?P<thing>\p{{Han}}{{2,12}}?)的?")
"""What a step counts, named behind it: ``党员干部`` 发生一起违法违纪案件."""
_TALLY = regex.compile(r"^[,，]?按?(?:全年)?累计(?:次数|计算)?[,，]?$")
_EVERY = regex.compile(rf"^每有?\s*{NUMERAL}?\s*{UNIT}")
_EACH_MISSING = regex.compile(rf"缺\s*{NUMERAL}\s*{UNIT}(?P<thing>\p{{Han}}{{2,6}}?)(?=[扣减,，]|$)")
_ASKED = regex.compile(r"^是否[^。;；]*?(?=的?[,，](?:一经|一旦|如|若|凡|经|发现)|的?[。;；]|的?$)")
_HAPPENED = regex.compile(r"(?P<who>[^,，;；。、]{2,16}?)(?=(?:出现|发生)\p{Han})")
_ROUND = " ,，;；。、\n:："


def spoken(rule: Rule) -> str:
    """The condition as the clause says it: the grammar's, or where more words stand before the points, those.

    ``党员干部发生一起违法违纪案件扣5分`` → ``党员干部发生违法违纪案件``; ``重点指标1项未达标扣0.25分`` → ``重点指标未达标``; ``按全年累计次数，每少完成一次扣0.5分`` names nothing: ``""``.
    """
    condition = rule.condition or ""
    if rule.basis == "each" and not _FIRST_NOT.search(condition):
        words = _AMOUNT.sub("", rule.text).strip(_ROUND)
        bare = _STEP.sub("", words).strip(_ROUND)
        if _FIRST_NOT.search(bare) and bare.startswith(condition):
            condition = bare
        elif (
            rule.on in ("occurrence", "achievement")
            and words.startswith(condition)
            and (going_on := _COUNTS.fullmatch(words[len(condition) :]))
        ):
            condition += going_on["head"] + going_on["thing"]
    return "" if _TALLY.match(condition) else condition


def clean(condition: str) -> str:
    """A condition without closing 的, joining words at its beginning and punctuation round it."""
    text = regex.sub(r"\s*\n\s*", "", condition.strip(_ROUND))
    text = regex.sub(r"^(?:其中|如|若|对于|凡是?|因而|以及|并|且|但|或)(?=\p{Han}{2})", "", text)
    return regex.sub(r"(?:的)?[,，]?(?:分别|各|一经发现|经查实)?$", "", text).removesuffix("的").strip(_ROUND)


def completed(condition: str, text: str, said: str) -> str:
    """A condition that stops at 的 with the noun that its award or goal goes on with: ``参加上级举办的`` 专题培训班."""
    bare = clean(condition)
    if f"{bare}的" not in text or len(bare) < 6:
        return condition
    going_on = regex.search(rf"{regex.escape(bare[-6:])}的(\p{{Han}}{{2,12}})(?=[,，;；。])", said)
    return f"{bare}的{going_on[1]}" if going_on else condition


def of_absence(condition: str) -> str:
    """The fact whose absence a rule punishes: ``申报资料不属实、不及时的`` → ``申报资料是否属实、及时``."""
    text = clean(condition)
    if asked := _ASKED.match(text):
        return asked.group()
    first = _FIRST_NOT.search(text)
    if _HAPPENS.search(text) and (first is None or first.start() > _HAPPENS.search(text).start()):  # type: ignore[union-attr]
        return f"是否避免：{text}"
    if first is None:
        return f"是否做到：{text}" if text else "是否达到要求"
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
    if asked := _ASKED.match(text):
        return asked.group()
    if not text:
        return "是否出现规定的情形"
    if _STARTS.match(text) and not regex.search(r"[;；。]", text):
        return f"是否{text}"
    if happened := _HAPPENED.match(text):
        return f"{happened['who']}是否{text[happened.end('who') :]}"
    return f"是否出现：{text}"


def of_deed(condition: str) -> str:
    """Whether what earns points was done: ``承办如皋市级现场会`` → ``是否承办如皋市级现场会``."""
    text = clean(condition)
    if not text:
        return "是否达到要求"
    if _STARTS.match(text) and not regex.search(r"[,，;；。]", text):
        return f"是否{text}"
    return f"是否做到：{text}"


def of_events(rule: Rule, condition: str) -> str:
    """How often, or by how much: ``未按时上报材料的`` → ``未按时上报材料的次数``."""
    unit = rule.unit or "次"
    text = regex.sub(rf"{NUMERAL}\s*{regex.escape(unit)}$", "", _EVERY.sub("", clean(condition)))
    lacking = rule.on == "shortfall" or (rule.on == "absence" and not _MISSED.search(text))
    if unit in PER_CENT:
        return f"{text}{'比要求低' if lacking else '比要求高'}几个百分点"
    noun = noun_of(unit, rule.text)
    if rule.on == "absence" and (missing := _EACH_MISSING.search(rule.text)):
        return f"{text}没有做到的{missing['thing']}{noun}"
    if lacking:
        return f"{text}比要求少的{noun}"
    if rule.on == "excess":
        return f"{text}超出要求的{noun}"
    return f"{text}的{noun}" if text else noun
