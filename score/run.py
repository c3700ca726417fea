"""A run from evidence to a folder of tables: batches of units one after another, so that memory stays small.

The folder holds ``rubric.json``, ``scores.json`` and, as Parquet, ``evidence``, ``detail`` (a row per unit × rule),
``items``, ``sections`` and ``scores``; each is a folder of parts in the order of the units' names. It is written beside
and renamed: whole or not at all. The same evidence gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ibis
from ibis import _
from ibis.expr.types import Table

from normalize.rubric import Rubric
from score.asked import Asked
from score.linear import Span
from score.machine import Decimals, Machine, Row
from score.program import compile_rubric
from score.steps import Steps, shape, steps
from score.tables import SCHEMAS, names
from score.totals import check, inside_sections, weights, written

BATCH = 5_000_000
"""Rows of detail that are worked out at a time."""

RULES = Decimals(("quantity", "steps", "raw", "points"))
ITEMS = Decimals(("points", "start", "awarded", "on_top", "deducted", "score", "lower", "upper"))
SECTIONS = Decimals(("score", "upper"))

Progress = Callable[[int, int], None]
"""Called with how many units are done, and how many there are."""


@dataclass
class Run:
    """One rubric (its readings chosen) on one machine that holds ``staged`` and ``units``."""

    machine: Machine
    ruled: Rubric
    asked: Asked
    readings: dict[str, str]
    places: int

    def prepare(self, count: int) -> Steps:
        """Load the program for so many units; returns its steps."""
        program = compile_rubric(self.ruled, self.asked, self._spans(), count, self.places)
        for name in ("lead", "parts", "rules"):
            self.machine.load(name, SCHEMAS[name], getattr(program, name))
        shares = weights(self.ruled)
        items: list[Row] = [
            row | {"weight": shares.of.get(int(str(row["item"])), shares.scale)} for row in program.items
        ]
        self.machine.load("items", SCHEMAS["items"], items)
        self.machine.load("names", SCHEMAS["names"], names(program, self.readings))
        self.machine.load("inside", SCHEMAS["inside"], inside_sections(self.ruled))
        self.size = max(1, len(program.rules) // len(self.asked.samples))
        return steps(shape(program, self.places))

    def _spans(self) -> dict[int, Span]:
        """What is known of each slot's answers over all units."""
        t = ibis.table(SCHEMAS["staged"], name="staged")
        figures = t.filter((t.key % self.asked.asks == t.slot) & (t.slot > 0))
        sums = figures.group_by("slot").agg(
            count=_.value.count(), total=_.value.sum(), least=_.value.min(), most=_.value.max()
        )
        return {
            int(str(row["slot"])): Span(*(int(str(row[name])) for name in ("count", "total", "least", "most")))
            for row in self.machine.rows(sums)
        }

    def whole(self, made: Steps, count: int) -> None:
        """Work out all units at once."""
        self._answers(0, count)
        made.run(self.machine)
        self.machine.keep("totals", made.totals)
        check(self.machine, self.ruled)

    def write(self, made: Steps, count: int, folder: Path, progress: Progress) -> None:
        """Work out the units batch by batch and write their tables to ``folder``."""
        size = max(1, BATCH // self.size) if self.machine.batches else count
        for name in ("evidence", "detail", "items", "sections"):
            (folder / f"{name}.parquet").mkdir()
        for number, first in enumerate(range(0, max(count, 1), max(size, 1))):
            self._answers(first, first + size)
            made.run(self.machine)
            if number == 0:
                self.machine.keep("totals", made.totals)
            else:
                self.machine.add("totals", made.totals)
            part = f"part-{number:05}.parquet"
            self.machine.write(made.detail.order_by("at").drop("at"), folder / "detail.parquet" / part, RULES)
            self.machine.write(made.items.order_by("pair").drop("pair"), folder / "items.parquet" / part, ITEMS)
            self.machine.write(
                made.sections.order_by(["unit", "section"]), folder / "sections.parquet" / part, SECTIONS
            )
            self.machine.write(self._evidence(), folder / "evidence.parquet" / part)
            progress(min(first + size, count), count)
        check(self.machine, self.ruled)
        (folder / "scores.parquet").mkdir()
        self.machine.write(
            made.units.drop("unit", "cls"), folder / "scores.parquet" / "part-00000.parquet", written(self.ruled)
        )

    def _answers(self, first: int, after: int) -> None:
        t = ibis.table(SCHEMAS["staged"], name="staged")
        some = t.filter((t.unit >= first) & (t.unit < after))
        self.machine.view("batch", some)
        self.machine.view("answers", some.select("unit", "key", "value"))

    def _evidence(self) -> Table:
        """The answers of the batch as the long form has them, in the order of units and questions."""
        t = ibis.table(SCHEMAS["staged"], name="batch")
        units = ibis.table(SCHEMAS["units"], name="units").select("unit", "name")
        t = t.mutate(ask=t.key % self.asked.asks)
        t = t.join(ibis.table(SCHEMAS["said"], name="said"), ["ask", "value"]).join(units, "unit")
        return (
            t.order_by(["unit", "key"])
            .select("measure", "period", "source", "note", unit=t.name, value=t.said)
            .relocate("unit", "measure", "period", "value")
        )
