"""A worker whose task does, by the file's name, what bad files have done: hang, die, take all memory, fail."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from extract.notice import Notice
from extract.read import read
from extract.worker import serve


def task(path: Path) -> Notice:
    """Read the file, or what its name says."""
    if path.stem == "卡住":
        child = subprocess.Popen(["sleep", "300"], process_group=0)
        path.with_suffix(".pid").write_text(str(child.pid))
        time.sleep(300)
    if path.stem == "死掉":
        os.kill(os.getpid(), signal.SIGSEGV)
    if path.stem == "撑爆":
        _ = bytearray(8 * 2**30)
    if path.stem == "出错":
        raise KeyError(path.stem)
    return read(path)


if __name__ == "__main__":
    serve(task)
