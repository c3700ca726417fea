"""Scores on disk: a folder of Parquet tables, or one ``.json`` that holds all.

``score.run`` says what the folder holds. It is written beside and renamed: whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from extract.refusal import FileRefusal
from normalize.approval import in_force
from score.machine import Row
from score.made import Found, filled, made, unit_of
from score.sheet import Scores, UnitScore

_ADVICE = "请用 kaohe score -o 写出的 .json 文件或文件夹"
_TABLES = ("evidence", "detail", "items", "sections", "scores")
_FILES = {"rubric.json", "scores.json", *(f"{name}.parquet" for name in _TABLES)}

FEW = 1000
"""Units that ``scores.json`` lists; of more the tables tell."""


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to write a result to; it takes the place of ``path`` when all went well.

    Raises FileRefusal for a folder with anything else in it.
    """
    check(path)
    with tempfile.TemporaryDirectory(prefix=".kaohe-", dir=path.parent) as beside:
        made_here = Path(beside) / path.name
        made_here.mkdir()
        yield made_here
        before = Path(beside) / "before"
        if path.is_dir():
            os.replace(path, before)
        try:
            os.replace(made_here, path)
        except OSError:
            if before.is_dir():
                os.replace(before, path)
            raise


def check(path: Path) -> None:
    """Raise FileRefusal where a folder holds anything but a result: writing replaces the whole folder."""
    if path.is_dir() and not {one.name for one in path.iterdir()} <= _FILES:
        raise FileRefusal(str(path), "里有别的文件，结果会把它们覆盖掉", "请另给一个新的文件夹名")


def describe(scores: Scores, path: Path) -> None:
    """Write ``rubric.json`` and ``scores.json`` (without the per-rule lists) beside the tables in a folder."""
    with _Tables(path) as tables:
        if tables.count() <= FEW:
            scores = _filled(scores, tables, None, rules=False)
    (path / "rubric.json").write_text(scores.rubric.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (path / "scores.json").write_text(scores.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read(path: Path, unit: str | None = None) -> Scores:
    """The scores in a ``.json`` file or in a folder; of a folder only those of one ``unit`` where it is named.

    A unit that is not there leaves the first few, without their items. Raises FileRefusal.
    """
    if path.is_dir():
        return _read_folder(path, unit)
    try:
        return Scores.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise FileRefusal(str(path), "不存在", "请检查文件名和所在文件夹") from None
    except OSError:
        raise FileRefusal(path.name, "打不开", "请检查读取权限") from None
    except (ValidationError, ValueError):
        raise FileRefusal(path.name, "不是得分文件", _ADVICE) from None


def best(path: Path, most: int) -> list[UnitScore]:
    """The best units of a folder, without their items."""
    with _Tables(path) as tables:
        return [unit_of(row) for row in tables.rows("scores", None, most)]


def summary(path: Path, most: int) -> tuple[Scores, int, list[str]]:
    """A folder's scores with the best ``most`` units, how many there are, and the names of those not complete."""
    scores = Scores.model_validate_json((path / "scores.json").read_bytes())
    kinds = {item.kind for item in scores.rubric.items}
    with _Tables(path) as tables:
        rows = tables.rows("scores", None, most)
        units = [filled(unit_of(row), row, kinds) for row in rows]
        return scores.model_copy(update={"units": units}), tables.count(), tables.incomplete()


def _read_folder(path: Path, unit: str | None) -> Scores:
    import duckdb

    try:
        scores = Scores.model_validate_json((path / "scores.json").read_bytes())
        with _Tables(path) as tables:
            found = _filled(scores, tables, unit, rules=True)
        return found if found.units or unit is None else scores.model_copy(update={"units": best(path, 9)})
    except (OSError, ValueError, duckdb.Error):
        raise FileRefusal(path.name, "不是得分文件夹", _ADVICE) from None


def _filled(scores: Scores, tables: _Tables, unit: str | None, rules: bool) -> Scores:
    """The scores with the units of the tables, or with one; without ``rules`` no rule's detail."""
    evidence = [
        {name: None if value is None else str(value) for name, value in row.items()}
        for row in tables.rows("evidence", unit)
    ]
    detail = tables.rows("detail", unit) if rules else []
    found = Found(tables.rows("scores", unit), tables.rows("items", unit), detail, tables.rows("sections", unit))
    units = made(in_force(scores.rubric), found, evidence, rules)
    return scores.model_copy(update={"units": units}).with_evidence(evidence)


class _Tables:
    """The tables of a folder; those of one unit are found by the statistics of their row groups, sorted by unit."""

    def __init__(self, folder: Path) -> None:
        import duckdb

        self._folder, self._database = folder, duckdb.connect()

    def __enter__(self) -> _Tables:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def _from(self, name: str) -> str:
        files = str(self._folder / f"{name}.parquet" / "*.parquet").replace("'", "''")
        return f"from read_parquet('{files}')"

    def count(self) -> int:
        """How many units there are."""
        return (self._database.execute(f"select count(*) {self._from('scores')}").fetchone() or (0,))[0]

    def incomplete(self) -> list[str]:
        """The names of the units that are not complete, best first."""
        done = self._database.execute(f"select name {self._from('scores')} where not complete order by place")
        return [row[0] for row in done.fetchall()]

    def rows(self, name: str, unit: str | None, most: int | None = None) -> list[Row]:
        """The rows of a table, of one unit where it is named, in their order; the units' own best first."""
        where = f" where {'name' if name == 'scores' else 'unit'} = $unit" if unit is not None else ""
        order = " order by place" if name == "scores" else ""
        limit = f" limit {most}" if most is not None else ""
        values = {"unit": unit} if unit is not None else None
        done = self._database.execute(f"select * {self._from(name)}{where}{order}{limit}", values)
        names = [column[0] for column in done.description or []]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
