"""``kaohe read`` and ``kaohe rules``: a file as a reader sees it, and the rules that stand in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.apart import Readers, notices
from kaohe.usage import PATH, Command

if TYPE_CHECKING:
    from rich.console import Console

    from extract.notice import Notice
    from kaohe.worker import Understood
    from normalize.rubric import Rubric

FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="通知…",
    type=PATH,
    help="通知文件：Word、WPS、PDF、扫描件和图片、网页、Excel、文本都可以；可以一次给几个。",
)
JSON = click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON；几个通知时一行一个。")
AGAIN = click.option("--again", is_flag=True, help="-o 的文件夹里已有、内容没有变的，也重读。")


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
@AGAIN
def read(files: tuple[Path, ...], as_text: bool, output: Path | None, html: Path | None, again: bool) -> None:
    """把通知读成段落和表格，看读得对不对。"""
    readers = notices()
    readers.start()
    from kaohe.batch import Job
    from kaohe.outputs import as_json_file, as_page

    def show(screen: Console, notice: Notice) -> None:
        from kaohe.pages import show_notice

        show_notice(screen, notice)

    outputs = [as_json_file(output, "notice.json", "file"), as_page(html)]
    Job(readers, lambda notice: notice, lambda notice: notice.warnings, show, outputs, as_text).run(files, again)


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
@AGAIN
def rules(files: tuple[Path, ...], as_text: bool, output: Path | None, cases: bool, again: bool) -> None:
    """读出通知里的每条计分规则，原文和读法对照列出。"""
    readers = Readers("kaohe.worker", _understood)
    readers.start()
    from kaohe.batch import Job
    from kaohe.outputs import Output, as_json_file

    show = _show_with_cases if cases else _show
    saved: Output[Rubric] = as_json_file(output, "rubric.json", "notice")
    Job(readers, lambda answer: answer.rubric, lambda answer: answer.warnings, show, [saved], as_text).run(files, again)


def _understood(content: bytes) -> Understood:
    from kaohe.worker import Understood

    return Understood.model_validate_json(content)


def _show(screen: Console, rubric: Rubric) -> None:
    from kaohe.tree import show_rubric

    show_rubric(screen, rubric)


def _show_with_cases(screen: Console, rubric: Rubric) -> None:
    from kaohe.tree import show_rubric
    from score.differ import differences

    show_rubric(screen, rubric, {key: difference.text for key, difference in differences(rubric).items()})
