"""明细: what every rule did to every unit."""

from __future__ import annotations

from collections.abc import Iterable

from normalize.rubric import Rubric, Rule
from score.losses import taken
from score.report.book import Book, figure
from score.sheet import RuleScore, Scores

_COLUMNS = [
    ("单位", 14),
    ("项目", 18),
    ("分值", 6),
    ("得分", 7),
    ("规则", 8),
    ("原文", 36),
    ("动了多少分", 8),
    ("怎么算的", 44),
    ("填报出处", 18),
]


def write(book: Book, scores: Scores, rubric: Rubric) -> None:
    """Write the sheet, a row for each unit and rule."""
    book.sheet("明细", "", _COLUMNS, _rows(scores, rubric))


def _rows(scores: Scores, rubric: Rubric) -> Iterable[list[object]]:
    rules = {rule.id: rule for item in rubric.items for rule in item.rules}
    stood = places(scores)
    for unit in scores.units:
        for item, result in zip(rubric.items, unit.items, strict=True):
            whole = [unit.unit, item.name, figure(item.points), figure(result.score)]
            if not result.rules:
                asked = [measure.id for measure in rubric.measures if item.id in measure.items]
                told = _told(unit.unit, asked, stood)
                yield [*whole, "", "（没有写怎么计分，由考核人评定）", figure(result.score), "", told]
            for one in result.rules:
                rule = rules[one.rule]
                told = _told(unit.unit, rule.measures, stood)
                yield [*whole, rule.id, rule.text, _moved(rule, one), one.text, told]


def places(scores: Scores) -> dict[tuple[str | None, str | None], list[str]]:
    """unit, measure → where each of its answers stands, and what was noted beside it."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for row in scores.evidence or []:
        words = "：".join(filter(None, [row["source"], row["note"]]))
        if words:
            found.setdefault((row["unit"], row["measure"]), []).append(words)
    return found


def _told(unit: str, measures: list[str], stood: dict[tuple[str | None, str | None], list[str]]) -> str:
    return "\n".join(dict.fromkeys(words for name in measures for words in stood.get((unit, name), [])))


def _moved(rule: Rule, result: RuleScore) -> object:
    """The points with their sign; a veto moves none, nor does what is not known."""
    if rule.effect == "veto" or result.points is None:
        return None
    lost = taken(rule, result)
    return figure(f"-{result.points}" if lost else result.points)
