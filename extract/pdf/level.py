"""Where what is read lies on the page as it is shown: which page, how it was turned level, which column of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from extract.notice import Box


@dataclass(frozen=True)
class Level:
    """A page of ``width`` × ``height`` points as it is shown, turned left by ``quarters`` of a circle and then, by
    ``angle`` degrees about its middle, straight; ``left`` is how far a column of it was moved to the left."""

    page: int
    width: float
    height: float
    quarters: int = 0
    angle: float = 0.0
    left: float = 0.0

    def back(self, box: Box) -> Box:
        """The box on the page as it is shown, round the box on the level page; points rounded to a tenth."""
        x0, top, x1, bottom = box[0] + self.left, box[1], box[2] + self.left, box[3]
        if not self.quarters and not self.angle:
            return round(x0, 1), top, round(x1, 1), bottom
        corners = [self._back(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = ([corner[axis] for corner in corners] for axis in (0, 1))
        return (
            round(max(0.0, min(xs)), 1),
            round(max(0.0, min(ys)), 1),
            round(min(self.width, max(xs)), 1),
            round(min(self.height, max(ys)), 1),
        )

    def _back(self, x: float, y: float) -> tuple[float, float]:
        width, height = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        dx, dy = x - width / 2, y - height / 2
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        x, y = width / 2 + cos * dx - sin * dy, height / 2 + sin * dx + cos * dy
        match self.quarters:
            case 1:
                return self.width - y, x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return y, self.height - x
        return x, y
