"""Work in the background: one process takes jobs from the database, so a restart loses none and repeats none by halves."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import close_old_connections, transaction
from django.urls import reverse

from extract.refusal import Refusal
from review.importing import Known, import_file
from review.models import Job, Run
from review.scoring import run

PAUSE = 0.5
"""Seconds between looks for work."""


def resume() -> None:
    """Put back what was running when the worker before this one ended: nothing of it was stored."""
    Job.objects.filter(state="running").update(state="waiting", step="")


def take() -> Job | None:
    """The oldest waiting job, now running; None where there is none."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(state="waiting").order_by("id").first()
        if job is not None:
            job.state = "running"
            job.save(update_fields=["state"])
        return job


def perform(job: Job) -> None:
    """Do a job; whatever is refused becomes its message."""

    def step(text: str) -> None:
        Job.objects.filter(pk=job.pk).update(step=text)

    try:
        target = _WORK[job.kind](job, step)
        Job.objects.filter(pk=job.pk).update(state="done", target=target, step="")
    except Known as known:
        target = reverse("notice", args=[known.project.pk])
        Job.objects.filter(pk=job.pk).update(state="done", target=target, step="", message=known.text)
    except Refusal as refusal:
        Job.objects.filter(pk=job.pk).update(state="failed", message=refusal.text[:2000], step="")
    except Exception as error:
        text = f"程序内部出错（{type(error).__name__}），没有保存任何内容；请把文件交给维护人员。"
        Job.objects.filter(pk=job.pk).update(state="failed", message=text, step="")
        raise


def _import(job: Job, step: Callable[[str], None]) -> str:
    assert job.document is not None
    project = import_file(bytes(job.document.data), job.subject, job.by, step)
    return reverse("notice", args=[project.pk])


def _score(job: Job, step: Callable[[str], None]) -> str:
    assert job.filled is not None
    assert job.by is not None

    def done(made: Run) -> None:
        # With the scores themselves: whoever pulls the plug between the two would have the job done twice.
        Job.objects.filter(pk=job.pk).update(state="done", target=_scores(made))

    return _scores(run(job.by, job.filled, step, done))


def _scores(made: Run) -> str:
    return reverse("scores", args=[made.pk])


_WORK: dict[str, Callable[[Job, Callable[[str], None]], str]] = {"import": _import, "score": _score}


def work(stopped: Callable[[], bool]) -> None:
    """Take and do jobs until ``stopped`` says so."""
    resume()
    while not stopped():
        job = take()
        if job is None:
            time.sleep(PAUSE)
            close_old_connections()
            continue
        perform(job)
