"""Files that the commands read and write: rubrics and other JSON in, whole files out or nothing."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from extract.refusal import FileRefusal

if TYPE_CHECKING:
    from normalize.rubric import Rubric

LARGEST = 200 * 2**20
"""Bytes: a rubric of a very long notice has a few million."""


def load_rubric(path: Path) -> Rubric:
    """The rubric in a JSON file that ``kaohe rules`` or ``kaohe approve`` wrote; raises FileRefusal."""
    from normalize.rubric import Rubric

    data = read_bytes(path)
    advice = "请用 kaohe rules 或 kaohe approve 生成的 .json 规则文件"
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise FileRefusal(path.name, "不是规则文件（不是 JSON）", advice) from None
    if not isinstance(content, dict) or content.get("format") != "rubric/1":
        raise FileRefusal(path.name, '不是规则文件（没有 "format": "rubric/1"）', advice)
    try:
        return Rubric.model_validate(content)
    except ValidationError as error:
        raise FileRefusal(path.name, f"内容不合规则文件的格式（{_first(error)}）", advice) from None


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    return f"位置 {'.'.join(str(step) for step in fault['loc']) or '开头'}，共 {error.error_count()} 处"


def read_bytes(path: Path) -> bytes:
    """The content of a file that is there, is a file, is not empty and not absurdly large; raises FileRefusal."""
    try:
        if path.is_dir():
            raise FileRefusal(path.name or str(path), "是文件夹", "请给出其中的一个文件")
        size = path.stat().st_size
        if size == 0:
            raise FileRefusal(path.name, "是空文件", "请检查文件是否完整")
        if size > LARGEST:
            raise FileRefusal(path.name, f"太大（超过 {LARGEST // 2**20} MB）", "请检查是不是选错了文件")
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefusal(str(path), "不存在", "请检查文件名和所在文件夹") from None
    except (OSError, ValueError) as error:
        raise FileRefusal(str(path), f"打不开（{reason(error)}）", "请检查文件名和读取权限") from None


REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "所在文件夹不存在",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "同名文件已存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
}


def reason(error: Exception) -> str:
    """Why the operating system said no, in a few words."""
    if isinstance(error, OSError) and error.errno is not None:
        return REASONS.get(error.errno, os.strerror(error.errno))
    return "路径无效"


def made_folder(path: Path, advice: str) -> Path:
    """A folder that is there, made where it was not; raises FileRefusal with ``advice``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefusal(str(path), f"无法作为文件夹（{reason(error)}）", advice) from None
    return path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; renamed to ``path`` when all went well, removed when not.

    Raises FileRefusal where the place cannot be written.
    """
    if path.is_dir():
        raise FileRefusal(str(path), "是文件夹", "请给出要写入的文件名")
    if path.exists() and not path.is_file():
        raise FileRefusal(str(path), "是设备，不是文件", "请给出要写入的文件名")
    try:
        with tempfile.TemporaryDirectory(prefix=".kaohe-", dir=path.parent or Path()) as folder:
            beside = Path(folder) / path.name
            yield beside
            os.replace(beside, path)
    except OSError as error:
        raise FileRefusal(
            str(path), f"无法写入（{reason(error)}）", "请检查文件夹是否存在、磁盘是否已满、文件是否正被打开"
        ) from None


def write_json(record: BaseModel, path: Path) -> None:
    """Write a public model as JSON, indented so that two versions can be compared line by line."""
    with whole(path) as beside:
        beside.write_text(as_json(record) + "\n", encoding="utf-8")


def as_json(record: BaseModel, indent: int | None = 2) -> str:
    """A public model as JSON text, every key written."""
    return record.model_dump_json(indent=indent)
