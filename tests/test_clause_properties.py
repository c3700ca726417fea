"""What must hold for every clause: each character is owned once, a paraphrase reads as its rule, no text hangs."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.record import plain
from normalize.clause import read_clause
from normalize.paraphrase import paraphrase
from normalize.rubric import Band, Level, Rule, Threshold
from tests.clauses import CLAUSES, key

PIECES = ["未按时上报", "的", "每少", "一次", "5个百分点", "扣", "0.5", "分", "，", "。", "；", "（", "）", "得", "不得分", "否则",
          "扣完为止", "累计扣分不超过", "2", "80%-90%", "达到95%以上", "第一名", "分别加3、2、1分", "酌情", " ", "\n", "1．", "最多"]  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_each_character_has_one_owner(text: str) -> None:
    """Spans are in order, never overlap, and leave no character but blanks; rules are the slices they name."""
    reading = read_clause(text)
    owned = "".join(text[start:end] for _, _, start, end in reading.spans)
    assert "".join(owned.split()) == "".join(text.split())
    assert all(text[slice(*reading.places[rule.id])] == rule.text for rule in reading.rules)
    assert {name for _, ids, _, _ in reading.spans for name in ids} <= {rule.id for rule in reading.rules}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause["id"])
def test_real_rules_read_back(clause: dict) -> None:
    """The paraphrase of every rule that is read from a real clause reads as the same rule."""
    for rule in read_clause(clause["text"], context=clause["context"] or "").rules:
        if rule.certainty != "unread":
            assert [key(back) for back in read_clause(paraphrase(rule)).rules] == [key(rule)], paraphrase(rule)


POINTS = st.integers(1, 400).map(lambda n: plain(Decimal(n) / 20))
UNITS = st.sampled_from(["次", "条", "个", "人", "项", "篇", "起", "例", "天", "百分点"])
CAPS = st.none() | st.just("all") | st.integers(1, 30).map(str)
CONDITIONS = st.sampled_from(["按时上报材料", "开展家庭教育活动", "群众满意度", "安全事故发生情况", "信息录用"])


def thresholds(unit: str) -> st.SearchStrategy[Threshold]:
    """A requirement in a unit: rates in per cent."""
    said = "%" if unit == "百分点" else unit
    return st.builds(
        Threshold, op=st.sampled_from([">=", "<="]), value=st.integers(2, 100).map(str), unit=st.just(said)
    )


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules of every effect and basis that a notice can state in one sentence."""
    effect = draw(st.sampled_from(["deduct", "award"]))
    basis = draw(st.sampled_from(["once", "each", "share", "level", "band", "judge"]))
    failing = effect == "deduct"
    on = draw(st.sampled_from(["absence", "occurrence"])) if failing else "achievement"
    rule = Rule(
        effect=effect, basis=basis, on=on, condition=draw(CONDITIONS), on_top=None if failing else draw(st.booleans())
    )
    unit = draw(UNITS)
    if basis == "once":
        rule.points = draw(POINTS)
    elif basis == "each":
        rule.points, rule.step, rule.unit, rule.cap = draw(POINTS), str(draw(st.integers(1, 20))), unit, draw(CAPS)
        if failing and draw(st.booleans()):
            rule.on = draw(st.sampled_from(["shortfall", "excess"]))
            rule.threshold = draw(thresholds(unit))
            rule.threshold.op = "<=" if rule.on == "excess" else ">="
    elif basis == "share":
        rule.on = "shortfall" if failing else "achievement"
        rule.cap = draw(CAPS)
    elif basis == "level":
        amounts = draw(st.lists(POINTS, min_size=2, max_size=4))
        names = ["国家级", "省级", "市级", "县级"]
        rule.levels = [Level(level=name, points=points) for name, points in zip(names, amounts, strict=False)]
        rule.on = "occurrence" if failing else "achievement"
    elif basis == "band":
        marks = sorted(draw(st.sets(st.integers(1, 99), min_size=2, max_size=4)))
        edges = [None, *[str(mark) for mark in marks], None]
        rule.bands = [Band(min=low, max=high, points=draw(POINTS)) for low, high in pairwise(edges)]
        rule.unit, rule.on = "%", "absence" if failing else "achievement"
    else:
        low = draw(st.integers(1, 5))
        rule.min, rule.max = str(low), str(low + draw(st.integers(1, 5)))
    return rule


@settings(max_examples=2000, deadline=None)
@given(rules())
def test_generated_rules_read_back(rule: Rule) -> None:
    """Every rule that the format can say in one sentence comes back from its paraphrase."""
    assert [key(back) for back in read_clause(paraphrase(rule)).rules] == [key(rule)], paraphrase(rule)


@pytest.mark.parametrize(
    "piece",
    ["每少", "1", "一", "（", "“", " ", "按比例", "扣1", "1、", "0 ", "发现", "未按时上报材料的，每少一次扣0.5分；"],
)
def test_long_texts_end(piece: str) -> None:
    """A hundred thousand characters are read through, whatever they repeat."""
    text = piece * (100_000 // len(piece))
    assert sum(end - start for _, _, start, end in read_clause(text).spans) >= len("".join(text.split()))
