"""Freezing: only what is decided whole, and the file is one that ``kaohe score`` takes."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from normalize import approval
from normalize.rubric import Rubric
from review import deciding, log
from review.freezing import Undecided, freeze, is_current
from review.models import LogEntry, Project
from review.roles import Denied
from review.verifying import verify
from tests.review.acting import accept_all, approve_all, at, frozen, workbook
from tests.test_command_line import kaohe

ANSWERS: dict[str, object] = {"全年条数": 10, "少办的期数": 1, "是否举办": "是", "应扣分数": 1}


def test_nothing_is_frozen_while_something_is_open_and_the_refusal_names_it(
    small: Project, people: SimpleNamespace
) -> None:
    accept_all(small, people.review)
    with pytest.raises(Undecided, match=r"1\.r1（已审）"):
        freeze(people.approve, small)
    approve_all(small, people.approve)
    entry = small.entries.get(key="2.r2")
    deciding.send_back(people.approve, entry.pk, at(entry), "再看看")
    with pytest.raises(Undecided, match=r"不能封存：2\.r2（退回）。"):
        freeze(people.approve, small)


def test_only_an_approver_freezes(small: Project, people: SimpleNamespace) -> None:
    accept_all(small, people.review)
    approve_all(small, people.approve)
    for person in (people.review, people.manage, people.enter, people.read):
        with pytest.raises(Denied):
            freeze(person, small)


def test_the_frozen_file_carries_the_approvals_and_the_log_up_to_them(small: Project, people: SimpleNamespace) -> None:
    accept_all(small, people.review)
    approve_all(small, people.approve)
    head = log.head()
    made = freeze(people.approve, small)
    rubric = Rubric.model_validate_json(made.rubric)
    approval.verify(rubric)
    assert rubric.approval is not None
    assert (rubric.approval.by, rubric.approval.log_head) == ("批大姐", head)
    assert rubric.approval.confirmed == ["1.r1"]
    assert LogEntry.objects.get(hash=head).act == "approve"
    assert verify() is None


def test_a_chosen_reading_and_an_edit_and_a_removal_are_in_the_frozen_file(
    small: Project, people: SimpleNamespace
) -> None:
    reading, out = small.entries.get(key="1.r1"), small.entries.get(key="2.r2")
    deciding.choose(people.review, reading.pk, at(reading), "by-month")
    deciding.remove(people.review, out.pk, at(out), "不计分")
    accept_all(small, people.review)
    approve_all(small, people.approve)
    rubric = Rubric.model_validate_json(freeze(people.approve, small).rubric)
    assert rubric.approval is not None
    assert (rubric.approval.chosen, rubric.approval.confirmed) == ({"1.r1": "by-month"}, [])
    assert [rule.id for item in rubric.items for rule in item.rules] == ["1.r1", "2.r1", "3.r1"]


def test_one_person_alone_is_said_on_the_frozen_file(small: Project, people: SimpleNamespace) -> None:
    Project.objects.filter(pk=small.pk).update(two_person=False)
    small.refresh_from_db()
    accept_all(small, people.boss)
    approve_all(small, people.boss)
    rubric = Rubric.model_validate_json(freeze(people.boss, small).rubric)
    assert rubric.approval is not None
    assert rubric.approval.by == "王主任（单人复核）"


def test_a_change_after_freezing_shows_and_freezing_again_makes_the_next_number(
    small: Project, people: SimpleNamespace
) -> None:
    first = frozen(small, people)
    assert is_current(first)
    entry = small.entries.get(key="1.r1")
    deciding.choose(people.review, entry.pk, at(entry), "by-month")
    assert not is_current(first)
    deciding.approve(people.approve, entry.pk, at(entry))
    second = freeze(people.approve, small)
    assert (second.number, is_current(second), is_current(first)) == (2, True, False)


def test_kaohe_score_takes_the_frozen_file_and_gives_what_the_desk_gives(
    small: Project, people: SimpleNamespace, tmp_path: Path
) -> None:
    from review import scoring

    made = frozen(small, people)
    data = workbook(made, tmp_path / "填报.xlsx", ANSWERS)
    run = scoring.run(people.enter, scoring.take_in(people.enter, made, data, "填报.xlsx"))
    (tmp_path / "规则.json").write_text(made.rubric, encoding="utf-8")
    done = kaohe("score", tmp_path / "规则.json", tmp_path / "填报.xlsx", "-o", tmp_path / "得分.json")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "得分.json").read_text("utf-8")) == json.loads(run.result)
    assert [unit["total"] for unit in json.loads(run.result)["units"]] == ["20", "20", "20"]
