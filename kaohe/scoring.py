"""``kaohe template``, ``score`` and ``explain``: the workbook to fill in, scores, and where each point comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.refusal import FileRefusal, Refusal
from extract.text import decoded
from kaohe import given
from kaohe.files import as_json, load_rubric, read_bytes, whole, write_json
from kaohe.screen import console, put, say
from kaohe.usage import PATH, Command, UsageRefusal

if TYPE_CHECKING:
    from rich.console import Console

    from normalize.rubric import Rubric
    from score.evidence import Evidence
    from score.sheet import Scores, UnitScore

SHOWN = 1000
"""Units that the screen lists when they are scored into a folder."""

RUBRIC = click.argument("rubric", metavar="规则", type=PATH, help="kaohe approve 封存的规则文件。")


@click.command(cls=Command)
@RUBRIC
@click.option("-o", "--output", metavar="填报表.xlsx", required=True, type=PATH, help="写到哪里。")
@click.option("--units", metavar="文件", type=PATH, help="被考核单位名单，一行一个（.txt）。")
def template(rubric: Path, output: Path, units: Path | None) -> None:
    """做填报表（Excel）：一个单位一行，一个问题一列。"""
    rules = load_rubric(rubric)
    if output.suffix.lower() != ".xlsx":
        raise UsageRefusal(f"填报表是 Excel 工作簿，「{output.name}」应以 .xlsx 结尾，请改名后再试。")
    names = _names(units) if units is not None else None
    _scorable(rules)
    from score import engine, workbook

    engine.allow(rules, draft=True)

    with whole(output) as beside:
        workbook.write(rules, beside, units=names)
    say(f"已写入 {output}", "good")


def _scorable(rules: Rubric) -> None:
    """Refuse a rubric that asks nothing: everybody would have 0 points and the first place."""
    if not rules.measures:
        raise Refusal("这份通知只有要求，没有分值和计分办法，没有要填报的数，不能计分；请另给有计分办法的通知。")


def _names(path: Path) -> list[str]:
    """The units of a list, one a line, in order; raises FileRefusal where it is no text or repeats one."""
    text = decoded(read_bytes(path))
    if text is None:
        raise FileRefusal(path.name, "不是文本文件", "请存成一行一个单位的 .txt")
    names = [line.strip() for line in text.splitlines() if line.strip()]
    twice = [name for index, name in enumerate(names) if name in names[:index]]
    if twice:
        raise FileRefusal(path.name, f"中「{twice[0]}」出现了两次", "请一个单位只写一行")
    if not names:
        raise FileRefusal(path.name, "里没有单位", "请一行写一个单位")
    return names


@click.command(cls=Command)
@RUBRIC
@given.EVIDENCE
@click.option(
    "-o",
    "--output",
    metavar="结果",
    multiple=True,
    type=PATH,
    help="写到哪里：.xlsx 给人看，.json 存全部，文件夹存明细表。",
)
@click.option("--draft", is_flag=True, help="规则未经确认也试算，结果标明是试算。")
@click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON。")
def score(rubric: Path, evidence: tuple[Path, ...], output: tuple[Path, ...], draft: bool, as_text: bool) -> int:
    """给每个单位计分排名；几份填报合在一起算；有单位没有填全时退出状态为 1。"""
    import kaohe
    from score import bulk, engine

    rules = load_rubric(rubric)
    engine.allow(rules, draft)
    _scorable(rules)
    for path in output:
        _writable(path)
    files = given.files(evidence)
    folders = [path for path in output if path.is_dir() or not path.suffix]
    only = bool(folders) and len(folders) == len(output) and not as_text
    with console(stderr=True).status("正在计分 …") as status:

        def progress(done: int, count: int) -> None:
            status.update(f"正在计分 … {done}/{count} 个单位")

        if only and len(files) == 1 and bulk.is_bulk(files[0]):
            return _to_folders(rules, files[0], folders, draft, progress)
        found = given.read(files, rules)
        if only:
            return _to_folders(rules, found, folders, draft, progress)
        scores = engine.score(rules, found, draft=draft)
    for path in output:
        if path in folders:
            kaohe.score_to(path, rules, found, draft=draft)
        else:
            _write(scores, path)
        say(f"已写入 {path}", "good")
    if as_text:
        click.echo(as_json(scores))
    else:
        show_ranking(console(), scores)
    return _left([unit.unit for unit in scores.units if not unit.complete])


def _to_folders(
    rules: Rubric, evidence: Path | Evidence, folders: list[Path], draft: bool, progress: Callable[[int, int], None]
) -> int:
    """Score into folders only: as many units as there may be, of which the best are shown."""
    import kaohe
    from score import store

    for path in folders:
        kaohe.score_to(path, rules, evidence, draft=draft, progress=progress)
        say(f"已写入 {path}", "good")
    scores, count, left = store.summary(folders[0], SHOWN)
    show_ranking(console(), scores)
    if count > len(scores.units):
        say(f"共 {count} 个单位，这里只列前 {len(scores.units)} 个，其余见 {folders[0]}", "warning")
    return _left(left)


def _left(left: list[str]) -> int:
    """Say which units are not complete; the exit status."""
    if left:
        shown = "、".join(left[:10]) + ("等" if len(left) > 10 else "")
        say(f"有 {len(left)} 个单位没有填全，只有分数的上下限；全部填全以前，各单位都不排名：{shown}", "warning")
    return 1 if left else 0


def _writable(path: Path) -> None:
    """Refuse a result whose form is not known, or that would bury other files, before anything is scored."""
    if path.suffix.lower() not in ("", ".xlsx", ".json") and not path.is_dir():
        raise UsageRefusal(f"不知道怎样写「{path.name}」（{path.suffix}），结果可以写成 .xlsx、.json 或文件夹。")
    if path.is_dir():
        from score import store

        store.check(path)


def _write(scores: Scores, path: Path) -> None:
    if path.suffix.lower() == ".json":
        write_json(scores, path)
    else:
        from score import report

        with whole(path) as beside:
            report.write(scores, beside)


def show_ranking(screen: Console, scores: Scores) -> None:
    """Print the units, best first; a unit with something missing has its bounds in place of a total."""
    from rich.table import Table

    if scores.draft:
        put(screen, "试算：规则未经确认", "warning")
    table = Table(box=None, header_style="head", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("名次", justify="right")
    table.add_column("单位", overflow="fold")
    for name in ("基本", "加分", "扣分", "合计", "折算"):
        table.add_column(name, justify="right")
    table.add_column("说明")
    for unit in scores.units:
        total = unit.total if unit.complete else f"{unit.lower or '？'}～{unit.upper or '？'}"
        table.add_row(
            str(unit.rank) if unit.rank is not None else "—",
            unit.unit,
            *(value or "" for value in (unit.base, unit.bonus, unit.penalty, total, unit.converted)),
            _remark(unit),
        )
    screen.print(table)


def _remark(unit: UnitScore) -> str:
    words = [unit.grade, "一票否决" if unit.vetoed else None, None if unit.complete else "未填全"]
    return "，".join(word for word in words if word)


@click.command(cls=Command)
@click.argument("scores", metavar="结果", type=PATH, help="kaohe score -o 写出的 .json 或文件夹。")
@click.option("--unit", metavar="单位", required=True, help="哪个单位。")
@click.option("--item", metavar="项目", help="哪一项的编号，例如 3.2；不给时说全部。")
def explain(scores: Path, unit: str, item: str | None) -> None:
    """说清每一分从哪来：原文在哪、规则怎样、填报是多少、怎样算出。"""
    import kaohe

    show_lines(console(), kaohe.explain(scores, unit, item))


def show_lines(screen: Console, text: str) -> None:
    """Print lines that are indented by what they belong to; a pipe gets them unbroken."""
    for line in text.splitlines():
        words = line.lstrip()
        if screen.is_terminal:
            put(screen, words, indent=len(line) - len(words))
        else:
            screen.print(line, soft_wrap=True)
