"""What reading a clause gives back: rules, where each stands, who owns every character, policies and targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from normalize.rubric import Rule, Target

Role = Literal["rule", "policy", "explanation", "unread"]


@dataclass
class ClausePolicy:
    """A default stated in the clause; ``covers`` are local rule ids, [] is the whole item; offsets in the clause."""

    kind: Literal["deduct_to_zero", "highest_only", "cap"]
    points: str | None
    text: str
    start: int
    end: int
    covers: list[str] = field(default_factory=list)


@dataclass
class ClauseTarget:
    """A figure in scoring text that rules measure from; its ``target`` has a local id; offsets in the clause."""

    target: Target
    start: int
    end: int


@dataclass
class Reading:
    """A clause, read. ``places``: rule id → (start, end); ``spans``: (role, owner ids, start, end), in order."""

    text: str
    rules: list[Rule] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    spans: list[tuple[Role, list[str], int, int]] = field(default_factory=list)
    policies: list[ClausePolicy] = field(default_factory=list)
    targets: list[ClauseTarget] = field(default_factory=list)
