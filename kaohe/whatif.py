"""``kaohe compare``: two readings, two versions of the rules, or two lots of evidence, scored beside each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from kaohe.approving import Listing, choices
from kaohe.files import load_rubric, read_bytes, whole
from kaohe.screen import console, put, say
from kaohe.usage import PATH, UsageRefusal

if TYPE_CHECKING:
    from rich.console import Console

    from normalize.rubric import Rubric
    from score.beside import Difference
    from score.compare import Comparison, UnitMove
    from score.evidence import Evidence

SHOWN = 30
"""Units, rules and answers that the screen lists; the workbook (-o) lists all."""


@click.command(cls=Listing)
@click.argument("rubric", metavar="规则", type=PATH, help="规则文件；用 --with 换读法时只要这一份。")
@click.argument(
    "files",
    metavar="[另一份规则] 填报 [另一份填报]",
    nargs=-1,
    required=True,
    type=PATH,
    help="同一份填报按两份规则比，或两份填报（自查、考核）按同一份规则比。",
)
@click.option(
    "--with", "readings", metavar="规则号=读法…", multiple=True, help="换成这些读法再算一遍；first 是原来的读法。"
)
@click.option("-o", "--output", metavar="比较.xlsx", type=PATH, help="另存为工作簿，列出全部。")
@click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON。")
def compare(
    rubric: Path, files: tuple[Path, ...], readings: tuple[str, ...], output: Path | None, as_text: bool
) -> None:
    """如果……会怎样：换一种读法、换一份规则或换一份填报，谁的分数、名次会变，因为哪条规则。"""
    from score.beside import differences
    from score.compare import compare as beside
    from score.compare import reading
    from score.evidence import read

    if output is not None and output.suffix.lower() != ".xlsx":
        raise UsageRefusal(f"比较结果是 Excel 工作簿，「{output.name}」应以 .xlsx 结尾，请改名后再试。")
    others = [path for path in files if _is_rubric(path)]
    given = [path for path in files if path not in others]
    if (len(others), len(given), bool(readings)) not in ((0, 1, True), (1, 1, False), (0, 2, False)):
        raise UsageRefusal(
            "请用这三种写法之一：规则 填报 --with 规则号=读法；规则 另一份规则 填报；规则 自查填报 考核填报。"
        )
    known = load_rubric(rubric)
    first = reading(known, {})
    answers: list[Difference] = []
    with console(stderr=True).status("正在计分 …"):
        if others:
            second = reading(load_rubric(others[0]), {})
            told = _either(given[0], first, second)
            made = beside((first, told[0]), (second, told[1]))
            names = (str(rubric), str(others[0]))
        elif readings:
            chosen = choices("--with", readings)
            evidence = read(given[0], known)
            made = beside((first, evidence), (reading(known, chosen), evidence))
            names = ("现在的读法", "、".join(f"{rule}={code}" for rule, code in chosen.items()))
        else:
            evidence, other = (read(path, known) for path in given)
            made = beside((first, evidence), (first, other))
            answers = differences(evidence, other, known)
            names = (str(given[0]), str(given[1]))
    if output is not None:
        from score.report import comparison

        with whole(output) as path:
            comparison.write(made, names, answers, path)
        say(f"已写入 {output}", "good")
    if as_text:
        click.echo(json.dumps(_as_data(made, names, answers), ensure_ascii=False))
    else:
        show(console(), made, names, answers)


def _is_rubric(path: Path) -> bool:
    """Whether a file is a rubric; evidence may be JSON, too."""
    if path.suffix.lower() != ".json":
        return False
    try:
        content = json.loads(read_bytes(path))
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict)


def _either(path: Path, first: Rubric, second: Rubric) -> tuple[Evidence, Evidence]:
    """The evidence as each of two rubrics asks for it; a workbook belongs to the one that it was made from."""
    from extract.refusal import FileRefusal
    from score.compare import carried
    from score.evidence import EvidenceRefusal, read

    try:
        told = read(path, first)
    except (FileRefusal, EvidenceRefusal) as refusal:
        try:
            told = read(path, second)
        except (FileRefusal, EvidenceRefusal):
            raise refusal from None
        return carried(told, second, first), told
    return told, carried(told, first, second)


def show(screen: Console, made: Comparison, names: tuple[str, str], answers: list[Difference]) -> None:
    """Print what moves: how many units, which rules, which units, which answers differ, what is not answered."""
    put(screen, f"甲：{names[0]}　乙：{names[1]}", "head")
    moved = [move for move in made.units if move.moved]
    points = sum(move.change is not None and move.change != 0 for move in made.units)
    ranks = sum(None not in (both := _known(move)) and both[0] != both[1] for move in made.units)
    unknown = sum(move.change is None for move in made.units)
    open_ = f"，{unknown} 个还比不了" if unknown else ""
    put(screen, f"{len(made.units)} 个单位：{points} 个分数会变，{ranks} 个名次会变{open_}。")
    for side, missing in zip("甲乙", made.missing, strict=True):
        if missing:
            some = "；".join(f"{label}（{count} 个单位）" for label, count in missing.most_common(5))
            more = f"等 {len(missing)} 个问题" if len(missing) > 5 else ""
            put(screen, f"按{side}算还缺填报，缺的单位只有上下限、各单位都不排名：{some}{more}", "warning")
    if made.causes:
        screen.print()
        put(screen, "哪条规则", "head")
    for cause in made.causes[:SHOWN]:
        most = f"，最多 {cause.most} {_signed(cause.most_points)} 分" if cause.units > 1 else f"（{cause.most}）"
        head = Text.assemble((f"{cause.cause.code}  ", "info"), cause.cause.words.replace("\n", " "))
        put(screen, head, indent=2)
        put(screen, f"{cause.units} 个单位，共 {_signed(cause.points)} 分{most}", "quiet", indent=4)
    if moved:
        screen.print()
        _units(screen, moved[:SHOWN])
    if answers:
        screen.print()
        put(screen, f"填报不同的有 {len(answers)} 处", "head")
        for one in answers[:SHOWN]:
            put(screen, one.text, indent=2)
    if max(len(moved), len(made.causes), len(answers)) > SHOWN:
        put(screen, f"各列出前 {SHOWN} 个；要看全部，请用 -o 比较.xlsx。", "quiet")


def _units(screen: Console, moved: list[UnitMove]) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="head", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("单位", overflow="fold")
    for name in ("甲", "乙", "差", "名次"):
        table.add_column(name, justify="right")
    table.add_column("因为")
    for move in moved:
        before, after = _ranks(move)
        why = "，".join(f"{cause.code} {_signed(change)}" for cause, change in move.causes)
        table.add_row(move.unit, *_totals(move), f"{before} → {after}" if before != after else before, why)
    screen.print(table)


def _totals(move: UnitMove) -> tuple[str, str, str]:
    from score.selfreport import total

    first, other = ("没有" if one is None else total(one) for one in (move.first, move.other))
    return first, other, "不明" if move.change is None else _signed(move.change)


def _known(move: UnitMove) -> tuple[int | None, int | None]:
    return move.first.rank if move.first else None, move.other.rank if move.other else None


def _ranks(move: UnitMove) -> tuple[str, str]:
    first, other = ("—" if rank is None else str(rank) for rank in _known(move))
    return first, other


def _signed(points: object) -> str:
    from decimal import Decimal

    from extract.record import plain

    value = Decimal(str(points))
    return f"{'+' if value > 0 else ''}{plain(value)}"


def _as_data(made: Comparison, names: tuple[str, str], answers: list[Difference]) -> dict[str, object]:
    """The comparison for programs; decimals as strings."""
    return {
        "first": names[0],
        "other": names[1],
        "units": [
            {
                "unit": move.unit,
                "totals": [None if one is None else one.total for one in (move.first, move.other)],
                "ranks": [None if one is None else one.rank for one in (move.first, move.other)],
                "change": None if move.change is None else _signed(move.change),
                "causes": {cause.code: _signed(change) for cause, change in move.causes},
            }
            for move in made.units
        ],
        "rules": [
            {"code": one.cause.code, "text": one.cause.words, "units": one.units, "points": _signed(one.points)}
            for one in made.causes
        ],
        "missing": [dict(side) for side in made.missing],
        "answers": [one.text for one in answers],
    }
