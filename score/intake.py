"""Evidence in its long form → answers as whole numbers, without a row of it in Python: for a province, or a country.

Each distinct answer to each question is read once, by ``score.answers``, as if it stood in a small file, and joined
back; units are numbered in the database. Evidence with any fault is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr.types import Table

from normalize.rubric import Rubric
from score.answers import answers
from score.asked import Asked, unlisted
from score.evidence import Entry, EvidenceRefusal, said
from score.machine import Machine, Row
from score.tables import SCHEMAS, coded, groups

LONG = dict.fromkeys(("unit", "measure", "period", "value", "source", "note"), "string")
KEYS = ("measure", "period", "value")

_SPOKEN = {**dict.fromkeys(KEYS, "string"), "wrong": "boolean", "slot": "int64", "ask": "int64", "figure": "int64"}
_CALLED = {"also": "string", "name": "string"}
_CLASSES = {"name": "string", "cls": "int64"}
_GROUPS = {"name": "string", "group": "string"}
_SLOTS = {"slot": "int64", "word": "int64", "bit": "int64"}
_WORD = 40
"""Slots whose bits one whole number holds."""

_FAULTS = 1000
"""Faulty rows that are looked up and said; so many show what is wrong with the file."""


@dataclass
class Intake:
    """Reads the machine's table ``long`` (texts: unit, measure, period, value, source, note) for one rubric.

    ``entries`` gives the rows of ``long`` that some rows (unit, measure, period, value) are, with their places.
    """

    machine: Machine
    rubric: Rubric
    asked: Asked
    name: str
    entries: Callable[[Table, int], list[Entry]]

    def read(self) -> int:
        """Make the tables ``units``, ``staged`` and ``said``; returns how many units. Raises EvidenceRefusal."""
        source = ibis.table(LONG, name="long")
        told = source.mutate(**{name: source[name].fill_null("").strip() for name in ("unit", *KEYS)})
        spoken = self.machine.load("spoken", _SPOKEN, self._spoken(told))
        units = self._units(told)
        read = told.join(spoken, KEYS)
        read = self._named(read).left_join(units.select("name", "cls", number="unit"), "name").drop("name_right")
        raw = read.filter(read.ask.notnull() | read.wrong | read.number.isnull()).select(
            "slot", "source", "note", unit=read.number, key=read.cls * self.asked.asks + read.ask, value=read.figure,
            wrong=read.wrong | read.number.isnull() | (read.unit == ""),
        )  # fmt: skip
        raw = self.machine.store("raw", raw)
        slots: list[Row] = [
            {"slot": slot, "word": slot // _WORD, "bit": 1 << (slot % _WORD)} for slot in self.asked.slots.values()
        ]
        bits = self.machine.load("slots", _SLOTS, slots)
        partial = self._partial(raw.join(bits, "slot"), units)
        self._refuse(raw, partial, read)
        self.machine.store("staged", self._whole(raw, partial, bits, units))
        self.machine.drop("raw")
        return int(str(self.machine.rows(units.aggregate(count=units.count()))[0]["count"]))

    def _spoken(self, told: Table) -> list[Row]:
        """What each distinct answer to each question means; an empty one has no ask, one that cannot be read is wrong."""
        # In an order of their own: the sets of levels are numbered as they come, and a database gives rows in any.
        distinct = self.machine.rows(told.select(*KEYS).distinct().order_by(KEYS))
        # A unit for each: whose answers they are does not matter to what they mean.
        entries = [
            Entry(str(at), str(row["measure"]), str(row["period"]), row["value"], str(at))
            for at, row in enumerate(distinct)
        ]
        made = answers(entries, self.rubric.model_copy(update={"units": []}), rounds=False)
        read = {int(answer.unit): answer for answer in made.found}
        wrong = {int(fault.partition("：")[0]) for fault in made.faults} - set(read)
        rows: list[Row] = []
        shown: list[Row] = []
        for at, row in enumerate(distinct):
            rows.append({**row, "wrong": at in wrong})
            if at in read:
                slot, ask, figure = coded(read[at], self.asked)
                rows[-1] |= {"slot": slot, "ask": ask, "figure": figure}
                measure, period = read[at].measure, read[at].period
                shown.append(
                    {"ask": ask, "value": figure, "measure": measure, "period": period, "said": said(read[at].value)}
                )
        self.machine.load("said", SCHEMAS["said"], list({(row["ask"], row["value"]): row for row in shown}.values()))
        return rows

    def _named(self, read: Table) -> Table:
        """The rows with the unit's own name, null where the notice does not know it."""
        if not self.rubric.units:
            return read.mutate(name=read.unit)
        rows: list[Row] = [
            {"also": also, "name": unit.name}
            for unit in self.rubric.units
            if not unit.members
            for also in dict.fromkeys((unit.name, *unit.aliases))
        ]
        called = self.machine.load("called", _CALLED, rows)
        return read.left_join(called, read.unit == called.also).drop("also")

    def _units(self, told: Table) -> Table:
        """The units, numbered in the order of their names."""
        named = self._named(told.filter(told.unit != "").select("unit").distinct()).select("name").distinct()
        rows: list[Row] = [{"name": name, "cls": number} for name, number in self.asked.classes.items()]
        classes = self.machine.load("classes", _CLASSES, rows)
        rows = [{"name": name, "group": group} for name, group in groups(self.rubric).items()]
        group = self.machine.load("groups", _GROUPS, rows)
        t = named.filter(_.name.notnull()).left_join(classes, "name").drop("name_right")
        t = t.left_join(group, "name").drop("name_right")
        number = ibis.row_number().over(ibis.window(order_by=t.name))
        return self.machine.keep("units", t.select("name", "group", unit=number, cls=t.cls.fill_null(0)))

    def _partial(self, raw: Table, units: Table) -> Table:
        """The units that have not answered each question exactly once.

        As many answers as questions, whose bits add up to all ones, are one to each: no fewer powers of two do.
        """
        words = {slot // _WORD for slot in self.asked.slots.values()}
        masks = {word: sum(1 << (s % _WORD) for s in self.asked.slots.values() if s // _WORD == word) for word in words}
        sums = {f"bits{word}": raw.bit.sum(where=raw.word == word) for word in words}
        per = raw.group_by("unit").agg(count=raw.count(), **sums)
        whole = per["count"] == len(self.asked.slots)
        for word, mask in masks.items():
            whole = whole & (per[f"bits{word}"] == mask)
        return self.machine.keep("partial", units.anti_join(per.filter(whole), "unit").select("unit", "cls"))

    def _refuse(self, raw: Table, partial: Table, read: Table) -> None:
        """Refuse what cannot be read, what was answered twice, and units on no list. Raises EvidenceRefusal."""
        again = raw.semi_join(partial, "unit").group_by(["unit", "slot"]).agg(count=_.count())
        twice = self.machine.keep("twice", again.filter(_["count"] > 1).select("unit", "slot").limit(_FAULTS))
        rows: list[Row] = [{"slot": slot, "cls": number} for slot, number in unlisted(self.rubric, self.asked)]
        lists = self.machine.load("unlisted", {"slot": "int64", "cls": "int64"}, rows)
        wrong = read.wrong | read.number.isnull() | (read.unit == "")
        found = [read.filter(wrong)] if self._any(raw.filter(_.wrong)) else []
        if self._any(twice):
            found.append(read.semi_join(twice, [read.number == twice.unit, "slot"]))
        numbered = raw.mutate(cls=raw.key // self.asked.asks)
        if rows and self._any(numbered.semi_join(lists, ["slot", "cls"])):
            found.append(read.filter(_.ask.notnull()).semi_join(lists, ["slot", "cls"]))
        if not found:
            return
        faulty = [one.select("unit", *KEYS).distinct() for one in found]
        entries = [entry for one in faulty for entry in self.entries(one, _FAULTS)]
        faults = answers(sorted(entries, key=lambda one: len(one.place)), self.rubric, rounds=False).faults
        raise EvidenceRefusal(self.name, faults)

    def _any(self, rows: Table) -> bool:
        return bool(self.machine.rows(rows.limit(1)))

    def _whole(self, raw: Table, partial: Table, bits: Table, units: Table) -> Table:
        """All answers, with those that were left open, in the order of units and questions."""
        columns = list(SCHEMAS["staged"])
        nothing = ibis.null("string")
        grid = partial.cross_join(bits.select("slot"))
        given = raw.semi_join(partial, "unit").select("unit", "slot")
        holes = grid.anti_join(given, ["unit", "slot"])
        key = holes.cls * self.asked.asks + self.asked.open + holes.slot
        opened = holes.select("unit", "slot", key=key, value=ibis.literal(0, "int64"), source=nothing, note=nothing)
        first = units.select(
            "unit", slot=ibis.literal(0, "int64"), key=units.cls * self.asked.asks, value=ibis.literal(0, "int64"),
            source=nothing, note=nothing,
        )  # fmt: skip
        return (
            raw.select(*columns).union(opened.select(*columns)).union(first.select(*columns)).order_by(["unit", "slot"])
        )
