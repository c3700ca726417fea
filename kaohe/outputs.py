"""Where the result of each file is written: to one file, or to a folder under the notice's name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from extract.refusal import FileRefusal
from kaohe.files import made_folder, whole, write_json
from kaohe.screen import say

if TYPE_CHECKING:
    from extract.notice import Notice

Result = TypeVar("Result", bound=BaseModel)


@dataclass(frozen=True)
class Output(Generic[Result]):
    """One option that says where to write; ``path`` is None where it was not given.

    In a folder the file ends with ``ending``. ``source`` is the key under which the JSON says what was read, None where
    no JSON is written.
    """

    path: Path | None
    ending: str
    write: Callable[[Result, Path, Path], None]
    source: str | None = None

    def ready(self, files: Sequence[Path]) -> None:
        """Make the folder that several files need; raises FileRefusal where two would be written over each other."""
        if self.path is None or len(files) == 1:
            return
        known: dict[str, Path] = {}
        for file in files:
            other = known.setdefault(file.name, file)
            if other is not file:
                raise FileRefusal(str(file), f"与 {other} 同名，结果会写到同一个文件", "请改名，或分开读到两个文件夹")
        made_folder(self.path, "几个通知时请给一个文件夹")

    def take(self, result: Result, file: Path) -> None:
        """Write the result of one file."""
        if self.path is not None:
            target = self._target(self.path, file)
            self.write(result, file, target)
            say(f"已写入 {target}", "good")

    def holds(self, file: Path) -> bool:
        """Whether the folder holds what this very file was read as; where it is no JSON, anything."""
        if self.path is None:
            return True
        target = self._target(self.path, file)
        if self.source is None:
            return target.is_file()
        try:
            stored = json.loads(target.read_bytes())
            return bool(stored[self.source]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest())
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _target(self, path: Path, file: Path) -> Path:
        return path / f"{file.name}.{self.ending}" if path.is_dir() else path


def as_json_file(path: Path | None, ending: str, source: str) -> Output[Result]:
    """The option ``-o``."""
    return Output(path, ending, lambda result, file, target: write_json(result, target), source)


def as_page(path: Path | None) -> Output[Notice]:
    """The option ``--html``."""

    def write(notice: Notice, file: Path, target: Path) -> None:
        from extract.read import load
        from kaohe.noticepage import page

        text = page(notice, load(file))
        with whole(target) as beside:
            beside.write_text(text, encoding="utf-8")

    return Output(path, "html", write)
