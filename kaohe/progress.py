"""``kaohe progress``: how far each unit has filled in its evidence, and what is still missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.refusal import FileRefusal
from kaohe import given
from kaohe.files import load_rubric, whole
from kaohe.screen import console, put, say
from kaohe.usage import PATH, Command, UsageRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from score.progress import Progress

FIRST = 3
"""Missing questions that a unit's line names."""


@click.command(cls=Command)
@click.argument("rubric", metavar="规则", type=PATH, help="做填报表的规则文件。")
@given.EVIDENCE
@click.option("--unit", metavar="单位", help="只看这个单位，还缺的全部列出。")
@click.option("-o", "--output", metavar="进度.xlsx", type=PATH, help="另存为工作簿，逐条列出还缺的。")
def progress(rubric: Path, evidence: tuple[Path, ...], unit: str | None, output: Path | None) -> None:
    """看各单位填了多少、还缺哪些问题。"""
    from score.progress import progress as of

    if output is not None and output.suffix.lower() != ".xlsx":
        raise UsageRefusal(f"进度表是 Excel 工作簿，「{output.name}」应以 .xlsx 结尾，请改名后再试。")
    rules = load_rubric(rubric)
    found = of(given.read(evidence, rules), rules)
    if unit is not None:
        found = [one for one in found if one.unit == unit]
        if not found:
            raise FileRefusal("填报", f"里没有单位「{unit}」", "请从填报里的单位中选")
    if output is not None:
        from score.report import progress as book

        with whole(output) as beside:
            book.write(found, rules, beside)
        say(f"已写入 {output}", "good")
    if unit is None:
        _all(console(), found)
    else:
        _one(console(), found[0])


def _all(screen: Console, found: Iterable[Progress]) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="head", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("单位", overflow="fold")
    for name in ("已填", "共", "还缺", "其中考核人评定"):
        table.add_column(name, justify="right")
    table.add_column("缺的问题")
    done = 0
    for one in found:
        done += not one.missing
        first = "；".join(column.question for column in one.missing[:FIRST])
        more = f"等 {len(one.missing)} 个" if len(one.missing) > FIRST else ""
        counts = (one.filled, one.asked, len(one.missing), one.judged)
        table.add_row(one.unit, *(str(count) for count in counts), first + more)
    screen.print(table)
    put(
        screen,
        f"{table.row_count} 个单位，{done} 个已填全。"
        + ("" if done == table.row_count else "全部填全以前，各单位都不排名。"),
    )


def _one(screen: Console, found: Progress) -> None:
    put(screen, f"{found.unit}：已填 {found.filled}，共 {found.asked}，还缺 {len(found.missing)}", "head")
    for column in found.missing:
        who = "　（考核人评定）" if column.measure.type == "points" else ""
        put(screen, f"{column.key}  {column.item.name}：{column.question}{who}".replace("\n", " "), indent=2)
