"""Last year beside this year: what changed from Rugao's notice of 2018 to that of 2019, as read from both documents."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from normalize.compare import Change, ItemChange, compare
from tests.golden import rubric

WANTED = yaml.safe_load(Path("golden/rugao-2018-to-2019.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def changes() -> list[ItemChange]:
    return compare(rubric("rugao-2018", "docx"), rubric("rugao-2019", "docx"))


@pytest.fixture(scope="module")
def rules(changes: list[ItemChange]) -> list[Change]:
    return [rule for change in changes for rule in change.rules]


@pytest.mark.parametrize("wanted", WANTED["items"], ids=lambda wanted: wanted.get("new") or wanted["old"])
def test_items(changes: list[ItemChange], wanted: dict) -> None:
    """Every item of either year is paired, or new, or gone, as the documents say."""
    found = next(c for c in changes if (c.old_name, c.new_name) == (wanted.get("old"), wanted.get("new")))
    assert found.kind == wanted["kind"]
    if "points" in wanted:
        assert found.figures == ["分值 {} → {}".format(*wanted["points"])]


@pytest.mark.parametrize("wanted", WANTED["rules"], ids=lambda wanted: wanted["new"])
def test_rules_of_both_years(rules: list[Change], wanted: dict) -> None:
    """A rule that stayed is told from one that was reworded and one whose figures changed."""
    found = next(rule for rule in rules if rule.new_text == wanted["new"])
    assert (found.old_text, found.kind) == (wanted["old"], wanted["kind"])
    if "figures" in wanted:
        assert found.figures == [f"分数 {wanted['figures']}"]


def test_new_and_gone(rules: list[Change]) -> None:
    """Nothing new is paired with something that is gone."""
    assert set(WANTED["new"]) <= {rule.new_text for rule in rules if rule.kind == "new"}
    assert set(WANTED["gone"]) <= {rule.old_text for rule in rules if rule.kind == "gone"}


def test_a_year_beside_itself_is_unchanged() -> None:
    same = rubric("yueyang-2015", "docx")
    changes = compare(same, same)
    assert {part.kind for change in changes for part in [change, *change.rules, *change.targets]} == {"unchanged"}
