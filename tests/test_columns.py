"""Which column holds what, in any order and under any header, told by words and by content."""

from __future__ import annotations

from itertools import permutations

import pytest

from normalize.columns import columns
from tests.golden import FORMS, notice
from tests.rubrics import notice as drawn

COLUMNS = {
    "labels": ["考核项目", "信息工作", "调研工作", "会议培训"],
    "goals": [
        "目标内容",
        "及时报送各类工作信息，全年不少于12条",
        "深入基层开展调查研究，撰写调研报告",
        "参加各类会议及培训",
    ],
    "points": ["分值", "6", "3", "2分"],
    "rules": ["记分办法", "每少一条扣0.5分", "未上报的扣3分", "缺一次扣0.5分"],
    "blank": ["备注", "", "", ""],
}


def found(picture: str):  # type: ignore[no-untyped-def]
    return columns(next(table for _, table in drawn(picture).tables()))


@pytest.mark.parametrize("order", list(permutations(COLUMNS)))
def test_columns_are_found_in_any_order(order):
    rows = zip(*(COLUMNS[role] for role in order), strict=True)
    cols = found("\n".join(" | ".join(row) for row in rows))
    at = {role: order.index(role) for role in order}
    assert (cols.labels, cols.goals, cols.rules, cols.points) == (
        [at["labels"]],
        [at["goals"]],
        [at["rules"]],
        at["points"],
    )


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("考核内容及计分标准", "rules"),
        ("评分细则", "rules"),
        ("打分规则", "rules"),
        ("考核说明", "rules"),
        ("扣分标准", "rules"),
        ("考核内容", "rules"),
        ("满分", "points"),
        ("标准分", "points"),
        ("权重", "points"),
    ],
)
def test_header_words_and_content_decide_together(header, role):
    cell = {"rules": "未按时上报的扣1分", "points": "10"}[role]
    cols = found(f"序号 | 考核项目 | {header} | 备注\n1 | 信息 | {cell} | \n2 | 会议 | {cell} | ")
    assert cols.numbers == [0]
    assert cols.labels == [1]
    assert (cols.rules == [2]) if role == "rules" else (cols.points == 2)


def test_coarser_points_are_totals():
    cols = found(
        "项目 | 分值 | 内容 | 分值 | 评分标准\n组织 | 10 | 班子建设 | 4 | 未配齐扣1分\n^ | ^ | 阵地建设 | 6 | 未建成扣2分"
    )
    assert (cols.points, cols.totals) == (3, [1])


def test_a_table_without_points_or_rules_assesses_nothing():
    assert not found("姓名 | 单位 | 电话\n张三 | 市妇联 | 8889236").is_rubric


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "labels", "goals", "rules", "points", "progress"),
    [
        ("rugao-2019", [0], [1], [3], 2, []),
        ("rugao-2018", [0], [1], [3], 2, []),
        ("yueyang-2015", [0], [1], [2], 3, []),
        ("zaozhuang-2022", [0, 1, 2], [3], [], 5, [4]),
    ],
)
def test_the_samples(name, form, labels, goals, rules, points, progress):
    cols = next(columns(table) for _, table in notice(name, form).tables())
    assert (cols.labels, cols.goals, cols.rules, cols.points, cols.progress) == (labels, goals, rules, points, progress)
