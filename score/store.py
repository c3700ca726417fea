"""Scores on disk: a folder of Parquet tables for those that are many; one ``.json`` that holds all is read, too.

A folder holds ``rubric.json``, ``evidence.parquet``, ``detail.parquet`` (one row per unit × rule), ``scores.parquet``
and ``scores.json`` (without the per-rule lists). It is written beside and renamed: whole or not at all.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from extract.refusal import FileRefusal
from score.sheet import ItemScore, RuleScore, Scores

if TYPE_CHECKING:
    import pyarrow as pa

_ADVICE = "请用 kaohe score -o 写出的 .json 文件或文件夹"
_FILES = {"rubric.json", "scores.json", "evidence.parquet", "detail.parquet", "scores.parquet"}
_DETAIL = ("quantity", "steps", "raw", "points", "reading")


def write(scores: Scores, path: Path) -> None:
    """Write to a folder (new, or one that an earlier run wrote).

    Raises FileRefusal for scores that came from a ``.json`` file, which does not hold the evidence, and for a folder
    with anything else in it.
    """
    check(path)
    if scores.evidence is None:
        raise FileRefusal(path.name, "要存证据，而这份结果里没有证据", "请用 kaohe score 从规则和填报重新计分")
    with tempfile.TemporaryDirectory(prefix=".kaohe-", dir=path.parent) as beside:
        made = Path(beside) / path.name
        made.mkdir()
        _folder(scores, made)
        before = Path(beside) / "before"
        if path.is_dir():
            os.replace(path, before)
        try:
            os.replace(made, path)
        except OSError:
            if before.is_dir():
                os.replace(before, path)
            raise


def check(path: Path) -> None:
    """Raise FileRefusal where a folder holds anything but a result: writing replaces the whole folder."""
    if path.is_dir() and not {one.name for one in path.iterdir()} <= _FILES:
        raise FileRefusal(str(path), "里有别的文件，结果会把它们覆盖掉", "请另给一个新的文件夹名")


def _folder(scores: Scores, folder: Path) -> None:
    # A result in one .json needs no Parquet: loading it takes longer than reading that file.
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "rubric.json").write_text(scores.rubric.model_dump_json(indent=2) + "\n", encoding="utf-8")
    units = [
        unit.model_copy(update={"items": [item.model_copy(update={"rules": []}) for item in unit.items]})
        for unit in scores.units
    ]
    bare = scores.model_copy(update={"units": units})
    (folder / "scores.json").write_text(bare.model_dump_json(indent=2) + "\n", encoding="utf-8")
    pq.write_table(
        pa.Table.from_pylist(scores.evidence, _strings("unit", "measure", "period", "value", "source", "note")),
        folder / "evidence.parquet",
    )
    pq.write_table(pa.Table.from_pylist(_detail(scores), _detail_schema()), folder / "detail.parquet")
    pq.write_table(pa.Table.from_pylist(_units(scores), _units_schema()), folder / "scores.parquet")


def _strings(*names: str) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in names])


def _detail_schema() -> pa.Schema:
    import pyarrow as pa

    schema = _strings("unit", "item", "rule", "measures", *_DETAIL)
    return schema.append(pa.field("capped", pa.bool_())).append(pa.field("text", pa.string()))


def _units_schema() -> pa.Schema:
    import pyarrow as pa

    schema = _strings("unit", "total", "lower", "upper", "base", "bonus", "penalty", "converted", "grade")
    return (
        schema.append(pa.field("rank", pa.int64()))
        .append(pa.field("complete", pa.bool_()))
        .append(pa.field("vetoed", pa.bool_()))
    )


def _detail(scores: Scores) -> list[dict[str, object]]:
    return [
        {
            "unit": unit.unit,
            "item": item.item,
            "measures": json.dumps(rule.measures, ensure_ascii=False),
            **rule.model_dump(exclude={"measures"}),
        }
        for unit in scores.units
        for item in unit.items
        for rule in item.rules
    ]


def _units(scores: Scores) -> list[dict[str, object]]:
    names = set(_units_schema().names)
    return [unit.model_dump(include=names) for unit in scores.units]


def read(path: Path) -> Scores:
    """The scores in a ``.json`` file, or in a folder that ``write`` wrote; raises FileRefusal."""
    if path.is_dir():
        return _read_folder(path)
    try:
        return Scores.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise FileRefusal(str(path), "不存在", "请检查文件名和所在文件夹") from None
    except OSError:
        raise FileRefusal(path.name, "打不开", "请检查读取权限") from None
    except (ValidationError, ValueError):
        raise FileRefusal(path.name, "不是得分文件", _ADVICE) from None


def _read_folder(path: Path) -> Scores:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        scores = Scores.model_validate_json((path / "scores.json").read_bytes())
        detail = pq.read_table(path / "detail.parquet").to_pylist()
        evidence = pq.read_table(path / "evidence.parquet").to_pylist()
    except (OSError, ValueError, pa.ArrowException):
        raise FileRefusal(path.name, "不是得分文件夹", _ADVICE) from None
    items: dict[tuple[str, str], ItemScore] = {
        (unit.unit, item.item): item for unit in scores.units for item in unit.items
    }
    for row in detail:
        rule = {key: value for key, value in row.items() if key not in ("unit", "item", "measures")}
        items[row["unit"], row["item"]].rules.append(RuleScore(measures=json.loads(row["measures"]), **rule))
    return scores.with_evidence(evidence)
