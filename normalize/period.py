"""Periods: how they are worded, how often they come in a year, and how they are said back."""

from __future__ import annotations

import regex

from normalize.quantity import fold
from normalize.rubric import Period

_WORDS: dict[Period, str] = {
    "half-year": r"每半年(?:度)?(?:各)?|上、?下半年(?:各)?",
    "term": r"每(?:个)?学期|各学期",
    "quarter": r"每(?:个)?季度?(?![名])|各季度|按季度?|每三个月",
    "month": r"每(?:个)?月(?:度)?|按月|各月|月均",
    "week": r"每(?:个)?(?:周|星期)|周均",
    "day": r"每(?:天|日)|日均",
    "year": r"全年(?:度)?(?:共|累计)?|20\d\d年(?:度)?(?!底|末|初|以|\d|前|第|[上下])|每(?:一)?年(?:度)?|年度(?=完成|内|共|累计)|年内"
    r"|一年(?:内)?|本年度?|年均",
}
PERIOD = regex.compile("|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _WORDS.items()))
"""A period's words, after folding; the group that matched names it."""

A_YEAR: dict[Period, int] = {"year": 1, "half-year": 2, "term": 2, "quarter": 4, "month": 12, "week": 52, "day": 365}
"""How often a period comes in the year assessed."""

SAID: dict[Period, str] = {
    "year": "全年", "half-year": "每半年", "term": "每学期", "quarter": "每季度", "month": "每月", "week": "每周", "day": "每天"
}  # fmt: skip
"""A period as a sentence for people says it."""


def period_of(words: str) -> Period | None:
    """The last period that the words name: ``全年`` → year, ``每季度`` → quarter."""
    found = list(PERIOD.finditer(fold(words)))
    return found[-1].lastgroup.replace("_", "-") if found else None  # type: ignore[return-value, union-attr]
