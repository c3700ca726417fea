"""What a terminal shows while files are read: how many are done, and of a long one how many pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from kaohe.screen import console


class Waiting:
    """A line that goes when all is done; nothing where standard error is no terminal."""

    def __init__(self, paths: Sequence[Path]) -> None:
        several: list[ProgressColumn] = [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
        columns = [TextColumn("{task.description}"), *(several if len(paths) > 1 else [])]
        screen = console(stderr=True)
        self._line = Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
        named = f"正在读 {paths[0].name} …" if len(paths) == 1 else "正在读"
        self._task = self._line.add_task(named, total=len(paths))

    def __enter__(self) -> Waiting:
        self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.stop()

    def page(self, path: Path, number: int, pages: int) -> None:
        """A page of a file is done."""
        self._line.update(self._task, description=f"正在读 {path.name} 第 {number}/{pages} 页")

    def file(self) -> None:
        """A file is done."""
        self._line.advance(self._task)
