"""How often a fixed number of points moves: ``每少一条``, ``每低5个百分点``, ``缺一个``, ``每次``, ``每发现一起``.

A step stands at the end of a condition, right before its outcome. ``way`` tells which way the quantity runs: down (a
shortfall), up (an excess), or none (things that are counted).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from extract.record import plain
from normalize.clause.part import Part
from normalize.measure_words import UNIT
from normalize.pattern import compiled
from normalize.quantity import NUMERAL, numeral

DOWN = r"(?:减少|降低|下降|缺少|短缺|短收|少(?!于)|低(?!于)|降|缺(?!席|勤|岗|课)|差(?!错)|(?<!拖)欠)"
UP = (
    r"(?:增加|增长|提高|提升|上升|高出|超出|超过|多出|高(?!于)|超(?!标|期|时|员)|多|升|(?<![引改促推先增跟招])进(?!行))"
)
_DONE = r"(?:了|额)?(?:完成|举办|组织|创建|开展|上报|报送|参加|建立|培育|任务|培训|采用|录用|达到?|发展|招募)?"
_END = r"(?:的|者|时)?[,:]?$"
_TAIL = r"(?P<tail>[^,。;:每]{0,26}?)"
_NUM = rf"(?P<num>{NUMERAL})"
_UNIT = rf"(?P<unit>(?>{UNIT}))(?:次(?=[^数]|$))?"
_TIME = r"(?:全?年|月|季度?|半年|学期|周|天|日)"

PARTS: tuple[Part, ...] = (
    Part(
        "each_from",
        rf"每(?:(?P<down>低于|少于|低|少)|(?P<up>高于|超过|高|超))(?:(?:目标|计划|标准|任务|要求|指标|警戒)(?:值|数|线|任务|要求)?|[^,。;\d每]{{0,4}}平均(?:水平|数|值)?)?(?P<mark>{NUMERAL}(?:%|{UNIT}))?{_NUM}{_UNIT}{_END}",
        (("参会率每低于95%一个百分点", "每低于95%一个百分点"), ("每高于0.1个百分点", "每高于0.1个百分点")),
    ),
    Part(
        "each_way",
        rf"每(?:{_TIME})?(?:再|[^,。;每]{{0,8}}?)?(?:(?P<down>{DOWN})|(?P<up>{UP})){_DONE}(?:[^,。;每\d一二两三]{{0,8}}?{_NUM}|{_NUM})?{_UNIT}{_TAIL}{_END}",
        (
            ("每超平均年龄1岁的，", "每超平均年龄1岁的,"),
            ("每少一条", "每少一条"),
            ("每低5个百分点", "每低5个百分点"),
            ("申报率每下降一个百分点", "每下降一个百分点"),
            ("每少完成1人", "每少完成1人"),
            ("每超额完成10%", "每超额完成10%"),
        ),
    ),
    Part(
        "each_each",
        rf"每(?P<other>{UNIT})(?:每(?P<unit>{UNIT}))+{_END}",
        (("党员会议到会率未达到80%的，每项每次", "每项每次"), ("非法上访的，每人每例", "每人每例")),
    ),
    Part(
        "each",
        rf"(?:按)?每(?P<verb>[^,。;每]{{0,8}}?){_NUM}?{_UNIT}{_TAIL}{_END}",
        (
            ("归档不完整或整理不规范的，每次", "每次"),
            ("未按要求做好记录的，每项工作台帐", "每项工作台帐"),
            ("每迟报一天", "每迟报一天"),
            ("每发现一项", "每发现一项"),
            ("每有1个内设机构实际人员配置数达不到要求的，", "每有1个内设机构实际人员配置数达不到要求的,"),
        ),
    ),
    Part(
        "each_unnamed",
        rf"每(?P<verb>发现|出现|新增|增加|发生|有|少|多)(?P<noun>[^,。;每\d]{{2,24}}){_END}",
        (("网格内每新增税费风险纳税人，", "每新增税费风险纳税人,"),),
    ),
    Part(
        "found",
        rf"(?:发现|出现|发生|查出|查实|有|存在)(?P<num>1|一)(?![等级档星类般些定\d]|票否)(?:{_UNIT})(?!及?以[上下内]|[级等内])(?P<tail>[^,。;:每]{{0,16}}?)(?:的|者)?[,]?$",
        (("发现一次的，", "发现一次的,"), ("出现一例未查处", "出现一例未查处")),
    ),
    Part(
        "lack",
        rf"(?:(?P<down>{DOWN})|(?!超[过出]|高出)(?P<up>{UP})){_DONE}{_NUM}{_UNIT}(?!及?以[上下内])(?P<tail>(?:(?![1一]{UNIT})[^,。;:每]){{0,8}}?|(?<=缺[1一](?:{UNIT}))[^,。;:每\d]{{0,30}}?){_END}",
        (
            ("技能培训有通知、有内容，少一次", "少一次"),
            ("缺一个基层单位和职能部门的指标实施计划的，", "缺一个基层单位和职能部门的指标实施计划的,"),
            ("家长学吧缺一个", "缺一个"),
            ("下降1个百分点", "下降1个百分点"),
        ),
    ),
    Part(
        "one",
        rf"(?<!\d|第|超[过出]|高[于出]|满|[-~至]|(?<![查收受接遇抽])到)(?P<num>1|一)(?![等级档星类般些定]|票否)(?:{_UNIT})(?!及?以[上下内]|[级等内])(?P<tail>[^,。;:每]{{0,10}}?)(?:的|者)?$",
        (
            ("未按时上报材料的一次", "一次"),
            ("工作不力造成上访的有一例", "一例"),
            ("出现一例未查处", "一例未查处"),
            ("化解1件积案", "1件积案"),
        ),
    ),
)


_PLACES = regex.compile("村|镇|乡|县|网格|站|班|组|里|家|户|人|名")
_WORTH = compiled(r"(?:元|亩|年|月|天|日)(?:的)?$")
_OFTEN = regex.compile(rf"每个?{_TIME}[^,;。每\d]{{1,8}}?{NUMERAL}(?:{UNIT})[^,;。每]*,?$")
"""每季度召开1次专题会议得4分 is asked of every quarter; it does not say that each time earns."""
_COUNTED = regex.compile(r"(?<!至少|不少于|全年|每年|每月|每季度?|每周)(?:1|一)[次起例件],$")
"""A failure counted right before its comma: ``被投诉一次，扣3分``."""
_ADOPTED = regex.compile(r"(?:采用|录用|刊用|刊发|刊登|发表|登载|转发)(?:1|一)[条篇次件],$")
"""``《常山政务》采用1条，计10分``: what is taken up is counted."""
_FINDS = regex.compile("有|发现|出现|发生|存在")


def _elsewhere(groups: dict[str, str | None]) -> bool:
    """Whether 每 distributes a requirement (``每村2名…未达标的``) and does not count what follows it."""
    tail, verb = groups["tail"] or "", groups["verb"] or ""
    if groups["num"] is None and len(verb) > 2 and not compiled(r"[项次例个件起处条]$").search(groups["unit"] or ""):
        return True
    if compiled(r"^.+(?:未|没|不)" if groups["num"] else r"^.+(?:未|没|不)|\d").search(tail) and not _FINDS.search(
        verb
    ):
        return True
    return (len(tail) > 6 and not (verb or groups["num"])) or bool(
        tail and _PLACES.fullmatch(groups["unit"] or "") and len(tail) > 4
    )


@dataclass(frozen=True)
class Step:
    """A step of ``size`` ``unit``; ``start`` is where it begins in the condition; ``other`` a second unit named;
    ``mark`` the requirement that the step itself names (``每低于95%一个百分点``)."""

    part: str
    start: int
    size: str
    unit: str
    way: Literal["down", "up", "none"]
    verb: str = ""
    other: str | None = None
    unnamed: bool = False
    tail: str = ""
    mark: str | None = None


def find_step(condition: str, award: bool, comma: bool) -> Step | None:
    """The step that a condition ends with, or None. ``comma``: a comma parts the condition from its outcome.

    For an award, a bare ``1件`` before a comma is what must be reached, not a step.
    """
    if award and _OFTEN.search(condition):
        return None
    last = condition.rfind("每")
    for part in PARTS:
        if part.name in ("found", "lack", "one"):
            text, offset = condition, 0
            if part.name == "one" and (
                (comma and not (_COUNTED.search(condition) or (award and _ADOPTED.search(condition))))
                or compiled(r"[少低]于|不足|不少|至少").search(condition[-12:])
            ):
                continue
            if part.name in ("found", "lack") and award:
                continue
            if part.name == "one" and award and comma and not _ADOPTED.search(condition):
                continue
            if part.name == "one" and award and _WORTH.search(condition):
                continue
        else:
            if last < 0:
                continue
            before = condition.rfind("每", 0, last)
            near = part.name == "each_each" and before >= 0 and last - before <= 4
            offset = before if near else last
            text = condition[offset:]
        match = part.compiled.search(text.rstrip(",") if part.name == "one" else text)
        if match is None:
            continue
        groups = match.groupdict()
        if part.name == "one" and compiled(r"年度|年内").match(text, match.start("unit")):
            continue
        if part.name == "one" and compiled(r"增加$").search(text[: match.start()]) and "的" in groups["tail"]:
            # 增加一人份额的优惠政策: what is counted is not what the number stands by.
            continue
        if text.count("“", 0, match.start()) > text.count("”", 0, match.start()):
            continue
        if part.name == "each" and _elsewhere(groups):
            continue
        if (
            part.name == "each"
            and compiled(_TIME).fullmatch(groups["unit"])
            and groups["num"] is None
            and groups["tail"]
        ):
            continue
        size = numeral(groups["num"]) if groups.get("num") else None
        unit = (
            (groups.get("unit") or "个")
            .replace("个百分点", "百分点")
            .replace("个点", "百分点")
            .replace("个比点", "比点")
            .replace("％", "%")
        )
        way = "down" if groups.get("down") else "up" if groups.get("up") else "none"
        return Step(
            part.name,
            offset + match.start(),
            plain(size) if size is not None else "1",
            unit,
            way,  # type: ignore[arg-type]
            groups.get("verb") or "",
            groups.get("other"),
            part.name == "each_unnamed",
            groups.get("tail") or "",
            groups.get("mark"),
        )
    return None
