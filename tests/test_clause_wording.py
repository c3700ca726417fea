"""Wordings that look alike and say different things; each was once read as the other."""

from __future__ import annotations

import pytest

from normalize.clause import read_clause

READINGS = [
    ("延迟上报超过3天的扣1分", [("deduct", "once", "occurrence", "1", "<= 3 天")]),
    ("超过1天的扣1分，超过3天的扣3分", [("deduct", "band", "occurrence", None, None)]),
    ("影响生产超过4小时的事故迟报一次扣0.5分", [("deduct", "each", "occurrence", "0.5", "<= 4 小时")]),
    ("应予“一票否决”而未执行的，扣5分", [("deduct", "once", "absence", "5", None)]),
    ("在综治考核中被一票否决的，扣10分", [("deduct", "once", "occurrence", "10", None)]),
    (
        "完成任务的得满分；每少完成一项，扣该项分值的20%",
        [("award", "once", "achievement", "100%", None), ("deduct", "each", "shortfall", "20%", None)],
    ),
    (
        "全年不少于10篇，每少1篇扣0.5分，每增加1篇加0.2分",
        [("deduct", "each", "shortfall", "0.5", ">= 10 篇"), ("award", "each", "excess", "0.2", None)],
    ),
    (
        "引进项目不少于5个，每少1个扣1分，每多1个加1分",
        [("deduct", "each", "shortfall", "1", ">= 5 个"), ("award", "each", "excess", "1", "<= 5 个")],
    ),
    ("每引进资金5万加10分", [("award", "each", "achievement", "10", None)]),
    ("未按规定公开的，每发现一例扣1分，扣完本项分为止", [("deduct", "each", "occurrence", "1", None)]),
    ("逾期1个月内的扣1分，1-3个月的扣2分，3个月以上的扣3分", [("deduct", "band", "occurrence", None, None)]),
    (
        "完成80%以上的按比例得分，80%以下不得分",
        [("award", "share", "achievement", None, ">= 80 %"), ("forfeit", "once", "shortfall", None, ">= 80 %")],
    ),
    ("未达标的，每低于目标值1个百分点扣1分", [("deduct", "each", "shortfall", "1", None)]),
]


@pytest.mark.parametrize(("text", "readings"), READINGS, ids=[text for text, _ in READINGS])
def test_wording(text: str, readings: list) -> None:
    def figure(rule) -> str | None:
        return rule.threshold and f"{rule.threshold.op} {rule.threshold.value} {rule.threshold.unit}"

    rules = read_clause(text).rules
    assert [(rule.effect, rule.basis, rule.on, rule.points, figure(rule)) for rule in rules] == readings


@pytest.mark.parametrize(
    "text",
    [
        "每增减1个百分点加减0.5分",
        "排名末三位的，分别扣3分、2分、1分",
        "未及时整改的加倍扣分",
        "少2次扣1分",
        "计划、总结、台账各1分",
        "按每个村0.5分计算，共10分",
        "考核结果按20%折算计入",
        "每季度召开1次专题会议得4分",
    ],
)
def test_open_wording_is_flagged(text: str) -> None:
    rules = read_clause(text).rules
    assert rules
    assert all(rule.certainty != "clear" for rule in rules)
