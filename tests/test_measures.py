"""What the clerk is asked: one question per reference, facts and never their negation, each figure once."""

from __future__ import annotations

import pytest

from normalize.question import of_absence, of_deed, of_event
from normalize.reference import reference
from normalize.rubric import Measure
from tests.golden import SAMPLES
from tests.golden import rubric as sample
from tests.rubrics import rubric

HEADER = "项目 | 目标内容 | 分值 | 评分标准\n"


def asked(goal: str, rules: str, points: str = "10") -> list[str]:
    """One line a measure of a one-item rubric: question, type, unit, period."""
    made = rubric(f"{HEADER}信息 | {goal} | {points} | {rules}")
    live = {name for item in made.items for rule in item.rules for name in rule.measures}
    kept = [m for m in made.measures if m.id in live or m.items]
    return [" ".join(filter(None, (m.label, m.type, m.unit, m.period))) for m in kept]


@pytest.mark.parametrize(
    ("condition", "question"),
    [
        ("未建立巾帼网宣员队伍", "是否建立巾帼网宣员队伍"),
        ("没有成立调解工作室的", "是否成立调解工作室"),
        ("信访接待无来访记录簿", "信访接待是否有来访记录簿"),
        ("申报资料不属实、不及时的", "申报资料是否属实、及时"),
        ("没有金牌调解员", "是否有金牌调解员"),
        ("没有举办或没有参加培训的", "是否举办并参加培训"),
        ("未建立维权站或调处窗口的", "是否建立维权站或调处窗口"),
        ("无来访记录簿，未详细记录经过的", "是否做到：有来访记录簿，详细记录经过"),
        ("不能提供调研报告的", "是否能提供调研报告"),
        ("是否有效落实调整的，一经发现未有效落实的", "是否有效落实调整"),
        ("活动参加率低的", "是否做到：活动参加率低"),
        ("", "是否达到要求"),
    ],
)
def test_an_absence_asks_for_the_fact(condition, question):
    assert of_absence(condition) == question


@pytest.mark.parametrize(
    ("condition", "question"),
    [
        ("发生重大命案（三人以上）的", "是否发生重大命案（三人以上）"),
        ("本人被司法机关处理的", "是否出现：本人被司法机关处理"),
        ("", "是否出现规定的情形"),
    ],
)
def test_an_event_asks_whether_it_happened(condition, question):
    assert of_event(condition) == question


def test_a_deed_asks_whether_it_was_done():
    assert of_deed("承办如皋市级现场会") == "是否承办如皋市级现场会"
    assert of_deed("项目落户，通过确认的") == "是否做到：项目落户，通过确认"


@pytest.mark.parametrize(
    ("goal", "rules", "questions"),
    [
        ("全年举办技能培训不少于2次", "少一次扣1分", ["全年举办技能培训次数 count 次"]),
        ("每季度至少集中宣传妇女工作1次", "集中宣传的少一次扣2分", ["每季度集中宣传妇女工作次数 count 次 quarter"]),
        ("做好信访接待工作", "信访办结率达95%以上计1分", ["做好信访接待工作：信访办结率（%） percent %"]),
        ("参加各类会议", "缺一次扣0.5分", ["参加各类会议：比要求少的次数 count 次"]),
        ("上报各类材料", "未按时上报材料的一次扣0.5分", ["未按时上报材料的次数 count 次"]),
        ("组织建设", "组织建设工作不到位的扣2-3分", ["组织建设工作不到位：应扣分数（由考核人评定，2至3分，不扣填0） points 分"]),
        ("完成交办工作", "", ["信息得分（由考核人评定，0至10分） points 分"]),
        ("推进重点项目", "按时推进实施的，每个项目得2分", ["按时推进实施的个数 count 个"]),
    ],
)  # fmt: skip
def test_figures_and_counts(goal, rules, questions):
    assert asked(goal, rules) == questions


def test_a_figures_question_says_what_else_is_asked_for():
    assert asked("治污", "污水处理率达80%以上，污泥实现无害化处置，否则不得分（10分）") == [
        "治污：污水处理率（%）（还须“污泥实现无害化处置”；没有做到的，填没有达到的数） percent %"
    ]


def test_one_count_is_asked_once():
    """发现一次扣0.5分 and 发现两次及以上不得分 read the same number."""
    assert len(asked("编制管理", "违规干预编制。发现一次的，扣0.5分；发现有两次及以上的，此项不得分")) == 1


def test_what_is_not_handled_stays_in_the_question():
    assert asked("查处", "加强河道管理，严厉打击侵占岸线行为，出现1例未处理扣2分") == [
        "加强河道管理，严厉打击侵占岸线行为，出现未处理的例数 count 例"
    ]


def test_a_level_takes_the_head_of_the_one_before():
    assert asked("宣传", "信息报道受省级媒体推广1篇，得3分；市级媒体推广2篇，得2分")[-1].startswith(
        "信息报道受市级媒体推广"
    )


def test_an_award_that_its_deducts_measure_from_is_asked_for_by_them():
    assert asked("普法讲座", "举办讲座5场以上，计2分。每少一场扣0.4分。") == ["普法讲座：举办讲座场数 count 场"]
    assert asked("方案", "制定了部门实施方案1分，缺1个部门扣0.1分。") == [
        "制定了部门实施方案：没有做到的部门个数 count 个"
    ]
    assert asked("计划", "年初有计划，年终有总结1分，缺1项扣0.1分。") == [
        "年初有计划、年终有总结：比要求少的项数 count 项"
    ]
    assert asked("实施方案", "出台了实施方案，计2分。未出台扣2分。") == ["是否出台了实施方案 flag"]


def test_a_condition_that_stops_short_is_completed_by_its_award():
    rules = "举办和参加上级举办的专题培训班，增强责任意识和能力，计2分。没有举办或没有参加上级举办的扣2分。"
    assert asked("培训", rules) == ["是否举办并参加上级举办的专题培训班 flag"]


def test_a_share_and_a_rank_say_what_they_compare():
    assert asked("总量", "按编制资源总量进行排名，第1名得6分。第2-5名按第1名的比例得分。") == [
        "按编制资源总量的名次 level",
        "按编制资源总量：第2-5名占第1名的比例（%） percent %",
    ]


def test_an_award_that_no_deduct_negates_keeps_its_flag_and_is_assumed():
    made = rubric(f"{HEADER}培训 | 创业就业 | 4 | 推进“一人学一技”活动，计4分。没开展巾帼家政培训，扣1分。")
    award = made.items[0].rules[0]
    assert (award.certainty, [found.code for found in award.assumptions]) == ("assumed", ["award-flag"])
    assert len(award.measures) == 1


def test_one_rate_with_two_thresholds_is_asked_for_once():
    questions = asked("网格申报", "申报率100%得满分，申报率每下降一个百分点扣5分，申报率低于96%为0分。", "20")
    assert questions == ["网格申报：申报率（%） percent %"]


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_every_rule_of_the_samples_is_asked_for(name, form):
    made = sample(name, form)
    known = {measure.id: measure for measure in made.measures}
    for item in made.items:
        for rule in item.rules:
            within = [other for other in item.rules if other.within == rule.id]
            if rule.effect == "award" and within and not rule.measures:
                continue
            found = reference(rule, item) if rule.basis not in ("level", "judge") else []
            assert len(rule.measures) == max(1, len(found)), rule.text
            assert all(rule.id in known[name].rules for name in rule.measures)


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_questions_differ_and_no_flag_asks_for_a_negation(name, form):
    measures: list[Measure] = sample(name, form).measures
    labels = [measure.label for measure in measures]
    assert len(labels) == len(set(labels))
    assert not [label for label in labels if label.startswith(("是否没", "是否未", "是否不", "是否无"))]


def test_readings_by_the_years_sum_ask_for_their_own_figures():
    goal = "每季度集中宣传妇女工作1次，每季度向平台推送活动1次"
    made = rubric(f"{HEADER}宣传 | {goal} | 10 | 集中宣传少一次扣2分，向平台推送少一次扣1分")
    labels = {measure.id: measure.label for measure in made.measures}
    readings = [rule.alternatives[0].rules[0] for rule in made.items[0].rules]
    assert [labels[reading.measures[0]] for reading in readings] == [
        "全年集中宣传妇女工作次数",
        "全年向平台推送活动次数",
    ]
