"""The figures that a goal asks for: measure, comparison, value, unit, period, and by which units they differ.

``全年培训不少于2次`` → measure 培训, ``>=`` 2 次 a year. Deadlines, names (``“三八”``) and qualifiers
(``30名以上女职工的两新组织``) are no targets; a bare number is ``>=``, of ``1-2个`` the lower end, 全覆盖 is 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from normalize.asked import asked, clause_at, is_at_least
from normalize.groups import grouped
from normalize.naming import EACH, completed, each_of, measure, trimmed
from normalize.passage import Passage
from normalize.period import PERIOD, period_of
from normalize.quantity import Quantity, fold
from normalize.rubric import Op, Period, Target

_COVERS = regex.compile(r"全覆盖|(?:覆盖|普及|建制)率达到?百分百")
_MEAN = regex.compile(r"(?P<op>不低于|高于|超过|达到|不高于|低于)(?P<of>[^,;。]{0,8}平均(?:水平|数|值|线|分)?)")
_MEAN_OPS: dict[str, Op] = {"不低于": ">=", "达到": ">=", "高于": ">", "超过": ">", "不高于": "<=", "低于": "<"}


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
    groups = [Found(target, start, end) for target, start, end in grouped(text, _of_group)]
    taken = [(found.start, found.end) for found in groups]
    alike = [*_single(text, assessed), *_covering(text), *_means(text)]
    single = [found for found in alike if not any(a < found.end and found.start < b for a, b in taken)]
    return sorted([*groups, *single], key=lambda found: found.start)


def is_assessed(word: str, assessed: frozenset[str]) -> bool:
    """Whether a word means the assessed unit itself: 每镇, where towns are assessed."""
    return word in assessed or any(len(known) > 1 and known in word for known in assessed)


def _of_group(words: str) -> list[tuple[str, Quantity, Period | None]]:
    """The figures of one group's words: (measure, quantity, period)."""
    return [(measure(words, clause, q), q, period_of(words[: q.start])) for clause, q in asked(words)]


def _single(text: str, assessed: frozenset[str]) -> list[Found]:
    """The targets that hold for every unit alike."""
    folded = fold(text)
    found: list[Found] = []
    for (start, end), quantity in asked(text):
        same = [f.target.measure for f in found if f.target.unit == quantity.unit and f.end <= start]
        words = completed(text, start, measure(text, (start, end), quantity), same)
        whole, _ = clause_at(folded, quantity.number[0])
        target = Target(
            id="",
            measure=words,
            op=_op(folded[start:end], quantity),
            value=quantity.value,
            unit=quantity.unit,
            period=_period(folded, start, quantity),
            per=_per(folded[whole : quantity.number[0]], assessed),
        )
        begin = start + len(text[start:end]) - len(text[start:end].lstrip(" 、"))
        for one in each_of(words, folded[start : quantity.number[0]]):
            found.append(Found(target.model_copy(update={"measure": one}), begin, end))
    return found


def _op(clause: str, quantity: Quantity) -> Op:
    if quantity.op in ("<", "<=") and not is_at_least(clause):
        return quantity.op
    return ">" if quantity.op == ">" else ">="


def _period(folded: str, start: int, quantity: Quantity) -> Period | None:
    """The nearest period named before the figure in its sentence, from the last ； on."""
    sentence = max(folded.rfind(mark, 0, start) for mark in ";。\n") + 1
    return period_of(folded[sentence : quantity.number[0]])


def _per(before: str, assessed: frozenset[str]) -> str | None:
    """What the figure is counted against (每个乡, 每场), where that is not the assessed unit."""
    found = list(EACH.finditer(before + "1"))
    if not found or PERIOD.match(before[found[-1].start() :]):
        return None
    what = regex.sub(r"\(.*?\)", "", found[-1]["what"])
    if what in ("年", "月", "季", "季度", "周", "人次") or is_assessed(what, assessed):
        return None
    return what


def _covering(text: str) -> Iterator[Found]:
    """``全覆盖``: at least 100 %, where the clause gives no other per cent."""
    folded = fold(text)
    for match in _COVERS.finditer(folded):
        start, end = clause_at(folded, match.start())
        if not regex.search(r"\d+%", folded[start:end]):
            words = trimmed(text[start : match.start()]) + "覆盖率"
            yield Found(Target(id="", measure=words, op=">=", value="100", unit="%"), start, match.end())


def _means(text: str) -> Iterator[Found]:
    """``不低于全市平均水平``: compared with a statistic of all units."""
    folded = fold(text)
    for match in _MEAN.finditer(folded):
        start, _ = clause_at(folded, match.start())
        words = trimmed(text[start : match.start()]) or text[match.start() : match.end()]
        yield Found(Target(id="", measure=words, op=_MEAN_OPS[match["op"]], stat="mean"), start, match.end())
