"""``kaohe diff``: last year's notice beside this year's, item by item and rule by rule."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from kaohe.files import load_rubric
from kaohe.screen import console, put
from kaohe.usage import PATH, Command
from normalize.said import CHANGES

if TYPE_CHECKING:
    from rich.console import Console

    from normalize.compare import Change, ItemChange
    from normalize.rubric import Rubric

COLOURS = {"unchanged": "quiet", "wording": "quiet", "figures": "assumed", "new": "good", "gone": "unread"}


@click.command(cls=Command)
@click.argument("old", metavar="上年", type=PATH, help="上一年的通知，或它的规则文件（.json）。")
@click.argument("new", metavar="今年", type=PATH, help="今年的通知，或它的规则文件（.json）。")
@click.option("--json", "as_text", is_flag=True, help="在标准输出写 JSON。")
def diff(old: Path, new: Path, as_text: bool) -> None:
    """对照两年的通知：哪些项目和规则未变、只改文字、改了数、新增、取消。"""
    from normalize.compare import compare

    changes = compare(_rubric(old), _rubric(new))
    if as_text:
        click.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False))
    else:
        _show(console(), changes)


def _rubric(path: Path) -> Rubric:
    if path.suffix.lower() == ".json":
        return load_rubric(path)
    from extract.apart import read
    from normalize.draft import draft

    return draft(read(path))


def _show(screen: Console, changes: list[ItemChange]) -> None:
    parts = [part for change in changes for part in change.rules]
    put(
        screen,
        "规则：" + "，".join(f"{name} {sum(part.kind == kind for part in parts)}" for kind, name in CHANGES.items()),
        "head",
    )
    for change in changes:
        screen.print()
        name = change.new_name or change.old_name or ""
        renamed = change.old_name and change.new_name and change.old_name != change.new_name
        title = f"{name}（原 {change.old_name}）" if renamed else name
        put(
            screen,
            Text.assemble(title, "  ", (CHANGES[change.kind], COLOURS[change.kind]), "  ", "；".join(change.figures)),
        )
        for label, entries in (("规则", change.rules), ("指标", change.targets)):
            for entry in entries:
                if entry.kind != "unchanged":
                    _entry(screen, label, entry)


def _entry(screen: Console, label: str, entry: Change) -> None:
    colour = COLOURS[entry.kind]
    words = entry.new_text if entry.old_text in (None, entry.new_text) else entry.old_text
    put(screen, Text.assemble((f"{CHANGES[entry.kind]} ", colour), f"{label} {words or ''}"), indent=4)
    if entry.new_text and entry.old_text and entry.new_text != entry.old_text:
        put(screen, f"→ {entry.new_text}", indent=9)
    for figure in entry.figures:
        put(screen, figure, colour, indent=9)
