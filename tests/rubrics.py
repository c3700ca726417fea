"""Small notices drawn in a test, and their rubrics."""

from __future__ import annotations

from extract.notice import File, Notice, Paragraph
from extract.stitch import stitch
from normalize.draft import draft
from normalize.rubric import Item, Rubric
from tests.test_stitch import table


def notice(*blocks: str) -> Notice:
    """A notice of paragraphs and drawn tables (``|`` parts cells, ``<`` continues to the left, ``^`` from above)."""
    drawn = [table(block) if "|" in block else Paragraph(text=block) for block in blocks]
    found, warnings = stitch(drawn)
    file = File(name="通知.docx", sha256="0" * 64, kind="docx")
    return Notice(file=file, blocks=found, warnings=warnings)


def rubric(*blocks: str) -> Rubric:
    """The draft rubric of a drawn notice."""
    return draft(notice(*blocks))


def outline(made: Rubric) -> list[str]:
    """One line an item: id, path and name, points, and the letter of a kind other than base."""
    return [line(item) for item in made.items]


def line(item: Item) -> str:
    kind = {"base": "", "bonus": " 加", "penalty": " 扣"}[item.kind]
    return f"{item.id} {'/'.join([*item.path, item.name])} {item.points or '-'}{kind}"
