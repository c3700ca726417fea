"""Scoring: an approved rubric and evidence → scores of every unit, in one relational expression on DuckDB.

The expression (``score.detail``, ``score.scopes``) gives one row per unit × rule and, summed from those rows, one per
unit × item; ``score.totals`` applies the policies over items. Nothing is computed twice.
"""

from __future__ import annotations

import tempfile
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import write_table

from extract.refusal import Refusal
from normalize.approval import in_force, verify
from normalize.rubric import Rubric
from score.evidence import Evidence
from score.exact import LARGEST
from score.program import OPEN, Program, compile_rubric
from score.sheet import Rounding, Scores
from score.tables import SCHEMAS, tables
from score.totals import totals


class NotApproved(Refusal):
    """A rubric that nobody approved is scored only as a draft."""

    def __init__(self) -> None:
        super().__init__("规则还没有经人确认，不能正式计分，请先用 kaohe approve 确认，或加 --draft 试算。")


class TooLarge(Refusal):
    """A product of figures that the engine cannot hold exactly."""

    def __init__(self) -> None:
        super().__init__("填报的数太大，无法精确计算，请检查单位是否写错（例如把元写成了万元）。")


def score(rubric: Rubric, evidence: Evidence, draft: bool = False, rounding: Rounding | None = None) -> Scores:
    """Score every unit of the evidence. Raises what ``allow`` raises, and TooLarge."""
    allow(rubric, draft)
    rounding = rounding or Rounding()
    program = compile_rubric(in_force(rubric), evidence.units)
    _check(program, evidence)
    rules, items = _run(program, evidence, rounding.places)
    return Scores(
        rubric=rubric,
        draft=rubric.approval is None,
        evidence_sha256=evidence.sha256,
        engine=f"kaohe {version('kaohe')}",
        rounding=rounding,
        units=totals(program, evidence, rules, items, rubric.approval.chosen if rubric.approval else {}, rounding),
    )


def allow(rubric: Rubric, draft: bool) -> None:
    """Raises NotApproved for a draft that is not to be tried as one, and what ``verify`` raises for a changed rubric."""
    if rubric.approval is not None:
        verify(rubric)
    elif not draft:
        raise NotApproved()


def _run(program: Program, evidence: Evidence, places: int) -> tuple[pa.Table, pa.Table]:
    """The detail and the items, each in the order of units and of the document."""
    import duckdb
    import ibis

    from score.detail import raw_points
    from score.scopes import awards, grouped, items, moved

    with duckdb.connect() as database, tempfile.TemporaryDirectory() as folder:
        connection = ibis.duckdb.from_connection(database)
        for name, table in tables(program, evidence).items():
            # Through Parquet: registering an Arrow table imports pandas, which takes longer than scoring a town.
            path = Path(folder) / f"{name}.parquet"
            write_table(table, path)
            database.execute(f"create table {name} as select * from read_parquet('{path}')")
        made = {name: connection.table(name) for name in SCHEMAS}

        def kept(name: str, expression: ibis.Table) -> ibis.Table:
            """A step that two later ones read: worked out once."""
            database.execute(f"create table {name} as {connection.compile(expression)}")
            return connection.table(name)

        raw = kept("raw", raw_points(made, places))
        rules = kept("counted", awards(grouped(raw)))
        scored = kept("scored", items(rules, made["items"], made["units"]))
        return tuple(
            database.execute(f"{connection.compile(expression)}").to_arrow_table()
            for expression in (moved(rules, scored).order_by(["unit", "rule"]), scored.order_by(["unit", "item"]))
        )


def _check(program: Program, evidence: Evidence) -> None:
    """Refuse figures whose products could pass 2^53, up to which whole numbers are exact throughout."""
    largest = max(
        (abs(int(a.value * 1000)) for a in evidence.answers if not isinstance(a.value, tuple | bool)), default=0
    )
    points = max((int(str(row["points"])) for row in program.rules if int(str(row["points"])) < OPEN), default=0)
    share = max((int(str(row["share"])) for row in program.rules), default=1)
    if max(2 * points * max(largest, share), largest * 100_000, largest * max(1, len(evidence.units))) >= LARGEST:
        raise TooLarge()
