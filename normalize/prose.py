"""A notice without a rubric table → entries: one per section that assesses something.

A section assesses where its own paragraphs (up to the next heading) say how points are earned or lost; in a notice
that speaks of no points at all, where they name what is required (主要内容：…, 目标任务：…).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.notice import Notice, Paragraph
from normalize.entry import Entry, Total, kind_of, label
from normalize.numbering import STYLES
from normalize.passage import Passage
from normalize.quantity import fold
from normalize.scoring import is_scoring

HEADING_LENGTH = 40
"""A heading is at most this long."""

_REQUIRED = regex.compile(
    r"\s*(?:主要)?(?:目标任务|主要内容|目标要求|工作目标|工作要求|工作任务|考核内容|重点任务|任务目标)\s*[:：]"
)
_ENDS = regex.compile(r"[。；;，,：:、！？]\s*$")
_PARTS = regex.compile(r"\s*(?:--+|——|：|:)\s*")


@dataclass
class _Section:
    """A heading with its path, and the paragraphs below it up to the next heading."""

    path: list[str]
    at: Passage
    total: str | None
    body: list[Passage] = field(default_factory=list)


def read_prose(notice: Notice) -> tuple[list[Entry], list[Total]]:
    """The entries of a notice without a rubric table and the totals that its headings state; [] where there is none."""
    sections = _sections(notice)
    scored = [section for section in sections if any(is_scoring(body.text) for body in section.body)]
    entries = []
    for section in scored or [s for s in sections if any(_REQUIRED.match(body.text) for body in s.body)]:
        kind, veto = kind_of(list(reversed(section.path)))
        entry = Entry(section.path[:-1], section.path[-1], section.at, section.total, kind, veto)
        if scored:
            entry.rules = section.body
        else:
            entry.goals = [_without_label(body) for body in section.body]
        entries.append(entry)
    totals = [Total(s.path, s.total, s.at) for s in sections if s.total is not None and s not in scored]
    return entries, totals


def _without_label(passage: Passage) -> Passage:
    found = _REQUIRED.match(passage.text)
    return passage.part(found.end(), len(passage.text)).stripped() if found else passage


def _sections(notice: Notice) -> list[_Section]:
    texts = [block.text.strip() if isinstance(block, Paragraph) else "" for block in notice.blocks]
    named = {place.block for place in notice.sources.values()}
    sections: list[_Section] = []
    trail: list[tuple[int, str]] = []
    for index, block in enumerate(notice.blocks):
        if not isinstance(block, Paragraph) or not block.text.strip() or index in named:
            continue
        level = _level(block, texts, index)
        if level is None:
            # A line that stands under every heading alike (注：赋分方法) is layout.
            if sections and (texts.count(texts[index]) == 1 or is_scoring(texts[index])):
                sections[-1].body.append(Passage.of_paragraph(notice, index).stripped())
            continue
        names = [label(part) for part in _PARTS.split(label(block.text)[0]) if part]
        trail = [(at, name) for at, name in trail if at < level] + [(level, name) for name, _ in names]
        total = label(block.text)[1]
        path = [name for _, name in trail]
        sections.append(_Section(path, Passage.of_paragraph(notice, index).stripped(), total))
    return sections


def _level(block: Paragraph, texts: list[str], index: int) -> int | None:
    """The level of a heading, 1 for one that only its shortness shows; None for body text."""
    text = block.text.strip()
    bare, _ = label(text)
    if len(text) > HEADING_LENGTH or is_scoring(bare) or _REQUIRED.match(text) or _ENDS.search(text):
        return None
    if block.level is not None:
        return block.level
    for level, style in enumerate(("han", "hanbracket"), start=1):
        if regex.match(STYLES[style], fold(text)):
            return level
    follows = next((later for later in texts[index + 1 :] if later), "")
    plain = len(bare) <= HEADING_LENGTH // 2 and bare == text and texts.count(text) == 1
    return 9 if plain and len(follows) > 0 and not regex.search(r"\d", text) else None
