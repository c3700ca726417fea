"""Files through ``kaohe read`` and ``kaohe rules``: each in a process of its own, as many at a time as there are
processors; what the folder of results holds already is not read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import click
from pydantic import BaseModel

from extract.refusal import Refusal
from kaohe.files import as_json
from kaohe.outputs import Output
from kaohe.screen import console, say

if TYPE_CHECKING:
    from rich.console import Console

    from extract.apart import Readers
    from extract.notice import Warning

Answer = TypeVar("Answer", bound=BaseModel)
Result = TypeVar("Result", bound=BaseModel)


@dataclass
class Job(Generic[Answer, Result]):
    """What a command does with each file: ``result`` and ``warnings`` are taken from what the process answers."""

    readers: Readers[Answer]
    result: Callable[[Answer], Result]
    warnings: Callable[[Answer], list[Warning]]
    show: Callable[[Console, Result], None]
    outputs: Sequence[Output[Result]]
    as_text: bool

    def run(self, paths: Sequence[Path], again: bool) -> None:
        """Take the files through: print what they say, and write it where the outputs say."""
        for output in self.outputs:
            output.ready(paths)
        if len(paths) == 1:
            self._one(paths[0])
        else:
            self._many(paths, again)

    def _one(self, path: Path) -> None:
        from kaohe.waiting import Waiting

        with self.readers, Waiting([path]) as waiting:
            answer = self.readers.read(path, waiting.page)
        result = self._told(path, answer)
        if self.as_text:
            click.echo(as_json(result))
        else:
            self.show(console(), result)
        self._write(path, result)

    def _many(self, paths: Sequence[Path], again: bool) -> None:
        """One file that is refused does not keep back the others, but is said and counted.

        Where the results are written, the screen shows that they are, not what they say.
        """
        from kaohe.waiting import Waiting

        left = paths if again else [path for path in paths if not self._is_done(path)]
        if len(left) < len(paths):
            said = f"{len(paths) - len(left)} 个文件以前读过、内容没有变，不再读（要重读请加 --again）。"
            say(said, "info")
        refused = 0
        with self.readers, Waiting(left) as waiting:
            for path, outcome in self.readers.all(left, waiting.page):
                waiting.file()
                if isinstance(outcome, Refusal):
                    refused += 1
                    say(outcome.text, "error")
                    continue
                result = self._told(path, outcome)
                if self.as_text:
                    click.echo(as_json(result, None))
                elif not self._is_written:
                    self.show(console(), result)
                self._write(path, result)
        if refused:
            raise Refusal(f"{len(paths)} 个文件中有 {refused} 个没有读成，原因见上。")

    @property
    def _is_written(self) -> bool:
        return any(output.path is not None for output in self.outputs)

    def _is_done(self, path: Path) -> bool:
        """Whether all that is asked for is there, and JSON says that it came from this very file."""
        said = any(output.path is not None and output.source is not None for output in self.outputs)
        return said and not self.as_text and all(output.holds(path) for output in self.outputs)

    def _told(self, path: Path, answer: Answer) -> Result:
        for warning in self.warnings(answer):
            say(f"{path.name}：{warning.text}", "warning")
        return self.result(answer)

    def _write(self, path: Path, result: Result) -> None:
        for output in self.outputs:
            output.take(result, path)
