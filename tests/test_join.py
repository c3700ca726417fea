"""Rules and the figures that they fall short of, and the other readings that this leaves."""

from __future__ import annotations

import pytest

from tests.rubrics import rubric

HEADER = "项目 | 目标内容 | 分值 | 评分标准\n"


def joined(goal: str, rules: str) -> list[str]:
    """One line a rule: its words, what it measures from, its certainty and the codes of other readings."""
    item = rubric(f"{HEADER}信息 | {goal} | 10 | {rules}").items[0]
    known = {t.id: f"{t.measure}{t.value}" for t in item.figures()}
    return [
        " ".join([r.on, *(known[name] for name in r.targets), r.certainty, *(a.code for a in r.alternatives)])
        for r in item.rules
    ]


@pytest.mark.parametrize(
    ("goal", "rules", "lines"),
    [
        ("全年培训不少于2次", "少一次扣1分", ["shortfall 培训2 clear"]),
        ("打造家长学吧2个", "家长学吧缺一个扣2分", ["shortfall 打造家长学吧2 clear"]),
        ("培育典型1个", "少一项扣1分", ["shortfall clear"]),
        ("人均服务时长25小时以上，开展1项服务项目", "达不到服务时长的扣1分", ["shortfall 人均服务时长25 clear"]),
        ("每季度至少宣传1次", "少一次扣2分", ["shortfall 宣传1 clear year-sum"]),
        ("每月录用信息1条，全年录用信息12条", "录用信息少1条扣1分", ["shortfall 录用信息12 assumed by-month"]),
        ("普法活动至少1次，说法活动至少4次", "各类活动少一次扣1分",
         ["shortfall 普法活动1 说法活动4 clear one-sum"]),
        ("宣传活动每季度1次，向平台推送信息每季度1次", "向平台推送信息少一次扣1分", ["shortfall 向平台推送信息1 clear year-sum"]),
        ("完成任务", "未完成的按比例扣分", ["shortfall clear"]),
    ],
)  # fmt: skip
def test_what_a_rule_measures_from(goal, rules, lines):
    assert joined(goal, rules) == lines


def test_a_share_beside_other_rules_is_assumed_to_share_the_items_points():
    assert joined("宣传任务", "未开展活动的扣2分，其他任务按未完成比例扣分") == ["absence clear", "shortfall assumed"]


def test_other_readings_run_and_keep_the_id_of_the_rule_they_replace():
    rule = rubric(f"{HEADER}信息 | 每季度至少宣传1次 | 10 | 少一次扣2分").items[0].rules[0]
    reading = rule.alternatives[0].rules[0]
    assert (reading.id, reading.targets) == (rule.id, [])
    assert reading.threshold is not None
    assert (reading.threshold.value, reading.threshold.unit) == ("4", "次")
    assert reading.measures
    assert reading.measures != rule.measures


def test_rules_without_numbers_judge_the_goal_whose_words_they_share():
    text = f"{HEADER}综合 | 1．开展技能培训；/2．做好信访接待。 | 10 | 未开展技能培训扣1分，信访接待无记录扣1分。"
    item = rubric(text).items[0]
    assert [rule.goals for rule in item.rules] == [["1.g1"], ["1.g2"]]
