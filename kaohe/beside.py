"""Rules on the screen: the notice's own words on the left, what the system understood beside them on the right."""

from __future__ import annotations

from collections.abc import Iterable

from normalize.paraphrase import paraphrase
from rich.box import MINIMAL
from rich.table import Table
from rich.text import Text

from normalize.rubric import Item, Rule

MARKS = {"assumed": "〔假定〕", "unread": "〔未读懂〕"}
"""What stands before an understanding that is not simply what the words say."""


def rules_table(rules: Iterable[Rule], item: Item | None = None) -> Table:
    """One row a rule: id and verbatim clause; its paraphrase, what is assumed under it, and its other readings."""
    table = Table(box=MINIMAL, show_header=False, show_edge=False, expand=True, padding=(0, 1), show_lines=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for rule in rules:
        table.add_row(Text.assemble((f"{rule.id} ", "quiet"), rule.text), understood(rule, item))
    return table


def understood(rule: Rule, item: Item | None) -> Text:
    """The system's understanding of a rule, marked in words and by colour."""
    style = rule.certainty if rule.certainty in MARKS else ""
    shown = Text(style=style)
    if rule.certainty in MARKS:
        shown.append(MARKS[rule.certainty])
    shown.append("原样保留，要由人来读" if rule.certainty == "unread" else paraphrase(rule, item))
    for assumption in rule.assumptions:
        shown.append(f"\n  假定：{assumption.text}")
    for other in rule.alternatives:
        shown.append(f"\n  或（{rule.id}={other.code}）：{other.text}", "info")
    return shown
