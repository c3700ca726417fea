"""扣分原因 of every unit, 失分排行 over all units, and 待定: what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from extract.notice import Source
from extract.record import plain
from normalize.rubric import Measure, Rubric
from score.explain import place
from score.losses import Loss, losses
from score.report.book import Book, figure
from score.sheet import ItemScore, Scores

KINDS = {"deduct": "扣分", "forfeit": "不得分", "veto": "一票否决", "unearned": "没有得到"}

_REASONS = [
    ("单位", 16),
    ("序", 5),
    ("原因代码", 9),
    ("项目", 20),
    ("类别", 10),
    ("失分", 8),
    ("原文", 42),
    ("怎么算的", 56),
    ("出处", 22),
]
_WORST = [
    ("序", 5),
    ("原因代码", 9),
    ("项目", 20),
    ("类别", 10),
    ("共失分", 9),
    ("占全部失分%", 9),
    ("单位数", 8),
    ("原文", 56),
    ("出处", 22),
]
_OPEN = [("单位", 16), ("项目", 22), ("规则", 9), ("最低", 8), ("最高", 8), ("由谁", 10), ("缺什么", 60)]


def write(book: Book, scores: Scores, rubric: Rubric) -> None:
    """Write the three sheets."""
    found = [(unit.unit, losses(unit, rubric)) for unit in scores.units]
    book.sheet("扣分原因", "每个单位的原因按失分从多到少。", _REASONS, _each(found), fixed=3)
    book.sheet("失分排行", "全部单位合计，按失分从多到少。", _WORST, _worst(found), fixed=2)
    note = "下面这些还没有填报，或要由考核人评定；全部填全以前，各单位都不排名。"
    rows = list(_open(scores, rubric))
    book.sheet("待定", note if rows else "没有待定的：每个单位都已填全。", _OPEN, rows)


def _each(found: list[tuple[str, list[Loss]]]) -> Iterable[list[object]]:
    for unit, reasons in found:
        for at, loss in enumerate(reasons, start=1):
            yield [
                unit, at, loss.code, loss.item.name, KINDS[loss.kind], figure(_points(loss)), loss.words, loss.text,
                place(_source(loss)),
            ]  # fmt: skip


def _worst(found: list[tuple[str, list[Loss]]]) -> Iterable[list[object]]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    one: dict[tuple[str, str], Loss] = {}
    for unit, reasons in found:
        for loss in reasons:
            key = (str(loss.kind), loss.code)
            sums[key] += loss.points or 0
            units[key].add(unit)
            one.setdefault(key, loss)
    whole = sum(sums.values(), Decimal(0))
    for at, key in enumerate(sorted(one, key=lambda key: (-sums[key], -len(units[key]), key)), start=1):
        loss = one[key]
        words = loss.item.name if loss.kind == "unearned" else loss.words
        share = figure(plain(round(100 * sums[key] / whole, 1))) if whole else None
        source = loss.item.source if loss.kind == "unearned" else _source(loss)
        yield [
            at, loss.code, loss.item.name, KINDS[loss.kind], figure(plain(sums[key])), share, len(units[key]), words,
            place(source),
        ]  # fmt: skip


def _points(loss: Loss) -> str | None:
    return None if loss.points is None else plain(loss.points)


def _source(loss: Loss) -> Source | None:
    return loss.rules[0].source if loss.rules else loss.item.source


def _open(scores: Scores, rubric: Rubric) -> Iterable[list[object]]:
    known = {measure.id: measure for measure in rubric.measures}
    for unit in scores.units:
        for item, result in zip(rubric.items, unit.items, strict=True):
            if result.complete:
                continue
            bounds = [figure(result.lower), figure(result.upper)]
            if not result.rules:
                yield [unit.unit, item.name, "", *bounds, "考核人", "评定本项得分"]
            for rule, who, missing in _missing(result, known):
                yield [unit.unit, item.name, rule, *bounds, who, missing]


def _missing(result: ItemScore, known: dict[str, Measure]) -> Iterable[tuple[str, str, str]]:
    """The rules that wait for an answer; one that has all of its own waits for those of others."""
    for one in result.rules:
        names = [name for name, value in one.measures.items() if value is None]
        if names and one.points is None:
            judged = all(known[name].type == "points" for name in names if name in known)
            yield one.rule, "考核人" if judged else "被考核单位", one.text
