"""What notes say about all points: caps, conversion, weights, grades, and that only the highest counts."""

from __future__ import annotations

import pytest

from tests.rubrics import rubric

TABLE = "项目 | 内容 | 分值 | 评分标准\n信息 | 报送信息 | 10 | 少一条扣1分\n"


def stated(*notes: str, rows: str = "") -> list[str]:
    """One line a policy: kind, points, what it covers."""
    made = rubric(TABLE + rows.strip(), *notes)
    return [" ".join(filter(None, (p.kind, p.points, ",".join(p.covers)))) for p in made.policies]


@pytest.mark.parametrize(
    ("note", "policies"),
    [
        ("注：“考核说明”采取扣分制的，扣完本项标准分为止。", ["deduct_to_zero"]),
        (
            "注：得分最高的镇如得分超过100分，按100分折算，其他各镇按同比例折算，并折算成基本分。",
            ["normalise 100", "other"],
        ),
        ("考核得分90分以上为优秀，80-89分为良好，60分以下为不合格。", ["grade"]),
        ("加强信息报送工作，不断提高质量。", []),
    ],
)
def test_notes(note, policies):
    assert stated(note) == policies


BONUS = "加分项目 | 1．获奖；/2．承办现场会。 | | 1．获一、二等奖的分别加2、1分；/2．承办的加1分，协办的加0.5分。"


def test_the_highest_counts_within_each_bonus_project():
    assert stated("注：同一加分项目不重复计分，按最高级别计算。", rows=BONUS) == [
        "highest_only 2.r1",
        "highest_only 2.r2,2.r3",
    ]


def test_a_cap_covers_the_bonus_items():
    assert stated("注：加分总分不超过20分。", rows=BONUS) == ["cap 20 2"]
    rows = BONUS.replace("1．获奖；/2．承办现场会。", "加分不超过20分。")
    assert stated(rows=rows) == ["cap 20 2"]


def test_a_column_of_per_cents_is_a_weight():
    made = rubric("指标 | 权重 | 评分标准\n信息 | 40% | 少一条扣1分\n会议 | 60% | 缺一次扣1分")
    assert [item.points for item in made.items] == [None, None]
    assert [(part.covers, part.percent) for part in made.policies[0].parts or []] == [(["1"], "40"), (["2"], "60")]


def test_grades_have_their_intervals():
    made = rubric(TABLE.strip(), "90分以上为优秀，80-89分为良好，60分以下为不合格。")
    assert [(b.name, b.min, b.max, b.max_in) for b in made.policies[0].bands or []] == [
        ("优秀", "90", None, False),
        ("良好", "80", "90", False),
        ("不合格", None, "60", True),
    ]
