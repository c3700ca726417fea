"""The results as a workbook for the office: ranking, detail, reasons for lost points, what is open, where rules stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from normalize.approval import in_force
from normalize.paraphrase import paraphrase
from normalize.rubric import Item, Rubric, Rule
from score.exact import thousandths
from score.explain import place
from score.looks import CELL, HEAD, TITLE, height, open_book
from score.sheet import ItemScore, RuleScore, Scores, UnitScore

_WIDE = 60


class _Book:
    """The workbook with its looks, and one way to write a table."""

    def __init__(self, path: Path, title: str) -> None:
        self.book = open_book(path, title)
        self.head = self.book.add_format(HEAD)
        self.text = self.book.add_format(CELL)
        self.number = self.book.add_format({**CELL, "align": "right", "num_format": "0.###"})
        self.title = self.book.add_format(TITLE)
        self.note = self.book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#C00000"})

    def sheet(
        self, name: str, title: str, note: str, columns: list[tuple[str, int]], rows: Iterable[list[object]]
    ) -> Worksheet:
        """A sheet with a title, a note, a header that stays in view, and rows; decimals are written as numbers."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.title)
        if note:
            sheet.write_string(1, 0, note, self.note)
        for at, (label, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(2, at, label, self.head)
        last = 2
        widths = [width for _, width in columns]
        for last, row in enumerate(rows, start=3):
            sheet.set_row(last, height(zip(row, widths, strict=True)))
            for at, value in enumerate(row):
                _put(sheet, last, at, value, self.text, self.number)
        sheet.freeze_panes(3, 1)
        sheet.autofilter(2, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        return sheet


def _put(sheet: Worksheet, row: int, at: int, value: object, text: Format, number: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, at, None, text)
    elif isinstance(value, int):
        sheet.write_number(row, at, value, number)
    elif isinstance(value, _Figure):
        sheet.write_number(row, at, float(value), number)
    else:
        sheet.write_string(row, at, str(value), text)


class _Figure(str):
    """A decimal string that the workbook shows as a number."""

    __slots__ = ()


def _figure(value: str | None) -> _Figure | None:
    return None if value is None else _Figure(value)


def write(scores: Scores, path: Path) -> None:
    """Write 汇总, 明细, 扣分原因, 待定 and 规则来源 of the scores to an ``.xlsx`` file."""
    rubric = in_force(scores.rubric)
    title = rubric.notice.title or rubric.notice.file
    note = "试算：规则未经确认，不作为正式结果。" if scores.draft else ""
    book = _Book(path, f"{title} 得分")
    items = {item.id: item for item in rubric.items}
    rules = {rule.id: rule for item in rubric.items for rule in item.rules}
    _summary(book, scores, rubric, f"{title}：汇总", note)
    book.sheet(
        "明细",
        f"{title}：明细",
        note,
        [
            ("单位", 16),
            ("项目", 22),
            ("分值", 8),
            ("得分", 8),
            ("规则", 8),
            ("原文", 40),
            ("动了多少分", 10),
            ("怎么算的", _WIDE),
        ],
        _detail(scores, items, rules),
    )
    book.sheet(
        "扣分原因",
        f"{title}：扣分原因（按扣分从多到少）",
        note,
        [("单位", 16), ("项目", 22), ("扣分", 8), ("原文", 44), ("怎么算的", _WIDE), ("出处", 24)],
        _reasons(scores, items, rules),
    )
    book.sheet(
        "待定",
        f"{title}：待定",
        "下面这些还没有填报或要由考核人评定，填全之前不排名。",
        [("单位", 16), ("项目", 22), ("最低", 8), ("最高", 8), ("缺什么", _WIDE)],
        _open(scores, items),
    )
    book.sheet(
        "规则来源",
        f"{title}：规则来源",
        note,
        [("编号", 8), ("项目", 22), ("原文", 44), ("读法", 44), ("假定", 36), ("出处", 24)],
        _sources(rubric),
    )
    book.book.close()


def _summary(book: _Book, scores: Scores, rubric: Rubric, title: str, note: str) -> None:
    shown = [section for section in rubric.sections if len(section.path) == 1]
    names = [section.path[0] for section in shown] or [item.name for item in rubric.items]
    columns = [("名次", 6), ("单位", 18), ("总分", 9), ("折算", 9), ("基本", 9), ("加分", 9), ("扣分", 9), ("说明", 16)]
    rows = [[*_unit(unit), *(_figure(value) for value in _parts(unit, bool(shown)))] for unit in scores.units]
    book.sheet("汇总", title, note, [*columns, *((name, 11) for name in names)], rows)


def _unit(unit: UnitScore) -> list[object]:
    remark = (
        "一票否决"
        if unit.vetoed
        else ""
        if unit.complete
        else f"未填全（{unit.lower or '不限'}～{unit.upper or '不限'}）"
    )
    figures = (unit.total, unit.converted, unit.base, unit.bonus, unit.penalty)
    return [unit.rank, unit.unit, *(_figure(value) for value in figures), "，".join(filter(None, [unit.grade, remark]))]


def _parts(unit: UnitScore, sections: bool) -> list[str | None]:
    if sections:
        return [section.score for section in unit.sections if len(section.path) == 1]
    return [item.score for item in unit.items]


def _each(scores: Scores, items: dict[str, Item]) -> Iterable[tuple[UnitScore, Item, ItemScore]]:
    for unit in scores.units:
        for result in unit.items:
            yield unit, items[result.item], result


def _detail(scores: Scores, items: dict[str, Item], rules: dict[str, Rule]) -> Iterable[list[object]]:
    for unit, item, result in _each(scores, items):
        whole = [unit.unit, item.name, _figure(item.points), _figure(result.score)]
        if not result.rules:
            yield [*whole, "", "（没有写怎么计分，由考核人评定）", "", ""]
        for one in result.rules:
            yield [*whole, one.rule, rules[one.rule].text, _signed(rules[one.rule], one), one.text]


def _signed(rule: Rule, result: RuleScore) -> object:
    if rule.effect in ("forfeit", "veto") or result.points is None:
        return None
    taken = (result.raw or "").startswith("-") if rule.certainty == "unread" else rule.effect == "deduct"
    return _figure(f"-{result.points}" if taken and result.points != "0" else result.points)


def _costs(rule: Rule, result: RuleScore) -> bool:
    """Whether the rule cost the unit something: points, the item, or its place."""
    if rule.certainty == "unread":
        return (result.raw or "").startswith("-")
    if rule.effect in ("forfeit", "veto"):
        return result.steps == "1"
    return rule.effect == "deduct" and result.points not in (None, "0")


def _reasons(scores: Scores, items: dict[str, Item], rules: dict[str, Rule]) -> Iterable[list[object]]:
    for unit in scores.units:
        lost = [
            (thousandths(one.points or "0"), item, one)
            for item in unit.items
            for one in item.rules
            if _costs(rules[one.rule], one)
        ]
        for _, item, one in sorted(lost, key=lambda entry: -entry[0]):
            rule = rules[one.rule]
            points = (
                "不得分" if rule.effect == "forfeit" else "一票否决" if rule.effect == "veto" else _figure(one.points)
            )
            yield [unit.unit, items[item.item].name, points, rule.text, one.text, place(rule.source)]


def _open(scores: Scores, items: dict[str, Item]) -> Iterable[list[object]]:
    for unit, item, result in _each(scores, items):
        if not result.complete:
            missing = "；".join(one.text for one in result.rules if one.points is None) or "由考核人评定本项得分"
            yield [unit.unit, item.name, _figure(result.lower), _figure(result.upper), missing]


def _sources(rubric: Rubric) -> Iterable[list[object]]:
    for item in rubric.items:
        for rule in item.rules:
            assumed = "；".join(assumption.text for assumption in rule.assumptions)
            yield [rule.id, item.name, rule.text, paraphrase(rule), assumed, place(rule.source)]
