"""Commands that speak Chinese: help set by Rich for East Asian widths, and usage errors as one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extract.refusal import Refusal


class FileName(click.ParamType[Path]):
    """A parameter that names a file; whether it is there is for the command to say, in Chinese."""

    name = "文件"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; an empty one, which would mean the working folder, is refused."""
        if not str(value) or "\0" in str(value):
            self.fail("文件名是空的" if not str(value) else "文件名里有不能用的字符", param, ctx)
        return Path(value)


PATH = FileName()


class UsageRefusal(Refusal):
    """The command was called in a way that it does not know."""


class Help(click.Command):
    """A command whose help is Chinese; click's own wraps by characters, and a Chinese one is two columns wide."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context_settings = {"help_option_names": ["-h", "--help"], **self.context_settings}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option

    def get_help(self, ctx: click.Context) -> str:
        """The whole help page: usage, what it does, arguments, options, commands."""
        from kaohe.help import page

        return page(self, ctx)


class Command(Help):
    """A command that refuses arguments left over in Chinese, too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse ``args`` into ``ctx``; whatever no parameter takes is a usage error."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest:
            raise click.UsageError(f"多出了参数 {'、'.join(rest)}", ctx)
        return rest


class Group(Help, click.Group):
    """The command with all its sub-commands, listed in the order in which they are used."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the work, not of the alphabet."""
        return list(self.commands)


def sentence(error: click.ClickException) -> str:
    """A usage error of click as one Chinese sentence that ends with where to look."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "kaohe"
    return f"{_problem(error)}；用法见 {where} --help。"


def _problem(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}" + _nearest(error.possibilities)
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}" + _nearest(error.possibilities)
        case click.MissingParameter():
            return f"缺少{_kind(error.param)} {_name(error.param)}"
        case click.BadParameter():
            return f"{_kind(error.param)} {_name(error.param)} 不对：{error.message.rstrip('.。')}"
        case click.BadOptionUsage() if "requires" in error.message:
            return f"选项 {error.option_name} 后面缺少内容"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面不能带内容"
    return error.message.rstrip(".。")


def _nearest(names: list[str] | None) -> str:
    return f"，是不是 {'、'.join(names)}" if names else ""


def _kind(param: click.Parameter | None) -> str:
    return "选项" if isinstance(param, click.Option) else "参数"


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return (
        max(param.opts, key=len)
        if isinstance(param, click.Option)
        else param.make_metavar(click.Context(Command(None)))
    )
