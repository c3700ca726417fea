"""What people see: one console for results, one for progress and messages, and the styles both use."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from kaohe.wrap import wrap

THEME = Theme(
    {
        "assumed": "yellow",
        "unread": "bold red",
        "error": "red",
        "warning": "yellow",
        "info": "cyan",
        "quiet": "bright_black",
        "head": "bold",
        "good": "green",
    }
)
"""One colour for each thing that a reader must tell apart; each also has its word, for screens without colours."""

WIDEST = 120
"""Columns: lines longer than this are hard to follow."""


def console(stderr: bool = False) -> Console:
    """A console on standard output, or standard error, of the terminal's width, at most ``WIDEST`` columns."""
    screen = Console(stderr=stderr, theme=THEME, highlight=False, emoji=False, markup=False)
    if screen.width > WIDEST:
        screen.width = WIDEST
    return screen


def say(text: str, style: str = "") -> None:
    """A message for the user, on standard error."""
    console(stderr=True).print(Text(text, style=style), soft_wrap=True)


def put(screen: Console, text: Text | str, style: str = "", indent: int = 0) -> None:
    """Print a paragraph, ``indent`` columns in, with lines broken as Chinese breaks them."""
    words = Text(text, style) if isinstance(text, str) else text
    for line in wrap(words, screen.width - indent).split("\n", allow_blank=True):
        screen.print(Text(" " * indent) + line)


def utf8() -> None:
    """Write UTF-8 whatever the locale says; a character that cannot be shown never stops the work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
