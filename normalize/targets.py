"""The figures that a goal asks for: measure, comparison, value, unit, period, and by which units they differ.

``全年培训不少于2次`` → measure 培训, ``>=`` 2 次 a year. Deadlines, names (``“三八”``) and qualifiers
(``30名以上女职工的两新组织``) are no targets; a bare number is ``>=``, of ``1-2个`` the lower end, 全覆盖 is 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex

from normalize.groups import grouped
from normalize.passage import Passage
from normalize.quantity import Quantity, find, fold
from normalize.rubric import Op, Period, Target

PERIODS: dict[Period, str] = {
    "half-year": r"每半年(?:度)?(?:各)?|上、?下半年(?:各)?",
    "term": r"每(?:个)?学期|各学期",
    "quarter": r"每(?:个)?季度?(?![名])|各季度|按季度?|每三个月",
    "month": r"每(?:个)?月(?:度)?|按月|各月|月均",
    "week": r"每(?:个)?(?:周|星期)|周均",
    "day": r"每(?:天|日)|日均",
    "year": r"全年(?:度)?(?:共|累计)?|20\d\d年(?:度)?(?!底|末|初|以|\d|前|第|[上下])|每(?:一)?年(?:度)?|年度(?=完成|内|共|累计)|年内|一年(?:内)?|本年度?|年均",
}
"""How a period is worded, after folding."""

_PERIOD = regex.compile("|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in PERIODS.items()))

_TIMES = frozenset(
    [
        "年",
        "月",
        "周",
        "天",
        "日",
        "个月",
        "工作日",
        "个工作日",
        "岁",
        "等",
        "级",
        "档",
        "届",
        "首",
        "分钟",
        "里",
        "站",
        "倍",
    ]
)
"""Units of deadlines, ages, ranks and editions: what they count is no target."""

_TIMES_MEASURED = frozenset(["小时", "学时", "课时"])

_AT_LEAST = regex.compile(r"至少|不少于|不低于|最少|确保|达到")
_REQUIRES = regex.compile(
    r"形成|打造|培[育养树植]|建[立成设]|创[建办]|新[增建培招]|开[展办]|举办|组织|推[荐选送]|选树|上报|报送|完成|召开|确定|树立|扶持|成立|提[供交]|撰写|评选"
    r"|培训|宣传|争取|承办|参加|发展|招募|救助|编[印制发]|发[布放表]|命名|表彰"
)
_EACH = regex.compile(
    r"每(?:(?P<what>[场期次人户名批节堂届])(?!次|季)"
    r"|(?:一)?(?:个|所|家|支|处|座)?(?P<what>\p{Han}(?:[\p{Han}、]|\(\p{Han}[\p{Han}、]*\))*?)"
    r"(?=至少|不少于|不低于|打造|创建|建|培|有|要|须|应|需|上报|报送|新|完成|组织|开展|举办|[\d一二两三四五六七八九]))"
)
_COVERS = regex.compile(r"全覆盖|(?:覆盖|普及|建制)率达到?百分百")
_MEAN = regex.compile(r"(?P<op>不低于|高于|超过|达到|不高于|低于)(?P<of>[^,;。]{0,8}平均(?:水平|数|值|线|分)?)")
_MEAN_OPS: dict[str, Op] = {"不低于": ">=", "达到": ">=", "高于": ">", "超过": ">", "不高于": "<=", "低于": "<"}
_DEEDS = regex.compile(r"件(?:民生)?实事")
_VAGUE = regex.compile(r"一(?:批|些|类|种|套|支|班|站|条龙|线|课|对一|对)")
_SEPARATOR = regex.compile(r"[、,]|[和及与并](?=\p{Han}{0,3}(?:创建|建|培|推|开展|举办|上报|新))")
_CLAUSE = regex.compile(r"(?:[“\"《「][^”\"》」\n]*[”\"》」]|\([^)\n]*\)|[^,;。:!?\n])+")
_LEADING = regex.compile(
    r"^(?:[、和与,.]|及(?!时)|并|要|应|须|需|确保|力争|做到|实现|积极|大力|努力|争取(?=\d)|其中|以及|同时|且|还要|必须|能够|\s)+"
)
_TRAILING = regex.compile(r"(?:各|要|应|须|需|达|达到|至少|在|有|为|共|累计|[、和及与,\s])+$")
_PASSIVE = regex.compile(r"^被\p{Han}+$")
_VERB = regex.compile(r"^(?:积极|主动|及时|按时)?(?:编报|报送|上报|撰写|编写|提供|推送|发布)")


@dataclass(frozen=True)
class Found:
    """A target with its place in the text."""

    target: Target
    start: int
    end: int


def find_targets(passage: Passage, prefix: str, assessed: frozenset[str] = frozenset()) -> list[Target]:
    """The targets of a goal's words, with ids ``prefix1``, ``prefix2``… and their sources.

    ``assessed`` are words for the assessed units (镇, 街道): a target ``每镇`` is then the unit's own.
    """
    return [
        found.target.model_copy(
            update={"id": f"{prefix}{number}", "source": passage.part(found.start, found.end).source()}
        )
        for number, found in enumerate(targets_in(passage.text, assessed), start=1)
    ]


def targets_in(text: str, assessed: frozenset[str] = frozenset()) -> list[Found]:
    """The targets that a text states, in order, with their offsets in it and without ids or sources."""
    groups = [Found(target, start, end) for target, start, end in grouped(text, _grouped_value)]
    taken = [(found.start, found.end) for found in groups]
    single = [f for f in _single(text, assessed) if not any(a < f.end and f.start < b for a, b in taken)]
    return sorted([*groups, *single], key=lambda found: found.start)


def period_of(words: str) -> Period | None:
    """The last period that the words name: ``全年`` → year, ``每季度`` → quarter."""
    last = None
    for match in _PERIOD.finditer(fold(words)):
        last = match
    return None if last is None or last.lastgroup is None else last.lastgroup.replace("_", "-")  # type: ignore[return-value]


def _grouped_value(words: str) -> list[tuple[str, Quantity, Period | None]]:
    """The figures of one group's words: (measure, quantity, period)."""
    return [
        (_measure(words, clause, [quantity]), quantity, period_of(words[: quantity.start]))
        for clause, quantity in _asked(words)
    ]


def _single(text: str, assessed: frozenset[str]) -> list[Found]:
    """The targets that hold for every unit alike."""
    folded = fold(text)
    found: list[Found] = []
    for clause, quantity in _asked(text):
        start, end = clause
        period = _period(folded, start, quantity)
        measure = _measure(text, clause, [quantity])
        measure = _completed(text, found, clause, quantity, measure)
        whole = next(c.start() for c in _CLAUSE.finditer(folded) if c.start() <= quantity.number[0] < c.end())
        per = _per(folded[whole : quantity.number[0]], assessed)
        target = Target(
            id="", measure=measure, op=_op(folded[start:end], quantity), value=quantity.value, unit=quantity.unit,
            period=period, per=per,
        )  # fmt: skip
        begin = start + len(text[start:end]) - len(text[start:end].lstrip(" 、"))
        found += [Found(replace_measure(target, one), begin, end) for one in _each_of(text, clause, quantity, measure)]
    found += _covering(text)
    found += _means(text)
    return found


def replace_measure(target: Target, measure: str) -> Target:
    """The same target of another measure."""
    return target.model_copy(update={"measure": measure})


def _asked(text: str) -> list[tuple[tuple[int, int], Quantity]]:
    """Each quantity that is asked for, with the clause that it stands in (cut where a clause has several)."""
    folded = fold(text)
    asked = []
    for match in _CLAUSE.finditer(folded):
        start, end = match.span()
        inside = [q for q in find(text) if start <= q.number[0] < end]
        wanted = [q for at, q in enumerate(inside) if _is_asked(folded, (start, end), q, inside[at + 1 :])]
        if not wanted:
            continue
        cuts = [start]
        for before, after in pairwise(wanted):
            between = [m.start() for m in _SEPARATOR.finditer(folded, before.end, after.number[0])]
            cuts.append(between[0] if between else before.end)
        for quantity, begin, stop in zip(wanted, cuts, [*cuts[1:], end], strict=True):
            asked.append(((begin, stop), quantity))
    return asked


def _is_asked(folded: str, clause: tuple[int, int], quantity: Quantity, later: list[Quantity]) -> bool:
    unit = quantity.unit
    if unit is None or unit in _TIMES or _DEEDS.match(folded, quantity.number[1] - 1):
        return False
    number = folded[quantity.number[0] : quantity.number[1]]
    after = folded[quantity.end : clause[1]]
    before = folded[clause[0] : quantity.number[0]]
    if _VAGUE.match(folded, quantity.number[0]) and not _AT_LEAST.search(before):
        return False
    if unit in _TIMES_MEASURED and quantity.op is None and not regex.search("时长|服务|学习|培训|达", before):
        return False
    if number[0] in "一" and quantity.op is None and not (_REQUIRES.search(before) or _AT_LEAST.search(before)):
        return False
    # 30名以上女职工的两新组织50%建立妇联: the first figure only says which.
    if later and regex.match(r"[^,]{0,10}的", after):
        return False
    return not regex.search(r"(?:第|前|近|截至|同比|上年|去年)\s*$", before)


def _op(clause: str, quantity: Quantity) -> Op:
    if quantity.op in ("<", "<=") and not _AT_LEAST.search(clause):
        return quantity.op
    return ">" if quantity.op == ">" else ">="


def _period(folded: str, start: int, quantity: Quantity) -> Period | None:
    """The nearest period named before the figure in its sentence, up to the last ；."""
    sentence = max(folded.rfind(mark, 0, start) for mark in ";。\n") + 1
    return period_of(folded[sentence : quantity.number[0]])


def _per(before: str, assessed: frozenset[str]) -> str | None:
    found = list(_EACH.finditer(before + "1"))
    if not found or _PERIOD.match(before[found[-1].start() :]):
        return None
    what = regex.sub(r"\(.*?\)", "", found[-1]["what"])
    if what in ("年", "月", "季", "季度", "周", "人次") or is_assessed(what, assessed):
        return None
    return what


def is_assessed(word: str, assessed: frozenset[str]) -> bool:
    """Whether a word means the assessed unit itself: 每镇, where towns are assessed."""
    return word in assessed or any(len(known) > 1 and known in word for known in assessed)


def _measure(text: str, clause: tuple[int, int], quantities: list[Quantity]) -> str:
    """The clause's words without its figure, periods, comparisons and filler: what is counted."""
    start, end = clause
    kept = list(text[start:end])
    for quantity in quantities:
        kept[quantity.start - start : quantity.end - start] = "\0" * (quantity.end - quantity.start)
    words = "".join(kept)
    for pattern in (_PERIOD, regex.compile(r"至少|最少|不少于|不低于|确保|力争|(?<=\0)的")):
        for match in reversed(list(pattern.finditer(fold(words)))):
            words = words[: match.start()] + "\0" * (match.end() - match.start()) + words[match.end() :]
    if (each := _EACH.search(fold(text[start : quantities[0].start]) + "1")) is not None and not _PERIOD.match(each[0]):
        words = words[: each.start()] + "\0" + words[min(each.end(), quantities[0].start - start) :]
    left, *rest = regex.split("\0+", words)
    words = left + "".join(rest)
    words = _TRAILING.sub("", _LEADING.sub("", words.strip()))
    return words.strip(" 、，,。;；")


def _completed(text: str, found: list[Found], clause: tuple[int, int], quantity: Quantity, own: str) -> str:
    """The measure of a clause that leaves to the words before it what is counted.

    ``全年不少于12条`` counts what the figure before it does, ``市级不少于2篇`` the same by another level,
    ``被录用不少于1条`` what was sent, ``2022年新招募300名`` the thing in quotes before it.
    """
    same = [f.target.measure for f in found if f.target.unit == quantity.unit and f.end <= clause[0]]
    before = text[: clause[0]].rstrip("，,；;。、 \n")
    if not own:
        words = _CLAUSE.findall(fold(before))
        earlier = _LEADING.sub("", before[len(before) - len(words[-1]) :]).strip() if words else ""
        return same[-1] if same else earlier
    if same and _PASSIVE.match(own):
        thing = _VERB.sub("", same[-1])
        return thing + own if thing != same[-1] else own
    for tail in (r"(?:国家|全国|省|市|县|区|镇|乡)级?", r"[“《][^”》]+[”》]"):
        if same and regex.fullmatch(tail, own) and (last := regex.search(rf"{tail}$", same[-1])):
            return same[-1][: last.start()] + own
    quoted = regex.findall(r"“[^”]+”", before.split("；")[-1].split("。")[-1])
    if len(own) <= 4 and quoted and regex.search(r"招募|评选|培[育养训]|创建|推荐|发展|救助$", own):
        return quoted[-1] + own
    return own


def _each_of(text: str, clause: tuple[int, int], quantity: Quantity, measure: str) -> list[str]:
    """The measures of ``集体和个人各1个`` and ``《甲》、《乙》宣传活动各1次``: one each; else the one."""
    if not regex.search(r"各(?:至少|不少于)?\s*$", fold(text)[clause[0] : quantity.number[0]]):
        return [measure]
    titles = regex.findall(r"《[^》]+》", measure)
    if len(titles) > 1:
        first, last = measure.index(titles[0]), measure.rindex(titles[-1]) + len(titles[-1])
        return [measure[:first] + title + measure[last:] for title in titles]
    pair = regex.fullmatch(r"(?P<head>.*?)(?P<one>\p{Han}{2})[和及与](?P<other>\p{Han}{2})", measure)
    return [pair["head"] + pair["one"], pair["head"] + pair["other"]] if pair else [measure]


def _covering(text: str) -> list[Found]:
    found = []
    folded = fold(text)
    for match in _COVERS.finditer(folded):
        clause = next(c.span() for c in _CLAUSE.finditer(folded) if c.start() <= match.start() < c.end())
        if regex.search(r"\d+%", folded[clause[0] : clause[1]]):
            continue
        measure = _TRAILING.sub("", _LEADING.sub("", text[clause[0] : match.start()])).strip()
        target = Target(id="", measure=measure + "覆盖率", op=">=", value="100", unit="%")
        found.append(Found(target, clause[0], match.end()))
    return found


def _means(text: str) -> list[Found]:
    found = []
    folded = fold(text)
    for match in _MEAN.finditer(folded):
        start = next(c.start() for c in _CLAUSE.finditer(folded) if c.start() <= match.start() < c.end())
        measure = _LEADING.sub("", text[start : match.start()]).strip()
        target = Target(
            id="", measure=measure or text[match.start() : match.end()], op=_MEAN_OPS[match["op"]], stat="mean"
        )
        found.append(Found(target, start, match.end()))
    return found
