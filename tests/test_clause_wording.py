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
    (
        "旷工一天扣2分，累计旷工3天以上的，扣全部分值",
        [("deduct", "each", "absence", "2", None), ("forfeit", "once", "occurrence", None, "< 3 天")],
    ),
    ("迟报－2分/次", [("deduct", "each", "occurrence", "2", None)]),
    (
        "警告的扣2分，记过的3分",
        [("deduct", "once", "occurrence", "2", None), ("deduct", "once", "occurrence", "3", None)],
    ),
    (
        "完成任务得10分，超额部分每500万元加1分",
        [("award", "once", "achievement", "10", None), ("award", "each", "excess", "1", None)],
    ),
    ("亩均税收：1.5-2倍得2分；2-3倍得4分", [("award", "band", "achievement", None, None)]),
    ("第1、2项，每缺1项扣1分", [("deduct", "each", "absence", "1", None)]),
    ("市政消火栓未保持完好的，每发现一处扣0.2分，1分扣完为止", [("deduct", "each", "occurrence", "0.2", None)]),
    ("操作不当导致零件损坏本题0分", [("forfeit", "once", "occurrence", None, None)]),
    ("服务对象投诉一次，扣3分", [("deduct", "each", "occurrence", "3", None)]),
    (
        "民事调解率不低于60%，息诉率不低于90%，达到的各得2分",
        [("award", "once", "achievement", "2", ">= 60 %"), ("award", "once", "achievement", "2", ">= 90 %")],
    ),
    (
        "达标得满分；高于达标线每1个百分点扣1分",
        [("award", "once", "achievement", "100%", None), ("deduct", "each", "excess", "1", None)],
    ),
    (
        "本项20分，按照A、B、C、D四个等次分别计20、16、12、8分",
        [("award", "level", "achievement", None, None)],
    ),
    ("每有1人扣0。5分。", [("deduct", "each", "occurrence", "0.5", None)]),
    (
        "制定专项活动方案。（未制定扣5分，无总结的扣10分/项）",
        [("deduct", "once", "absence", "5", None), ("deduct", "each", "occurrence", "10", None)],
    ),
    ("未上报工作总结（扣5分）。", [("deduct", "once", "absence", "5", None)]),
    (
        "完成任务80%以上（75分）。完成任务50%以下的不得分。",
        [("award", "once", "achievement", "75", ">= 80 %"), ("forfeit", "once", "shortfall", None, "> 50 %")],
    ),
    ("超过连续驾驶时长，每小时扣1分", [("deduct", "each", "excess", "1", None)]),
    (
        "符合1.0分，不符合0分",
        [("award", "once", "achievement", "1", None), ("forfeit", "once", "absence", None, None)],
    ),
    ("未完成的不记分", [("forfeit", "once", "absence", None, None)]),
    ("擅自代填统计报表的，本项得分为0。", [("forfeit", "once", "occurrence", None, None)]),
    (
        "按时报送的计1分；每漏报一次，扣除当期基础分。",
        [("award", "once", "achievement", "1", None), ("forfeit", "once", "occurrence", None, None)],
    ),
    ("控制在3个以内计总分值", [("award", "once", "achievement", "100%", "<= 3 个")]),
    ("考评结果直接判定为不达标", [("veto", "once", "occurrence", None, None)]),
    ("发生规定的“一票否决”重大事项的，扣30分。", [("deduct", "once", "occurrence", "30", None)]),
    ("(1)报表收集10分。报表收集率每少一个百分点扣1分。", [("deduct", "each", "shortfall", "1", None)]),
    (
        "(1)机构健全1分。每少一人扣0.5分。",
        [("award", "once", "achievement", "1", None), ("deduct", "each", "shortfall", "0.5", None)],
    ),
    ("年度考核位次较上一年度后退5位以上的扣1分", [("deduct", "once", "occurrence", "1", "< 5 位")]),
    ("走访率高于规定指标的，每项增2分", [("award", "each", "achievement", "2", None)]),
    ("《要情快报》采用1条，计5分", [("award", "each", "achievement", "5", None)]),
    ("每引进1个10亿元以上项目，加4分", [("award", "each", "achievement", "4", None)]),
    ("领导批示的再加计5分", [("award", "once", "achievement", "5", None)]),
    (
        "目标值比基准值低20%以内的，完成值每超过目标值3%，加1分",
        [("award", "each", "excess", "1", None)],
    ),
    (
        "重复信访占比超过15%的扣2分，每增加5个百分点再扣1分",
        [("deduct", "once", "excess", "2", "<= 15 %"), ("deduct", "each", "excess", "1", "<= 15 %")],
    ),
    ("符合政策生育率82%以下的記零分", [("forfeit", "once", "shortfall", None, "> 82 %")]),
    ("統計誤差控制在5%以內記6分", [("award", "once", "achievement", "6", "<= 5 %")]),
    ("出现严重表述错误的，单项否决", [("veto", "once", "occurrence", None, None)]),
    (
        "全部查处的得0.5分，查处率每降低10个百分点，得分减少0.1分",
        [("award", "once", "achievement", "0.5", None), ("deduct", "each", "shortfall", "0.1", None)],
    ),
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
        "每村不少于20户典型，无典型户扣20分",
        "不及时上报每扣1分",
        "不按时清扫，5处以上扣0.5分；不及时保洁，3处以上扣0.3分",
        "视情节减分，-10至50",
        "发生死亡3人、重伤10人以上事故的，扣10分",
        "计划、总结、台账各1分",
        "按每个村0.5分计算，共10分",
        "考核结果按20%折算计入",
        "每季度召开1次专题会议得4分",
        "在县级会议上作交流的加1分，书面交流的减半",
        "6月底前完成的得3分，9月底前完成的得2分",
        "建成的得3分，开工的得1分",
        "引进亿元以上项目每个加2分，10亿元以上项目每个加5分",
        "除因病因公外，缺席会议的每人次扣0.5分",
        "前3次每次扣0.5分，超过3次的每次扣1分",
        "抽检达到4批次/千人得2分",
        "缺1-2项得3分，缺3项以上不得分",
        "每个事项扣0.2分，每个部门最多扣1分",
        "得分=本单位得分÷最高得分×10",
        "每增加1至10分钟的，扣1分",
        "旷工每次口3分",
        "严重违反规定每次至少扣2分",
        "考取证书者加4分。不包括统一报名考试",
    ],
)
def test_open_wording_is_flagged(text: str) -> None:
    rules = read_clause(text).rules
    assert rules
    assert all(rule.certainty != "clear" for rule in rules)


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("每100万元加0.2分，不足100万元按100万元计算", "ceil"),
        ("每100万元加0.2分，不足100万元的按比例折算", "prorata"),
        ("每满3项扣1分（不足3项的不计分）", "floor"),
        ("每少一次扣1分", None),
    ],
)
def test_what_a_part_of_a_step_counts(text: str, partial: str | None) -> None:
    assert [rule.partial for rule in read_clause(text).rules] == [partial]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("未按程序調整的，每戶次扣1分", "戶次"),
        ("每少1戶扣1分", "戶"),
        ("每低1個百分點扣1分", "百分点"),
        ("每案次扣0.5分", "案次"),
        ("重点督办问题每宗次扣5分", "宗次"),
        ("每高0.1个比点扣0.1分", "比点"),
    ],
)
def test_units_stay_whole_and_as_issued(text: str, unit: str) -> None:
    assert [rule.unit for rule in read_clause(text).rules] == [unit]


def test_points_for_the_unit_in_charge_and_the_one_that_helps() -> None:
    [rule] = read_clause("每完成一项，承办单位加2分，协办单位加1分").rules
    assert [(group.units, group.points) for group in rule.by_group or []] == [(["承办单位"], "2"), (["协办单位"], "1")]
