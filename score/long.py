"""Evidence in its long form: a row per answer, as CSV, a JSON list, or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from extract.refusal import FileRefusal
from score.evidence import Entry

COLUMNS = ("unit", "measure", "value")
_ADVICE = "请用列名 unit、measure、value（可加 period、source、note）"


def read_csv(data: bytes, name: str) -> tuple[list[str], list[Entry]]:
    """Units and cells of a CSV in UTF-8 or GB18030; raises FileRefusal."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileRefusal(name, "不是填报文件", "请给填好的 .xlsx，或 .csv、.json、.parquet")
    if "\0" in text:
        raise FileRefusal(name, "不是填报文件", "请给填好的 .xlsx，或 .csv、.json、.parquet")
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        raise FileRefusal(name, "不是完整的 CSV", "请重新导出") from None
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise FileRefusal(name, f"缺少列 {'、'.join(missing)}", _ADVICE)
    return _entries([{key: value for key, value in row.items() if key} for row in rows], lambda at: f"第 {at + 2} 行")


def read_json(data: bytes, name: str) -> tuple[list[str], list[Entry]]:
    """Units and cells of a JSON list of objects; raises FileRefusal."""
    try:
        rows = json.loads(data, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise FileRefusal(name, "不是完整的 JSON", "请重新导出") from None
    wrong = not isinstance(rows, list) or not all(isinstance(row, dict) and set(COLUMNS) <= set(row) for row in rows)
    if wrong or not rows:
        raise FileRefusal(name, "不是填报数据", _ADVICE)
    return _entries(rows, lambda at: f"第 {at + 1} 条")


def read_parquet(path: Path) -> tuple[list[str], list[Entry]]:
    """Units and cells of a Parquet table; raises FileRefusal."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(path).to_pylist()
    except (pa.ArrowException, OSError):
        raise FileRefusal(path.name, "不是完整的 Parquet", "请重新导出") from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise FileRefusal(path.name, "不是填报数据", _ADVICE)
    return _entries(rows, lambda at: f"第 {at + 1} 行")


def _entries(rows: Iterable[Mapping[str, object]], place) -> tuple[list[str], list[Entry]]:  # type: ignore[no-untyped-def]
    entries = [
        Entry(
            unit=_text(row.get("unit")),
            measure=_text(row.get("measure")),
            period=_text(row.get("period")),
            value=row.get("value"),
            place=place(at),
            source=_text(row.get("source")) or None,
            note=_text(row.get("note")) or None,
        )
        for at, row in enumerate(rows)
    ]
    return list(dict.fromkeys(entry.unit.strip() for entry in entries if entry.unit.strip())), entries


def _text(value: object) -> str:
    return "" if value is None else str(value)
