"""The rubric model (``rubric/1``): what the normalizer writes, the reviewer approves and the scorer runs.

Keys and values are those of the public format; ``kaohe schema rubric`` prints its JSON Schema.
"""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from pydantic import Field

from extract.notice import Source
from extract.record import Amount, Number, Record

Op = Literal[">=", ">", "<=", "<", "="]
Period = Literal["year", "half-year", "term", "quarter", "month", "week", "day"]
Effect = Literal["deduct", "award", "forfeit", "veto"]
Basis = Literal["once", "each", "share", "level", "band", "judge"]
On = Literal["shortfall", "excess", "absence", "occurrence", "achievement"]
Certainty = Literal["clear", "assumed", "unread"]


class GroupPoints(Record):
    """Points for named units only (``产区得2分``)."""

    units: list[str]
    points: Amount


class GroupValue(Record):
    """A target's value for named units only."""

    units: list[str]
    value: Number


class Level(Record):
    """A named level, rank, grade or order of occurrence and its points."""

    level: str
    points: Amount


class Band(Record):
    """A numeric interval and its points; ``min`` counts unless ``min_out``, ``max`` does not unless ``max_in``."""

    min: Number | None = None
    max: Number | None = None
    min_out: bool = False
    max_in: bool = False
    points: Amount


class Threshold(Record):
    """The requirement which, met, earns or keeps the points; said in the clause itself."""

    op: Op
    value: Number
    unit: str | None = None


class Assumption(Record):
    """Something inferred, not said; ``text`` is one sentence for the reviewer."""

    code: str
    text: str


class Alternative(Record):
    """Another reading: ``rules`` stand in place of this one, and of those that ``drops`` names."""

    code: str
    text: str
    rules: list[Rule] = []
    drops: list[str] = []


class Rule(Record):
    """One effect, on one basis, of one quantity."""

    id: str = ""
    text: str = ""
    source: Source | None = None
    goals: list[str] = []
    targets: list[str] = []
    effect: Effect
    basis: Basis
    on: On
    points: Amount | None = None
    by_group: list[GroupPoints] | None = None
    step: Number | None = None
    unit: str | None = None
    partial: Literal["floor", "ceil", "prorata"] | None = None
    levels: list[Level] | None = None
    bands: list[Band] | None = None
    min: Number | None = None
    max: Number | None = None
    threshold: Threshold | None = None
    cap: str | None = None
    on_top: bool | None = None
    within: str | None = None
    condition: str | None = None
    measures: list[str] = Field(default_factory=list)
    pattern: list[str] = Field(default_factory=list)
    certainty: Certainty = "clear"
    assumptions: list[Assumption] = Field(default_factory=list)
    alternatives: list[Alternative] = Field(default_factory=list)


class Target(Record):
    """A figure that a goal asks for; ``per`` names what it is counted against where that is not the unit."""

    id: str
    measure: str
    op: Op
    value: Number | None = None
    unit: str | None = None
    period: Period | None = None
    per: str | None = None
    by_group: list[GroupValue] | None = None
    stat: Literal["mean", "max", "min"] | None = None
    source: Source | None = None


class Goal(Record):
    """What is asked for; ``number`` as printed; ``evidence`` the documents that prove it."""

    id: str
    number: str | None = None
    text: str
    targets: list[Target] = []
    evidence: list[str] = []
    source: Source | None = None


class Progress(Record):
    """An achievement that the notice itself reports against a target."""

    target: str | None = None
    value: Number
    unit: str | None = None
    text: str
    source: Source | None = None


class Span(Record):
    """Who owns a stretch of scoring text."""

    role: Literal["rule", "policy", "explanation", "unread"]
    owners: list[str] = []
    source: Source


class Item(Record):
    """One row that has its own 分值 or scoring text; without a table, one numbered section."""

    id: str
    path: list[str] = []
    name: str
    points: Number | None = None
    kind: Literal["base", "bonus", "penalty"] = "base"
    goals: list[Goal] = []
    rules: list[Rule] = []
    targets: list[Target] = []
    progress: list[Progress] = []
    floor: Number | None = "0"
    spans: list[Span] = []
    source: Source | None = None

    def figures(self) -> list[Target]:
        """Every target of the item: its goals', then those that its scoring text states."""
        return [target for goal in self.goals for target in goal.targets] + self.targets

    def award_of(self, rule: Rule) -> Rule | None:
        """The award that a rule stands within, None where it stands within none of this item."""
        return next((other for other in self.rules if other.id == rule.within), None)


class Measure(Record):
    """What evidence says: a question that a clerk can answer without reading the rule."""

    id: str
    label: str
    type: Literal["flag", "count", "number", "percent", "level", "points"]
    unit: str | None = None
    period: Period | None = None
    levels: list[str] | None = None
    rules: list[str] = []
    items: list[str] = []


class WeightPart(Record):
    """A share of the total: percent × the sum of what it covers."""

    covers: list[str]
    percent: Number


class GradeBand(Band):
    """An interval of the final total with its grade's name."""

    name: str
    points: Amount | None = None  # type: ignore[assignment]


class Policy(Record):
    """A default that what it covers inherits; ``covers`` [] is everything."""

    id: str
    kind: Literal["deduct_to_zero", "highest_only", "cap", "weight", "normalise", "grade", "other"]
    covers: list[str] = []
    points: Number | None = None
    parts: list[WeightPart] | None = None
    bands: list[GradeBand] | None = None
    text: str
    source: Source | None = None


class Finding(Record):
    """Something that the reviewer should know, worded with what to do."""

    code: str
    severity: Literal["error", "warning", "info"]
    text: str
    item: str | None = None
    rule: str | None = None
    source: Source | None = None


class Unit(Record):
    """An assessed unit or unit group that the notice itself names; a group has ``members``."""

    id: str
    name: str
    aliases: list[str] = []
    members: list[str] = []


class Section(Record):
    """A heading with a stated total."""

    path: list[str]
    points: Number | None = None
    source: Source | None = None


class NoticeRef(Record):
    """The notice that a rubric was read from."""

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    year: int | None = None
    file: str
    sha256: str


class Approval(Record):
    """Who froze the rubric, when, and what they decided."""

    by: str
    at: str
    notice_sha256: str
    content_sha256: str
    confirmed: list[str] = []
    chosen: dict[str, str] = {}
    log_head: str | None = None


class Rubric(Record):
    """A notice's rules as data: a draft until ``approval`` is set."""

    format: Literal["rubric/1"] = "rubric/1"
    notice: NoticeRef
    units: list[Unit] = []
    sections: list[Section] = []
    items: list[Item] = []
    measures: list[Measure] = []
    policies: list[Policy] = []
    findings: list[Finding] = []
    approval: Approval | None = None

    def content_sha256(self) -> str:
        """SHA-256 of everything but ``approval``, keys sorted, no blanks."""
        content = self.model_dump(mode="json", exclude={"approval"})
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
