"""The log only grows, and whoever changes it, or what it tells of, behind its back is found."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from review import deciding, log
from review.models import Document, Entry, LogEntry, LogHead, Project, Revision
from review.verifying import verify
from tests.review.acting import at, frozen

LITE = connection.vendor == "sqlite"
TRIGGERS = ["log_no_update", "log_no_delete", "log_no_replace"] if LITE else ["log_no_change", "log_no_truncate"]
COPY = "select seq, at, by, person, project, entry, act, '{}', previous, hash from review_logentry where seq = 1"
FORBIDDEN = [
    "update review_logentry set person = '别人' where seq = 1",
    "delete from review_logentry where seq = 1",
    *(
        [
            f"insert or replace into review_logentry {COPY}",
            f"replace into review_logentry {COPY}",
            "insert into review_logentry select * from review_logentry where seq = 1 "
            "on conflict(seq) do update set person = '别人'",
        ]
        if LITE
        else [
            "truncate review_logentry",
            "insert into review_logentry select * from review_logentry where seq = 1 "
            "on conflict(seq) do update set person = '别人'",
        ]
    ),
]


def run(statement: str, *values: object) -> None:
    """Straight to the database, past everything of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def decided(small: Project, people: SimpleNamespace) -> Entry:
    """A rule that was reviewed and approved: the last two links are about it."""
    entry = small.entries.get(key="2.r1")
    deciding.accept(people.review, entry.pk, at(entry))
    return deciding.approve(people.approve, entry.pk, at(entry))


@pytest.fixture
def unguarded(decided: Entry) -> Entry:
    """The same without the triggers: what somebody finds who works on a copy of the file."""
    for trigger in TRIGGERS:
        run(f"drop trigger {trigger}" + ("" if LITE else " on review_logentry"))
    return decided


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_the_log(decided: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="the log only grows"), transaction.atomic():
        run(statement)
    assert verify() is None


def test_the_chain_starts_at_zero_and_each_link_covers_the_one_before(decided: Entry) -> None:
    before = log.START
    for link in LogEntry.objects.all():
        assert link.previous == before
        before = link.hash
        assert log.digest(link) == link.hash
    assert log.head() == before


def test_a_link_outside_a_transaction_is_a_fault_of_ours(people: SimpleNamespace) -> None:
    transaction.set_rollback(True)
    with pytest.raises(transaction.TransactionManagementError):
        log.append("account", people.boss)


@pytest.mark.parametrize("field", ["at", "person", "act", "data", "by"])
def test_a_link_that_was_changed_is_named(unguarded: Entry, field: str) -> None:
    seq = unguarded.last_act - 1
    run(f'update review_logentry set "{field}" = %s where seq = %s', 7 if field == "by" else "{}", seq)
    fault = verify()
    assert fault is not None
    assert (fault.seq, fault.text) == (seq, f"第 {seq} 条记录的内容被改动过")


def test_a_changed_link_with_its_hash_made_to_fit_breaks_the_next(unguarded: Entry) -> None:
    link = LogEntry.objects.get(seq=unguarded.last_act - 1)
    link.person = "别人"
    run("update review_logentry set person = %s, hash = %s where seq = %s", "别人", log.digest(link), link.seq)
    fault = verify()
    assert fault is not None
    assert fault.text == f"第 {unguarded.last_act} 条记录与前一条接不上"


def test_a_link_taken_out_is_missed(unguarded: Entry) -> None:
    run("delete from review_logentry where seq = %s", unguarded.last_act - 1)
    fault = verify()
    assert fault is not None
    assert fault.text == f"第 {unguarded.last_act - 1} 条记录缺失"


def test_a_log_cut_at_its_end_shows_even_with_its_head_set_back(unguarded: Entry) -> None:
    run("delete from review_logentry where seq = %s", unguarded.last_act)
    fault = verify()
    assert fault is not None
    assert "应有" in fault.text
    last = LogEntry.objects.order_by("-seq")[0]
    LogHead.objects.update(seq=last.seq, hash=last.hash)
    fault = verify()
    assert fault is not None
    assert fault.text == f"「2.r1」的状态与第 {last.seq} 条记录不符"


TAMPERED = {
    "state": lambda entry: Entry.objects.filter(pk=entry.pk).update(state="pending"),
    "approver": lambda entry: Entry.objects.filter(pk=entry.pk).update(approver=entry.reviewer),
    "words of a rule": lambda entry: Revision.objects.filter(entry=entry).update(content={"rule": 1}),
    "a rule nobody has decided": lambda entry: Revision.objects.filter(entry__key="3.r1").update(content={"rule": 1}),
    "state of a rule nobody has decided": lambda entry: Entry.objects.filter(key="3.r1").update(state="approved"),
    "a rule taken out": lambda entry: Entry.objects.filter(key="3.r1").delete(),
    "the draft": lambda entry: Project.objects.filter(pk=entry.project_id).update(draft="{}"),
    "the notice": lambda entry: Project.objects.filter(pk=entry.project_id).update(notice="{}"),
    "the two-person rule": lambda entry: Project.objects.filter(pk=entry.project_id).update(two_person=False),
    "the units": lambda entry: Project.objects.filter(pk=entry.project_id).update(units="甲镇"),
    "the file": lambda entry: Document.objects.filter(pk=entry.project.document_id).update(data=b"x"),
    "the file and its hash": lambda entry: Document.objects.filter(pk=entry.project.document_id).update(
        data=b"x", sha256=hashlib.sha256(b"x").hexdigest()
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_stored_is_what_the_log_tells_of(decided: Entry, what: str) -> None:
    assert verify() is None
    TAMPERED[what](decided)
    fault = verify()
    assert fault is not None
    assert "第 0 条" not in fault.text


def test_a_frozen_rubric_that_was_changed_is_found(small: Project, people: SimpleNamespace) -> None:
    made = frozen(small, people)
    made.rubric = made.rubric.replace("扣1分", "扣2分")
    made.save()
    fault = verify()
    assert fault is not None
    assert fault.text == "封存的第 1 版与记录不符"
