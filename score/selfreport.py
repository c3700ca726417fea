"""自评表: which cells of the notice's own table hold a unit's points, and what is written there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex

from extract.notice import Cell, Notice, Table
from extract.refusal import FileRefusal
from normalize.columns import columns, headers
from normalize.rubric import Item, Rubric
from score.explain import between
from score.losses import losses
from score.sheet import ItemScore, Scores, UnitScore

OWN, ASSESSED = "自查得分", "考核得分"
"""The two columns that a scoring table may have, and what an added one is called."""

_OWN = regex.compile(r"自[查评测](?:得?分|打分|情况)?$")
_ASSESSED = regex.compile(r"(?<!应)得分$|[评打]分$")
_REASONS = regex.compile(r"[扣失]分(?:原因|说明|理由|情况)$")
_TOTAL = regex.compile(r"合计|总计|总分|总得分")

Place = tuple[int, int, int]
"""Block, row and column of a cell of the notice; the column of one that is added is its table's number of columns."""


Rows = tuple[int, int]
"""The first and the last row of an item in its table."""


@dataclass
class Form:
    """The notice's scoring tables as a form: where each item's points and reasons go, and where the total goes.

    ``points`` and ``reasons`` give for the place of a cell the items (by their number) that are told there. ``added``
    holds the blocks whose table has no column for the points, and the rows over which an item goes (first → last).
    ``outside`` are the ids of items in no table.
    """

    title: str
    points: dict[Place, list[int]] = field(default_factory=dict)
    reasons: dict[Place, list[int]] = field(default_factory=dict)
    added: dict[int, dict[int, int]] = field(default_factory=dict)
    total: Place | None = None
    outside: list[str] = field(default_factory=list)

    @property
    def blocks(self) -> list[int]:
        """The tables that are filled in."""
        return sorted({block for block, _, _ in self.points})


class NotTheForm(FileRefusal):
    """The notice is not the one that was scored, or has no table to fill in."""


def form(rubric: Rubric, notice: Notice, own: bool = False) -> Form:
    """The form in a notice, for the 自查 column where ``own``, else for the 考核 column.

    Raises NotTheForm where an item's words do not stand where the rubric has them, and where no item is in a table.
    """
    made = Form(OWN if own else ASSESSED)
    cells = [_cell_of(item, notice) for item in rubric.items]
    stands: dict[int, list[tuple[int, Rows]]] = {}
    for at, (item, found) in enumerate(zip(rubric.items, cells, strict=True)):
        if found is None:
            made.outside.append(item.id)
        else:
            stands.setdefault(found[0], []).append((at, _rows(item, found[1], cells.count(found) > 1)))
    if not stands:
        raise NotTheForm(notice.file.name, "里的项目不在表格中，没有可以填的表", "请不带 --notice，改用系统自己的表")
    for block, items in stands.items():
        _places(made, block, _table(notice, block), items, own)
    _find_total(made, notice)
    return made


def _table(notice: Notice, block: int) -> Table:
    table = notice.blocks[block]
    assert isinstance(table, Table)
    return table


def _cell_of(item: Item, notice: Notice) -> tuple[int, Cell] | None:
    """Block and cell of an item that stands in a table; raises NotTheForm where something else stands there."""
    source = item.source
    if source is None or source.row is None or source.col is None:
        return None
    block = notice.blocks[source.block] if source.block < len(notice.blocks) else None
    cells = block.cells if isinstance(block, Table) else []
    cell = next((cell for cell in cells if (cell.row, cell.col) == (source.row, source.col)), None)
    if cell is None or cell.text[source.start : source.end] != source.text:
        name = " ".join(item.name.split())
        advice = "请给规则所依据的那份通知（.docx）"
        raise NotTheForm(notice.file.name, f"不是计分所依据的通知：第{item.id}项「{name}」不在原来的位置", advice)
    return source.block, cell


def _rows(item: Item, cell: Cell, shared: bool) -> Rows:
    """The rows of an item: those of its cell, or of its rules where several items stand in one cell (编制总量)."""
    stand = [rule.source.row for rule in item.rules if rule.source is not None and rule.source.row is not None]
    if shared and stand:
        return min(stand), max(stand)
    return cell.row, cell.row + cell.row_span - 1


def _places(made: Form, block: int, table: Table, items: list[tuple[int, Rows]], own: bool) -> None:
    """Where the items of one table are told: in the merged cell of its column, else in the column that is added."""
    grid = table.grid()
    known = columns(table)
    taken = {known.points, *known.totals, *known.rules, *known.goals, *known.labels}
    free = [(col, header) for col, header in enumerate(headers(table)) if col not in taken]
    mine = [col for col, header in free if _OWN.search(header)]
    theirs = [col for col, header in free if _ASSESSED.search(header) and col not in mine]
    column = next(iter(mine if own and (mine or len(theirs) != 1) else theirs), None)
    why = next((col for col, header in free if _REASONS.search(header)), None)
    if column is None:
        made.added[block] = dict(rows for _, rows in items)
    for at, (first, _) in items:
        row = first if column is None else grid[first][column].row
        made.points.setdefault((block, row, table.cols if column is None else column), []).append(at)
        if why is not None:
            made.reasons.setdefault((block, grid[first][why].row, why), []).append(at)


def _find_total(made: Form, notice: Notice) -> None:
    """The row 合计 of the only scoring table; with several tables none of them holds the total."""
    if len(made.blocks) != 1:
        return
    block = made.blocks[0]
    last = max(row for _, row, _ in made.points)
    column = next(col for _, _, col in made.points)
    for cell in _table(notice, block).cells:
        if cell.row > last and _TOTAL.fullmatch("".join(cell.text.split())):
            made.total = (block, cell.row, column)


def filled(made: Form, unit: UnitScore, rubric: Rubric) -> dict[Place, str]:
    """What one unit's copy says in each cell; ``rubric`` is the one in force."""
    found: dict[Place, str] = {}
    why: dict[str, list[str]] = {}
    for loss in losses(unit, rubric):
        why.setdefault(loss.item.id, []).append(loss.text)
    for place, members in made.points.items():
        items = [(rubric.items[at], unit.items[at]) for at in members]
        several = len(items) > 1
        said = [f"{item.name}：{points(result)}" if several else points(result) for item, result in items]
        found[place] = "\n".join(said)
    for place, members in made.reasons.items():
        found[place] = "\n".join(text for at in members for text in why.get(rubric.items[at].id, []))
    if made.total is not None:
        found[made.total] = total(unit)
    return {place: text for place, text in found.items() if text}


def points(result: ItemScore) -> str:
    """An item's points, or between what they are while something is missing."""
    if result.score is not None:
        return result.score
    return f"未填全（{between(result.lower, result.upper)}）"


def total(unit: UnitScore) -> str:
    """A unit's total, or between what it is while something is missing."""
    return unit.total if unit.total is not None else f"未填全（{between(unit.lower, unit.upper)}）"


def headline(unit: UnitScore) -> str:
    """``被考核单位：如城街道　总分：75　折算：…　名次：第1名``."""
    parts = [f"被考核单位：{unit.unit}", f"总分：{total(unit)}"]
    if unit.converted not in (None, unit.total):
        parts.append(f"折算：{unit.converted}")
    if unit.vetoed:
        parts.append("一票否决")
    elif unit.rank is not None:
        parts.append(f"名次：第{unit.rank}名")
    return "　".join([*parts, *([f"等次：{unit.grade}"] if unit.grade else [])])


def chosen(scores: Scores, names: Iterable[str]) -> list[UnitScore]:
    """The units of these names, all of them where none is given; raises FileRefusal naming one that is not there."""
    wanted = list(names)
    known = {unit.unit: unit for unit in scores.units}
    missing = [name for name in wanted if name not in known]
    if missing:
        raise FileRefusal("结果", f"里没有单位 {'、'.join(missing)}", "请从结果里的单位中选")
    return [known[name] for name in wanted] if wanted else scores.units
