"""Ink on a straight page → the boxes of its printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extract.pdf.picture import Pixels

DOT = 8
"""Runs of rows of at most this many pixels are no lines."""

LOW = 0.6
"""A run of rows lower than this share of a line's height is a part of one: a dot, one of the strokes of 二."""

TALL = 1.7
"""A run of rows higher than this many lines' height may be two lines that touch."""

VALLEY = 0.2
"""Lines that touch meet where there is less ink than this share of the usual."""

WORDS = 3.0
"""Gaps wider than this many lines' height part what is recognised piece by piece."""


@dataclass(frozen=True)
class Strip:
    """A piece of a printed line: its ink's box in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def line_height(pieces: Iterable[Pixels]) -> float:
    """The height that most lines in these pieces of a page have, in pixels; 0 without ink."""
    heights = [bottom - top for ink in pieces for top, bottom in _runs(_any(ink, 1)) if bottom - top > DOT]
    return float(median(heights)) if heights else 0.0


def strips(ink: Pixels, left: int, top: int, height: float) -> list[list[Strip]]:
    """The lines in a piece of the page whose corner is at ``left, top``, each as strips from left to right.

    ``height`` is the usual height of lines.
    """
    found = []
    for first, last in _rows(ink, height):
        cols = list(_runs(_any(ink[first:last], 0)))
        pieces: list[tuple[int, int]] = []
        for start, end in cols:
            if pieces and start - pieces[-1][1] <= WORDS * height:
                pieces[-1] = pieces[-1][0], end
            else:
                pieces.append((start, end))
        if max(end - start for start, end in pieces) >= 0.2 * height:
            found.append([Strip(left + start, top + first, left + end, top + last) for start, end in pieces])
    return found


def _rows(ink: Pixels, height: float) -> list[tuple[int, int]]:
    """The rows of pixels of each line."""
    rows = list(_runs(_any(ink, 1)))
    own = [bottom - top for top, bottom in rows if bottom - top > LOW * height]
    height = min(height, median(own)) if len(own) > 2 else height
    joined: list[tuple[int, int]] = []
    for top, bottom in rows:
        if joined:
            above = joined[-1]
            low = min(bottom - top, above[1] - above[0]) < LOW * height
            if low and bottom - above[0] <= 1.25 * height and top - above[1] < 0.5 * height:
                joined[-1] = above[0], bottom
                continue
        joined.append((top, bottom))
    return [part for run in joined for part in _split(ink, run, height)]


def _split(ink: Pixels, run: tuple[int, int], height: float) -> list[tuple[int, int]]:
    """A run of rows as the lines that touch in it."""
    top, bottom = run
    if bottom - top < TALL * height:
        return [run]
    profile = (ink[top:bottom] > 0).sum(axis=1)
    first, last = round(0.6 * height), min(round(1.4 * height), bottom - top - 4)
    cut = first + int(np.argmin(profile[first:last]))
    if profile[cut] > VALLEY * float(np.median(profile)):
        return [run]
    return [(top, top + cut), *_split(ink, (top + cut, bottom), height)]


def _any(ink: Pixels, axis: int) -> NDArray[np.bool_]:
    """Which rows (axis 1) or columns (axis 0) have ink."""
    return np.asarray(ink.any(axis=axis), np.bool_)


def _runs(filled: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and last (excluded) index of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
