"""Rules on the screen: the notice's own words on the left, what the system understood beside them on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from kaohe.wrap import wrap
from normalize.paraphrase import paraphrase
from normalize.rubric import Item, Measure, Rule

MARKS = {"assumed": "〔假定〕", "unread": "〔未读懂〕"}
"""What stands before an understanding that is not simply what the words say."""

GAP = 2
"""Blank columns between the id, the clause and its understanding; ruled lines are of uncertain width beside Chinese."""


Cases = Mapping[tuple[str, str], str]
"""By rule id and alternative code: the smallest evidence on which that reading gives other points."""


def rules_table(
    rules: Sequence[Rule],
    width: int,
    item: Item | None = None,
    measures: Sequence[Measure] = (),
    cases: Cases | None = None,
) -> Table:
    """One row a rule: its id and goals, its clause verbatim, and beside it what was understood; ``width`` in columns."""
    numbers = {goal.id: goal.number for goal in item.goals} if item is not None else {}
    questions = {measure.id: measure.label for measure in measures}
    names = [_name(rule, numbers) for rule in rules]
    widest = max((cell_len(line) for name in names for line in name.plain.split("\n")), default=0)
    half = (width - widest - 2 * GAP) // 2
    table = Table(box=None, show_header=False, pad_edge=False, padding=(1, GAP, 0, 0))
    for columns in (widest, half, half):
        table.add_column(width=columns)
    for name, rule in zip(names, rules, strict=True):
        asked = [questions[measure] for measure in rule.measures if measure in questions]
        table.add_row(name, wrap(Text(rule.text), half), wrap(understood(rule, asked, cases), half))
    return table


def _name(rule: Rule, numbers: dict[str, str | None]) -> Text:
    """The rule's id, and under it the printed numbers of the goals that it judges."""
    goals = [number for goal in rule.goals if (number := numbers.get(goal))]
    return Text("\n".join([rule.id, *([f"目标{'、'.join(goals)}"] if goals else [])]), "quiet")


def understood(rule: Rule, asked: Sequence[str] = (), cases: Cases | None = None) -> Text:
    """The system's understanding of a rule, marked in words and by colour, and the questions that evidence answers."""
    shown = Text()
    style = rule.certainty if rule.certainty in MARKS else ""
    shown.append(MARKS.get(rule.certainty, "") + paraphrase(rule), style)
    for assumption in rule.assumptions:
        shown.append(f"\n假定：{assumption.text}", style)
    for other in rule.alternatives:
        shown.append(f"\n或（{rule.id}={other.code}）：{other.text}", "info")
        if case := (cases or {}).get((rule.id, other.code)):
            shown.append(f"\n差别：{case}", "quiet")
    if asked:
        shown.append(f"\n填报：{'；'.join(asked)}", "quiet")
    return shown
