"""What runs the engine's expressions: DuckDB in this process, or Spark. Both speak SQL over named tables.

Expressions go in as SQL: binding them to a connection would read their schemas through Arrow, pandas and numpy, which
takes longer than scoring a town.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ibis
from ibis.expr.operations import Node
from ibis.expr.types import Table

from extract.refusal import FileRefusal

Row = dict[str, object]


@lru_cache(maxsize=512)
def _sql(step: Node, dialect: str) -> str:
    """The step as SQL, worked out once: it is run again for each batch of units, and for other rubrics."""
    return str(ibis.to_sql(step.to_expr(), dialect=dialect, pretty=False))


@dataclass(frozen=True)
class Decimals:
    """Columns of whole numbers that go out as decimals: each is ``value × factor`` with ``places`` behind the point."""

    columns: tuple[str, ...]
    places: int = 3
    factor: int = 1


class Machine(ABC):
    """Runs expressions over named tables."""

    dialect: str
    batches: bool
    """Whether many units are worked out batch by batch, or all at once on many machines."""

    @abstractmethod
    def source(self, path: str) -> None:
        """Make ``long``, the evidence of a Parquet or CSV file as texts, and ``numbered``, the same with its lines.

        Raises FileRefusal.
        """

    @abstractmethod
    def load(self, name: str, columns: dict[str, str], rows: Iterable[Row]) -> Table:
        """A table of these rows; columns that it does not have are left out."""

    @abstractmethod
    def keep(self, name: str, expression: Table) -> Table:
        """A step that several later ones read: worked out once."""

    @abstractmethod
    def store(self, name: str, expression: Table) -> Table:
        """A step that is too large for memory: worked out once, in its order, and read from disk."""

    @abstractmethod
    def add(self, name: str, expression: Table) -> None:
        """More rows of a table that ``keep`` made."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Let go of a table that ``store`` made."""

    @abstractmethod
    def view(self, name: str, expression: Table) -> Table:
        """A step under a name, worked out wherever it is read."""

    @abstractmethod
    def rows(self, expression: Table, decimals: Decimals | None = None) -> list[Row]:
        """The rows, in their order."""

    @abstractmethod
    def write(self, expression: Table, path: Path, decimals: Decimals | None = None) -> None:
        """The rows as a Parquet file, in their order."""

    def text(self, expression: Table) -> str:
        """The expression as SQL."""
        return _sql(expression.op(), self.dialect)

    def narrow(self, expression: Table) -> str:
        """The expression's SQL with whole numbers as wide as their type says: a sum comes wider from the database."""
        columns = [
            f"cast({self.quoted(name)} as bigint) as {self.quoted(name)}" if kind.is_int64() else self.quoted(name)
            for name, kind in expression.schema().items()
        ]
        return f"select {', '.join(columns)} from ({self.text(expression)}) as kept"

    def shown(self, expression: Table, decimals: Decimals | None) -> str:
        """The expression's SQL with its decimals as such, exactly: there is no division in it."""
        if decimals is None:
            return self.text(expression)
        columns = [
            _decimal(self.quoted(name), decimals) if name in decimals.columns else self.quoted(name)
            for name in expression.columns
        ]
        return f"select {', '.join(columns)} from ({self.text(expression)}) as shown"

    def quoted(self, name: str) -> str:
        """A column's name as it stands in SQL."""
        return f'"{name}"'


def _decimal(column: str, decimals: Decimals) -> str:
    places, width = decimals.places, 18 if decimals.factor == 1 else 38
    unit = f"cast('{10**-places:.{places}f}' as decimal({places}, {places}))"
    whole = f"cast({column}{f' * {decimals.factor}' if decimals.factor != 1 else ''} as decimal({width - places}, 0))"
    return f"cast({whole} * {unit} as decimal({width}, {places})) as {column}"


def texts(found: list[str], name: str) -> str:
    """The columns of evidence as texts, in SQL; what a file does not have is null. Raises FileRefusal."""
    missing = [column for column in ("unit", "measure", "value") if column not in found]
    if missing:
        advice = "请用列名 unit、measure、value（可加 period、source、note）"
        raise FileRefusal(name, f"缺少列 {'、'.join(missing)}", advice)
    return ", ".join(
        f"cast({column if column in found else 'null'} as string) as {column}"
        for column in ("unit", "measure", "period", "value", "source", "note")
    )
