"""图表: how the totals are spread, and where points are lost; each beside the figures that it draws."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from xlsxwriter.worksheet import Worksheet

from extract.record import plain
from normalize.rubric import Rubric
from score.looks import DRAFT
from score.report.book import Book, figure, put
from score.sheet import Scores

_NAME = "图表"
_BINS = 10
"""At most so many bars in the spread of totals, give or take one; half of them where there are few totals."""

_FEW = 30

_ITEMS = 20
"""Items shown, those that lost most."""

_HEIGHT = 20
"""Pixels of a row of the sheet."""


def write(book: Book, scores: Scores, rubric: Rubric) -> None:
    """Write the sheet; a chart without figures is left out."""
    sheet = book.add(_NAME)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 12)
    sheet.write_string(0, 0, f"{book.subject}：{_NAME}", book.title)
    sheet.write_string(1, 0, DRAFT if book.draft else "", book.note)
    totals = [Decimal(unit.total) for unit in scores.units if unit.total is not None]
    at = 3
    if totals:
        at = _draw(book, sheet, at, "总分", "单位数", "总分的分布（单位数）", spread(totals), "column")
    lost = lost_by_item(scores, rubric)[:_ITEMS]
    if lost:
        what = "各项平均失分（分值减得分，每单位）"
        _draw(book, sheet, at, "项目", "平均失分", what, [(name, float(round(v, 2))) for name, v in lost], "bar")


def spread(totals: Sequence[Decimal]) -> list[tuple[str, float]]:
    """Intervals of a round width (1, 2, 5, 10 …) that hold all totals, and how many each holds; the upper end is out."""
    low, high = min(totals), max(totals)
    bins = _BINS if len(totals) > _FEW else _BINS // 2
    width = next(
        step * scale
        for scale in (Decimal(10) ** power for power in range(-3, 12))
        for step in (1, 2, 5)
        if (high - low) / (step * scale) <= bins
    )
    first = (low / width).to_integral_value(ROUND_FLOOR)
    places = [int((total / width).to_integral_value(ROUND_FLOOR) - first) for total in totals]
    return [
        (f"{plain((first + at) * width)}～{plain((first + at + 1) * width)}", places.count(at))
        for at in range(max(places) + 1)
    ]


def lost_by_item(scores: Scores, rubric: Rubric) -> list[tuple[str, Decimal]]:
    """Item → what it cost a unit on average, of the units whose item is complete; most first, nothing lost left out.

    A base item costs what its score lacks of its points, a penalty what it takes.
    """
    found = []
    for at, item in enumerate(rubric.items):
        points = Decimal(0) if item.kind == "penalty" else Decimal(item.points or 0)
        if item.kind == "bonus" or (item.kind == "base" and item.points is None):
            continue
        lost = [points - Decimal(unit.items[at].score or 0) for unit in scores.units if unit.items[at].complete]
        if lost and (mean := sum((max(one, Decimal(0)) for one in lost), Decimal(0)) / len(lost)) > 0:
            found.append((f"{item.id} {item.name}", mean))
    return sorted(found, key=lambda pair: -pair[1])


def _draw(
    book: Book,
    sheet: Worksheet,
    top: int,
    label: str,
    what: str,
    title: str,
    rows: Sequence[tuple[str, float]],
    kind: str,
) -> int:
    """The figures from row ``top`` and the chart beside them; returns the first free row below both."""
    sheet.write_string(top, 0, label, book.head)
    sheet.write_string(top, 1, what, book.head)
    for at, (name, value) in enumerate(rows, start=top + 1):
        put(sheet, at, 0, name, book.text, book.number)
        put(sheet, at, 1, figure(value), book.text, book.number)
    last = top + len(rows)
    chart = book.book.add_chart({"type": kind})
    chart.add_series(
        {
            "name": what,
            "categories": [_NAME, top + 1, 0, last, 0],
            "values": [_NAME, top + 1, 1, last, 1],
            "fill": {"color": "#4472C4"},
            "gap": 40,
            "data_labels": {"value": True},
        }
    )
    font = {"name": "宋体", "size": 10}
    chart.set_title({"name": title, "name_font": {"name": "宋体", "size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    # A bar chart draws its first row lowest; the item that lost most belongs on top.
    chart.set_x_axis({"num_font": font, "reverse": False, "major_gridlines": {"visible": kind == "bar"}})
    whole = (
        {"num_format": "0", "major_unit": max(1, int(max(value for _, value in rows)) // 5)} if kind == "column" else {}
    )
    chart.set_y_axis(
        {**whole, "num_font": font, "reverse": kind == "bar", "major_gridlines": {"visible": kind == "column"}}
    )
    size = max(280, 60 + 24 * len(rows)) if kind == "bar" else 280
    chart.set_size({"width": 720, "height": size})
    sheet.insert_chart(top, 3, chart)
    return max(last, top + size // _HEIGHT) + 2
