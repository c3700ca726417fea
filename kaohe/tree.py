"""A rubric on the screen: its items as a tree, every rule beside its words, then what the reviewer should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kaohe.beside import Cases, rules_table
from kaohe.screen import put
from normalize import said
from normalize.asides import asides
from normalize.rubric import Finding, Item, Measure, Policy, Rubric

KINDS = {"base": "", "bonus": "加分项", "penalty": "扣分项"}
SEVERITIES = (("error", "错误"), ("warning", "注意"), ("info", "说明"))


def show_rubric(screen: Console, rubric: Rubric, cases: Cases | None = None) -> None:
    """Print the whole rubric: head, items by section, policies, findings; ``cases`` under the readings they tell apart."""
    _head(screen, rubric)
    above: list[str] = []
    for item in rubric.items:
        if item.path != above:
            _headings(screen, item.path, above, rubric)
            above = item.path
        _item(screen, item, rubric.measures, cases)
    if rubric.policies:
        screen.print()
        put(screen, "通用规定", "head")
        for line in _policies(rubric.policies):
            put(screen, line, indent=2)
    _findings(screen, rubric.findings)


def _head(screen: Console, rubric: Rubric) -> None:
    notice = rubric.notice
    put(screen, notice.title or notice.file, "head")
    known = [notice.number, notice.issuer, notice.issued_on, f"考核年度 {notice.year}" if notice.year else None]
    if any(known):
        put(screen, "  ".join(word for word in known if word), "quiet")
    rules = [rule for item in rubric.items for rule in item.rules]
    count = Counter(rule.certainty for rule in rules)
    put(
        screen,
        Text.assemble(
            f"{len(rubric.items)} 项，{len(rules)} 条规则：",
            (f"明确 {count['clear']}", "good"),
            "，",
            (f"假定 {count['assumed']}", "assumed" if count["assumed"] else ""),
            "，",
            (f"未读懂 {count['unread']}", "unread" if count["unread"] else ""),
            f"；要填报 {len(rubric.measures)} 个数。",
        ),
    )
    approval = rubric.approval
    put(screen, f"已由 {approval.by} 于 {approval.at} 确认。" if approval else "草稿，未经确认。", "quiet")


def _headings(screen: Console, path: list[str], above: list[str], rubric: Rubric) -> None:
    """The headings that ``path`` does not share with the item ``above``, each with its stated total."""
    totals = {tuple(section.path): section.points for section in rubric.sections}
    same = 0
    while same < min(len(path), len(above)) and path[same] == above[same]:
        same += 1
    for depth in range(same, len(path)):
        points = totals.get(tuple(path[: depth + 1]))
        stated = f"（{points}分）" if points else ""
        screen.print()
        put(screen, f"{path[depth]}{stated}".replace("\n", " "), "head", indent=depth * 2)


def _item(screen: Console, item: Item, measures: list[Measure], cases: Cases | None) -> None:
    points = f"{item.points}分" if item.points is not None else "没有写分值"
    name = item.name.replace("\n", " ")
    screen.print()
    title = Text.assemble((f"{item.id}  {name}", "head"), "  ", (points, "info"), "  ", KINDS[item.kind])
    put(screen, title, indent=1)
    for goal in item.goals:
        if goal.text == item.name and not goal.targets:
            continue
        shown = Text(f"目标{goal.number or ''} {goal.text}".replace("\n", " "), "quiet")
        if goal.targets:
            shown.append("  → " + "；".join(said.target(target) for target in goal.targets), "info")
        put(screen, shown, indent=4)
    for progress in item.progress:
        put(screen, f"进度 {progress.text}".replace("\n", " "), "quiet", indent=4)
    if item.targets:
        put(screen, "指标 " + "；".join(said.target(target) for target in item.targets), "info", indent=4)
    if item.rules:
        screen.print(Padding(rules_table(item.rules, screen.width - 4, item, measures, cases), (0, 0, 0, 4)))
    else:
        put(screen, "没有写怎么计分", "quiet", indent=4)
    for span in item.spans:
        if span.role == "unread" and not span.owners:
            put(screen, f"〔未读懂〕{span.source.text}", "unread", indent=4)
    for source in asides(item):
        put(screen, f"〔说明，没有算进规则〕{source.text.strip()}".replace("\n", " "), "info", indent=4)


def _policies(policies: list[Policy]) -> Iterator[Text]:
    """One line for each sentence of the notice, with all that it covers: one policy object a bonus project, say."""
    for (text, _), group in groupby(policies, key=lambda policy: (policy.text, policy.kind)):
        same = list(group)
        covers = "；".join("、".join(policy.covers) or "全部" for policy in same)
        yield Text.assemble((f"{said.policy_name(same[0])}（{covers}）  ", "info"), text)


def _findings(screen: Console, findings: list[Finding]) -> None:
    for severity, label in SEVERITIES:
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            screen.print()
            put(screen, f"{label}（{len(chosen)}）", severity)
        for finding in chosen:
            where = finding.rule or finding.item
            put(screen, Text.assemble((f"{where}  " if where else "", "quiet"), finding.text), indent=2)
