"""``kaohe serve``, ``import``, ``watch``, ``verify``, ``backup``, ``restore``: the desk and what belongs to it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from extract.refusal import FileRefusal, Refusal
from kaohe.files import made_folder, read_bytes, whole
from kaohe.screen import say
from kaohe.usage import PATH, Command

DATA = click.option(
    "--data",
    metavar="文件夹",
    type=PATH,
    default=lambda: os.environ.get("KAOHE_DATA") or str(Path.home() / "kaohe-data"),
    help="考核台的数据放在哪里；不给时是 KAOHE_DATA，再没有就是主目录下的 kaohe-data。",
)

SETTLED = 2.0
"""Seconds for which a file in a watched folder must not have changed."""

TEMPORARY = (".tmp", ".part", ".crdownload")


def _ready(data: Path) -> None:
    """Django on the data folder."""
    from review.serve import prepare

    prepare(made_folder(data, "请用 --data 另给一个能写的文件夹"))


@click.command(cls=Command)
@DATA
@click.option("--host", metavar="地址", default="127.0.0.1", help="听哪个地址；给同事用时写本机的地址，或 0.0.0.0。")
@click.option("--port", metavar="端口", type=click.IntRange(0, 65535), default=8000, help="端口，默认 8000。")
@click.option("--name", metavar="名字", multiple=True, help="同事在浏览器里输入的主机名或地址，可以给几个。")
@click.option("--https", is_flag=True, help="前面有代理提供 HTTPS。")
def serve(data: Path, host: str, port: int, name: tuple[str, ...], https: bool) -> None:
    """开考核台：在浏览器里导入、审核、批准、计分、查记录。"""
    from review.serve import serve as run

    names = ["localhost", "127.0.0.1", *name]
    if host not in ("0.0.0.0", "::", ""):
        names.append(host)
    os.environ["KAOHE_HOSTS"] = ",".join(dict.fromkeys(names))
    if https:
        os.environ["KAOHE_HTTPS"] = "1"
    elif host not in ("127.0.0.1", "localhost"):
        say("没有 HTTPS：同一网络里的人可能截获密码，请只在可信的内网使用，或在前面加代理并用 --https。", "warning")
    run(made_folder(data, "请用 --data 另给一个能写的文件夹"), host, port, say)


@click.command("import", cls=Command)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=PATH, help="通知文件，或装着通知的文件夹。")
@DATA
def import_(paths: tuple[Path, ...], data: Path) -> None:
    """把通知导入考核台；同一份文件只导入一次。"""
    _ready(data)
    files = [file for path in paths for file in (sorted(_files(path)) if path.is_dir() else [path])]
    if not files:
        raise FileRefusal(str(paths[0]), "里没有文件", "请检查是不是选错了文件夹")
    refused = sum(not _import(file, len(files) == 1) for file in files)
    if refused:
        raise Refusal(f"{len(files)} 个文件中有 {refused} 个没有导入，原因见上。")


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() not in TEMPORARY
    ]


def _import(path: Path, only: bool) -> bool:
    """Import one file and say what came of it; whether it is in the desk now."""
    from review.importing import Known, import_file

    try:
        project = import_file(read_bytes(path), path.name, None, lambda step: None)
    except Known as known:
        say(f"{path.name}：{known.text}")
        return True
    except Refusal as refusal:
        if only:
            raise
        say(refusal.text, "error")
        return False
    before = f"，上年的是《{project.previous.title}》" if project.previous else ""
    say(f"{path.name}：已导入《{project.title}》，{project.entries.count()} 条要审核{before}", "good")
    return True


@click.command(cls=Command)
@click.argument("folder", metavar="文件夹", type=PATH, help="往里面放一份通知，就会自动导入。")
@DATA
@click.option("--once", is_flag=True, help="看一遍就结束，给定时任务用。")
def watch(folder: Path, data: Path, once: bool) -> None:
    """盯住一个文件夹：新放进去的通知自动导入考核台。"""
    if not folder.is_dir():
        raise FileRefusal(str(folder), "不是文件夹", "请给出要盯住的文件夹")
    _ready(data)
    say(f"正在盯住 {folder}，按 Ctrl+C 停止。")
    done: dict[Path, tuple[int, int]] = {}
    while True:
        for path in sorted(_files(folder)):
            state = path.stat()
            seen = (state.st_size, state.st_mtime_ns)
            if done.get(path) != seen and (once or time.time() - state.st_mtime >= SETTLED):
                done[path] = seen
                _import(path, False)
        if once:
            return
        time.sleep(1)


@click.command(cls=Command)
@DATA
@click.option("--head", metavar="记录号", help="得分表上印的记录号：核对它在不在记录里。")
def verify(data: Path, head: str | None) -> None:
    """核对考核台的记录：有没有被改过、删过、插过。"""
    if not data.is_dir():
        raise FileRefusal(str(data), "不存在", "请用 --data 给出考核台的数据文件夹")
    _ready(data)
    from review import log, verifying
    from review.models import LogEntry

    fault = verifying.verify()
    if fault is not None:
        raise Refusal(f"记录不可信：{fault.text}。请保留现状，从备份核对。")
    count = LogEntry.objects.count()
    if head is not None and not LogEntry.objects.filter(hash__startswith=head).exists():
        raise Refusal(f"记录里没有 {head}：要么记录号抄错了，要么那时的记录已经不在。")
    say(f"记录完好：{count} 条，最后一条 {log.head()}", "good")


@click.command(cls=Command)
@click.argument("output", metavar="备份.zip", type=PATH, help="写到哪里。")
@DATA
def backup(output: Path, data: Path) -> None:
    """备份考核台的全部数据；考核台开着也可以。"""
    if not data.is_dir():
        raise FileRefusal(str(data), "不存在", "请用 --data 给出考核台的数据文件夹")
    _ready(data)
    from review import backup as copies

    with whole(output) as beside:
        count = copies.write(beside)
    say(f"已备份 {count} 行到 {output}", "good")


@click.command(cls=Command)
@click.argument("source", metavar="备份.zip", type=PATH, help="kaohe backup 写的文件。")
@DATA
def restore(source: Path, data: Path) -> None:
    """把备份恢复到一个空的数据文件夹（或空的数据库）。"""
    read_bytes(source)
    _ready(data)
    from review import backup as copies

    count = copies.restore(source)
    say(f"已恢复 {count} 行，记录核对无误", "good")
