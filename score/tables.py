"""Program and evidence as Arrow tables, with the columns that the engine's expression joins on."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from decimal import Decimal

import pyarrow as pa
from pyarrow.json import ParseOptions, read_json

from score.evidence import Evidence
from score.exact import LARGEST, THOUSAND
from score.program import Program

_INT, _TEXT, _FLAG = pa.int64(), pa.string(), pa.bool_()

SCHEMAS: dict[str, dict[str, pa.DataType]] = {
    "rules": {
        "rule": _INT, "id": _TEXT, "item": _INT, "scope": _INT, "effect": _TEXT, "basis": _TEXT, "on": _TEXT,
        "points": _INT, "step": _INT, "partial": _TEXT, "relative": _FLAG, "cap": _INT, "cap_all": _FLAG,
        "on_top": _FLAG, "stands": _FLAG, "referred": _FLAG, "parts": _INT, "share": _INT, "highest": _INT,
        "limited": _INT, "ceiling": _INT, "exclusive": _FLAG, "judged": _INT, "most": _INT,
    },
    "parts": {
        "part": _INT, "rule": _INT, "measure": _TEXT, "period": _TEXT, "relation": _TEXT, "wanted": _INT, "stat": _TEXT,
        "weight": _INT,
    },
    "wants": {"part": _INT, "unit": _INT, "wanted": _INT, "weight": _INT},
    "points": {"rule": _INT, "unit": _INT, "points": _INT},
    "levels": {"rule": _INT, "level": _TEXT, "points": _INT},
    "bands": {"rule": _INT, "low": _INT, "high": _INT, "points": _INT},
    "items": {"item": _INT, "points": _INT, "floor": _INT, "kind": _TEXT},
    "answers": {"unit": _INT, "measure": _TEXT, "period": _TEXT, "value": _INT},
    "reached": {"unit": _INT, "measure": _TEXT, "level": _TEXT, "times": _INT},
    "units": {"unit": _INT, "name": _TEXT},
}  # fmt: skip


def arrow(name: str, rows: Iterable[dict[str, object]]) -> pa.Table:
    """Rows as the Arrow table of that name; columns that a table does not have are left out."""
    schema = pa.schema(list(SCHEMAS[name].items()))
    lines = "\n".join(json.dumps({key: row.get(key) for key in schema.names}, ensure_ascii=False) for row in rows)
    # Through JSON, since pyarrow's own arrays import pandas, which takes longer than scoring a town.
    table = read_json(io.BytesIO((lines or "{}").encode()), parse_options=ParseOptions(explicit_schema=schema))
    return table if lines else table.slice(0, 0)


def tables(program: Program, evidence: Evidence) -> dict[str, pa.Table]:
    """Every table that the expression reads."""
    rows: dict[str, list[dict[str, object]]] = {
        name: getattr(program, name) for name in ("rules", "parts", "wants", "points", "levels", "bands", "items")
    }
    rows |= {"answers": [], "reached": []}
    numbers = {name: at for at, name in enumerate(evidence.units)}
    rows["units"] = [{"unit": at, "name": name} for name, at in numbers.items()]
    for answer in evidence.answers:
        key = {"unit": numbers[answer.unit], "measure": answer.measure, "period": _part_of_year(answer.period)}
        value = answer.value
        if isinstance(value, tuple):
            rows["answers"].append({**key, "value": len(value)})
            for level in dict.fromkeys(value):
                rows["reached"].append({**key, "level": level, "times": value.count(level)})
        else:
            rows["answers"].append({**key, "value": _whole(value)})
    return {name: arrow(name, entries) for name, entries in rows.items()}


def _part_of_year(period: str | None) -> str:
    return "" if period is None else period.partition("-")[2]


def _whole(value: bool | Decimal) -> int:
    scaled = int(value) * THOUSAND if isinstance(value, bool) else int((value * THOUSAND).to_integral_value())
    assert abs(scaled) < LARGEST
    return scaled
