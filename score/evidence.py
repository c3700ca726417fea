"""Evidence: what is known about each assessed unit, and every fault of a file that says it wrongly.

``read`` takes the long form (CSV, JSON list, Parquet) and the workbook that office staff fill in; both give the same
answers. Evidence with any fault is refused as a whole, all faults listed.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Sequence
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


@dataclass(slots=True)
class Entry:
    """One cell as it stands in a file: ``place`` says where, ``value`` is None where it is empty, ``fault`` what the
    reader of the file already saw to be wrong. A ``correction`` takes the place of what was filled in; its ``note`` says
    why and by whom. ``file`` tells the cells of one file from those of another."""

    unit: str
    measure: str
    period: str
    value: object
    place: str
    per_cent: bool = False
    source: str | None = None
    note: str | None = None
    fault: str | None = None
    correction: bool = False
    file: str = ""


@dataclass
class Cells:
    """What a file holds: the units that it names, its cells, what a reader of the scores should know about it, and the
    units that it was made for."""

    units: list[str]
    entries: list[Entry]
    notes: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)


def empty(value: object) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def read(path: Path, rubric: Rubric) -> Evidence:
    """The evidence in a file, told by its bytes; raises FileRefusal and EvidenceRefusal."""
    return read_all([path], rubric)


def read_all(paths: Sequence[Path], rubric: Rubric) -> Evidence:
    """The evidence of several files together; places bear the file's name where there are several.

    Raises FileRefusal, and EvidenceRefusal with every fault of every file, among them what two files say differently.
    """
    from score.answers import answers

    units: list[str] = []
    entries: list[Entry] = []
    notes: list[str] = []
    listed: dict[str, None] = {}
    for path in paths:
        found = _read_file(path, rubric)
        units += found.units
        notes += found.notes
        listed.update(dict.fromkeys(found.listed))
        for entry in found.entries if len(paths) > 1 else ():
            entry.file, entry.place = str(path), f"{path.name} {entry.place}"
            entry.source = f"{path.name} {entry.source}" if entry.source else path.name
        entries += found.entries
    gone = [name for name in listed if name not in units]
    if gone:
        notes.append(f"做表时的名单里有、交回的表里没有的单位不计分：{'、'.join(gone)}。")
    made = answers(entries, in_force(rubric))
    if made.faults:
        raise EvidenceRefusal(
            "、".join(path.name for path in paths[:3]) + ("等" if len(paths) > 3 else ""), made.faults
        )
    return evidence_of(units, made.found, in_force(rubric), notes + made.notes)


def _read_file(path: Path, rubric: Rubric) -> Cells:
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
    if data.startswith(b"PK"):
        return read_workbook(data, path.name, rubric)
    if data.startswith(b"PAR1"):
        return Cells(*read_parquet(data, path.name))
    if data.removeprefix(BOM_UTF8).lstrip()[:1] in (b"[", b"{"):
        return Cells(*read_json(data, path.name))
    return Cells(*read_csv(data, path.name))


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
