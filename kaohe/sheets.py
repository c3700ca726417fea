"""``kaohe sheets``: the notice's own 自评表 with the points filled in, a Word file for each unit."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.refusal import FileRefusal
from kaohe.files import made_folder, read_bytes
from kaohe.screen import console, say
from kaohe.usage import PATH, Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from score.sheet import Scores, UnitScore


@click.command(cls=Command)
@click.argument("scores", metavar="结果", type=PATH, help="kaohe score -o 写出的 .json 或文件夹。")
@click.option("--notice", metavar="通知.docx", type=PATH, help="计分所依据的通知；不给时用系统自己的表。")
@click.option("-o", "--output", metavar="文件夹", required=True, type=PATH, help="写到哪个文件夹，一个单位一份。")
@click.option("--own", is_flag=True, help="填“自查得分”一列；不给时填“考核得分”。")
@click.option("--unit", "names", metavar="单位", multiple=True, help="只做这个单位的；可以写几次。")
def sheets(scores: Path, notice: Path | None, output: Path, own: bool, names: tuple[str, ...]) -> None:
    """把得分填进通知自带的表（Word），一个单位一份；原表没有得分一列的添一列。"""
    from score import selfdocx, store
    from score.selfreport import chosen

    found = store.read(scores)
    units = chosen(found, names)
    files = selfdocx.names(units)
    with tempfile.TemporaryDirectory(prefix="kaohe-") as beside:
        with console(stderr=True).status("正在填表 …"):
            for name, data in zip(files, _documents(found, units, notice, own), strict=True):
                (Path(beside) / name).write_bytes(data)
        made_folder(output, "请用 -o 另给一个文件夹")
        for name in files:
            _move(Path(beside) / name, output / name)
    say(f"已写入 {output}，共 {len(files)} 份", "good")


def _documents(scores: Scores, units: list[UnitScore], notice: Path | None, own: bool) -> Iterator[bytes]:
    if notice is None:
        from score import selfplain

        return selfplain.plain(scores, units, own)
    from extract.read import read
    from score import selfdocx
    from score.selfreport import form

    known = read(notice)
    if known.file.kind != "docx":
        raise FileRefusal(notice.name, "不是 .docx，不能照它的样子填", "请用 Word 另存为 .docx，或不带 --notice")
    outside = form(scores.rubric, known, own).outside
    if outside:
        say(f"这些项目不在通知的表格里，没有填：{'、'.join(outside)}", "warning")
    return selfdocx.from_notice(read_bytes(notice), known, scores, units, own)


def _move(made: Path, target: Path) -> None:
    """Put a finished file in its place, whole: first beside it, then renamed."""
    from kaohe.files import whole

    with whole(target) as beside:
        beside.write_bytes(made.read_bytes())
    os.unlink(made)
