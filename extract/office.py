"""Old Word documents (``.doc``) through LibreOffice, which a hang cannot stop: own profile, time limit, killed.

LibreOffice gives the grid and the text; equation fields (``①``), which it drops, come from the file itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from pathlib import Path

from extract.notice import Paragraph, Table, Warning
from extract.refusal import FileRefusal, MissingProgram
from extract.word import document
from extract.word.binary import stored_paragraphs
from extract.word.restore import restore

TIME_LIMIT = 60.0
"""Seconds that one conversion may take."""


def read(data: bytes, name: str) -> tuple[list[Paragraph | Table], list[Warning]]:
    """The logical blocks of a ``.doc`` and what the conversion leaves in doubt.

    Raises MissingProgram without LibreOffice, FileRefusal where it cannot convert the file.
    """
    blocks, warnings = document.read(convert(data, name), name, converted=True)
    try:
        stored = stored_paragraphs(data)
    except (OSError, struct.error, ValueError, IndexError):
        return blocks, [*warnings, Warning(code="unchecked", text="原文件有损坏，转换出的文字无法与它核对")]
    blocks, lost = restore(blocks, stored)
    return blocks, warnings + lost


def convert(data: bytes, name: str, suffix: str = ".doc", time_limit: float = TIME_LIMIT) -> bytes:
    """The file as ``.docx``."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingProgram(
            name,
            "是旧格式的 Word 文档，读取它需要 LibreOffice，本机没有安装",
            "请安装软件包 libreoffice-writer-nogui，或用 Word 另存为 .docx",
        )
    with tempfile.TemporaryDirectory(prefix="kaohe-") as folder:
        source = Path(folder, "notice" + suffix)
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        if not _run(command, time_limit):
            raise FileRefusal(
                name, f"用 LibreOffice 转换超过 {time_limit:.0f} 秒，已停止", "请用 Word 打开并另存为 .docx 后再导入"
            )
        converted = source.with_suffix(".docx")
        if not converted.exists():
            raise FileRefusal(name, "已损坏，LibreOffice 打不开它", "请用 Word 打开并另存为 .docx 后再导入")
        return converted.read_bytes()


def _run(command: list[str], time_limit: float) -> bool:
    """Whether the program ended in time; if not, it and all that it started are killed."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(time_limit)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill(process)
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
