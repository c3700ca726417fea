"""Scoring: an approved rubric and evidence → scores of every unit, in one relational expression on DuckDB.

The expression (``score.steps``) gives one row per unit × rule and, summed from those rows, one per unit × item and one
per unit. Nothing is computed twice, and nothing loops over units.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis

from extract.refusal import Refusal
from normalize.approval import in_force, verify
from normalize.rubric import Rubric
from score.asked import asked
from score.evidence import Evidence, rows
from score.linear import Span
from score.machine import Decimals, Machine
from score.made import Found, made
from score.program import Program, compile_rubric
from score.sheet import Rounding, Scores
from score.steps import shape, steps
from score.tables import SCHEMAS, answers, names, units
from score.totals import check, inside_sections, weights, written


class NotApproved(Refusal):
    """A rubric that nobody approved is scored only as a draft."""

    def __init__(self) -> None:
        super().__init__("规则还没有经人确认，不能正式计分，请先用 kaohe approve 确认，或加 --draft 试算。")


def score(rubric: Rubric, evidence: Evidence, draft: bool = False, rounding: Rounding | None = None) -> Scores:
    """Score every unit of the evidence. Raises what ``allow`` raises, and what ``compile_rubric`` raises."""
    from score.duck import Duck

    allow(rubric, draft)
    rounding = rounding or Rounding()
    ruled = in_force(rubric)
    # What does not fit in memory goes to a folder of its own and away again, never into the clerk's.
    with TemporaryDirectory(prefix="kaohe-") as folder:
        machine = Duck(Path(folder))
        try:
            found = _found(machine, ruled, evidence, rounding.places, rubric)
        finally:
            machine.close()
    kept = rows(evidence)
    scores = Scores(
        rubric=rubric,
        draft=rubric.approval is None,
        evidence_sha256=evidence.sha256,
        engine=engine_name(),
        rounding=rounding,
        units=made(ruled, found, kept),
    )
    return scores.with_evidence(kept)


def engine_name() -> str:
    """Which version scored."""
    return f"kaohe {version('kaohe')}"


def allow(rubric: Rubric, draft: bool) -> None:
    """Raises NotApproved for a draft that is not to be tried as one, and what ``verify`` raises for a changed rubric."""
    if rubric.approval is not None:
        verify(rubric)
    elif not draft:
        raise NotApproved()


def _found(machine: Machine, ruled: Rubric, evidence: Evidence, places: int, rubric: Rubric) -> Found:
    """Everything that was worked out, in points."""
    named = sorted(evidence.units)
    questions = asked(ruled)
    machine.load("answers", SCHEMAS["answers"], answers(evidence, named, questions))
    program = compile_rubric(ruled, questions, spans(machine, questions.asks, questions.open), len(named), places)
    load(machine, program, rubric, named)
    made_of = steps(shape(program, places))
    made_of.run(machine)
    machine.keep("totals", made_of.totals)
    check(machine, ruled)
    sums = ("points", "start", "awarded", "on_top", "deducted", "score", "lower", "upper")
    return Found(
        units=machine.rows(made_of.units, written(ruled)),
        items=machine.rows(made_of.items.order_by(["unit", "at"]), Decimals(sums)),
        detail=machine.rows(made_of.detail, Decimals(("quantity", "steps", "raw", "points"))),
        sections=machine.rows(made_of.sections, Decimals(("score", "upper"))) if ruled.sections else [],
    )


def load(machine: Machine, program: Program, rubric: Rubric, named: list[str]) -> None:
    """The tables of a program, besides the answers."""
    readings = rubric.approval.chosen if rubric.approval is not None else {}
    for name in ("lead", "parts", "rules"):
        machine.load(name, SCHEMAS[name], getattr(program, name))
    shares = weights(program.rubric)
    weighed = [row | {"weight": shares.of.get(int(str(row["item"])), shares.scale)} for row in program.items]
    machine.load("items", SCHEMAS["items"], weighed)
    machine.load("names", SCHEMAS["names"], names(program, readings))
    machine.load("inside", SCHEMAS["inside"], inside_sections(program.rubric))
    machine.load("units", SCHEMAS["units"], units(named, program.rubric))


def spans(machine: Machine, asks: int, opened: int) -> dict[int, Span]:
    """What is known of each slot's answers over all units."""
    t = ibis.table(SCHEMAS["answers"], name="answers")
    ask = t.key % asks
    found = t.filter((ask > 0) & (ask < opened)).group_by(slot=ask)
    rows = machine.rows(found.agg(count=t.value.count(), total=t.value.sum(), least=t.value.min(), most=t.value.max()))
    return {
        int(str(row["slot"])): Span(*(int(str(row[name])) for name in ("count", "total", "least", "most")))
        for row in rows
    }
