"""Program and evidence as tables of the database, with the columns that the engine's expression joins on."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from score.evidence import Evidence
from score.exact import LARGEST, THOUSAND
from score.program import Program

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_INT, _TEXT, _FLAG = "int64", "string", "boolean"

SCHEMAS: dict[str, dict[str, str]] = {
    "rules": {
        "rule": _INT, "id": _TEXT, "item": _INT, "scope": _INT, "depth": _INT, "effect": _TEXT, "basis": _TEXT,
        "on": _TEXT, "points": _INT, "step": _INT, "partial": _TEXT, "relative": _FLAG, "flag": _FLAG, "cap": _INT,
        "cap_all": _FLAG, "on_top": _FLAG, "stands": _FLAG, "referred": _FLAG, "means": _FLAG,
        "common": _INT, "highest": _INT, "alike": _FLAG, "together": _FLAG, "limited": _INT, "ceiling": _INT, "most": _INT, "bound": _INT,
    },
    "parts": {
        "part": _INT, "rule": _INT, "measure": _TEXT, "period": _TEXT, "relation": _TEXT, "wanted": _INT, "stat": _TEXT,
        "weight": _INT,
    },
    "wants": {"part": _INT, "unit": _INT, "wanted": _INT, "weight": _INT},
    "points": {"rule": _INT, "unit": _INT, "points": _INT, "most": _INT, "bound": _INT},
    "levels": {"rule": _INT, "level": _TEXT, "points": _INT},
    "bands": {"rule": _INT, "low": _INT, "high": _INT, "points": _INT},
    "items": {"item": _INT, "points": _INT, "floor": _INT, "kind": _TEXT},
    "answers": {"unit": _INT, "measure": _TEXT, "period": _TEXT, "value": _INT},
    "reached": {"unit": _INT, "measure": _TEXT, "level": _TEXT, "times": _INT},
    "units": {"unit": _INT},
}  # fmt: skip


def load(database: DuckDBPyConnection, rows_of: dict[str, list[dict[str, object]]], folder: Path) -> None:
    """Create the tables; columns that a table does not have are left out.

    Through files of JSON: a parameter or an Arrow table makes DuckDB import pandas, which takes longer than scoring.
    """
    for name, columns in SCHEMAS.items():
        path = folder / f"{name}.json"
        lines = [json.dumps({key: row.get(key) for key in columns}, ensure_ascii=False) for row in rows_of[name]]
        path.write_text("\n".join(lines), encoding="utf-8")
        typed = ", ".join(f"'{key}': '{kind}'" for key, kind in columns.items())
        made = f"read_json('{path}', format='newline_delimited', columns={{{typed}}})"
        database.execute(f"create table {name} as select * from {made}")


def tables(program: Program, evidence: Evidence) -> dict[str, list[dict[str, object]]]:
    """The rows of every table that the expression reads."""
    rows: dict[str, list[dict[str, object]]] = {
        name: getattr(program, name) for name in ("rules", "parts", "wants", "points", "levels", "bands", "items")
    }
    rows |= {"answers": [], "reached": []}
    numbers = {name: at for at, name in enumerate(evidence.units)}
    rows["units"] = [{"unit": at} for at in numbers.values()]
    for answer in evidence.answers:
        key = {"unit": numbers[answer.unit], "measure": answer.measure, "period": _part_of_year(answer.period)}
        value = answer.value
        if isinstance(value, tuple):
            rows["answers"].append({**key, "value": len(value)})
            for level in dict.fromkeys(value):
                rows["reached"].append({**key, "level": level, "times": value.count(level)})
        else:
            rows["answers"].append({**key, "value": _whole(value)})
    return rows


def _part_of_year(period: str | None) -> str:
    return "" if period is None else period.partition("-")[2]


def _whole(value: bool | Decimal) -> int:
    scaled = int(value) * THOUSAND if isinstance(value, bool) else int((value * THOUSAND).to_integral_value())
    assert abs(scaled) < LARGEST
    return scaled
