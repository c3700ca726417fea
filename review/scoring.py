"""Evidence in, scores out: a frozen rubric's workbook, what was filled in, and the runs that scored it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from extract.refusal import Refusal
from normalize.rubric import Rubric
from review import log
from review.freezing import rubric_of
from review.importing import file_name, keep
from review.models import Filled, Frozen, Person, Project, Run
from review.roles import require
from score import engine, report, workbook
from score.evidence import Evidence, read
from score.progress import Progress
from score.progress import progress as progress_of
from score.sheet import Scores


class NoUnits(Refusal):
    """A workbook for nobody."""

    status = 400


def set_units(person: Person, project: Project, text: str) -> list[str]:
    """Keep the assessed units of a project, one a line. Raises NoUnits where a name stands twice."""
    require(person, "fill")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise NoUnits(f"单位「{twice}」写了两遍，请一个单位只写一行。")
    with transaction.atomic():
        log.hold()
        project.units = "\n".join(names)
        project.save(update_fields=["units"])
        log.append("units", person, project, units=names)
    return names


def template(frozen: Frozen) -> bytes:
    """The evidence workbook of a frozen rubric for the project's units. Raises NoUnits where none are known."""
    names = [name for name in frozen.project.units.splitlines() if name]
    if not names:
        raise NoUnits("还没有被考核单位，请先填写单位名单，一行一个。")
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        path = Path(folder) / "填报表.xlsx"
        workbook.write(rubric_of(frozen), path, units=names)
        return path.read_bytes()


def take_in(person: Person, frozen: Frozen, data: bytes, name: str) -> Filled:
    """A filled workbook, read and found without fault; it takes the place of the one before."""
    require(person, "fill")
    _evidence(rubric_of(frozen), data, name)
    with transaction.atomic():
        log.hold()
        document = keep(data, name)
        frozen.filled.update(taken=False)
        filled = Filled.objects.create(frozen=frozen, document=document, name=file_name(name), by=person)
        log.append("fill", person, frozen.project, frozen=frozen.number, file=name, file_sha256=document.sha256)
    return filled


def evidence_of(filled: Filled) -> Evidence:
    """The answers in a filled workbook."""
    return _evidence(rubric_of(filled.frozen), bytes(filled.document.data), filled.name)


def _evidence(rubric: Rubric, data: bytes, name: str) -> Evidence:
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        path = Path(folder) / file_name(name)
        path.write_bytes(data)
        return read(path, rubric)


def progress(filled: Filled) -> list[Progress]:
    """For each unit, how many questions are answered and which are not."""
    return progress_of(evidence_of(filled), rubric_of(filled.frozen))


def run(
    person: Person,
    filled: Filled,
    step: Callable[[str], None] = lambda text: None,
    done: Callable[[Run], None] = lambda made: None,
) -> Run:
    """Score what was filled in; stored with its workbook in one transaction with the log's entry, and ``done`` in it."""
    require(person, "fill")
    rubric = rubric_of(filled.frozen)
    step("正在读填报")
    found = evidence_of(filled)
    step("正在计分")
    scores = engine.score(rubric, found)
    step("正在写结果")
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        path = Path(folder) / "得分.xlsx"
        report.write(scores, path)
        book = path.read_bytes()
    text = scores.model_dump_json()
    with transaction.atomic():
        log.hold()
        link = log.append(
            "score",
            person,
            filled.frozen.project,
            frozen=filled.frozen.number,
            filled=filled.pk,
            evidence_sha256=scores.evidence_sha256,
            result_sha256=log.text_sha256(text),
            workbook_sha256=hashlib.sha256(book).hexdigest(),
        )
        made = Run.objects.create(
            frozen=filled.frozen, filled=filled, by=person, log_head=link.hash, result=text, workbook=book
        )
        done(made)
    return made


@lru_cache(maxsize=4)
def _scores(run: int, text: str) -> Scores:
    return Scores.model_validate_json(text)


def scores_of(run: Run) -> Scores:
    """The scores of a run; shared between callers, so never to be changed."""
    return _scores(run.pk, run.result)
