"""Scoring: an approved rubric and evidence → scores of every unit, in one relational expression.

The expression (``score.steps``) gives one row per unit × rule and, summed from those rows, one per unit × item and one
per unit. Nothing is computed twice, and nothing loops over units. A few units become ``Scores`` in memory; of many the
tables are written to a folder (``score.run``).
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.refusal import Refusal
from normalize.approval import in_force, verify
from normalize.rubric import Rubric
from score.asked import asked
from score.evidence import Evidence, rows
from score.machine import Machine
from score.made import Found, made
from score.run import ITEMS, RULES, SECTIONS, Progress, Run
from score.sheet import Rounding, Scores
from score.tables import SCHEMAS, staged, units
from score.totals import written


class NotApproved(Refusal):
    """A rubric that nobody approved is scored only as a draft."""

    def __init__(self) -> None:
        super().__init__("规则还没有经人确认，不能正式计分，请先用 kaohe approve 确认，或加 --draft 试算。")


def allow(rubric: Rubric, draft: bool) -> None:
    """Raises NotApproved for a draft that is not to be tried as one, and what ``verify`` raises for a changed rubric."""
    if rubric.approval is not None:
        verify(rubric)
    elif not draft:
        raise NotApproved()


def score(rubric: Rubric, evidence: Evidence, draft: bool = False, rounding: Rounding | None = None) -> Scores:
    """Score every unit of the evidence. Raises what ``allow`` raises, and what ``compile_rubric`` raises."""
    from score.duck import Duck

    allow(rubric, draft)
    scores = head(rubric, evidence.sha256, rounding or Rounding())
    # What does not fit in memory goes to a folder of its own and away again, never into the clerk's.
    with TemporaryDirectory(prefix="kaohe-") as folder, Duck(Path(folder)) as machine:
        run = run_of(machine, rubric, scores.rounding.places)
        count = _load(run, evidence)
        steps = run.prepare(count)
        run.whole(steps, count)
        found = Found(
            units=machine.rows(steps.units, written(run.ruled)),
            items=machine.rows(steps.items.order_by("pair"), ITEMS),
            detail=machine.rows(steps.detail, RULES),
            sections=machine.rows(steps.sections, SECTIONS) if run.ruled.sections else [],
        )
    kept = rows(evidence)
    scores.units = made(run.ruled, found, kept)
    return scores.with_evidence(kept)


def score_to(
    folder: Path, rubric: Rubric, evidence: Evidence, draft: bool, rounding: Rounding, progress: Progress
) -> Scores:
    """Score every unit into a folder of tables; returns the scores without their units. Raises what ``score`` raises."""
    from score.duck import Duck

    allow(rubric, draft)
    with TemporaryDirectory(prefix="kaohe-") as spill, Duck(Path(spill)) as machine:
        run = run_of(machine, rubric, rounding.places)
        count = _load(run, evidence)
        run.write(run.prepare(count), count, folder, progress)
    return head(rubric, evidence.sha256, rounding)


def head(rubric: Rubric, sha256: str, rounding: Rounding) -> Scores:
    """Scores without units: what scored what."""
    return Scores(
        rubric=rubric,
        draft=rubric.approval is None,
        evidence_sha256=sha256,
        engine=f"kaohe {version('kaohe')}",
        rounding=rounding,
    )


def run_of(machine: Machine, rubric: Rubric, places: int) -> Run:
    """One run of a rubric on a machine."""
    ruled = in_force(rubric)
    readings = rubric.approval.chosen if rubric.approval is not None else {}
    return Run(machine, ruled, asked(ruled), readings, places)


def _load(run: Run, evidence: Evidence) -> int:
    """Put evidence that is in memory into the machine's tables; returns how many units there are."""
    named = sorted(evidence.units)
    answers, shown = staged(evidence, named, run.asked)
    run.machine.load("staged", SCHEMAS["staged"], answers)
    run.machine.load("said", SCHEMAS["said"], shown)
    run.machine.load("units", SCHEMAS["units"], units(named, run.ruled, run.asked))
    return len(named)
