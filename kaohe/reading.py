"""``kaohe read`` and ``kaohe rules``: a file as a reader sees it, and the rules that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import click
from pydantic import BaseModel

from extract.refusal import Refusal
from kaohe.files import as_json, made_folder, whole, write_json
from kaohe.screen import console, say
from kaohe.usage import PATH, Command

if TYPE_CHECKING:
    from rich.console import Console

    from extract.notice import Notice
    from normalize.rubric import Rubric

Result = TypeVar("Result", bound=BaseModel)

FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="通知…",
    type=PATH,
    help="通知文件：Word、WPS、PDF、扫描件和图片、网页、Excel、文本都可以；可以一次给几个。",
)
JSON = click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON；几个通知时一行一个。")


@click.command(cls=Command)
@FILES
@JSON
@click.option("-o", "--output", metavar="文件", type=PATH, help="另存为 JSON；几个通知时是文件夹。")
@click.option(
    "--html",
    metavar="网页",
    type=PATH,
    help="另存为一个网页：读出的通知，旁边是原件各页和每格的位置；几个通知时是文件夹。",
)
def read(files: tuple[Path, ...], as_text: bool, output: Path | None, html: Path | None) -> None:
    """把通知读成段落和表格，看读得对不对。"""
    from kaohe.pages import show_notice

    saved: _Output[Notice] = _Output(output, "notice.json", _write_json)
    _all(files, _notice, show_notice, as_text, [saved, _Output(html, "html", _write_page)])


@click.command(cls=Command)
@FILES
@JSON
@click.option(
    "-o",
    "--output",
    metavar="规则",
    type=PATH,
    help="另存为规则文件（JSON）；几个通知时给文件夹。",
)
@click.option("--cases", is_flag=True, help="有几种读法的规则，各举一个差别最小的填报例子。")
def rules(files: tuple[Path, ...], as_text: bool, output: Path | None, cases: bool) -> None:
    """读出通知里的每条计分规则，原文和读法对照列出。"""
    from normalize.draft import draft

    show = _show_with_cases if cases else _show
    saved: _Output[Rubric] = _Output(output, "rubric.json", _write_json)
    _all(files, lambda path: draft(_notice(path)), show, as_text, [saved])


def _show(screen: Console, rubric: Rubric) -> None:
    from kaohe.tree import show_rubric

    show_rubric(screen, rubric)


def _show_with_cases(screen: Console, rubric: Rubric) -> None:
    from kaohe.tree import show_rubric
    from score.differ import differences

    show_rubric(screen, rubric, {key: difference.text for key, difference in differences(rubric).items()})


def _notice(path: Path) -> Notice:
    from extract.read import read as read_notice

    notice = read_notice(path)
    for warning in notice.warnings:
        say(f"{path.name}：{warning.text}", "warning")
    return notice


@dataclass(frozen=True)
class _Output(Generic[Result]):
    """Where the result of each file is written, if anywhere: to one file, or to a folder, under the notice's name with
    ``ending``."""

    path: Path | None
    ending: str
    write: Callable[[Result, Path, Path], None]

    def ready(self, files: tuple[Path, ...]) -> None:
        """Make the folder that several files need."""
        if self.path is not None and len(files) > 1:
            made_folder(self.path, "几个通知时请给一个文件夹")

    def take(self, result: Result, file: Path) -> None:
        """Write the result of one file."""
        if self.path is not None:
            target = self.path / f"{file.name}.{self.ending}" if self.path.is_dir() else self.path
            self.write(result, file, target)
            say(f"已写入 {target}", "good")


def _write_json(result: BaseModel, _: Path, target: Path) -> None:
    write_json(result, target)


def _write_page(notice: Notice, file: Path, target: Path) -> None:
    from extract.read import load
    from kaohe.noticepage import page

    text = page(notice, load(file))
    with whole(target) as beside:
        beside.write_text(text, encoding="utf-8")


def _all(
    files: tuple[Path, ...],
    each: Callable[[Path], Result],
    show: Callable[[Console, Result], None],
    as_text: bool,
    outputs: Sequence[_Output[Result]],
) -> None:
    """Take every file through ``each``; one that is refused does not keep back the others, but is said and counted."""
    for output in outputs:
        output.ready(files)
    refused: list[Refusal] = []
    for path in files:
        try:
            with console(stderr=True).status(f"正在读 {path.name} …"):
                result = each(path)
        except Refusal as refusal:
            if len(files) == 1:
                raise
            refused.append(refusal)
            say(refusal.text, "error")
            continue
        if as_text:
            click.echo(as_json(result, None if len(files) > 1 else 2))
        else:
            show(console(), result)
        for output in outputs:
            output.take(result, path)
    if refused:
        raise Refusal(f"{len(files)} 个文件中有 {len(refused)} 个没有读成，原因见上。")
