"""Rows, sections and paragraphs become items: their names, paths, points and kinds."""

from __future__ import annotations

import pytest

from normalize.draft import NoRubric
from tests.rubrics import outline, rubric

TABLE = "项目 | 内容 | 分值 | 评分标准\n"


def test_a_label_over_several_rows_is_a_path_and_its_total_a_section():
    made = rubric(
        TABLE
        + "办公室（3分） | 报送信息。按月报送 | 2 | 少一条扣1分\n^ | 参加会议 | 1分 | 缺一次扣0.5分\n其他 | 交办工作 | 1 | "
    )
    assert outline(made) == ["1.1 办公室/报送信息 2", "1.2 办公室/参加会议 1", "2.1 其他/交办工作 1"]
    assert [(section.path, section.points) for section in made.sections] == [(["办公室"], "3")]


def test_rows_under_one_points_cell_are_one_item():
    made = rubric(
        TABLE + "组织 | 配齐班子 | 10 | 未配齐扣2分\n^ | 建设阵地 | ^ | 未建成扣3分\n宣传 | 报送信息 | 5 | 少一条扣1分"
    )
    assert outline(made) == ["1 组织 10", "2 宣传 5"]
    assert [rule.text for rule in made.items[0].rules] == ["未配齐扣2分", "未建成扣3分"]


def test_rows_that_share_a_rule_have_it_each():
    made = rubric(TABLE + "党建 | 三会一课 | 5 | 未开展的扣1分\n工会 | 职工活动 | 5 | ^")
    assert [[rule.text for rule in item.rules] for item in made.items] == [["未开展的扣1分"], ["未开展的扣1分"]]
    assert [rule.id for item in made.items for rule in item.rules] == ["1.r1", "2.r1"]


def test_section_rows_sums_and_notes_are_no_items():
    made = rubric(
        "序号 | 项目 | 分值 | 内容 | 评分标准\n一、 | 基础工作 | 15 | | \n1 | 信息 | 10 | 报送信息 | 少一条扣1分\n"
        "2 | 会议 | 5 | 参加会议 | 缺一次扣1分\n二、 | 加分项目 | | | 获奖的加2分\n | 合计 | 15 | | \n注：扣完为止。 | < | < | < | <"
    )
    assert outline(made) == ["1.1 基础工作/信息 10", "1.2 基础工作/会议 5", "2 加分项目 - 加"]
    assert [(section.path, section.points) for section in made.sections] == [(["基础工作"], "15"), ([], "15")]
    assert [policy.kind for policy in made.policies] == ["deduct_to_zero"]


@pytest.mark.parametrize(("heading", "kind"), [("加分项", "加"), ("负面清单", "扣"), ("一票否决事项", "扣")])
def test_a_heading_above_a_table_tells_its_kind(heading, kind):
    made = rubric(heading, "序号 | 情形\n1 | 受到表彰的加1分\n2 | 受到通报的扣1分")
    assert all(text.endswith(kind) for text in outline(made))
    assert made.items[0].path == [heading]


def test_under_a_veto_heading_every_sentence_is_a_veto():
    made = rubric("序号 | 否决项\n1 | 发生重大安全事故的\n2 | 弄虚作假的")
    assert [(rule.effect, rule.text) for item in made.items for rule in item.rules] == [
        ("veto", "发生重大安全事故的"),
        ("veto", "弄虚作假的"),
    ]


def test_an_item_without_label_is_named_by_its_content():
    made = rubric(
        "序号 | 考核内容及计分标准\n1 | 未按规定落实换届的，扣1分。其他\n2 | " + "未" + "落实" * 20 + "的扣1分"
    )
    assert [item.name for item in made.items] == ["未按规定落实换届的，扣1分", ("未" + "落实" * 20)[:30]]


def test_numbered_goals_and_rules_pair():
    made = rubric(
        TABLE + "发展 | 1．培训不少于2次；/2．培育典型1个。/3．建好队伍。 | 10 | 1．少一次扣1分；/2．未培育的扣2分。"
    )
    item = made.items[0]
    assert [(goal.number, goal.id) for goal in item.goals] == [("1", "1.g1"), ("2", "1.g2"), ("3", "1.g3")]
    assert [(rule.text, rule.goals) for rule in item.rules] == [("少一次扣1分", ["1.g1"]), ("未培育的扣2分", ["1.g2"])]
    assert "unpaired" in {finding.code for finding in made.findings}


def test_floors():
    made = rubric(
        TABLE
        + "信息 | 报送 | 5 | 少一条扣1分\n加分项目 | 表彰 | | 获奖的加2分，弄虚作假的扣1分\n扣分项目 | 通报 | 4 | 被通报的扣2分"
    )
    assert [item.floor for item in made.items] == ["0", None, "-4"]


def test_prose_with_rules_has_an_item_a_section():
    made = rubric(
        "职能部门考核办法", "一、自身建设——廉政建设", "注：赋分方法", "未完成任务的，每项扣0.5分。", "二、重大贡献", "注：赋分方法",
        "1.获国家级表彰的加3分。", "2.获省级表彰的加2分。",
    )  # fmt: skip
    assert outline(made) == ["1.1 自身建设/廉政建设 -", "2 重大贡献 - 加"]
    assert [len(item.rules) for item in made.items] == [1, 2]


def test_prose_without_points_has_goals_only():
    made = rubric("一、目标任务", "（一）宣传教育", "主要内容：加强教育。", "目标任务：每月上报信息不少于2条。")
    assert outline(made) == ["1.1 目标任务/宣传教育 -"]
    assert [goal.text for goal in made.items[0].goals] == ["加强教育。", "每月上报信息不少于2条。"]
    assert {finding.code for finding in made.findings} >= {"no-points", "no-rule"}


def test_a_notice_that_assesses_nothing_is_refused():
    with pytest.raises(NoRubric, match="没有找到考核项目"):
        rubric("关于召开会议的通知", "请各单位于1月19日前报名。", "姓名 | 电话\n张三 | 8889236")


def test_numbered_paragraphs_that_state_their_points_are_items():
    made = rubric(
        "一、考核内容", "1.信息报送（10分）。全年报送不少于12条，每少一条扣1分。", "2.会议培训（5分）：缺席一次扣1分。",
        "三、一票否决", "发生重大安全事故的，实行一票否决。", "四、结果运用", "得分90分以上为优秀，低于60分为不合格。",
    )  # fmt: skip
    assert outline(made) == ["1.1 考核内容/信息报送 10", "1.2 考核内容/会议培训 5", "2 一票否决 - 扣"]
    assert [policy.kind for policy in made.policies] == ["grade"]


def test_sections_beside_a_table_that_add_or_veto_are_items():
    made = rubric(
        TABLE + "信息 | 报送 | 10 | 未报送扣1分", "二、加分项目", "1.获国家级表彰的加3分。", "2.获省级表彰的加2分。",
        "同一事项按最高级别加分，不重复计算。", "三、工作要求", "请认真组织。",
    )  # fmt: skip
    assert outline(made) == ["1 信息 10", "2 加分项目 - 加"]
    assert [(policy.kind, policy.covers) for policy in made.policies] == [("highest_only", ["2.r1", "2.r2"])]


def test_points_added_in_a_base_item_are_assumed_to_lift_it():
    made = rubric(TABLE + "信息 | 报送 | 10 | 未报送扣1分，被省级采用的加1分")
    rule = made.items[0].rules[1]
    assert (rule.on_top, rule.certainty) == (True, "assumed")
    assert [(other.code, other.rules[0].on_top) for other in rule.alternatives] == [("within-points", False)]


def test_merits_are_a_bonus_only_without_points():
    made = rubric(
        TABLE + "信息 | 报送 | 10 | 未报送扣1分\n表彰奖励 | 获奖 | | 获奖的加1分\n表彰工作 | 评选 | 5 | 未评选的扣1分"
    )
    assert [item.kind for item in made.items] == ["base", "bonus", "base"]
