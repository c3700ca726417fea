"""Scoring straight from a file of long evidence to a folder of tables: nothing of it becomes a row in Python."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
from ibis.expr.types import Table

from normalize.rubric import Rubric
from score.engine import allow, head, run_of
from score.evidence import Entry
from score.intake import KEYS, LONG, Intake
from score.machine import Machine
from score.run import Progress
from score.sheet import Rounding, Scores

LARGE = 20 * 2**20
"""Bytes of CSV from which it is read here; a smaller one may be in any encoding that offices use."""


def is_bulk(path: Path) -> bool:
    """Whether evidence is read here: Parquet, or much CSV."""
    return path.suffix.lower() == ".parquet" or (path.suffix.lower() == ".csv" and path.stat().st_size > LARGE)


def score_file(
    folder: Path, rubric: Rubric, evidence: Path, draft: bool, rounding: Rounding, progress: Progress
) -> Scores:
    """Score every unit of a file into a folder of tables; returns the scores without their units.

    Raises what ``engine.score`` raises, FileRefusal and EvidenceRefusal.
    """
    from score.duck import Duck

    allow(rubric, draft)
    with TemporaryDirectory(prefix="kaohe-") as spill, Duck(Path(spill)) as machine:
        machine.source(str(evidence))
        run = run_of(machine, rubric, rounding.places)
        intake = Intake(machine, run.ruled, run.asked, evidence.name, lambda rows, most: _entries(machine, rows, most))
        count = intake.read()
        run.write(run.prepare(count), count, folder, progress)
    with evidence.open("rb") as file:
        return head(rubric, hashlib.file_digest(file, "sha256").hexdigest(), rounding)


def _entries(machine: Machine, rows: Table, most: int) -> list[Entry]:
    """The lines of the file that say what these rows say."""
    numbered = ibis.table({"line": "int64", **LONG}, name="numbered")
    t = numbered.mutate(**{f"own_{name}": numbered[name].fill_null("").strip() for name in ("unit", *KEYS)})
    on = [t[f"own_{name}"] == rows[name] for name in ("unit", *KEYS)]
    found = machine.rows(t.semi_join(rows, on).order_by("line").limit(most))
    return [
        Entry(
            unit=str(row["unit"] or ""),
            measure=str(row["measure"] or ""),
            period=str(row["period"] or ""),
            value=row["value"],
            place=f"第 {row['line']} 行",
        )
        for row in found
    ]
