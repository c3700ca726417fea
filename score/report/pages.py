"""得分单: one printed page (or more) for each unit, with every item, what moved its points, and lines to sign."""

from __future__ import annotations

from collections import Counter

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from normalize.rubric import Rubric
from score.explain import between
from score.looks import CELL, DRAFT, TITLE, height
from score.losses import losses
from score.report.book import Book, Column, figure, put
from score.report.ranking import remark
from score.sheet import Scores, UnitScore

MOST = 1000
"""Units that get a page: a sheet holds 1,023 page breaks, and nobody prints more from a workbook."""

_COLUMNS: list[Column] = [("编号", 6), ("项目", 19), ("分值", 6), ("得分", 6), ("加分、失分的原因", 43)]
"""As wide as an upright A4 page at ``_SCALE``, whatever font stands in for the workbook's own."""

_SCALE = 85
"""Per cent; fitting to the page's width instead would make Excel ignore the page breaks."""


def write(book: Book, scores: Scores, rubric: Rubric) -> None:
    """Write the sheet; with more than ``MOST`` units it says only that there are too many."""
    sheet = book.add("得分单")
    sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5)
    sheet.set_print_scale(_SCALE)
    sheet.center_horizontally()
    for at, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
    if len(scores.units) > MOST:
        sheet.write_string(0, 0, f"单位超过 {MOST} 个，没有做得分单；单个单位请用 kaohe explain 查看。", book.note)
        return
    shared = Counter(unit.rank for unit in scores.units if unit.rank is not None)
    page = _Page(book, sheet)
    breaks = []
    for unit in scores.units:
        page.write(unit, rubric, shared)
        breaks.append(page.row)
    sheet.set_h_pagebreaks(breaks[:-1])


class _Page:
    """Where on the sheet the next unit's page begins."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet, self.row = book, sheet, 0
        self.title = book.book.add_format({**TITLE, "align": "center", "text_wrap": True})
        self.strong = book.book.add_format({**CELL, "bold": True, "bg_color": "#F2F2F2"})
        self.number = book.book.add_format({**CELL, "bold": True, "bg_color": "#F2F2F2", "align": "right"})
        self.plain = book.book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter"})

    def write(self, unit: UnitScore, rubric: Rubric, shared: Counter[int]) -> None:
        """One unit: who, its totals, its items with their reasons, the lines to sign."""
        width = sum(width for _, width in _COLUMNS)
        self._across(
            f"{self.book.subject}得分单", self.title, height([(self.book.subject + "得分单", width * 5 // 7)]) + 8
        )
        if self.book.draft:
            self._across(DRAFT, self.book.note, 18)
        rank = f"第{unit.rank}名" if unit.rank is not None else "不排名"
        words = remark(unit, shared)
        who = f"{unit.unit}　　{rank}" + (f"（{words}）" if words else "")
        self._across(who, self.strong, height([(who, width)]) + 4)
        self._across(_sums(unit), self.strong, 20)
        for at, (label, _) in enumerate(_COLUMNS):
            self.sheet.write_string(self.row, at, label, self.book.head)
        self.row += 1
        self._items(unit, rubric)
        self._across("", self.plain, 10)
        self._across(
            "被考核单位（签字）：　　　　　　　　考核人（签字）：　　　　　　　　年　　月　　日", self.plain, 24
        )

    def _items(self, unit: UnitScore, rubric: Rubric) -> None:
        reasons: dict[str, list[str]] = {}
        for loss in losses(unit, rubric):
            points = f"−{loss.points:f}分" if loss.points is not None else "一票否决"
            reasons.setdefault(loss.item.id, []).append(f"{points}　{loss.code}：{loss.text}")
        above: list[str] = []
        sections = {tuple(section.path): section for section in unit.sections}
        stated = {tuple(section.path): section.points for section in rubric.sections}
        for item, result in zip(rubric.items, unit.items, strict=True):
            if item.path[:1] != above[:1] and item.path:
                key = tuple(item.path[:1])
                score = sections[key].score if key in sections else None
                self._row(["", item.path[0], figure(stated.get(key)), figure(score), ""], self.strong, self.number)
            above = item.path
            said = [*_gained(unit, item.id, rubric), *reasons.get(item.id, [])]
            if not result.complete:
                said = [f"还没有填全，得分{between(result.lower, result.upper)}", *said]
            first = [item.id, item.name, figure(item.points), figure(result.score)]
            for at, words in enumerate(said or [""]):
                self._row([*(first if at == 0 else [""] * 4), words], self.book.text, self.book.number)

    def _row(self, cells: list[object], text: Format, number: Format) -> None:
        self.sheet.set_row(self.row, height(zip(cells, [width for _, width in _COLUMNS], strict=True)))
        for at, value in enumerate(cells):
            put(self.sheet, self.row, at, value, text, number)
        self.row += 1

    def _across(self, words: str, look: Format, tall: int) -> None:
        """A line over all columns."""
        self.sheet.set_row(self.row, tall)
        self.sheet.merge_range(self.row, 0, self.row, len(_COLUMNS) - 1, "", look)
        self.sheet.write_string(self.row, 0, words, look)
        self.row += 1


def _sums(unit: UnitScore) -> str:
    parts = [
        ("总分", unit.total),
        ("折算", unit.converted),
        ("基本", unit.base),
        ("加分", unit.bonus),
        ("扣分", unit.penalty),
    ]
    return "　　".join(f"{label} {value}" for label, value in parts if value is not None) or "总分未定"


def _gained(unit: UnitScore, item_id: str, rubric: Rubric) -> list[str]:
    """What came on top of an item's points, or earned a bonus item its own."""
    at, item = next((at, item) for at, item in enumerate(rubric.items) if item.id == item_id)
    rules = {rule.id: rule for rule in item.rules}
    return [
        f"+{one.points}分　{one.rule}：{one.text}"
        for one in unit.items[at].rules
        if one.points not in (None, "0")
        and rules[one.rule].effect == "award"
        and (rules[one.rule].on_top or item.kind == "bonus")
    ]
