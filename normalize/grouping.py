"""Which rows of a table are one item, and which label columns group items instead of naming them."""

from __future__ import annotations

from normalize.quantity import fold
from normalize.rowkind import begins_section
from normalize.view import View

Groups = list[list[int]]


def item_rows(view: View) -> Groups:
    """Rows that are one item: those under one points cell, and those that own neither points nor rules."""
    groups: Groups = []
    for row in view.rows:
        if groups and _continues(view, groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _continues(view: View, above: int, row: int) -> bool:
    points = view.points_cell(row)
    if points is not None and points.text.strip():
        return points is view.points_cell(above)
    rules = [view.grid[row][col] for col in view.cols.rules]
    shared = [cell for cell, col in zip(rules, view.cols.rules, strict=True) if cell is view.grid[above][col]]
    fresh = [cell for cell in rules if cell.row == row and cell.text]
    return not fresh and any(cell.text for cell in shared)


def grouping_columns(view: View, groups: Groups) -> dict[tuple[int, int], bool]:
    """For each item's first row and each label column: does the column group items or name them?

    A column groups where a cell of it spans several items and something else can name them, or where most of its
    cells do, or where the 序号 begins anew with each of its cells. Each section is judged on its own.
    """
    sections: list[Groups] = [[]]
    for rows in groups:
        if begins_section(view, rows[0]):
            sections.append([])
        else:
            sections[-1].append(rows)
    verdict: dict[tuple[int, int], bool] = {}
    for section in sections:
        for col in view.cols.labels:
            groups_items = _groups_items(view, section, col)
            verdict |= {(rows[0], col): groups_items for rows in section}
    return verdict


def _groups_items(view: View, section: Groups, col: int) -> bool:
    spans: dict[int, int] = {}
    for rows in section:
        top = view.grid[rows[0]][col].row
        spans[top] = spans.get(top, 0) + 1
    wide = sum(count > 1 for count in spans.values())
    narrower = [*view.cols.labels[view.cols.labels.index(col) + 1 :], *view.cols.goals]
    cells = [(view.grid[rows[0]][other], view.grid[rows[0]][col]) for rows in section for other in narrower]
    named = any(other.text and other is not cell for other, cell in cells)
    return wide > 0 and (named or 2 * wide >= len(spans) or numbered_within(view, col))


def numbered_within(view: View, col: int) -> bool:
    """Whether the 序号 begins anew with each cell of the column, and so counts within it."""
    firsts: dict[int, str] = {}
    for row in view.rows:
        texts = [fold(cell.text).strip("(). 、") for cell in view.cells([row], view.cols.numbers)]
        firsts.setdefault(view.grid[row][col].row, texts[0] if texts else "")
    return len(firsts) > 1 and set(firsts.values()) == {"1"}
