"""Ladders: amounts paired with names (levels, ranks, grades) or with intervals of a figure (bands)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import regex

from extract.record import plain
from normalize.pattern import compiled
from normalize.quantity import Quantity, find, numeral
from normalize.rubric import Band, Level

_RANKS = "一二三四五六七八九十"
_FIRST = regex.compile(
    r"(?<!倒数)前([\d一二三四五六七八九十]+)(?:名|位)?|第?(?:1|一)(?:名)?-第?([\d一二三四五六七八九十]+)(?:名|位)"
)
_PRIZES = regex.compile(r"((?:[特一二三四五]、?){2,})等奖|((?:[特一二三四五]等奖、?){2,})")
_RUN = regex.compile(r"第?((?:[一二三四五六七八九十\d]、){1,9}[一二三四五六七八九十\d])(?:名|位)")
_ORDINALS = regex.compile(r"(?:倒数)?第[\d一二三四五六七八九十]+(?:名|位|起|次|例)")
LEVEL_WORD = (
    r"(?:国家级|国家|全国|中央|省部级|省级|省|地市级|市级|市|县级|县|区级|区|镇级|乡镇级|镇|乡|村级|村|部级|厅级|省市级|校级|院级|系级|街道|社区|京|"
    r"优秀|良好|不合格|合格|一般|较好|好|差|特等|[一二三四五]等|[A-Z]+[类级档等]?|[一二三四五]星级?|白金级|金级|银级)"
)
_NAME = regex.compile(rf"{LEVEL_WORD}(?:以上|级)?")
_HEAD = r"(?:按照?|获评?|被评?为?|评为|达到?|创成|创建|通过|受到?|经|由|在|为|到|于|向|被|获得?|新增|发生|年内|各级|列|名列|单个|名次|分别)"


_CLOSING = regex.compile(
    rf"(?P<name>(?:倒数)?第[\d一二三四五六七八九十]+(?:-第?[\d一二三四五六七八九十]+)?(?:名|位|起|次|例)|[特一二三四五]等奖|优秀奖|鼓励奖|{LEVEL_WORD})(?:以上|部门|单位|等次|等级|档次|档)?(?:的|者)?,?$|(?P<rest>其余|其他)(?:名次|单位)?(?:的)?,?$"
)
_EXCLUSIVE = regex.compile(r"[^,]*奖$|其余|其他|倒数|第|等奖|优秀|良好|不合格|合格|一般|较好|好|差|[特一二三四五]等")


def closing_name(condition: str) -> str | None:
    """The rank, prize, grade or level that a condition ends with: ``第1名``, ``一等奖``, ``结果为优秀的``; else None."""
    found = _CLOSING.search(condition[-48:])
    return (found["name"] or found["rest"]) if found else None


def level_word(condition: str) -> str | None:
    """The level of government or grade that a condition names last (``获得国家级表彰的``), or None."""
    found = list(_NAME.finditer(condition))
    return found[-1].group() if found else None


def is_exclusive(name: str) -> bool:
    """Whether a unit can have only one of such names: a rank, a prize or a grade, not a level of government."""
    return bool(_EXCLUSIVE.match(name))


def rank_names(count: int) -> list[str]:
    """``第一名`` … for the first ``count`` ranks."""
    return [f"第{_RANKS[i]}名" if i < 10 else f"第{i + 1}名" for i in range(count)]


def level_names(condition: str, count: int) -> list[str] | None:
    """The ``count`` names in a condition that a list of amounts is paired with, or None where none fits."""
    if first := _FIRST.search(condition):
        value = numeral(first[1] or first[2])
        if value == count:
            return rank_names(count)
    if prizes := _PRIZES.search(condition):
        names = compiled(r"[特一二三四五]").findall(prizes.group())
        if len(names) == count:
            return [f"{name}等奖" for name in names]
    if run := _RUN.search(condition):
        names = run[1].split("、")
        if len(names) == count:
            return [f"第{name}名" for name in names]
    ordinals = _ORDINALS.findall(condition)
    if len(ordinals) == count:
        last = ordinals[0].startswith("倒数")
        return [name if not last or name.startswith("倒数") else f"倒数{name}" for name in ordinals]
    if compiled(r"末[\d一二三四五六七八九十]*[名位]|倒数|后[\d一二三四五六七八九十]+[名位]").search(condition):
        return None
    if compiled(r"排名|名次|排序|位次").search(condition):
        return rank_names(count)
    for stretch in compiled(r"[;。:]").split(condition)[::-1]:
        if (found := _enumerated(stretch, count)) is not None:
            return found
    return None


def _enumerated(stretch: str, count: int) -> list[str] | None:
    """A run of ``count`` short names divided by 、 or a comma; the first may follow a verb, the last precede a noun."""
    for divider in (r"[、/]|(?<=级|市|省|县|国)(?:和|或|及(?!以))", r"[、,/]"):
        pieces = compiled(divider).split(stretch.rstrip(",的").replace("“", "").replace("”", ""))
        for begin in range(len(pieces) - count, -1, -1):
            if names := _names(pieces[begin : begin + count]):
                return names
    return None


def _names(run: list[str]) -> list[str] | None:
    if any(not piece for piece in run) or any("," in piece for piece in run[1:-1]):
        return None
    first = compiled(rf"^.*(?:{_HEAD}|,)").sub("", run[0]) or run[0]
    last = _NAME.match(run[-1])
    longest = max(len(name) for name in [first, *run[1:-1]])
    names = [first, *run[1:-1], last.group() if last else compiled(r"[,的;]").split(run[-1])[0]]
    if last is None and len(run) > 2 and sum(bool(_NAME.match(name)) for name in names[:-1]) >= 2:
        names[-1] = names[-1][:longest]
    known = sum(bool(_NAME.match(name)) for name in names)
    if any(len(name) > 12 for name in names):
        return None
    if known >= len(names) - 1 or (len(names) > 2 and known >= len(names) / 2):
        return names
    return names if len(names) > 1 and len({name[-1] for name in names}) == 1 else None


def levels(names: list[str], amounts: list[str]) -> list[Level]:
    """Names and amounts, paired in order."""
    return [Level(level=name, points=amount) for name, amount in zip(names, amounts, strict=True)]


def stepped(low: str, high: str, count: int) -> list[str] | None:
    """The ``count`` amounts of ``分别加1－3分`` or ``依次加5至1分``, where whole steps divide the range."""
    first, last = Decimal(low), Decimal(high)
    if count < 2:
        return None
    step = (last - first) / (count - 1)
    return [plain(first + step * i) for i in range(count)] if step % 1 == 0 and step else None


def interval(condition: str, bare: bool = False) -> Quantity | None:
    """The figure that closes a condition as an interval (``80%-90%``, ``5%以内``, ``95%以上的``), or None.

    Two figures that bound one interval (``2000元以上10000元以下``) are one. ``bare``: a figure without 以上 counts too.
    """
    found = [quantity for quantity in find(condition) if quantity.unit is not None]
    if not found or not compiled(r"(?:之间|区间|范围|部分|以内|时|的|者|内|,|:|每)*").fullmatch(
        condition[found[-1].end :]
    ):
        return None
    last = found[-1]
    if compiled(r"[前后末]$|中间$").search(condition[: last.start]):
        return None
    if last.op is None and last.high is None and condition.startswith("内", last.end):
        last = replace(last, op="<=")
    before = found[-2] if len(found) > 1 and found[-2].unit == last.unit else None
    if before is not None and last.op in ("<", "<=") and before.op in (">", ">="):
        joined = condition[before.end : last.start] in ("", ",", "、", "且", "至", "-")
        return replace(last, start=before.start, value=before.value, high=last.value, op=None) if joined else last
    return last if bare or last.op or last.high or last.unit in ("%", "百分点") else None


def bands(steps: list[tuple[Quantity, str]]) -> list[Band]:
    """Intervals and points as bands; where all are open to one side, each ends where the next begins."""
    out = [_band(quantity, points) for quantity, points in steps]
    upward = sorted((band for band in out if band.max is None), key=lambda band: Decimal(band.min or "0"))
    for below, above in pairwise(upward):
        below.max, below.max_in = above.min, above.min_out
    downward = sorted((band for band in out if band.min is None), key=lambda band: Decimal(band.max or "0"))
    for below, above in pairwise(downward):
        above.min, above.min_out = below.max, below.max_in
    return out


def _band(quantity: Quantity, points: str) -> Band:
    if quantity.high is not None:
        low, high = sorted((quantity.value, quantity.high), key=Decimal)
        return Band(min=low, max=high, points=points)
    if quantity.op in ("<", "<="):
        return Band(max=quantity.value, max_in=quantity.op == "<=", points=points)
    return Band(min=quantity.value, min_out=quantity.op == ">", points=points)
