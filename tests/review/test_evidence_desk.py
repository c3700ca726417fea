"""Workbooks coming in at the desk: nothing is taken with a fault in it, and what is missing is said."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from extract.refusal import Refusal
from review import scoring
from review.importing import file_name
from review.models import Filled, Frozen, LogEntry, Project, Run
from review.roles import Denied
from review.scoring import NoUnits
from review.verifying import verify
from tests.review.acting import UNITS, frozen, workbook


@pytest.fixture
def sealed(small: Project, people: SimpleNamespace) -> Frozen:
    return frozen(small, people)


def test_every_fault_of_a_workbook_is_listed_and_nothing_is_taken_in(
    sealed: Frozen, people: SimpleNamespace, tmp_path: Path
) -> None:
    data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": "很多", "是否举办": "也许"}, ["如城街道"])
    with pytest.raises(Refusal) as refused:
        scoring.take_in(people.enter, sealed, data, "填报.xlsx")
    assert "很多" in refused.value.text
    assert "也许" in refused.value.text
    assert not Filled.objects.exists()


def test_what_is_missing_is_said_for_each_unit(sealed: Frozen, people: SimpleNamespace, tmp_path: Path) -> None:
    data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": 12, "少办的期数": 0}, ["如城街道"])
    filled = scoring.take_in(people.enter, sealed, data, "填报.xlsx")
    first, *others = scoring.progress(filled)
    assert (first.unit, first.filled, first.asked) == ("如城街道", 2, 4)
    assert next(column.question.split("：")[-1] for column in first.missing) == "是否举办"
    assert [(one.unit, one.filled) for one in others] == [("长江镇", 0), ("搬经镇", 0)]


def test_scores_of_what_is_half_filled_are_bounds_without_a_rank(
    sealed: Frozen, people: SimpleNamespace, tmp_path: Path
) -> None:
    data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": 11}, UNITS[:1])
    run = scoring.run(people.enter, scoring.take_in(people.enter, sealed, data, "填报.xlsx"))
    best = json.loads(run.result)["units"][0]
    assert (best["complete"], best["rank"], best["total"]) == (False, None, None)


def test_the_next_workbook_takes_the_place_of_the_one_before_and_both_are_kept(
    sealed: Frozen, people: SimpleNamespace, tmp_path: Path
) -> None:
    for count in (10, 11):
        data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": count})
        scoring.take_in(people.enter, sealed, data, f"填报{count}.xlsx")
    assert list(sealed.filled.values_list("name", "taken")) == [("填报11.xlsx", True), ("填报10.xlsx", False)]


def test_a_run_names_its_link_of_the_log(sealed: Frozen, people: SimpleNamespace, tmp_path: Path) -> None:
    data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": 10})
    run = scoring.run(people.enter, scoring.take_in(people.enter, sealed, data, "填报.xlsx"))
    assert LogEntry.objects.get(hash=run.log_head).act == "score"
    assert verify() is None
    Run.objects.filter(pk=run.pk).update(result=run.result.replace("如城", "茹城"))
    fault = verify()
    assert fault is not None
    assert (fault.seq, "得分与存下的不符" in fault.text) == (LogEntry.objects.get(hash=run.log_head).seq, True)


def test_units_stand_once_each_and_are_needed_for_a_workbook(sealed: Frozen, people: SimpleNamespace) -> None:
    project = sealed.project
    with pytest.raises(NoUnits, match="「长江镇」写了两遍"):
        scoring.set_units(people.enter, project, "长江镇\n如城街道\n 长江镇 \n")
    scoring.set_units(people.enter, project, "\n")
    with pytest.raises(NoUnits, match="还没有被考核单位"):
        scoring.template(sealed)
    with pytest.raises(Denied):
        scoring.set_units(people.read, project, "长江镇")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("填" * 200 + ".xlsx", "填" * 78 + ".xlsx"),
        (r"C:\表\..\填.xlsx", "填.xlsx"),
        ("../../填.xlsx", "填.xlsx"),
        ("..", "文件"),
    ],
)
def test_a_file_is_kept_under_a_name_that_is_one_short_enough_name(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_a_workbook_with_a_name_of_two_hundred_characters_is_taken(
    sealed: Frozen, people: SimpleNamespace, tmp_path: Path
) -> None:
    data = workbook(sealed, tmp_path / "a.xlsx", {"全年条数": 10})
    assert scoring.take_in(people.enter, sealed, data, "填" * 200 + ".xlsx").name.endswith("填填.xlsx")
