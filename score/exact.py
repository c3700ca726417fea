"""Exact numbers: decimals as whole thousandths, rounded half up once, where a division stands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

THOUSAND = 1000
LARGEST = 2**53
"""Above this a whole number may not survive the engine's division; nothing that is divided may reach it."""


def thousandths(text: str | Decimal) -> int:
    """``"0.5"`` → 500; finer than thousandths is rounded half up, as only a share of points can be."""
    return half_up(Fraction(text) * THOUSAND)


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half going up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def rounded(value: Fraction, places: int) -> int:
    """A number of points in thousandths, rounded half up to ``places`` decimals."""
    unit = 10 ** (3 - places)
    return half_up(value / unit) * unit
