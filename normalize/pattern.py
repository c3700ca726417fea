"""Compiled patterns, each once: ``regex``'s own cache costs more than a short match does."""

from __future__ import annotations

from functools import cache

import regex


@cache
def compiled(pattern: str) -> regex.Pattern:
    """A pattern of the program's own (never of a notice), compiled on first use."""
    return regex.compile(pattern)
