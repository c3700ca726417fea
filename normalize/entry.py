"""What an item is made of before it is read: its labels, points and the passages that hold goals and rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import regex

from normalize.columns import TOTAL
from normalize.numbering import unnumbered
from normalize.passage import Passage
from normalize.quantity import fold
from normalize.rubric import Period

Kind = Literal["base", "bonus", "penalty"]

NAME_LENGTH = 30
"""An item without a label is named by the beginning of its content, at most this long."""


@dataclass
class Entry:
    """One item's raw material, in document order; ``points`` None where the notice gives none.

    ``period`` is the one that the goals' header names (年度目标). ``shared`` is set where the scoring text stands in a cell that other rows share.
    """

    path: list[str]
    name: str
    source: Passage
    points: str | None = None
    kind: Kind = "base"
    veto: bool = False
    period: Period | None = None
    goals: list[Passage] = field(default_factory=list)
    rules: list[Passage] = field(default_factory=list)
    progress: list[Passage] = field(default_factory=list)
    shared: bool = False


@dataclass
class Total:
    """A heading with the total that it states."""

    path: list[str]
    points: str
    source: Passage


def label(text: str) -> tuple[str, str | None]:
    """A label without number and line breaks, and the total that it states: ``一、办公室\\n（16分）`` → 办公室, 16."""
    flat = regex.sub(r"\s*\n\s*", "", text).strip()
    total = TOTAL.search(fold(flat))
    if total is not None:
        flat = flat[: total.start()]
    return unnumbered(flat).rstrip("：: "), None if total is None else total["points"]


def beginning(text: str) -> str:
    """The beginning of a content up to the first 。 or ；, at most 30 characters, without its printed number."""
    return label(regex.split(r"[。；;\n]", unnumbered(text), maxsplit=1)[0])[0].strip()[:NAME_LENGTH]


_BOTH = regex.compile(r"奖扣|奖惩|加扣|加减|奖罚")
_BONUS = regex.compile(r"加分|奖分|附加分")
_PENALTY = regex.compile(r"扣分|减分|负面清单")
_MERIT = regex.compile("奖励|表彰|贡献|荣誉|失误|过错|违规|违纪|惩戒|惩处")
_VETO = regex.compile(r"否[决优]")


def speaks_of_merit(words: list[str]) -> bool:
    """Whether labels speak of merits or faults (重大贡献, 严重失误): without points of its own, such an item is no base item."""
    return any(_MERIT.search(text) for text in words)


def kind_of(words: list[str]) -> tuple[Kind, bool]:
    """Base, bonus or penalty, and whether it is above points (一票否决), told by the labels and headings, innermost first."""
    for text in words:
        if _VETO.search(text):
            return "penalty", True
        if _BOTH.search(text) or (_BONUS.search(text) and not _PENALTY.search(text)):
            return "bonus", False
        if _PENALTY.search(text) and not _BONUS.search(text):
            return "penalty", False
    return "base", False
