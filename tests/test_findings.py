"""What the reviewer is told, and that each finding says what to do."""

from __future__ import annotations

import pytest

from tests.golden import SAMPLES
from tests.golden import rubric as sample
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


@pytest.mark.parametrize(("name", "form"), SAMPLES)
def test_every_finding_of_the_samples_says_what_to_do(name, form):
    for finding in sample(name, form).findings:
        assert finding.text.endswith("。")
        assert any(word in finding.text for word in ("请", "可", "采用前")), finding.text


def test_intervals_with_a_gap_between_them():
    rows = "申报 | 申报率 | 10 | 90%以上得10分，70%-80%得5分，低于60%不得分"
    assert "band-gap" in codes(rows)


def test_the_texts_keep_what_the_notices_say_of_their_figures():
    texts = " ".join(
        finding.text for name in ("yueyang-2015", "zaozhuang-2022") for finding in sample(name, "txt").findings
    )
    assert "「县、乡两级示范点每少创建1个扣0.5分，扣完为止」目标是按每个乡写的" in texts
    assert "已报至少50期" in texts
    assert "已报至少2000人" in texts
    assert "已报3763人" in texts


def test_another_reading_is_offered_only_where_there_is_one():
    for rule, text in (
        (rule, finding.text)
        for made in (sample("yueyang-2015", "txt"),)
        for item in made.items
        for rule in item.rules
        for finding in made.findings
        if finding.rule == rule.id and finding.code == "assumed"
    ):
        assert ("改选别的读法" in text) == bool(rule.alternatives)
