"""DuckDB as the engine's machine: in this process, spilling to disk what does not fit in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import ibis
from ibis.expr.types import Table

from extract.refusal import FileRefusal
from score.machine import Decimals, Machine, Row, texts


class Duck(Machine):
    """A database in memory; ``folder`` takes what does not fit and is the caller's to remove."""

    dialect = "duckdb"
    batches = True

    def __init__(self, folder: Path, memory: str | None = None) -> None:
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(folder / "spill")}
        if memory is not None:
            config["memory_limit"] = memory
        self.database = duckdb.connect(config=config)
        self._folder, self._on_disk = folder, False

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def source(self, path: str) -> None:
        """Make ``long``, the evidence of a Parquet or CSV file as texts, and ``numbered``, the same with its lines."""
        import duckdb

        quoted = path.replace("'", "''")
        csv = path.lower().endswith(".csv")
        options = "header=true, all_varchar=true, null_padding=false" if csv else ""
        read = f"read_csv('{quoted}', {options})" if csv else f"read_parquet('{quoted}')"
        try:
            found = [row[0] for row in self.database.execute(f"describe select * from {read}").fetchall()]
            columns = texts(found, Path(path).name)
            self.database.execute(f"create or replace temp view long as select {columns} from {read}")
        except duckdb.Error:
            raise FileRefusal(Path(path).name, "读不出来", "请给完整的 .parquet，或 UTF-8 编码的 .csv") from None
        line = f"row_number() over () + {int(csv)} as line"
        self.database.execute(f"create or replace temp view numbered as select {line}, {columns} from {read}")

    def load(self, name: str, columns: dict[str, str], rows: Iterable[Row]) -> Table:
        """A table of these rows; columns that it does not have are left out.

        Through a file of JSON: a parameter or an Arrow table makes DuckDB import pandas.
        """
        path = self._folder / f"{name}.json"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps({key: row.get(key) for key in columns}, ensure_ascii=False) + "\n")
        typed = ", ".join(f"'{key}': '{kind}'" for key, kind in columns.items())
        made = f"read_json('{path}', format='newline_delimited', columns={{{typed}}})"
        self.database.execute(f"create or replace temp table {name} as select * from {made}")
        path.unlink()
        return ibis.table(columns, name=name)

    def keep(self, name: str, expression: Table) -> Table:
        """A step that several later ones read: worked out once."""
        self.database.execute(f"create or replace temp table {name} as {self.narrow(expression)}")
        return ibis.table(expression.schema(), name=name)

    def store(self, name: str, expression: Table) -> Table:
        """A step that is too large for memory: worked out once, in its order, and read from disk."""
        if not self._on_disk:
            self.database.execute(f"attach '{self._folder / 'stored.duckdb'}' as stored")
            self._on_disk = True
        self.database.execute(f"create table stored.{name} as {self.narrow(expression)}")
        self.database.execute(f"create or replace temp view {name} as select * from stored.{name}")
        return ibis.table(expression.schema(), name=name)

    def drop(self, name: str) -> None:
        """Let go of a table that ``store`` made."""
        self.database.execute(f"drop view {name}")
        self.database.execute(f"drop table stored.{name}")

    def view(self, name: str, expression: Table) -> Table:
        """A step under a name, worked out wherever it is read."""
        self.database.execute(f"create or replace temp view {name} as {self.text(expression)}")
        return ibis.table(expression.schema(), name=name)

    def add(self, name: str, expression: Table) -> None:
        """More rows of a table that ``keep`` made."""
        self.database.execute(f"insert into {name} {self.narrow(expression)}")

    def rows(self, expression: Table, decimals: Decimals | None = None) -> list[Row]:
        """The rows, in their order."""
        found = self.database.execute(self.shown(expression, decimals)).fetchall()
        return [dict(zip(expression.columns, row, strict=True)) for row in found]

    def write(self, expression: Table, path: Path, decimals: Decimals | None = None) -> None:
        """The rows as a Parquet file, in their order."""
        self.database.execute(f"copy ({self.shown(expression, decimals)}) to '{path}' (format parquet)")
