"""How far a long reading has come: who waits for it may show it, and sees that it does not hang."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

Listener = Callable[[int, int], None]

listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
"""Told of every page that is done: its number, and how many there are."""


def page_done(number: int, pages: int) -> None:
    """Tell the listener, if there is one."""
    told = listener.get()
    if told is not None:
        told(number, pages)
