"""Rules on the screen: the notice's own words on the left, what the system understood beside them on the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import MINIMAL
from rich.table import Table
from rich.text import Text

from kaohe.wrap import wrap
from normalize.paraphrase import paraphrase
from normalize.rubric import Rule

MARKS = {"assumed": "〔假定〕", "unread": "〔未读懂〕"}
"""What stands before an understanding that is not simply what the words say."""


def rules_table(rules: Sequence[Rule], width: int) -> Table:
    """One row a rule: its id, its clause verbatim, and beside it what was understood; ``width`` in columns."""
    name = max((len(rule.id) for rule in rules), default=0)
    half = (width - name - 8) // 2
    table = Table(
        box=MINIMAL, show_header=False, show_edge=False, padding=(0, 1), show_lines=True, border_style="quiet"
    )
    for columns in (name, half, half):
        table.add_column(width=columns)
    for rule in rules:
        table.add_row(Text(rule.id, "quiet"), wrap(Text(rule.text), half), wrap(understood(rule), half))
    return table


def understood(rule: Rule) -> Text:
    """The system's understanding of a rule, marked in words and by colour."""
    style = rule.certainty if rule.certainty in MARKS else ""
    shown = Text(style=style)
    if rule.certainty in MARKS:
        shown.append(MARKS[rule.certainty])
    shown.append(paraphrase(rule))
    for assumption in rule.assumptions:
        shown.append(f"\n  假定：{assumption.text}")
    for other in rule.alternatives:
        shown.append(f"\n  或（{rule.id}={other.code}）：{other.text}", "info")
    return shown
