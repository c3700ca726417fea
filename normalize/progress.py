"""Achievements that the notice itself reports, joined to the targets that they are reported against."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.record import plain
from normalize.passage import Passage
from normalize.quantity import find, fold, numeral
from normalize.rubric import Item, Progress, Target
from normalize.words import likeness, overlap

_CLAUSE = regex.compile(r"(?:[“\"《][^”\"》\n]*[”\"》]|\([^)\n]*\)|[^,;。:、!?\n])+")
_PLANNED = regex.compile("正在|拟(?!离)|计划(?=[于在将\\d])|预计|下一步")
_ACHIEVED = regex.compile(
    "参与|创建|建成|建立|新[增建培招]|完成|培[训育养]|劝和|救助|帮扶|调解|举办|开展|组织|招募|打造|评选|发放|解决|服务|受理|办结|录用|采用|安置|争取|结对"
)
_STOCK = regex.compile(r"数(?:量)?(?:为|达)?$")
_BARE = regex.compile(
    r"(?P<before>逾|超过?|近|达到?|突破|数)\s*(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九两十百千]*[百千万]+)(?:余|多)?$"
)
_TIMES = frozenset(["年", "月", "周", "天", "日", "岁", "届", "级", "等", "档", "首"])
_PEOPLE = frozenset(("人", "名", "位", "人次"))
_EVENTS = frozenset(("场", "场次", "次", "期"))
_RATES = frozenset(("%", "百分点"))


def alike(one: str | None, other: str | None) -> bool:
    """Whether two units count the same things: 人 and 名, % and 百分点, 场 and 场次."""
    return one == other or any(one in family and other in family for family in (_PEOPLE, _EVENTS, _RATES))


def read_progress(item: Item, passages: list[Passage]) -> None:
    """Fill ``item.progress`` from the cells that report what was achieved.

    A figure is an achievement unless it is planned (正在…) or a stock that nobody achieved (常住庭院数259567户). It is
    joined to the target of a like unit whose measure's words it shares most, and to none where no target fits.
    """
    targets = [target for goal in item.goals for target in goal.targets]
    for passage in passages:
        for words, value, unit in _figures(passage):
            found = _target(targets, unit, words.text, item.name)
            item.progress.append(
                Progress(
                    target=None if found is None else found.id,
                    value=value,
                    unit=unit,
                    text=words.text,
                    source=words.source(),
                )
            )
    _one_each(item)


def _figures(passage: Passage) -> Iterator[tuple[Passage, str, str | None]]:
    """Each reported figure: its clause, value and unit."""
    folded = fold(passage.text)
    quantities = [q for q in find(passage.text) if q.unit is not None and q.unit not in _TIMES]
    for clause in _CLAUSE.finditer(folded):
        words = passage.part(*clause.span()).stripped()
        inside = [q for q in quantities if clause.start() <= q.number[0] < clause.end()]
        for quantity in inside:
            if _is_achieved(clause.group(), folded[clause.start() : quantity.number[0]]):
                yield words, quantity.value, quantity.unit
        bare = None if inside else _BARE.search(clause.group())
        value = numeral(bare["number"]) if bare else None
        if bare and value is not None and _is_achieved(clause.group(), clause.group()[: bare.start("number")]):
            yield words, plain(value), None


def _is_achieved(clause: str, before: str) -> bool:
    if _PLANNED.search(clause):
        return False
    return _STOCK.search(before) is None or _ACHIEVED.search(before) is not None


def _target(targets: list[Target], unit: str | None, words: str, name: str) -> Target | None:
    """The target of a like unit that shares most words; failing that, a rate's by what its item is called."""
    like = [target for target in targets if alike(target.unit, unit)]
    scores = {target.id: likeness(words, target.measure) for target in like}
    if not any(scores.values()) and unit in _RATES:
        scores = {target.id: overlap(words, target.measure + name) for target in like}
    best = max(like, key=lambda target: scores[target.id], default=None)
    return best if best is not None and scores[best.id] > 0 else None


def _one_each(item: Item) -> None:
    """Keeps the best report for each target; a second one that fits less is nobody's."""
    targets = {target.id: target for goal in item.goals for target in goal.targets}
    best: dict[str, Progress] = {}
    for report in item.progress:
        if report.target is None:
            continue
        measure = targets[report.target].measure
        held = best.get(report.target)
        if held is None or likeness(report.text, measure) > likeness(held.text, measure):
            if held is not None:
                held.target = None
            best[report.target] = report
        else:
            report.target = None
