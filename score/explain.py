"""Why a unit has its points: from each figure back to the notice's place and words, the rule, evidence, arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.notice import Source
from extract.refusal import Refusal
from normalize.approval import in_force
from normalize.asides import asides
from normalize.paraphrase import paraphrase
from normalize.rubric import Item, Rubric, Rule
from score.sheet import ItemScore, RuleScore, Scores, UnitScore


class NotThere(Refusal):
    """A unit or item that the scores do not have."""


@dataclass
class Answer:
    """One piece of evidence: the question, the answer as filled in (None where it is missing), the period; and where the
    scores hold their evidence, where it stands and what was noted beside it: a correction and its reason, say."""

    label: str
    value: str | None
    period: str | None = None
    beside: str = ""


@dataclass
class RuleTrace:
    """One rule of one unit: where it stands, its words, how it is read, what was answered, what followed."""

    rule: Rule
    place: str
    words: str
    said: str
    answers: list[Answer]
    result: RuleScore


@dataclass
class ItemTrace:
    """One item of one unit, and its sum as a sentence: ``起点4分，得2分，扣1分，计5分``.

    ``asides`` is what its scoring text says beside the rules: exceptions and explanations that no rule takes up.
    """

    item: Item
    place: str
    result: ItemScore
    sum: str
    rules: list[RuleTrace] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)


@dataclass
class UnitTrace:
    """One unit: its totals, how they were summed, and its items."""

    unit: UnitScore
    draft: bool
    sum: str
    items: list[ItemTrace]


def explain(scores: Scores, unit: str, item: str | None = None) -> UnitTrace:
    """The trace of a unit, of one item where ``item`` names its id. Raises NotThere, naming what there is."""
    found = next((one for one in scores.units if one.unit == unit), None)
    if found is None:
        names = "、".join(one.unit for one in scores.units[:8]) + ("等" if len(scores.units) > 8 else "")
        raise NotThere(f"结果里没有单位「{unit}」，请从这些单位中选：{names}。")
    rubric = in_force(scores.rubric)
    pairs = [(one, result) for one, result in zip(rubric.items, found.items, strict=True) if item in (None, one.id)]
    if not pairs:
        raise NotThere(f"结果里没有编号为「{item}」的项目，请用 kaohe rules 查看项目的编号。")
    beside = _beside(scores, unit)
    return UnitTrace(found, scores.draft, _total(found), [_item(rubric, *pair, beside) for pair in pairs])


def _beside(scores: Scores, unit: str) -> dict[str, str]:
    """measure (with its period after ``@``) → where the unit's answer stands and what was noted, where that is kept."""
    rows = [row for row in scores.evidence or [] if row["unit"] == unit]
    return {
        f"{row['measure']}@{row['period']}" if row["period"] else str(row["measure"]): "，".join(
            filter(None, [row["source"], row["note"]])
        )
        for row in rows
    }


def between(low: str | None, high: str | None) -> str:
    """Bounds in words: ``在57至90之间``, ``不高于90``."""
    if low is None:
        return "没有上下限" if high is None else f"不高于{high}"
    return f"不低于{low}" if high is None else f"在{low}至{high}之间"


def _item(rubric: Rubric, item: Item, result: ItemScore, beside: dict[str, str]) -> ItemTrace:
    rules = {rule.id: rule for rule in item.rules}
    labels = {measure.id: measure.label for measure in rubric.measures}
    trace = ItemTrace(item, place(item.source), result, _sum(item, result))
    for one in result.rules:
        rule = rules[one.rule]
        answers = [
            Answer(labels.get(key.partition("@")[0], key), value, key.partition("@")[2] or None, beside.get(key, ""))
            for key, value in one.measures.items()
        ]
        words = rule.source.text if rule.source is not None else rule.text
        trace.rules.append(RuleTrace(rule, place(rule.source), words, paraphrase(rule), answers, one))
    trace.asides = [f"（{place(source)}）：{source.text.strip()}" for source in asides(item)]
    return trace


def place(source: Source | None) -> str:
    """Where it stands, as a clerk would look it up: ``第3页，第2个表第4行第3列``."""
    if source is None:
        return "原文未标位置"
    page = f"第{source.page}页，" if source.page is not None else ""
    if source.row is None or source.col is None:
        return f"{page}第{source.block + 1}段"
    return f"{page}第{source.block + 1}块的表，第{source.row + 1}行第{source.col + 1}列"


def _sum(item: Item, result: ItemScore) -> str:
    """The item's arithmetic; with something missing, its bounds."""
    if not result.complete:
        return f"还没有填全，得分{between(result.lower, result.upper)}"
    parts = []
    if result.start not in (None, "0"):
        parts.append(f"起点{result.start}分")
    for label, value in (("得", result.awarded), ("扣", result.deducted), ("另加", result.on_top)):
        if value not in (None, "0"):
            parts.append(f"{label}{value}分")
    limit = f"（分值{item.points}分）" if item.points is not None else ""
    return "，".join([*parts, f"计{result.score}分{limit}"])


def _total(unit: UnitScore) -> str:
    if unit.vetoed:
        return "一票否决，不排名"
    if not unit.complete:
        return f"还没有填全，总分{between(unit.lower, unit.upper)}"
    parts = [
        f"{label}{value}分"
        for label, value in (("基本", unit.base), ("加分", unit.bonus), ("扣分", unit.penalty))
        if value is not None
    ]
    said = f"{'，'.join(parts)}，合计{unit.total}分"
    said += f"，折算{unit.converted}分" if unit.converted not in (None, unit.total) else ""
    return said + (f"，第{unit.rank}名" if unit.rank is not None else "")


def as_text(trace: UnitTrace) -> str:
    """A trace as lines for people; for each rule its place and words, its reading, the answers, the arithmetic."""
    lines = [f"{trace.unit.unit}{'（试算，规则未经确认）' if trace.draft else ''}：{trace.sum}"]
    for item in trace.items:
        lines += ["", f"{item.item.id} {item.item.name}：{item.sum}", f"  出处 {item.place}"]
        if not item.rules:
            given = f"{item.result.score}分" if item.result.score is not None else "还没有评定"
            lines.append(f"    没有写怎么计分，由考核人评定：{given}")
        for rule in item.rules:
            lines += ["", f"  {rule.rule.id} 原文（{rule.place}）：{rule.words}", f"    读法 {rule.said}"]
            lines += [f"    假定 {assumption.text}" for assumption in rule.rule.assumptions]
            for answer in rule.answers:
                period = f"（{answer.period}）" if answer.period else ""
                beside = f"（{answer.beside}）" if answer.beside else ""
                lines.append(
                    f"    填报 {answer.label}{period}：{'未填' if answer.value is None else answer.value}{beside}"
                )
            lines.append(f"    计算 {rule.result.text}")
        lines += ["", *(f"  说明，没有算进规则{words}" for words in item.asides)] if item.asides else []
    return "\n".join(lines)
