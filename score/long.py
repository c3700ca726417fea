"""Evidence in its long form: a row per answer, as CSV, a JSON list, or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from extract.refusal import FileRefusal
from extract.text import decoded
from score.evidence import Entry

COLUMNS = ("unit", "measure", "value")
_ADVICE = "请用列名 unit、measure、value（可加 period、source、note）"


def read_csv(data: bytes, name: str) -> tuple[list[str], list[Entry]]:
    """Units and cells of a CSV in UTF-8 or GB18030; raises FileRefusal."""
    text = decoded(data)
    if text is None:
        raise FileRefusal(name, "不是填报文件", "请给填好的 .xlsx，或 .csv、.json、.parquet")
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [column for column in COLUMNS if column not in (table.fieldnames or [])]
        if missing:
            raise FileRefusal(name, f"缺少列 {'、'.join(missing)}", _ADVICE)
        rows = [(f"第 {table.line_num} 行", row) for row in table]
    except csv.Error:
        raise FileRefusal(name, "不是完整的 CSV", "请重新导出") from None
    return _entries(rows)


def read_json(data: bytes, name: str) -> tuple[list[str], list[Entry]]:
    """Units and cells of a JSON list of objects; raises FileRefusal."""
    try:
        rows = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise FileRefusal(name, "不是完整的 JSON", "请重新导出") from None
    wrong = not isinstance(rows, list) or not all(isinstance(row, dict) and set(COLUMNS) <= set(row) for row in rows)
    if wrong or not rows:
        raise FileRefusal(name, "不是填报数据", _ADVICE)
    return _entries((f"第 {at} 条", row) for at, row in enumerate(rows, start=1))


def read_parquet(data: bytes, name: str) -> tuple[list[str], list[Entry]]:
    """Units and cells of a Parquet table; raises FileRefusal."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(pa.BufferReader(data)).to_pylist()
    except (pa.ArrowException, OSError):
        raise FileRefusal(name, "不是完整的 Parquet", "请重新导出") from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise FileRefusal(name, "不是填报数据", _ADVICE)
    return _entries((f"第 {at} 行", row) for at, row in enumerate(rows, start=1))


def _entries(rows: Iterable[tuple[str, Mapping[Any, object]]]) -> tuple[list[str], list[Entry]]:
    entries = [
        Entry(
            unit=_text(row.get("unit")),
            measure=_text(row.get("measure")),
            period=_text(row.get("period")),
            value=row.get("value"),
            place=place,
            source=_text(row.get("source")) or None,
            note=_text(row.get("note")) or None,
            # What a row has beyond the head stands under None: an unquoted comma may have cut its value.
            fault="格数比表头多，内容里的逗号请放在引号里" if None in row else None,
        )
        for place, row in rows
    ]
    return list(dict.fromkeys(entry.unit.strip() for entry in entries if entry.unit.strip())), entries


def _text(value: object) -> str:
    return "" if value is None else str(value)
