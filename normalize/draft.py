"""A notice → its draft rubric: items, goals, rules, targets, measures, policies and what the reviewer should know."""

from __future__ import annotations

import regex

from extract.notice import Notice, Paragraph, Table
from extract.refusal import FileRefusal
from normalize import policies
from normalize.entry import Entry, Total
from normalize.findings import findings
from normalize.items import positions, read_item
from normalize.join import join
from normalize.measures import Measures
from normalize.passage import Passage
from normalize.prose import read_beside, read_prose
from normalize.rows import Rows, read_rows
from normalize.rubric import Item, NoticeRef, Policy, Rubric, Section
from normalize.units import assessed_words, named_units
from normalize.view import HEADING_LENGTH

_YEAR = regex.compile(r"(?<!\d)(20\d\d)(?=\s*年|[〕\]）)])")


HEADING = 60
"""A paragraph above a table that is longer than this is no heading."""


class NoRubric(FileRefusal):
    """A notice that assesses nothing: no table of items, no section with rules or requirements."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "里没有找到考核项目",
            "请确认导入的是考核通知，并包含带“分值”“计分办法”之类表头的表格，或分条写明的计分办法",
        )


def draft(notice: Notice) -> Rubric:
    """The rubric that a notice states, as a draft for review. Raises NoRubric where there is none."""
    tables = [
        (index, rows) for index, table in notice.tables() if (rows := read_rows(notice, index, table)) is not None
    ]
    tables = [(index, rows) for index, rows in tables if rows.entries]
    entries, totals = _gathered(notice, tables) if tables else read_prose(notice)
    if not entries:
        raise NoRubric(notice.file.name)
    assessed = assessed_words(notice)
    pointed = any(entry.points is not None for entry in entries)
    names = positions(entries)
    reads = [read_item(entry, name, assessed, pointed) for entry, name in zip(entries, names, strict=True)]
    items = [read.item for read in reads]
    for item in items:
        join(item)
    measures = Measures()
    for item in items:
        measures.ask(item)
    weights = [
        (names[_index(entries, entry)], percent, place) for _, rows in tables for entry, percent, place in rows.weights
    ]
    stated = [one for read in reads for policy in read.policies for one in policies.by_project(policy, items)]
    rubric = Rubric(
        notice=_reference(notice, [index for index, _ in tables]),
        units=named_units(items),
        sections=[Section(path=total.path, points=total.points, source=total.source.source()) for total in totals],
        items=items,
        measures=measures.finish(),
        policies=stated + policies.weights(weights, "w") + _noted(notice, entries, totals, tables, items),
    )
    numbers = {rule: number for read in reads for rule, number in read.numbers.items()}
    rubric.findings = findings(rubric, numbers, {read.item.id for read in reads if read.shared})
    return rubric


def _gathered(notice: Notice, tables: list[tuple[int, Rows]]) -> tuple[list[Entry], list[Total]]:
    """The entries of the tables, and of the sections beside them that add or take, in document order."""
    entries = [entry for _, rows in tables for entry in rows.entries]
    entries += read_beside(notice, frozenset(index for index, _ in tables))
    entries.sort(key=lambda entry: entry.source.block)
    return entries, [total for _, rows in tables for total in rows.totals]


def _index(entries: list[Entry], wanted: Entry) -> int:
    return next(at for at, entry in enumerate(entries) if entry is wanted)


def _noted(
    notice: Notice, entries: list[Entry], totals: list[Total], tables: list[tuple[int, Rows]], items: list[Item]
) -> list[Policy]:
    """The policies in paragraphs that are no item's own text, and in the notes inside tables."""
    used = [passage for entry in entries for passage in [entry.source, *entry.rules, *entry.goals]]
    read = {passage.block for passage in [*used, *(total.source for total in totals)] if passage.cell is None}
    notes = [
        Passage.of_paragraph(notice, index)
        for index, block in enumerate(notice.blocks)
        if isinstance(block, Paragraph)
        and index not in read
        and policies.is_policy(block.text)
        and not _is_heading(notice, index, block)
    ]
    notes += [note for _, rows in tables for note in rows.notes]
    found: list[Policy] = []
    for number, note in enumerate(notes, start=1):
        found += policies.read_note(note, items, f"n{number}.p")
    return found


def _is_heading(notice: Notice, index: int, block: Paragraph) -> bool:
    """Whether a paragraph only names what comes below it (一票否优)."""
    below = notice.blocks[index + 1] if index + 1 < len(notice.blocks) else None
    if "。" in block.text or len(block.text) > HEADING:
        return False
    return block.level is not None or (isinstance(below, Table) and len(block.text) <= HEADING_LENGTH)


def _reference(notice: Notice, tables: list[int]) -> NoticeRef:
    return NoticeRef(
        title=notice.title,
        number=notice.number,
        issuer=notice.issuer,
        issued_on=notice.issued_on,
        year=_year(notice, tables),
        file=notice.file.name,
        sha256=notice.file.sha256,
    )


def _year(notice: Notice, tables: list[int]) -> int | None:
    """The year assessed: of the title, else of the nearest heading above the table; null where neither says."""
    blocks = notice.blocks[: tables[0]] if tables else []
    above = [block.text for block in reversed(blocks) if isinstance(block, Paragraph) and len(block.text) < HEADING]
    years = [_YEAR.search(text) for text in [notice.title or "", *above]]
    return next((int(year[1]) for year in years if year), None)
