"""A notice without a rubric table → entries: one per section that assesses something.

A section assesses where its own paragraphs (up to the next heading) say how points are earned or lost; in a notice
that speaks of no points at all, where they name what is required (主要内容：…, 目标任务：…).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.notice import Notice, Paragraph
from normalize.entry import Entry, Total, beginning, kind_of, label
from normalize.numbering import STYLES, unnumbered
from normalize.passage import Passage
from normalize.policies import speaks_of_total
from normalize.quantity import fold
from normalize.scoring import is_scoring

HEADING_LENGTH = 40
"""A heading is at most this long."""

_REQUIRED = regex.compile(
    r"\s*(?:主要)?(?:目标任务|主要内容|目标要求|工作目标|工作要求|工作任务|考核内容|重点任务|任务目标)\s*[:：]"
)
_ENDS = regex.compile(r"[。；;，,：:、！？]\s*$")
_OWN = regex.compile(
    r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)])\s*[^,;。:\d(]{2,20}(?P<open>\(\s*(?:满分)?(?P<points>\d+(?:\.\d+)?)\s*分\s*\))\s*[:。,;]?\s*"
)
_VETO = regex.compile(r".{0,6}一票否[决优].{0,4}")
_PARTS = regex.compile(r"\s*(?:--+|——|：|:)\s*")


@dataclass
class _Section:
    """A heading with its path, and the paragraphs below it up to the next heading."""

    path: list[str]
    at: Passage
    total: str | None
    body: list[Passage] = field(default_factory=list)

    @property
    def is_scored(self) -> bool:
        """Whether its own paragraphs say how points are earned or lost."""
        return any(is_scoring(body.text) for body in self.body)


def read_prose(notice: Notice) -> tuple[list[Entry], list[Total]]:
    """The entries of a notice without a rubric table and the totals that its headings state; [] where there is none."""
    sections = _sections(notice, frozenset())
    scored = [section for section in sections if section.is_scored]
    required = [s for s in sections if any(_REQUIRED.match(body.text) for body in s.body)]
    entries = [_entry(section) for section in scored or required]
    totals = [Total(s.path, s.total, s.at) for s in sections if s.total is not None and not s.is_scored]
    return entries, totals


def read_beside(notice: Notice, tables: frozenset[int]) -> list[Entry]:
    """Sections beside the rubric tables (their block indexes) that add, take or veto: 加分项目, 一票否决."""
    entries = [_entry(section) for section in _sections(notice, tables) if section.is_scored]
    return [entry for entry in entries if entry.kind != "base"]


def _entry(section: _Section) -> Entry:
    kind, veto = kind_of(list(reversed(section.path)))
    entry = Entry(section.path[:-1], section.path[-1], section.at, section.total, kind, veto)
    if section.is_scored:
        entry.rules = section.body
    else:
        entry.goals = [_without_label(body) for body in section.body]
    return entry


def _without_label(passage: Passage) -> Passage:
    found = _REQUIRED.match(passage.text)
    return passage.part(found.end(), len(passage.text)).stripped() if found else passage


def _sections(notice: Notice, tables: frozenset[int]) -> list[_Section]:
    """The sections of the paragraphs; a rubric table ends the one above it."""
    texts = [block.text.strip() if isinstance(block, Paragraph) else "" for block in notice.blocks]
    named = {place.block for place in notice.sources.values()}
    sections: list[_Section] = []
    trail: list[tuple[int, str]] = []
    open_ = False
    for index, block in enumerate(notice.blocks):
        if index in tables:
            open_ = False
        if not isinstance(block, Paragraph) or not block.text.strip() or index in named:
            continue
        here = Passage.of_paragraph(notice, index).stripped()
        level = _level(block, texts, index)
        if level is not None:
            names = [label(part)[0] for part in _PARTS.split(label(block.text)[0]) if part]
            trail = [(at, name) for at, name in trail if at < level] + [(level, name) for name in names]
            sections.append(_Section([name for _, name in trail], here, label(block.text)[1]))
            open_ = True
        elif (own := _own_section(here)) is not None:
            name, total, rest = own
            sections.append(_Section([*(name for _, name in trail), name], here, total, [rest]))
            open_ = True
        elif open_:
            # A line that stands under every heading alike (注：赋分方法) is layout.
            if not speaks_of_total(block.text) and (texts.count(texts[index]) == 1 or is_scoring(texts[index])):
                sections[-1].body.append(here)
        elif not tables and is_scoring(texts[index]) and not speaks_of_total(block.text):
            name = label(notice.title or beginning(texts[index]))[0]
            sections.append(_Section([name], here, None, [here]))
            open_ = True
    return sections


def _own_section(passage: Passage) -> tuple[str, str, Passage] | None:
    """``1.信息报送（10分）。每少一条扣1分``: a numbered paragraph that names itself, its points and its rules."""
    found = _OWN.match(fold(passage.text))
    if found is None or not is_scoring(passage.text[found.end() :]):
        return None
    name = unnumbered(passage.text[: found.start("open")])
    return name, found["points"], passage.part(found.end(), len(passage.text)).stripped()


def _level(block: Paragraph, texts: list[str], index: int) -> int | None:
    """The level of a heading, 9 for one that only its shortness shows; None for body text."""
    text = block.text.strip()
    bare, _ = label(text)
    if (
        len(text) > HEADING_LENGTH
        or (is_scoring(bare) and not _VETO.fullmatch(bare))
        or _REQUIRED.match(text)
        or _ENDS.search(text)
    ):
        return None
    if block.level is not None:
        return block.level
    for level, style in enumerate(("han", "hanbracket"), start=1):
        if regex.match(STYLES[style], fold(text)):
            return level
    follows = next((later for later in texts[index + 1 :] if later), "")
    plain = len(bare) <= HEADING_LENGTH // 2 and bare == text and texts.count(text) == 1
    return 9 if plain and len(follows) > 0 and not regex.search(r"\d", text) else None
