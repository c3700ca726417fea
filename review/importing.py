"""A file becomes a project: read, understood, compared with the year before, stored whole with the log's entry for it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError, transaction

from extract.apart import read
from extract.refusal import Refusal
from normalize.compare import compare
from normalize.draft import draft
from normalize.rubric import Rubric
from review import log
from review.contents import Place, Said, doubtful, draft_of, entries_sha256, sha256, subjects
from review.models import Document, Entry, Person, Project, Revision
from review.picturing import Picture, pictures

TITLE = 300
"""Characters of a title that the list shows."""

Step = Callable[[str], None]


class Known(Refusal):
    """The same file was imported before; ``project`` is what came of it."""

    def __init__(self, project: Project) -> None:
        super().__init__(f"这份文件已经导入过了，就是《{project.title}》。")
        self.project = project


LONGEST = 240
"""Bytes of a file's name; file systems take 255."""


def file_name(name: str) -> str:
    """The last part of a name, cut at its front to what file systems take."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip().lstrip(".")
    return last.encode()[-LONGEST:].decode(errors="ignore") or "文件"


def keep(data: bytes, name: str) -> Document:
    """The document with these bytes, stored once."""
    digest = hashlib.sha256(data).hexdigest()
    found = Document.objects.filter(sha256=digest).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Document.objects.create(sha256=digest, name=file_name(name), data=data)
    except IntegrityError:  # two people send the same file at once
        return Document.objects.get(sha256=digest)


def import_file(data: bytes, name: str, person: Person | None, step: Step = lambda text: None) -> Project:
    """The project of a notice file. Raises Known for a file that is there already, and what reading refuses.

    ``step`` is told what is being done. Everything is stored in one transaction, or nothing.
    """
    digest = hashlib.sha256(data).hexdigest()
    _refuse_known(digest)
    step("正在读文件")
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        path = Path(folder) / file_name(name)
        path.write_bytes(data)
        notice = read(path)
    step("正在读规则")
    rubric = draft(notice)
    step("正在比较不同的读法")
    shown = pictures(rubric)
    step("正在找上年的通知")
    before = year_before(rubric)
    step("正在保存")
    with transaction.atomic():
        log.hold()
        _refuse_known(digest)
        project = Project(
            document=keep(data, name),
            title=(rubric.notice.title or name)[:TITLE],
            number=(rubric.notice.number or "")[:100],
            issuer=(rubric.notice.issuer or "")[:200],
            year=rubric.notice.year,
            notice=notice.model_dump_json(),
            draft=rubric.model_dump_json(),
            units="\n".join(unit.name for unit in rubric.units if not unit.members),
            imported_by=person,
        )
        project.previous = before
        project.save(force_insert=True)
        hashes = _fill(project, rubric, doubtful(notice), shown)
        log.append(
            "import",
            person,
            project,
            file=name,
            file_sha256=digest,
            notice_sha256=log.text_sha256(project.notice),
            draft_sha256=log.text_sha256(project.draft),
            entries_sha256=entries_sha256(hashes),
            listed=project.units.splitlines(),
        )
    return project


def _refuse_known(digest: str) -> None:
    known = Project.objects.filter(document__sha256=digest).first()
    if known is not None:
        raise Known(known)


def _fill(project: Project, rubric: Rubric, doubts: set[Place], shown: dict[str, Picture]) -> list[Said]:
    """An entry and its first revision for everything that there is to decide; returns what each says."""
    found = list(subjects(rubric, doubts))
    entries = Entry.objects.bulk_create(
        Entry(
            project=project,
            kind=one.kind,
            key=one.key,
            item=one.item,
            order=order,
            open_question=one.open_question,
        )
        for order, one in enumerate(found)
    )
    Revision.objects.bulk_create(
        Revision(entry=entry, number=1, content=one.content, sha256=sha256(one.content), **shown.get(one.key, {}))
        for entry, one in zip(entries, found, strict=True)
    )
    return [(one.kind, one.key, sha256(one.content)) for one in found]


PLACE = 2
"""Characters of an issuer's name that tell where it is (如皋): offices of one place write their name in several ways."""

PAIRED = 0.4
"""Share of a notice's items that an earlier one must have too to be last year's."""

TRIED = 20
"""Earlier notices that are compared."""


def year_before(rubric: Rubric) -> Project | None:
    """The notice of the year before by the same issuer, or where it names none with the same title but for the year:
    of the latest year, the one that shares most items."""
    year, issuer, title = rubric.notice.year, rubric.notice.issuer, rubric.notice.title
    if year is None:
        return None
    earlier = [
        one
        for one in Project.objects.filter(year__lt=year, voided=False).defer("notice")
        if (issuer and one.issuer.startswith(issuer[:PLACE])) or (title and _undated(one.title) == _undated(title))
    ]
    alike = [(one.year or 0, _shared(draft_of(one), rubric), one) for one in earlier[:TRIED]]
    found = [one for one in alike if one[1] >= PAIRED]
    return max(found, key=lambda one: one[:2])[2] if found else None


def _undated(title: str) -> str:
    """A title without its figures."""
    return "".join(character for character in title if not character.isdigit())


def _shared(old: Rubric, new: Rubric) -> float:
    """How many of the new rubric's items are in the old one too, 0 to 1."""
    kinds = [change.kind for change in compare(old, new)]
    return sum(kind not in ("new", "gone") for kind in kinds) / max(1, len(new.items))
