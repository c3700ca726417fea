"""Help pages in Chinese: usage, what the command does, its arguments, options and commands."""

from __future__ import annotations

import click
from rich.table import Table
from rich.text import Text

from kaohe.screen import console, put


def page(command: click.Command, ctx: click.Context) -> str:
    """The help of ``command`` as text of the screen's width, coloured where the screen shows colours."""
    paper = console()
    with paper.capture() as taken:
        paper.print(Text.assemble(("用法：", "head"), _usage(command, ctx)))
        paper.print()
        for paragraph in (command.help or "").split("\n\n"):
            put(paper, "".join(line.strip() for line in paragraph.splitlines()))
        for title, rows in _sections(command, ctx):
            if rows:
                paper.print()
                paper.print(Text(f"{title}：", style="head"))
                paper.print(_listing(rows))
    return taken.get().rstrip("\n")


def _usage(command: click.Command, ctx: click.Context) -> str:
    if isinstance(command, click.Group):
        return f"{ctx.command_path} 命令 …"
    arguments = [param.make_metavar(ctx) for param in command.get_params(ctx) if isinstance(param, click.Argument)]
    return " ".join([ctx.command_path, *arguments, "[选项]"])


def _sections(command: click.Command, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        if isinstance(param, click.Argument):
            arguments.append((param.make_metavar(ctx), param.help or ""))
        elif isinstance(param, click.Option):
            spelling = ", ".join(param.opts) + ("" if param.is_flag else f" {param.make_metavar(ctx)}")
            needed = "（必须）" if param.required else "（可重复）" if param.multiple else ""
            options.append((spelling, (param.help or "") + needed))
    commands: list[tuple[str, str]] = []
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            child = command.get_command(ctx, name)
            if child is not None:
                commands.append((name, child.get_short_help_str(limit=200)))
    return [("命令", commands), ("参数", arguments), ("选项", options)]


def _listing(rows: list[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 0, 0, 2), pad_edge=True)
    table.add_column(no_wrap=True, style="info")
    table.add_column()
    for left, right in rows:
        table.add_row(Text(left), Text(right))
    return table
