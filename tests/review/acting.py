"""What several tests do at the desk before their own step."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import openpyxl

from review import deciding
from review.deciding import Seen
from review.freezing import freeze
from review.models import Entry, Frozen, Person, Project
from review.scoring import set_units, template

UNITS = ["如城街道", "长江镇", "搬经镇"]


def at(entry: Entry) -> Seen:
    """What somebody sees who opens the entry now."""
    stored = Entry.objects.get(pk=entry.pk)
    return Seen(stored.revision, stored.revisions.get(number=stored.revision).sha256)


def accept_all(project: Project, person: Person) -> None:
    """Accept everything that waits."""
    for entry in project.entries.filter(state__in=("pending", "returned")):
        deciding.accept(person, entry.pk, at(entry))


def approve_all(project: Project, person: Person) -> None:
    """Approve everything that is reviewed."""
    for entry in project.entries.filter(state="reviewed"):
        deciding.approve(person, entry.pk, at(entry))


def frozen(project: Project, people: SimpleNamespace) -> Frozen:
    """The project decided as the machine reads it, and frozen for ``UNITS``."""
    accept_all(project, people.review)
    approve_all(project, people.approve)
    set_units(people.enter, project, "\n".join(UNITS))
    return freeze(people.approve, project)


def workbook(one: Frozen, path: Path, answers: dict[str, object], units: list[str] = UNITS) -> bytes:
    """The frozen rubric's workbook with the same answers for each of ``units``, by a part of the question."""
    path.write_bytes(template(one))
    book = openpyxl.load_workbook(path)
    sheet = book["填报"]
    for words, answer in answers.items():
        columns = [cell.column for cell in sheet[2] if cell.value and words in cell.value]
        assert columns, words
        for row in (cell.row for cell in sheet["A"] if cell.value in units):
            for column in columns:
                sheet.cell(row, column).value = answer
    book.save(path)
    return path.read_bytes()
