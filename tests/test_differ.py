"""Two readings of one rule, told apart by the smallest evidence on which their points differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from score.compare import compare, reading
from score.differ import Difference, differences
from score.evidence import read
from tests.golden import rubric
from tests.golden_evidence import find_item, find_rule, rows, write


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


def test_every_alternative_has_its_case_but_where_an_assessor_decides(
    found: dict[tuple[str, str], Difference],
) -> None:
    """What the assessor gives is the same under both readings; it is not varied for each on its own."""
    rules = [rule for item in rubric("rugao-2018", "docx").items for rule in item.rules]
    assert set(found) == {
        (rule.id, other.code)
        for rule in rules
        for other in rule.alternatives
        if not all(one.basis == "judge" for one in [rule, *other.rules])
    }


@pytest.mark.parametrize("name", ["rugao-2018", "yueyang-2015"])
def test_a_case_is_what_scoring_the_whole_rubric_gives(name: str, tmp_path: Path) -> None:
    """Other rules of the item, its limits and its points count in the case as they do in scoring."""
    made = rubric(name, "docx")
    unit = made.units[0].name if made.units else "甲镇"
    cases = [
        (key, case) for key, case in differences(made).items() if not any("期）" in said for _, said in case.answers)
    ]
    assert cases
    ids = {measure.label: measure.id for measure in made.measures}
    for (rule, code), case in cases:
        own = {ids[label]: value for label, value in case.answers}
        said = [row for row in rows(made, unit, []) if row[1] not in own]
        write(tmp_path / "填报.csv", [*said, *((unit, measure, "", value) for measure, value in own.items())])
        evidence = read(tmp_path / "填报.csv", made)
        (move,) = compare((reading(made, {}), evidence), (reading(made, {rule: code}), evidence)).units
        at = next(at for at, item in enumerate(made.items) if rule in {one.id for one in item.rules})
        sides = (move.first, move.other)
        assert [side.items[at].score for side in sides if side] == [case.first, case.other], rule
