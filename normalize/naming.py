"""What a figure counts, in the notice's own words: ``新增培养1个巾帼致富典型`` → ``新增培养巾帼致富典型``."""

from __future__ import annotations

import regex

from normalize.asked import CLAUSE, Stretch
from normalize.period import PERIOD
from normalize.quantity import Quantity, fold

EACH = regex.compile(
    r"每(?:(?P<what>[场期次人户名批节堂届])(?!次|季)"
    r"|(?:一)?(?:个|所|家|支|处|座)?(?P<what>\p{Han}(?:[\p{Han}、]|\(\p{Han}[\p{Han}、]*\))*?)"
    r"(?=至少|不少于|不低于|打造|创建|建|培|有|要|须|应|需|上报|报送|新|完成|组织|开展|举办|[\d一二两三四五六七八九]))"
)
"""``每个乡``, ``每场``: what a figure is counted against; ``what`` names it."""

_LEADING = regex.compile(
    r"^(?:[、和与,.]|及(?!时)|并|要|应|须|需|确保|力争|做到|实现|积极|大力|努力|争取(?=\d)|其中|以及|同时|且|还要|必须|能够|\s)+"
)
_TRAILING = regex.compile(r"(?:各|要|应|须|需|达|达到|至少|在|有|为|共|累计|[、和及与,\s])+$")
_COMPARED = regex.compile(r"至少|最少|不少于|不低于|确保|力争|(?<=\0)的")
_PASSIVE = regex.compile(r"^被\p{Han}+$")
_SENT = regex.compile(r"^(?:积极|主动|及时|按时)?(?:编报|报送|上报|撰写|编写|提供|推送|发布)")
_OBJECTLESS = regex.compile(r"(?:招募|评选|培[育养训]|创建|推荐|发展|救助)$")
_TAILS = (r"(?:国家|全国|省|市|县|区|镇|乡)级?", r"[“《][^”》]+[”》]")


def trimmed(words: str) -> str:
    """The words without joining and comparing words at either end."""
    return _TRAILING.sub("", _LEADING.sub("", words.strip())).strip(" 、，,。;；")


def measure(text: str, clause: Stretch, quantity: Quantity) -> str:
    """The clause's words without its figure, periods, comparisons and filler."""
    start, end = clause
    figure = (quantity.start - start, quantity.end - start)
    words = text[start : start + figure[0]] + "\0" * (figure[1] - figure[0]) + text[start + figure[1] : end]
    for pattern in (PERIOD, _COMPARED):
        for match in reversed(list(pattern.finditer(fold(words)))):
            words = words[: match.start()] + "\0" * (match.end() - match.start()) + words[match.end() :]
    each = EACH.search(fold(text[start : quantity.start]) + "1")
    if each is not None and not PERIOD.match(each[0]):
        words = words[: each.start()] + "\0" + words[min(each.end(), figure[0]) :]
    return trimmed(regex.sub("\0+", "", words))


def completed(text: str, start: int, own: str, same: list[str]) -> str:
    """The measure of a clause (from ``start``) that leaves to the words before it what is counted.

    ``same`` are the measures of figures in the same unit before it. ``全年不少于12条`` counts what the last of them
    does, ``市级不少于2篇`` the same by another level, ``被录用不少于1条`` what was sent; ``新招募300名`` the thing in
    quotes before it.
    """
    before = text[:start].rstrip("，,；;。、 \n")
    if not own:
        words = CLAUSE.findall(fold(before))
        earlier = _LEADING.sub("", before[len(before) - len(words[-1]) :]).strip() if words else ""
        return same[-1] if same else earlier
    if same and _PASSIVE.match(own):
        thing = _SENT.sub("", same[-1])
        return thing + own if thing != same[-1] else own
    for tail in _TAILS:
        if same and regex.fullmatch(tail, own) and (last := regex.search(rf"{tail}$", same[-1])):
            return same[-1][: last.start()] + own
    quoted = regex.findall(r"“[^”]+”", before.split("；")[-1].split("。")[-1])
    return quoted[-1] + own if len(own) <= 4 and quoted and _OBJECTLESS.search(own) else own


def each_of(words: str, before: str) -> list[str]:
    """The measures of ``集体和个人各1个`` and ``《甲》、《乙》宣传活动各1次``: one each; else the one.

    ``before`` is what stands in the clause before the figure.
    """
    if not regex.search(r"各(?:至少|不少于)?\s*$", before):
        return [words]
    titles = regex.findall(r"《[^》]+》", words)
    if len(titles) > 1:
        first, last = words.index(titles[0]), words.rindex(titles[-1]) + len(titles[-1])
        return [words[:first] + title + words[last:] for title in titles]
    pair = regex.fullmatch(r"(?P<head>.*?)(?P<one>\p{Han}{2})[和及与](?P<other>\p{Han}{2})", words)
    return [pair["head"] + pair["one"], pair["head"] + pair["other"]] if pair else [words]
