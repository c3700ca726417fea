"""A scanned page → a straight grey picture without stamps, in black and white, and its ruling lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from extract.pdf.grid import Rule

Pixels: TypeAlias = NDArray[np.uint8]

DPI = 200
"""Dots per inch that pages are rendered with; what small print needs."""

SCALE = DPI / 72
"""Pixels per point."""

SKEW = 3.0
"""Pages are turned by at most this many degrees when they are scanned."""

RULE = 16.0
"""Ruling lines are at least this long (points); strokes of usual print are shorter."""

STROKE = 60.0
"""A line that is longer than this (points) is no part of a character."""

MEET = 1.5
"""A short ruling line ends this near (points) to the lines that it runs between."""

GAP = 8.0
"""A ruling line is broken by at most this much (points)."""

DRAWN = 0.8
"""At least this share of a broken line is there."""

FAINT = 0.4
"""How much fainter than print ruling lines may be, as a share of the way to white paper."""

SPECK = 10
"""Spots of fewer pixels are dirt."""

PAPER = 21
"""Paper and shading are what most pixels of a square of this many times four are like."""

DARK = 110
"""A background darker than this is one for light print."""

STAMP = (60.0, 200.0)
"""Least and greatest diameter (points) of a stamp."""


@dataclass(frozen=True)
class Picture:
    """A page of a scan, straightened: grey (0 black), ink (255 where there is any), its ruling lines, and by how many
    degrees it was turned left."""

    grey: Pixels
    ink: Pixels
    across: list[Rule]
    down: list[Rule]
    angle: float


def prepare(rendered: Pixels) -> Picture:
    """The picture of a rendered page (rows × columns × RGB, ``DPI``)."""
    grey, angle = _straight(_on_white(_without_stamps(rendered)))
    ink = _ink(grey)
    length = round(RULE * SCALE)
    faint = cv2.morphologyEx(_ink(grey, FAINT), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    across = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    rows, cols = _joined(_rules(_pixels(across), 1)), _joined(_rules(_pixels(down), 0))
    return Picture(grey, ink, _reaching(rows, cols), _reaching(cols, rows), angle)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line, which a scan breaks where it is thin, as one; strokes of print in a row are none."""
    runs: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.start):
        for run in runs:
            if abs(run[-1].at - rule.at) < MEET and rule.start - run[-1].end < GAP:
                run.append(rule)
                break
        else:
            runs.append([rule])
    joined = []
    for run in runs:
        whole = Rule(run[0].at, run[0].start, max(rule.end for rule in run))
        drawn = sum(rule.end - rule.start for rule in run)
        joined += [whole] if drawn >= DRAWN * (whole.end - whole.start) else run
    return joined


def _reaching(rules: list[Rule], others: list[Rule]) -> list[Rule]:
    """The long rules, and the short ones that reach from one of the others to another: no stroke of print does."""

    def meets(at: float, end: float) -> bool:
        return any(abs(end - other.at) < MEET and other.start - MEET < at < other.end + MEET for other in others)

    return [
        rule
        for rule in rules
        if rule.end - rule.start > STROKE or (meets(rule.at, rule.start) and meets(rule.at, rule.end))
    ]


def erase(picture: Picture, across: list[Rule], down: list[Rule]) -> Picture:
    """The picture without these lines, and without specks."""
    grey, ink = picture.grey.copy(), picture.ink.copy()
    reach = 1.2
    for rule in across:
        _wipe(grey, ink, rule.start - reach, rule.at - reach, rule.end + reach, rule.at + reach)
    for rule in down:
        _wipe(grey, ink, rule.at - reach, rule.start - reach, rule.at + reach, rule.end + reach)
    return replace(picture, grey=grey, ink=_without_specks(ink))


def _wipe(grey: Pixels, ink: Pixels, x0: float, top: float, x1: float, bottom: float) -> None:
    rows = slice(max(0, round(top * SCALE)), round(bottom * SCALE) + 1)
    cols = slice(max(0, round(x0 * SCALE)), round(x1 * SCALE) + 1)
    grey[rows, cols] = 255
    ink[rows, cols] = 0


def _without_stamps(rendered: Pixels) -> Pixels:
    """The page in grey, round red stamps as white as through a red glass; a red letterhead stays."""
    grey = _pixels(cv2.cvtColor(rendered, cv2.COLOR_RGB2GRAY))
    channels = rendered.astype(np.int16)
    red = (channels[..., 0] - np.maximum(channels[..., 1], channels[..., 2]) > 50).astype(np.uint8)
    if not red.any():
        return grey
    least, most = (round(size * SCALE) for size in STAMP)
    blob = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blob)
    for index in range(1, count):
        x, y, width, height = (int(value) for value in stats[index][:4])
        if least <= min(width, height) and max(width, height) <= most and _is_round(red[y : y + height, x : x + width]):
            area = slice(y, y + height), slice(x, x + width)
            stamped = cv2.dilate(red[area], np.ones((3, 3), np.uint8)) > 0
            through = np.minimum(rendered[area][..., 0].astype(np.int16) * 3 // 2, 255).astype(np.uint8)
            grey[area][stamped] = through[stamped]
    return grey


def _is_round(blob: Pixels) -> bool:
    """Whether most of the ellipse that touches the blob's sides is drawn in it."""
    height, width = blob.shape
    if not 0.6 < width / height < 1.7:
        return False
    ring = np.zeros_like(blob)
    thickness = max(3, min(width, height) // 16)
    axes = (width // 2 - thickness // 2, height // 2 - thickness // 2)
    cv2.ellipse(ring, (width // 2, height // 2), axes, 0, 0, 360, 1, thickness)
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    xs = (width / 2 + axes[0] * np.cos(angles)).astype(int).clip(0, width - 1)
    ys = (height / 2 + axes[1] * np.sin(angles)).astype(int).clip(0, height - 1)
    near = cv2.dilate(blob & ring, np.ones((thickness, thickness), np.uint8))
    return bool(near[ys, xs].mean() > 0.7)


def _on_white(grey: Pixels) -> Pixels:
    """The page with paper and shading as white as paper can be; dark boxes with light print stay as they are."""
    height, width = grey.shape
    small = cv2.resize(grey, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(small, PAPER), (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    paper[paper < DARK] = 255
    return _pixels(np.minimum(grey * (255 / paper), 255))


def _straight(grey: Pixels) -> tuple[Pixels, float]:
    """The page turned so that its lines are level: where rows of pixels differ most from their neighbours; and the
    degrees that it was turned left."""
    small = _ink(_pixels(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)))
    best, step = 0.0, 0.5
    angles = np.arange(-SKEW, SKEW + step, step)
    while step >= 0.02:
        best = float(max(angles, key=lambda angle: _evenness(small, float(angle))))
        step /= 5
        angles = np.arange(best - 5 * step, best + 5.5 * step, step)
    if abs(best) < 0.03:
        return grey, 0.0
    return _turn(grey, best, 255), best


def _evenness(ink: Pixels, angle: float) -> int:
    profile = _turn(ink, angle, 0).sum(axis=1, dtype=np.int64)
    return int((np.diff(profile) ** 2).sum())


def _turn(pixels: Pixels, angle: float, background: int) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    flags = cv2.INTER_CUBIC if background else cv2.INTER_LINEAR
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=flags, borderValue=background)
    return _pixels(turned)


def _ink(grey: Pixels, faint: float = 0.0) -> Pixels:
    """What is darker than half-way between ink and paper, or than a point ``faint`` of the rest nearer to paper."""
    limit, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if faint:
        _, ink = cv2.threshold(grey, limit + faint * (255 - limit), 255, cv2.THRESH_BINARY_INV)
    return _pixels(ink)


def _pixels(array: ArrayLike) -> Pixels:
    return np.asarray(array, np.uint8)


def _without_specks(ink: Pixels) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    small = stats[:, cv2.CC_STAT_AREA] < SPECK
    return np.where(small[labels], 0, ink).astype(np.uint8)


def _rules(mask: Pixels, axis: int) -> list[Rule]:
    """The lines of a mask of lines along ``axis`` (1 horizontal), in points."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    rules = []
    for x, y, width, height, _ in stats[1:count].tolist():
        along, across = ((x, width), (y, height)) if axis else ((y, height), (x, width))
        if across[1] <= along[1] / 4:
            rules.append(Rule((across[0] + across[1] / 2) / SCALE, along[0] / SCALE, (along[0] + along[1]) / SCALE))
    return rules
