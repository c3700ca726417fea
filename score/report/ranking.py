"""汇总: the units, best first, ties marked; and 分项得分, every unit beside every item."""

from __future__ import annotations

from collections import Counter

from normalize.rubric import Rubric
from score.explain import between
from score.report.book import Book, figure
from score.sheet import Scores, UnitScore

_FEW = 12
"""Items that stand beside the totals on one readable page; more of them have a sheet of their own only."""


def write(book: Book, scores: Scores, rubric: Rubric) -> None:
    """Write both sheets."""
    sections = [section.path[0] for section in rubric.sections if len(section.path) == 1]
    names = sections or ([item.name for item in rubric.items] if len(rubric.items) <= _FEW else [])
    groups = any(unit.group is not None for unit in scores.units)
    columns = [("名次", 6), ("单位", 18), *([("组别", 12), ("组内名次", 9)] if groups else []), ("总分", 9)]
    columns += [("折算", 9)] if any(unit.converted is not None for unit in scores.units) else []
    kinds = [kind for kind in ("base", "bonus", "penalty") if any(getattr(unit, kind) for unit in scores.units)]
    columns += [({"base": "基本", "bonus": "加分", "penalty": "扣分"}[kind], 9) for kind in kinds]
    labels = [label for label, _ in columns]
    shared = Counter(unit.rank for unit in scores.units if unit.rank is not None)
    rows = []
    for unit in scores.units:
        known = _known(unit)
        parts = (
            [section.score for section in unit.sections if len(section.path) == 1]
            if sections
            else [item.score for item in unit.items]
            if names
            else []
        )
        rows.append([*(known[label] for label in labels), remark(unit, shared), *(figure(value) for value in parts)])
    book.sheet("汇总", waiting(scores), [*columns, ("说明", 22), *((name, 11) for name in names)], rows, fixed=2)
    _items(book, scores, rubric)


def _known(unit: UnitScore) -> dict[str, object]:
    return {
        "名次": unit.rank,
        "单位": unit.unit,
        "组别": unit.group,
        "组内名次": unit.group_rank,
        "总分": figure(unit.total),
        "折算": figure(unit.converted),
        "基本": figure(unit.base),
        "加分": figure(unit.bonus),
        "扣分": figure(unit.penalty),
    }


def remark(unit: UnitScore, shared: Counter[int]) -> str:
    """The grade, whether the rank is shared, whether the unit is vetoed or incomplete."""
    words = [unit.grade or ""]
    if unit.rank is not None and shared[unit.rank] > 1:
        words.append(f"并列第{unit.rank}")
    if unit.vetoed:
        words.append("一票否决，不排名")
    elif not unit.complete:
        words.append(f"未填全，总分{between(unit.lower, unit.upper)}")
    return "，".join(filter(None, words))


def waiting(scores: Scores) -> str:
    """Why nobody has a rank yet; empty where everybody is complete."""
    open_ = [unit.unit for unit in scores.units if not unit.complete and not unit.vetoed]
    return f"有 {len(open_)} 个单位没有填全；全部填全以前，各单位都不排名。" if open_ else ""


def _items(book: Book, scores: Scores, rubric: Rubric) -> None:
    columns = [("名次", 6), ("单位", 18), ("总分", 9)]
    heads = [
        (f"{item.id} {item.name}" + (f"（{item.points}分）" if item.points is not None else ""), 11)
        for item in rubric.items
    ]
    rows: list[list[object]] = [
        [unit.rank, unit.unit, figure(unit.total), *(figure(item.score) for item in unit.items)]
        for unit in scores.units
    ]
    book.sheet("分项得分", waiting(scores), [*columns, *heads], rows, fixed=2, fit=len(heads) <= _FEW)
