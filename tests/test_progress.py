"""Reported achievements beside the figures that they answer."""

from __future__ import annotations

import pytest

from tests.rubrics import rubric

HEADER = "任务要点名称 | 年度目标 | 进度情况 | 分值权重\n"


def reported(goal: str, progress: str) -> list[str]:
    item = rubric(f"{HEADER}培训工作 | {goal} | {progress} | 30分").items[0]
    targets = {target.id: target.measure for target in item.figures()}
    return [f"{p.value}{p.unit or ''} {targets.get(p.target or '', '-')}" for p in item.progress]


@pytest.mark.parametrize(
    ("goal", "progress", "lines"),
    [
        ("开展培训50期，培训妇女1000人", "开展技能培训50余期，培训妇女2000余人", ["50期 开展培训", "2000人 培训妇女"]),
        ("救助妇女150人", "救助妇女29人，正在研究分配150名救助名额", ["29人 救助妇女"]),
        ("开展创建活动", "常住庭院数259567户，参与创建村庄数2057个", ["2057个 -"]),
        ("开展宣传", "累计发文2800余篇，阅读量逾百万", ["2800篇 -", "1000000 -"]),
        ("25%的庭院建成美丽庭院", "庭院创建率38.69%", ["38.69% 庭院建成美丽庭院"]),
    ],
)
def test_figures(goal, progress, lines):
    assert reported(goal, progress) == lines


def test_a_notice_without_scoring_words_claims_nothing():
    made = rubric(f"{HEADER}培训工作 | 开展培训50期 | 开展培训52期 | 30分")
    assert made.items[0].rules == []
    assert made.items[0].goals[0].targets[0].period == "year"
    assert [(measure.type, measure.items) for measure in made.measures] == [("points", ["1"])]
    proposal = next(finding.text for finding in made.findings if finding.code == "no-rule")
    assert "开展培训50期" in proposal
    assert "已报52期" in proposal
    assert "原文没有这样写" in proposal
