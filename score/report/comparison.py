"""The workbook of a comparison: the units that move, the rules that move them, the answers that differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.record import plain
from score.beside import Difference, told
from score.compare import Comparison, UnitMove
from score.report.book import Book, figure
from score.sheet import UnitScore

_CAUSES = [
    ("规则", 12),
    ("项目", 22),
    ("原文", 60),
    ("单位数", 8),
    ("共变多少分", 10),
    ("变得最多的单位", 18),
    ("变多少分", 9),
]
_ANSWERS = [("单位", 18), ("问题", 40), ("时期", 12), ("甲", 40), ("乙", 40)]
_MISSING = [("按哪一边", 8), ("没有填的问题", 70), ("单位数", 8)]


def write(made: Comparison, names: tuple[str, str], answers: Sequence[Difference], path: Path) -> None:
    """Write 单位, 规则 and, where there are any, 填报差异 and 还缺的填报 to an ``.xlsx`` file."""
    notice = made.first.rubric.notice
    book = Book(path, notice.title or notice.file, approval=None, what="比较")
    note = f"甲：{names[0]}　乙：{names[1]}"
    units = [
        ("单位", 18), ("甲总分", 10), ("乙总分", 10), ("差", 9), ("甲名次", 8), ("乙名次", 8), ("因为", 70),
    ]  # fmt: skip
    book.sheet("单位", note, units, (_unit(move) for move in made.units))
    rows: list[list[object]] = [
        [
            one.cause.code, one.cause.item, one.cause.words, one.units, figure(plain(one.points)), one.most,
            figure(plain(one.most_points)),
        ]
        for one in made.causes
    ]  # fmt: skip
    book.sheet("规则", note, _CAUSES, rows)
    if answers:
        different: list[list[object]] = [
            [one.unit, one.label, one.period, told(one.first), told(one.other)] for one in answers
        ]
        book.sheet("填报差异", note, _ANSWERS, different)
    left: list[list[object]] = [
        [side, label, count]
        for side, missing in zip("甲乙", made.missing, strict=True)
        for label, count in missing.most_common()
    ]
    if left:
        book.sheet("还缺的填报", note, _MISSING, left)
    book.book.close()


def _unit(move: UnitMove) -> list[object]:
    sides = (move.first, move.other)
    why = "；".join(f"{cause.code} {cause.item}：{plain(change)}分" for cause, change in move.causes)
    change = None if move.change is None else figure(plain(move.change))
    return [move.unit, *(_total(one) for one in sides), change, *(one.rank if one else None for one in sides), why]


def _total(unit: UnitScore | None) -> object:
    if unit is None:
        return "没有"
    return figure(unit.total) if unit.total is not None else f"{unit.lower or '不限'}～{unit.upper or '不限'}"
