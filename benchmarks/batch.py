"""How much faster many files are read by all processors than by one.

Run: ``.venv/bin/python -m benchmarks.batch [copies]``. The bundled notices, each so many times, are read in processes
as ``kaohe read`` does; three turns of one process and of all, the best of each counts. The share of processor time
that the waiting process itself takes bounds what more processors can bring.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extract.apart import Readers
from extract.notice import Notice
from tests.forms import CORPUS

FILES = ("rugao-2019.docx", "rugao-2018.txt", "yueyang-2015.pdf", "lixia-2013.docx", "zaozhuang-2022.pdf")


def seconds(paths: Sequence[Path], count: int) -> float:
    """The time for all files with so many processes, their start included."""
    began = time.monotonic()
    with Readers("extract.worker", Notice.model_validate_json, count=count) as readers:
        if not all(isinstance(outcome, Notice) for _, outcome in readers.all(paths)):
            raise SystemExit("a file was not read")
    return time.monotonic() - began


def main(copies: int) -> None:
    """Print both times and their quotient."""
    count = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}-{name}") for number in range(copies) for name in FILES]
        for path in paths:
            shutil.copy(CORPUS / path.name.partition("-")[2], path)
        turns = [(seconds(paths, 1), seconds(paths, count)) for _ in range(3)]
    one, all_ = (min(turn[at] for turn in turns) for at in (0, 1))
    own = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    theirs = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(f"{len(paths)} files: 1 process {one:.1f} s, {count} processes {all_:.1f} s, {one / all_:.2f} times as fast")
    print(f"the waiting process took {own / (own + theirs):.1%} of the processor time; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
