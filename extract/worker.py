"""The process in which files from outside are read: limited in memory and time, and nothing is lost when it is killed.

    python -m extract.worker

A line on standard input names a file (JSON: ``{"path": …}``). On standard output come, as a word and a length on a line
and then so many bytes: ``page`` for every page that is done, and at the end ``done`` with the result as JSON or
``refused`` with ``{"kind", "text", "name"}``. It ends with its input. ``extract.apart`` is the other side.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel

from extract import progress
from extract.limits import CPU_SECONDS, MEMORY
from extract.refusal import FileRefusal, MissingProgram, Refusal, place_of


def serve(task: Callable[[Path], BaseModel]) -> None:
    """Do the task for every file that the input names."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    progress.listener.set(lambda number, pages: _answer(out, "page", f"{number} {pages}".encode()))
    for line in sys.stdin.buffer:
        path = Path(json.loads(line)["path"])
        _limit_time()
        try:
            result = task(path).model_dump_json().encode()
        except Refusal as refusal:
            _answer(out, "refused", _told(refusal))
        except MemoryError:
            said = f"需要的内存超过 {MEMORY // 2**30} GB 的上限"
            _answer(out, "refused", _told(FileRefusal(path.name, said, "请只导入通知本身")))
        except Exception as error:
            said = f"没有读成：程序内部出错（{place_of(error)}）"
            _answer(out, "refused", _told(FileRefusal(path.name, said, "请把文件交给维护人员")))
        else:
            _answer(out, "done", result)


def _limit_time() -> None:
    """The next file may use so much processor time that nobody waits for it any more: the system ends what hangs
    when the process that would is gone."""
    with contextlib.suppress(ValueError, OSError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, hard))


def _told(refusal: Refusal) -> bytes:
    name = refusal.name if isinstance(refusal, FileRefusal) else None
    kind = "program" if isinstance(refusal, MissingProgram) else "file" if name is not None else "other"
    return json.dumps({"kind": kind, "text": refusal.text, "name": name}).encode()


def _answer(out: BinaryIO, word: str, content: bytes) -> None:
    out.write(f"{word} {len(content)}\n".encode() + content)
    out.flush()


if __name__ == "__main__":
    from extract.read import read

    serve(read)
