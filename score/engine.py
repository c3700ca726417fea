"""Scoring: an approved rubric and evidence → scores of every unit, in one relational expression on DuckDB.

The expression (``score.detail``, ``score.scopes``) gives one row per unit × rule and, summed from those rows, one per
unit × item; ``score.totals`` applies the policies over items. Nothing is computed twice.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.refusal import Refusal
from normalize.approval import in_force, verify
from normalize.rubric import Rubric
from score.evidence import Evidence, rows
from score.exact import LARGEST
from score.program import Program, compile_rubric
from score.sheet import Rounding, Scores
from score.tables import SCHEMAS, load, tables
from score.totals import DETAIL, ITEMS, Row, totals


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
    program = compile_rubric(in_force(rubric), evidence.units, rounding.places)
    rules, items = _run(program, evidence, rounding.places)
    scores = Scores(
        rubric=rubric,
        draft=rubric.approval is None,
        evidence_sha256=evidence.sha256,
        engine=f"kaohe {version('kaohe')}",
        rounding=rounding,
        units=totals(program, evidence, rules, items, rubric.approval.chosen if rubric.approval else {}, rounding),
    )
    return scores.with_evidence(rows(evidence))


def allow(rubric: Rubric, draft: bool) -> None:
    """Raises NotApproved for a draft that is not to be tried as one, and what ``verify`` raises for a changed rubric."""
    if rubric.approval is not None:
        verify(rubric)
    elif not draft:
        raise NotApproved()


def _run(program: Program, evidence: Evidence, places: int) -> tuple[list[Row], list[Row]]:
    """The detail and the items, each in the order of units and of the document."""
    import duckdb
    import ibis

    from score.detail import raw_points
    from score.scopes import awards, grouped, items, moved

    # Tables are named, not bound to a connection: that would read their schemas through Arrow, pandas and numpy.
    made = {name: ibis.table(columns, name=name) for name, columns in SCHEMAS.items()}
    # What does not fit in memory goes to a folder of its own and away again, never into the clerk's.
    spill = TemporaryDirectory(prefix="kaohe-")
    with spill, duckdb.connect(config={"temp_directory": spill.name}) as database:
        load(database, tables(program, evidence), Path(spill.name))

        def kept(name: str, expression: ibis.Table) -> ibis.Table:
            """A step that two later ones read: worked out once."""
            database.execute(f"create table {name} as {ibis.to_sql(expression, dialect='duckdb', pretty=False)}")
            return ibis.table(expression.schema(), name=name)

        def read(expression: ibis.Table) -> list[Row]:
            found = database.execute(str(ibis.to_sql(expression, dialect="duckdb", pretty=False))).fetchall()
            return [dict(zip(expression.columns, row, strict=True)) for row in found]

        try:
            raw = kept("raw", raw_points(made, places))
        except duckdb.OutOfRangeException:
            raise TooLarge() from None
        if (database.execute("select coalesce(max(size), 0) from raw").fetchone() or (0,))[0] >= LARGEST:
            raise TooLarge()
        kinds: set[str] = {policy.kind for policy in program.rubric.policies}
        rules = kept("counted", awards(grouped(raw, kinds), program.depth))
        scored = kept("scored", items(rules, made["items"], made["units"]))
        return (
            read(moved(rules, scored).select(*DETAIL).order_by(["unit", "rule"])),
            read(scored.select(*ITEMS).order_by(["unit", "item"])),
        )
