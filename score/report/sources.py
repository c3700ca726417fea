"""规则来源: every rule with its place, words, reading, assumptions and who decided; and what stands beside the rules."""

from __future__ import annotations

from collections.abc import Iterable

from normalize.asides import asides
from normalize.paraphrase import paraphrase
from normalize.rubric import Alternative, Approval, Item, Policy, Rubric, Rule
from score.explain import place
from score.report.book import Book

_COLUMNS = [
    ("编号", 9),
    ("项目", 20),
    ("出处", 20),
    ("原文", 40),
    ("读法", 40),
    ("把握", 8),
    ("假定", 30),
    ("没有采用的读法", 30),
    ("决定", 24),
]
_CERTAIN = {"clear": "明确", "assumed": "假定", "unread": "未读懂"}
_POLICIES = {
    "deduct_to_zero": "扣完为止",
    "highest_only": "只取最高",
    "cap": "限额",
    "weight": "权重",
    "normalise": "折算",
    "grade": "等次",
    "other": "原样保留，不计算",
}


def write(book: Book, rubric: Rubric) -> None:
    """Write the sheet for a rubric as it was approved: chosen readings beside what they replaced."""
    approval = rubric.approval
    by = f"规则由 {approval.by} 于 {_day(approval)} 确认。" if approval else ""
    rows = [row for item in rubric.items for row in _item(item, rubric)]
    book.sheet("规则来源", by, _COLUMNS, [*rows, *(_policy(policy) for policy in rubric.policies)])


def _day(approval: Approval) -> str:
    return approval.at.replace("T", " ")[:16]


def _item(item: Item, rubric: Rubric) -> Iterable[list[object]]:
    chosen = rubric.approval.chosen if rubric.approval else {}
    dropped = {
        name: rule.id
        for rule in item.rules
        for other in rule.alternatives
        if other.code == chosen.get(rule.id)
        for name in other.drops
    }
    for rule in item.rules:
        if rule.id in dropped:
            yield [*_head(rule, item), "", "", "", "", f"由 {dropped[rule.id]} 选用的读法取代，不计"]
        elif (taken := next((one for one in rule.alternatives if one.code == chosen.get(rule.id)), None)) is not None:
            for one in taken.rules:
                yield _row(one, rule, item, taken, rubric.approval)
        else:
            yield _row(rule, rule, item, None, rubric.approval)
    for source in asides(item):
        said = "说明，没有算进规则；其中如有例外，请在填报时照办"
        yield ["", item.name, place(source), source.text.strip(), said, "说明", "", "", ""]
    for span in item.spans:
        if span.role == "unread" and not span.owners:
            yield [
                "",
                item.name,
                place(span.source),
                span.source.text.strip(),
                "没有读懂，没有算进规则",
                "未读懂",
                "",
                "",
                "",
            ]


def _head(rule: Rule, item: Item) -> list[object]:
    return [rule.id, item.name, place(rule.source), rule.text]


def _row(rule: Rule, first: Rule, item: Item, taken: Alternative | None, approval: Approval | None) -> list[object]:
    """One rule in force; ``first`` is the draft's own reading, ``taken`` the one chosen in its place."""
    assumed = "\n".join(assumption.text for assumption in rule.assumptions)
    others = [f"{one.code}：{one.text}" for one in first.alternatives if one is not taken]
    if taken is not None:
        others.insert(0, f"原来的读法：{paraphrase(first)}")
    head = [first.id, item.name, place(first.source), first.text]
    said = [paraphrase(rule), _CERTAIN[rule.certainty], assumed, "\n".join(others)]
    return [*head, *said, _decision(first, taken, approval)]


def _decision(rule: Rule, taken: Alternative | None, approval: Approval | None) -> str:
    if approval is None:
        return "还没有人确认"
    if taken is not None:
        return f"{approval.by} 选用 {taken.code}：{taken.text}"
    if rule.id in approval.confirmed:
        return f"{approval.by} 逐条确认"
    return f"{approval.by} 随全部规则确认"


def _policy(policy: Policy) -> list[object]:
    covers = "、".join(policy.covers) or "全部"
    kind = _POLICIES[policy.kind]
    limit = f"{policy.points}分" if policy.points is not None and policy.kind in ("cap", "normalise") else ""
    return ["", "通用规定", place(policy.source), policy.text, f"{kind}{limit}（用于{covers}）", "", "", "", ""]
