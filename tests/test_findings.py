"""What the reviewer is told, and that each finding says what to do."""

from __future__ import annotations

import pytest

from tests.golden import FORMS
from tests.golden import rubric as sample
from tests.golden_files import NAMES
from tests.rubrics import rubric

HEADER = "项目 | 目标内容 | 分值 | 评分标准\n"


def codes(rows: str, *more: str) -> list[str]:
    return [finding.code for finding in rubric(HEADER + rows, *more).findings if finding.code != "convention"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("信息 | 报送信息 | 10 | 未报送扣1分", []),
        ("信息 | 报送信息 | 3 | 未报送扣2分，未上报总结扣2分", ["overdraw"]),
        ("信息 | 报送信息 | 3 | 及时报送计2分，准确计2分", ["over-award"]),
        ("信息 | 报送信息 | 3 | 及时报送计2分", ["remainder"]),
        ("信息 | 报送信息 | 3 | ", ["no-rule"]),
        ("信息 | 报送信息 | | 未报送扣2分\n会议 | 参加会议 | 2 | 未参加扣1分", []),
        ("信息 | 报送信息 | 10 | 少一条扣1分", ["no-target"]),
        ("信息 | 报送信息 | 10 | 未报送的酌情扣分", ["vague"]),
        ("信息 | 1．报送；/2．调研。 | 10 | 1．未报送扣1分；", ["unpaired"]),
        ("信息 | 报送信息 | 10 | 未报送扣1分。未报送扣2分", ["contradiction"]),
        ("信息（9分） | 报送 | 5 | 未报送扣1分\n^ | 调研 | 5 | 未调研扣1分", ["points-sum"]),
    ],
)
def test_codes(rows, expected):
    assert codes(rows) == expected


def test_the_points_of_a_notice_without_any_are_missed_once():
    made = rubric("序号 | 评分标准\n1 | 未报送扣1分\n2 | 未调研扣1分")
    assert [finding.code for finding in made.findings if finding.code == "no-points"] == ["no-points"]


def test_conventions_are_said_once_and_only_where_relied_on():
    found = [
        f.text for f in rubric(HEADER + "信息 | 打造品牌1个 | 10 | 少一个扣1分").findings if f.code == "convention"
    ]
    assert len(found) == 1
    assert "不少于" in found[0]
    assert "季度" not in found[0]


@pytest.mark.parametrize(("name", "form"), [(name, form) for name in NAMES for form in FORMS])
def test_every_finding_of_the_samples_says_what_to_do(name, form):
    for finding in sample(name, form).findings:
        assert finding.text.endswith("。")
        assert any(word in finding.text for word in ("请", "可", "采用前")), finding.text


def test_intervals_with_a_gap_between_them():
    rows = "申报 | 申报率 | 10 | 90%以上得10分，70%-80%得5分，低于60%不得分"
    assert "band-gap" in codes(rows)
