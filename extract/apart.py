"""Reading in processes of their own, which a file that hangs or crashes takes down alone.

read(path)                                one file, by a process that stays ready for the next
with Readers(…) as readers:               many files, as many at a time as there are processors
    for path, result in readers.all(paths): …
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from extract.limits import MEMORY, SECONDS
from extract.refusal import FileRefusal, MissingProgram, Refusal

if TYPE_CHECKING:
    from extract.notice import Notice

Result = TypeVar("Result")
Step = Callable[[Path, int, int], None]
"""Told of every page of a file that is done: its number, and how many there are."""


class _Ended(Exception):
    """The process died before it gave a whole answer."""


class _Worker:
    """One process; ``extract.worker`` says what goes in and out of it."""

    def __init__(self, module: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kaohe-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env={**os.environ, "TMPDIR": self._folder.name, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._come = bytearray()

    def ask(self, path: Path, seconds: float, step: Step | None = None) -> tuple[str, bytes]:
        """The answer's word and content; raises TimeoutError after so many seconds without a sign, or _Ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"path": os.path.abspath(path)}).encode() + b"\n")
        except OSError as error:
            raise _Ended from error
        while True:
            while (end := self._come.find(b"\n")) < 0:
                self._more(seconds)
            word, _, length = self._come[:end].decode().partition(" ")
            del self._come[: end + 1]
            while len(self._come) < int(length):
                self._more(seconds)
            content = bytes(self._come[: int(length)])
            del self._come[: int(length)]
            if word != "page":
                return word, content
            if step is not None:
                number, pages = map(int, content.split())
                step(path, number, pages)

    def _more(self, seconds: float) -> None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            raise TimeoutError
        come = os.read(self._process.stdout.fileno(), 2**20)
        if not come:
            raise _Ended
        self._come += come

    def end(self) -> None:
        """Ends the process and all that it started."""
        for process in _session(self._process.pid):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._folder.cleanup()  # with what the process left there


def _session(leader: int) -> list[int]:
    """The processes of a session: a program that the worker started lives on when the worker is killed."""
    found = []
    for process in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            if int(process.read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(process.parent.name))
    return found


class Readers(Generic[Result]):
    """As many processes as needed, at most ``count`` at a time, that run ``module``; ``load`` makes the result of JSON.

    A process that hangs or dies is replaced; its file is refused in a sentence, the others go on.
    """

    def __init__(
        self, module: str, load: Callable[[bytes], Result], count: int | None = None, seconds: float = SECONDS
    ) -> None:
        self._module, self._load, self._seconds = module, load, seconds
        self._count = count or len(os.sched_getaffinity(0))
        self._ready: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []

    def __enter__(self) -> Readers[Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Starts a process, so that it is ready when the first file comes."""
        self._ready.put(self._worker())

    def read(self, path: Path, step: Step | None = None) -> Result:
        """The result for one file; raises the Refusal that the task raised, or one for a process that hung or died."""
        try:
            worker = self._ready.get_nowait()
        except Empty:
            worker = self._worker()
        try:
            word, content = worker.ask(path, self._seconds, step)
        except BaseException as error:
            self._drop(worker)
            if isinstance(error, TimeoutError):
                said = f"读了 {self._seconds:.0f} 秒没有进展，已停止"
                raise FileRefusal(path.name, said, "请用原来的程序打开，另存为 .docx 或 PDF 后再导入") from None
            if isinstance(error, _Ended):
                said = f"没有读成：读它的进程意外终止（文件损坏，或内存超过 {MEMORY // 2**30} GB）"
                raise FileRefusal(path.name, said, "请用原来的程序打开，另存为 .docx 或 PDF 后再导入") from None
            raise
        self._ready.put(worker)
        if word == "refused":
            raise _refusal(json.loads(content))
        return self._load(content)

    def all(self, paths: Sequence[Path], step: Step | None = None) -> Iterator[tuple[Path, Result | Refusal]]:
        """The result, or why there is none, of every file, in the order of the paths."""
        with ThreadPoolExecutor(self._count) as pool:
            try:
                yield from zip(paths, pool.map(lambda path: self._outcome(path, step), paths), strict=True)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                self.close()

    def close(self) -> None:
        """Ends all processes."""
        while self._all:
            self._drop(self._all[-1])

    def _outcome(self, path: Path, step: Step | None) -> Result | Refusal:
        try:
            return self.read(path, step)
        except Refusal as refusal:
            return refusal

    def _worker(self) -> _Worker:
        worker = _Worker(self._module)
        self._all.append(worker)
        return worker

    def _drop(self, worker: _Worker) -> None:
        with contextlib.suppress(ValueError):
            self._all.remove(worker)
        worker.end()


def _refusal(told: dict[str, str]) -> Refusal:
    """What was raised in the other process."""
    kind = {"program": MissingProgram, "file": FileRefusal}.get(told["kind"], Refusal)
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, told["text"])
    if isinstance(refusal, FileRefusal):
        refusal.name = told["name"]
    return refusal


def notices() -> Readers[Notice]:
    """Processes that read a file as a notice."""
    return Readers("extract.worker", _notice)


def _notice(content: bytes) -> Notice:
    from extract.notice import Notice  # a model takes long to load, and the process starts meanwhile

    return Notice.model_validate_json(content)


_notices = notices()
atexit.register(_notices.close)


def read(path: Path) -> Notice:
    """The notice in a file, read in another process; raises as ``extract.read.read`` does, and FileRefusal where that
    process hung or died. May be called from several threads."""
    return _notices.read(path)
