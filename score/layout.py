"""How the evidence workbook is laid out: which column asks what, the same when it is written and when it is read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from normalize.rubric import Item, Measure, Rubric, Rule
from score.worth import PERIODS

SHEET = "填报"
HELP = "说明"
FIX = "更正"
"""The sheet in which an assessor corrects single values, each with its reason."""

LISTS = "选项"
"""The hidden sheet that drop-down lists read: the units, the questions, the levels of each."""

FIX_HEAD = ("单位", "问题", "更正为", "理由", "更正人和时间")
FIX_TOP = 2
"""The row of that sheet's header; what was corrected stands below."""

UNIT = "单位"
OTHERWISE = "其余情形均未发生（填写人、时间）"
HEAD_ROWS = 3
"""Rows above the first unit: the item, the question, and the measure's id with its period (small print)."""


@dataclass(frozen=True)
class Column:
    """One question, for one period where it has several; ``key`` is what the third header row holds."""

    measure: Measure
    period: str
    item: Item
    rules: tuple[Rule, ...]

    @property
    def key(self) -> str:
        """``m3`` or ``m3@2019-Q1``."""
        return f"{self.measure.id}@{self.period}" if self.period else self.measure.id

    @property
    def question(self) -> str:
        """The measure's label, its period and unit."""
        part = self.period.rpartition("-")[2]
        names = {"H1": "上半年", "H2": "下半年", **{f"Q{n}": f"第{n}季度" for n in range(1, 5)}}
        when = f"（{names.get(part, f'{int(part)}月' if part.isdigit() else part)}）" if part else ""
        unit = f"（{self.measure.unit}）" if self.measure.unit and self.measure.unit not in self.measure.label else ""
        return f"{self.measure.label}{when}{unit}"

    @property
    def choice(self) -> str:
        """How the question is chosen from a list: ``m3@2019-Q1 全年信息被录用条数（第1季度）``; the key ends at the blank."""
        return f"{self.key} {self.question}"


def columns(rubric: Rubric) -> list[Column]:
    """The questions in the order of the items that ask them; those that only an unchosen reading asks are left out."""
    found: list[Column] = []
    year = rubric.notice.year or ""
    for measure in rubric.measures:
        pairs = [(rule, item) for item in rubric.items for rule in item.rules if measure.id in rule.measures]
        item = pairs[0][1] if pairs else next((one for one in rubric.items if one.id in measure.items), None)
        if item is None:
            continue
        for part in PERIODS.get(measure.period or "", [""]):
            period = f"{year}-{part}".lstrip("-") if part else ""
            found.append(Column(measure, period, item, tuple(rule for rule, _ in pairs)))
    order = {item.id: at for at, item in enumerate(rubric.items)}
    return sorted(found, key=lambda column: order[column.item.id])


def measures_sha256(rubric: Rubric) -> str:
    """What a workbook must share with its rubric: the questions, their types and levels."""
    asked = [column.measure.model_dump(mode="json", exclude={"rules", "items"}) for column in columns(rubric)]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def is_occurrence(column: Column) -> bool:
    """Whether the question asks for events, which a unit may declare all not to have happened."""
    return (
        bool(column.rules)
        and all(rule.on == "occurrence" for rule in column.rules)
        and column.measure.type in ("flag", "count", "number", "points", "level")
    )
