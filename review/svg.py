"""Pictures as SVG: a rule's curve, and a page with a box on it; no styles, so the page's policy holds."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from extract.record import plain

WIDTH, HEIGHT = 320, 120
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 12, 22
"""Room for the figures beside the axes."""


def curve(pairs: list[list[str]], color: str) -> str:
    """The picture of ``[quantity, points]`` pairs in the order of quantity."""
    known = [(Decimal(value), Decimal(points)) for value, points in pairs]
    right = max((value for value, _ in known), default=Decimal(1)) or Decimal(1)
    top = max((points for _, points in known), default=Decimal(1)) or Decimal(1)

    def x(value: Decimal) -> str:
        return f"{LEFT + float(value / right) * (WIDTH - LEFT - RIGHT):.1f}"

    def y(points: Decimal) -> str:
        return f"{HEIGHT - BOTTOM - float(points / top) * (HEIGHT - TOP - BOTTOM):.1f}"

    line = " ".join(f"{x(value)},{y(points)}" for value, points in known)
    turns = {before for (before, a), (_, b) in pairwise(known) if a != b} | {Decimal(0), right}
    marks = sorted(turns)[:: max(1, len(turns) // 6)]
    below = "".join(
        f'<text x="{x(value)}" y="{HEIGHT - 6}" text-anchor="middle">{plain(value.quantize(Decimal("0.1")))}</text>'
        for value in marks
    )
    beside = "".join(
        f'<text x="{LEFT - 5}" y="{float(y(points)) + 4:.1f}" text-anchor="end">{plain(points)}</text>'
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(points)}" y2="{y(points)}" stroke="#e3e6ea"/>'
        for points in sorted({Decimal(0), top})
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="11" fill="#5b6470">{beside}<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(Decimal(0))}" '
        f'y2="{y(Decimal(0))}" stroke="#8a93a0"/>{below}<polyline points="{line}" fill="none" stroke="{color}" '
        f'stroke-width="2.5" stroke-linejoin="round"/></svg>'
    )


def sheet(jpeg: bytes, width: float, height: float, box: Sequence[float]) -> str:
    """A page's picture with the box (x0, top, x1, bottom in points) framed."""
    left, top, right, bottom = box
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}"><image href="data:image/jpeg;base64,{b64encode(jpeg).decode()}" width="{width:g}" '
        f'height="{height:g}"/><rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" '
        f'fill="#e07b00" fill-opacity=".14" stroke="#e07b00" stroke-width="1.5"/></svg>'
    )
