"""Freezing: when everything is decided, the rubric that the decisions amount to is sealed and can be scored."""

from __future__ import annotations

from functools import lru_cache

from django.db import transaction
from django.utils.timezone import localtime, now

from extract.refusal import Refusal
from normalize.approval import approve
from normalize.rubric import Rubric
from review import log
from review.contents import assembled, replaced
from review.models import STATES, Entry, Frozen, Person, Project
from review.roles import require

SHOWN = 8
"""Undecided entries that a refusal names."""


class Undecided(Refusal):
    """Something is not approved yet."""

    status = 409


def left(project: Project) -> list[Entry]:
    """What keeps a project from being frozen: entries neither approved nor void, nor replaced by a chosen reading."""
    waiting = project.entries.exclude(state__in=("approved", "void"))
    return list(waiting.exclude(kind="rule", key__in=replaced(project)))


def freeze(person: Person, project: Project) -> Frozen:
    """The sealed rubric of a project, numbered anew each time. Raises Undecided, naming what is not approved."""
    require(person, "approve")
    with transaction.atomic():
        log.hold()
        found = Project.objects.get(pk=project.pk)
        if found.voided:
            raise Undecided("这份通知已经作废，不能封存。")
        waiting = left(found)
        if waiting:
            named = "、".join(f"{entry.key}（{STATES[entry.state]}）" for entry in waiting[:SHOWN])
            more = f"等 {len(waiting)} 条" if len(waiting) > SHOWN else ""
            raise Undecided(f"还没有全部批准，不能封存：{named}{more}。")
        whole = assembled(found)
        sealed = approve(
            whole.rubric,
            by=person.name if found.two_person else f"{person.name}（单人复核）",
            at=localtime(now()),
            confirm=whole.confirmed,
            choose=whole.chosen,
            log_head=log.head(),
        )
        text = sealed.model_dump_json(indent=2)
        number = (found.frozen.values_list("number", flat=True).first() or 0) + 1
        frozen = Frozen.objects.create(project=found, number=number, rubric=text, by=person)
        log.append("freeze", person, found, number=number, rubric_sha256=log.text_sha256(text))
    return frozen


@lru_cache(maxsize=8)
def _parsed(text: str) -> Rubric:
    return Rubric.model_validate_json(text)


def rubric_of(frozen: Frozen) -> Rubric:
    """The frozen rubric; shared between callers, so never to be changed."""
    return _parsed(frozen.rubric)


def is_current(frozen: Frozen) -> bool:
    """Whether the decisions still amount to what was frozen."""
    whole = assembled(frozen.project)
    sealed = rubric_of(frozen)
    assert sealed.approval is not None
    return (
        sealed.content_sha256() == whole.rubric.content_sha256()
        and sealed.approval.chosen == whole.chosen
        and not left(frozen.project)
    )
