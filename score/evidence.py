"""Evidence: what is known about each assessed unit, and every fault of a file that says it wrongly.

``read`` takes the long form (CSV, JSON list, Parquet) and the workbook that office staff fill in; both give the same
answers. Evidence with any fault is refused as a whole, all faults listed.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from extract.record import plain
from extract.refusal import FileRefusal, Refusal
from normalize.approval import in_force
from normalize.rubric import Rubric

SHOWN = 20
"""Faults that the refusal's sentence lists; the rest are counted."""

Value = bool | Decimal | tuple[str, ...]
"""A flag; a number, per cent or points; or the names of the levels reached, one for each time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``measure`` is an id, ``period`` (``2019-Q1``) is None for a measure that has none."""

    unit: str
    measure: str
    period: str | None
    value: Value
    source: str | None = None
    note: str | None = None


@dataclass
class Evidence:
    """All answers, units in the order of their first appearance; ``sha256`` is of what is answered, not of the file."""

    units: list[str]
    answers: list[Answer]
    sha256: str
    notes: list[str] = field(default_factory=list)


def rows(evidence: Evidence) -> list[dict[str, str | None]]:
    """The answers in their long form, as they are kept beside the scores."""
    return [
        {
            "unit": answer.unit,
            "measure": answer.measure,
            "period": answer.period,
            "value": said(answer.value),
            "source": answer.source,
            "note": answer.note,
        }
        for answer in evidence.answers
    ]


class EvidenceRefusal(Refusal):
    """Evidence with faults: ``faults`` holds a sentence each, with the place and what is expected."""

    def __init__(self, name: str, faults: list[str]) -> None:
        more = f"；等共 {len(faults)} 处" if len(faults) > SHOWN else ""
        super().__init__(f"「{name}」里有 {len(faults)} 处填报有误，请改正后再试：{'；'.join(faults[:SHOWN])}{more}。")
        self.faults = faults


@dataclass
class Entry:
    """One cell as it stands in a file: ``place`` says where, ``value`` is None where it is empty, ``fault`` what the
    reader of the file already saw to be wrong."""

    unit: str
    measure: str
    period: str
    value: object
    place: str
    per_cent: bool = False
    source: str | None = None
    note: str | None = None
    fault: str | None = None


def empty(value: object) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def read(path: Path, rubric: Rubric) -> Evidence:
    """The evidence in a file, told by its bytes; raises FileRefusal and EvidenceRefusal."""
    from score.answers import answers
    from score.filled import read_workbook
    from score.long import read_csv, read_json, read_parquet

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileRefusal(str(path), "不存在", "请检查文件名和所在文件夹") from None
    except OSError:
        raise FileRefusal(str(path), "打不开", "请检查它是不是文件、有没有读取权限") from None
    if not data.strip():
        raise FileRefusal(path.name, "是空文件", "请检查文件是否完整")
    notes: list[str] = []
    if data.startswith(b"PK"):
        units, entries, notes = read_workbook(data, path.name, rubric)
    elif data.startswith(b"PAR1"):
        units, entries = read_parquet(data, path.name)
    elif data.removeprefix(BOM_UTF8).lstrip()[:1] in (b"[", b"{"):
        units, entries = read_json(data, path.name)
    else:
        units, entries = read_csv(data, path.name)
    found, faults = answers(entries, in_force(rubric))
    if faults:
        raise EvidenceRefusal(path.name, faults)
    return evidence_of(units, found, in_force(rubric), notes)


def evidence_of(units: list[str], found: list[Answer], rubric: Rubric, notes: list[str] | None = None) -> Evidence:
    """Answers as evidence: the units named (by name or alias) first, then those that only answers name."""
    known = {answer.unit for answer in found}
    names = {alias: unit.name for unit in rubric.units for alias in [unit.name, *unit.aliases]}
    listed = dict.fromkeys(names.get(unit, unit) for unit in units)
    return Evidence([*listed, *sorted(known - set(listed))], found, _sha256(list(listed), found), notes or [])


def _sha256(units: list[str], found: list[Answer]) -> str:
    rows = sorted([answer.unit, answer.measure, answer.period or "", said(answer.value)] for answer in found)
    text = json.dumps([sorted(units), rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def said(value: Value) -> str:
    """A value as the long form has it; levels in the order of their names."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value) if isinstance(value, Decimal) else ";".join(sorted(value)) or "无"
