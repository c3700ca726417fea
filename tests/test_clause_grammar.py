"""Clauses built from the grammar's own kinds of parts, thousands of them, read back as what they were built from.

A sentence is a condition, a step or none, an amount and a cap or none; its expected rule is put together from the same
choices. Sentences stand alone or in a row, as they do in a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.record import plain
from normalize.clause import read_clause
from normalize.rubric import Level, Rule
from tests.clauses import key

FAILINGS = [
    "未按时上报材料",
    "工作落实不到位",
    "被县级通报批评",
    "台账资料不齐全",
    "发生责任事故",
    "制度不健全",
    "未召开专题会议",
]
MERITS = ["成立工作专班", "经验做法被推广", "完成年度任务", "按要求开展宣传活动", "建立长效管理机制"]
COUNTED = ["次", "起", "例", "项", "件", "人", "处", "篇"]
POINTS = st.integers(1, 200).map(lambda n: plain(Decimal(n) / 20))


@dataclass(frozen=True)
class Sentence:
    """A sentence and the rule that it was built from."""

    text: str
    rule: Rule


def spoken(points: str, full: bool) -> str:
    """Digits as issued: half or full width."""
    return points.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")) if full else points


@st.composite
def losses(draw: st.DrawFn) -> Sentence:
    """A deduct of a fixed number of points: once, for each step, or within a range."""
    condition, points, full = draw(st.sampled_from(FAILINGS)), draw(POINTS), draw(st.booleans())
    unit, size = draw(st.sampled_from(COUNTED)), draw(st.sampled_from(["1", "2", "5", "10"]))
    comma, verb = draw(st.sampled_from(["，", ""])), draw(st.sampled_from(["扣", "减", "扣除"]))
    kind = draw(st.sampled_from(["once", "each", "found", "lacking", "late", "judge", "slash"]))
    rule = Rule(effect="deduct", basis="each", on="occurrence", points=points, step="1", unit=unit)
    amount = f"{verb}{spoken(points, full)}分"
    if kind == "once":
        rule.basis, rule.step, rule.unit = "once", None, None
        text = f"{condition}的{comma}{amount}"
    elif kind == "each":
        text = f"{condition}的，每{unit}{amount}"
    elif kind == "found":
        text = f"{condition}的，每发现一{unit}{comma}{amount}"
    elif kind == "lacking":
        rule.on, rule.step = "shortfall", size
        text = f"{condition}的，每少{spoken(size, full)}{unit}{comma}{amount}"
    elif kind == "late":
        rule.on, rule.step, rule.unit = "occurrence", size, "天"
        text = f"{condition}的，每迟报{size}天{amount}"
    elif kind == "judge":
        low = draw(st.integers(1, 4))
        high = low + draw(st.integers(1, 6))
        rule = Rule(effect="deduct", basis="judge", on="occurrence", min=str(low), max=str(high))
        text = f"{condition}的{comma}{draw(st.sampled_from(['', '酌情', '视情节']))}{verb}{low}{draw(st.sampled_from(['-', '～', '至']))}{high}分"
    else:
        text = f"{condition}的，{amount}/{unit}"
    if rule.basis == "each":
        text, rule.cap = draw(capped(text, "扣"))
    return Sentence(text, rule)


@st.composite
def gains(draw: st.DrawFn) -> Sentence:
    """An award of a fixed number of points, or by level of government or rank."""
    condition, points = draw(st.sampled_from(MERITS)), draw(POINTS)
    verb = draw(st.sampled_from(["加", "得", "计", "另加"]))
    kind = draw(st.sampled_from(["once", "each", "levels", "ranks"]))
    if kind == "once":
        rule = Rule(effect="award", basis="once", on="achievement", points=points)
        return Sentence(f"{condition}的，{verb}{points}分", rule)
    if kind == "each":
        unit = draw(st.sampled_from(COUNTED))
        text, cap = draw(capped(f"{condition}的，每{unit}{verb}{points}分", verb))
        return Sentence(
            text, Rule(effect="award", basis="each", on="achievement", points=points, step="1", unit=unit, cap=cap)
        )
    count = draw(st.integers(2, 4))
    amounts = sorted({draw(POINTS) for _ in range(count)}, key=Decimal, reverse=True)
    if len(amounts) < 2:
        amounts = ["3", "1"]
    names = ["国家级", "省级", "市级", "县级"] if kind == "levels" else ["第一名", "第二名", "第三名", "第四名"]
    named = names[: len(amounts)]
    levels = [Level(level=name, points=amount) for name, amount in zip(named, amounts, strict=True)]
    listed = "、".join(f"{amount}分" for amount in amounts)
    head = "获得" + "、".join(named) + "表彰" if kind == "levels" else "考核排名" + "、".join(named)
    return Sentence(
        f"{head}的，分别{verb}{listed}", Rule(effect="award", basis="level", on="achievement", levels=levels)
    )


@st.composite
def capped(draw: st.DrawFn, text: str, verb: str) -> tuple[str, str | None]:
    """The text with a cap behind it, or without; the cap."""
    most = str(draw(st.integers(11, 30)))
    said = {"": None, f"，最多{verb}{most}分": most, f"，最高不超过{most}分": most, f"，{most}分封顶": most}
    if verb == "扣":
        said |= {"，扣完为止": "all", f"，累计扣分不超过{most}分": most}
    words = draw(st.sampled_from(list(said)))
    return text + words, said[words]


@settings(max_examples=2000, deadline=None)
@given(losses() | gains())
def test_a_sentence_reads_as_it_was_built(sentence: Sentence) -> None:
    rules = read_clause(sentence.text + "。").rules
    assert [key(rule) for rule in rules] == [key(sentence.rule)], sentence.text


@settings(max_examples=800, deadline=None)
@given(st.lists(losses() | gains(), min_size=2, max_size=4), st.sampled_from(["；", "。"]))
def test_sentences_in_a_row_keep_their_readings(sentences: list[Sentence], stop: str) -> None:
    """What stands beside a sentence changes neither its rule nor the order of the rules."""
    text = stop.join(sentence.text for sentence in sentences) + "。"
    rules = read_clause(text).rules
    assert [key(rule) for rule in rules] == [key(sentence.rule) for sentence in sentences], text
