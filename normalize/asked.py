"""Which numbers of a text are asked for: no deadlines, ages, ranks, names, and none that only say which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from normalize.quantity import Quantity, find, fold

CLAUSE = regex.compile(r"(?:[“\"《「][^”\"》」\n]*[”\"》」]|\([^)\n]*\)|[^,;。:!?\n])+")
"""A clause of folded text: up to a comma, quotes and brackets kept whole."""

_UNCOUNTED = regex.compile("年|月|周|天|日|个月|个?工作日|岁|等|级|档|届|首|分钟|里|站|倍")
"""Units of deadlines, ages, ranks and editions."""

_HOURS = regex.compile("小时|学时|课时")
_AT_LEAST = regex.compile(r"至少|不少于|不低于|最少|确保|达到")
_REQUIRES = regex.compile(
    r"形成|打造|培[育养树植]|建[立成设]|创[建办]|新[增建培招]|开[展办]|举办|组织|推[荐选送]|选树|上报|报送|完成|召开|确定|树立|扶持|成立|提[供交]|撰写|评选"
    r"|培训|宣传|争取|承办|参加|发展|招募|救助|编[印制发]|发[布放表]|命名|表彰"
)
_DEEDS = regex.compile(r"件(?:民生)?实事")
_VAGUE = regex.compile(r"一(?:批|些|类|种|套|支|班|站|条龙|线|课|对一|对)")
_SEPARATOR = regex.compile(r"[、,]|[和及与并](?=\p{Han}{0,3}(?:创建|建|培|推|开展|举办|上报|新))")

Stretch = tuple[int, int]


def asked(text: str) -> Iterator[tuple[Stretch, Quantity]]:
    """Each quantity that is asked for, with the clause that it stands in (cut where a clause has several)."""
    folded = fold(text)
    for match in CLAUSE.finditer(folded):
        start, end = match.span()
        inside = [q for q in find(text) if start <= q.number[0] < end]
        wanted = [q for at, q in enumerate(inside) if _is_asked(folded, (start, end), q, inside[at + 1 :])]
        cuts = [start] if wanted else []
        for before, after in pairwise(wanted):
            between = [m.start() for m in _SEPARATOR.finditer(folded, before.end, after.number[0])]
            cuts.append(between[0] if between else before.end)
        for quantity, begin, stop in zip(wanted, cuts, [*cuts[1:], end] if wanted else [], strict=True):
            yield (begin, stop), quantity


def clause_at(folded: str, at: int) -> Stretch:
    """The clause of folded text that a character stands in."""
    return next((c.span() for c in CLAUSE.finditer(folded) if c.start() <= at < c.end()), (0, len(folded)))


def is_at_least(words: str) -> bool:
    """Whether the words say that a number is the least that is asked for."""
    return _AT_LEAST.search(words) is not None


def _is_asked(folded: str, clause: Stretch, quantity: Quantity, later: list[Quantity]) -> bool:
    unit = quantity.unit
    start, end = quantity.number
    if unit is None or _UNCOUNTED.fullmatch(unit) or _DEEDS.match(folded, end - 1):
        return False
    before, after = folded[clause[0] : start], folded[quantity.end : clause[1]]
    if _VAGUE.match(folded, start) and not is_at_least(before):
        return False
    if _HOURS.fullmatch(unit) and quantity.op is None and not regex.search("时长|服务|学习|培训|达", before):
        return False
    if folded[start] == "一" and quantity.op is None and not (_REQUIRES.search(before) or is_at_least(before)):
        return False
    # 30名以上女职工的两新组织50%建立妇联: the first figure only says which.
    if later and regex.match(r"[^,]{0,10}的", after):
        return False
    return not regex.search(r"(?:第|前|近|截至|同比|上年|去年)\s*$", before)
