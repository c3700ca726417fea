"""Two readings of one rule, told apart by the smallest evidence on which their points differ."""

from __future__ import annotations

import pytest

from score.differ import Difference, differences
from tests.golden import rubric
from tests.golden_evidence import find_item, find_rule


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], Difference]:
    return differences(rubric("rugao-2018", "docx"))


def difference(found: dict[tuple[str, str], Difference], item: str, words: str) -> Difference:
    rule = find_rule(find_item(rubric("rugao-2018", "docx"), item), words)
    return found[rule.id, rule.alternatives[0].code]


def test_a_year_hides_what_a_month_shows(found: dict[tuple[str, str], Difference]) -> None:
    """12 in the year with one month at 0: nothing is short by the year, one is by the month."""
    told = difference(found, "信息调研工作", "录用信息少1条扣1分")
    assert (told.first, told.other) == ("10", "9")
    assert "12" in {value for _, value in told.answers}


def test_two_failings_cost_once_or_each(found: dict[tuple[str, str], Difference]) -> None:
    told = difference(found, "妇女维权", "无来访记录簿，未详细记录接处经过和结果的扣1分")
    assert (told.first, told.other) == ("9", "8")
    assert {value for _, value in told.answers} == {"否"}


def test_every_alternative_that_can_be_scored_has_its_case(found: dict[tuple[str, str], Difference]) -> None:
    rules = [rule for item in rubric("rugao-2018", "docx").items for rule in item.rules]
    assert set(found) == {(rule.id, other.code) for rule in rules for other in rule.alternatives}
