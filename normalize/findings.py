"""What the reviewer should know before approving, each finding worded with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import regex

from extract.notice import Source
from extract.record import plain
from normalize.award import amount, most, outermost, start
from normalize.conventions import conventions
from normalize.reference import reference
from normalize.rubric import Finding, Item, Progress, Rubric, Rule

_VAGUE = regex.compile("酌情|视情|根据情况|适当|相应")


def findings(rubric: Rubric, numbers: dict[str, str], shared: set[str]) -> list[Finding]:
    """All findings, in document order.

    ``numbers`` gives the printed number of each rule, ``shared`` the items whose scoring text other items share.
    """
    found = list(_sums(rubric))
    found += _pointless(rubric)
    for item in rubric.items:
        found += _points(item)
        if item.id in shared and item.rules:
            text = f"「{item.name}」与相邻项目合用一格计分办法，暂按每项各自适用一次，请确认是否应合并计算。"
            found.append(_finding("shared", "warning", text, item))
        found += _unpaired(item, numbers)
        for rule in item.rules:
            found += _rule(rule, item)
        found += _contradictions(item)
    for policy in rubric.policies:
        if policy.kind == "other":
            text = f"「{policy.text}」照原文保留，不参与计算，请确认是否影响得分。"
            found.append(_finding("unread", "warning", text, source=policy.source))
    found += conventions(rubric)
    return found


def _finding(
    code: str,
    severity: str,
    text: str,
    item: Item | None = None,
    rule: Rule | None = None,
    source: Source | None = None,
) -> Finding:
    place = source or (rule.source if rule is not None else item.source if item is not None else None)
    return Finding(
        code=code,
        severity=severity,  # type: ignore[arg-type]
        text=text,
        item=item.id if item is not None else None,
        rule=rule.id if rule is not None else None,
        source=place,
    )


def _sums(rubric: Rubric) -> Iterator[Finding]:
    """A heading's stated total against the points of the items below it."""
    for section in rubric.sections:
        below = [
            item for item in rubric.items if item.path[: len(section.path)] == section.path and item.kind == "base"
        ]
        if section.points is None or not below or any(item.points is None for item in below):
            continue
        total = sum((Decimal(item.points or 0) for item in below), Decimal(0))
        if total != Decimal(section.points):
            name = f"「{'、'.join(section.path)}」" if section.path else "全部项目"
            yield _finding(
                "points-sum",
                "warning",
                f"{name}写明共{section.points}分，各项分值合计{plain(total)}分，请核对原文是分值有误，还是各项并非都适用于同一单位。",
                source=section.source,
            )


def _pointless(rubric: Rubric) -> Iterator[Finding]:
    """Base items whose points the notice does not give: one finding where it gives none at all."""
    base = [item for item in rubric.items if item.kind == "base"]
    without = [item for item in base if item.points is None]
    if base and len(without) == len(base):
        scored = any(item.rules for item in rubric.items)
        text = "各项只累计加分、扣分，没有满分，请确认，或补写分值后重新导入" if scored else "请补写分值后重新导入"
        yield _finding("no-points", "warning", f"通知没有写各项的分值，{text}。", source=base[0].source)
        if not scored:
            text = "通知只写了要求和目标，没有写怎么计分，不能据此计分；请补写计分办法后重新导入，或只作任务清单使用。"
            yield _finding("no-rule", "warning", text, source=base[0].source)
        return
    for item in without:
        yield _finding("no-points", "warning", f"「{item.name}」没有分值，按没有上限计算，请确认或补写分值。", item)


def _points(item: Item) -> Iterator[Finding]:
    """What the rules of an item can move, against its points."""
    if not item.rules:
        if item.points is not None:
            yield _no_rule(item)
        return
    yield from _overdraw(item)
    if item.points is None or item.kind != "base":
        return
    awards = [rule for rule in outermost(item) if rule.effect == "award" and not rule.on_top]
    gives = [most(rule, item) for rule in awards]
    known = sum((value for value in gives if value is not None), Decimal(0))
    if known > Decimal(item.points):
        text = f"「{item.name}」各项得分合计{plain(known)}分，超过本项{item.points}分，得满{item.points}分为止，请确认，或核对分值。"
        yield _finding("over-award", "warning", text, item)
    given = start(item)
    outside = [rule for rule in outermost(item) if rule.effect in ("deduct", "forfeit")]
    if awards and given and not outside:
        text = f"「{item.name}」{item.points}分中，计分办法只说明了{plain(known)}分，其余{plain(given)}分没有说明怎么得，暂按直接给分，请确认。"
        yield _finding("remainder", "warning", text, item)


def _no_rule(item: Item) -> Finding:
    if any(target.value is not None for goal in item.goals for target in goal.targets):
        return _finding("no-rule", "warning", _proposal(item), item)
    text = f"「{item.name}」有{item.points}分，没有写怎么计分，由考核人直接打分（0至{item.points}分），请确认，或补写计分办法。"
    return _finding("no-rule", "warning", text, item)


def _proposal(item: Item) -> str:
    """A reading that the reviewer may take up where a notice gives targets and no scoring words."""
    targets = [target for goal in item.goals for target in goal.targets]
    figures = "、".join(
        f"{target.measure}{target.value or ''}{target.unit or ''}" for target in targets if target.value is not None
    )
    reported = {report.target: _reported(report) for report in item.progress if report.target}
    said = "、".join(f"{target.measure}已报{reported[target.id]}" for target in targets if target.id in reported)
    text = (
        f"「{item.name}」有{item.points}分，没有写怎么计分，由考核人打分（0至{item.points}分）。"
        f"可考虑的读法：按目标（{figures}）的完成比例计分，完成的得满分"
    )
    return text + (f"；通知自报{said}" if said else "") + "。原文没有这样写，采用前请与发文单位确认。"


def _reported(report: Progress) -> str:
    """A reported figure, 至少 where the words round it up: 50余期 → 至少50期."""
    least = regex.search(
        rf"(?<!\d){regex.escape(report.value)}[余多]|[逾超]过?{regex.escape(report.value)}(?!\d)", report.text
    )
    return f"{'至少' if least else ''}{report.value}{report.unit or ''}"


def _overdraw(item: Item) -> Iterator[Finding]:
    """Fixed deductions that exceed what their scope has."""
    scopes = [(rule.id, rule.points, f"「{rule.text}」的") for rule in item.rules if rule.effect == "award"]
    if item.kind == "base":
        scopes.append((None, item.points, f"「{item.name}」"))  # type: ignore[arg-type]
    for within, points, name in scopes:
        has = amount(points, item.points)
        fixed = [
            rule for rule in item.rules if rule.effect == "deduct" and rule.within == within and rule.basis == "once"
        ]
        total = sum((amount(rule.points, item.points) or Decimal(0) for rule in fixed), Decimal(0))
        if has is not None and total > has:
            text = f"{name}固定扣分合计{plain(total)}分，超过{plain(has)}分，扣完{plain(has)}分为止，不从别处再扣，请确认。"
            yield _finding("overdraw", "info", text, item, fixed[0] if within else None)


def _unpaired(item: Item, numbers: dict[str, str]) -> Iterator[Finding]:
    """Printed numbers of goals and rules that do not meet."""
    goals = {goal.number: goal for goal in item.goals if goal.number is not None}
    said = {numbers[rule.id]: rule for rule in item.rules if rule.id in numbers}
    if not goals or not said:
        return
    for number, goal in goals.items():
        if number not in said:
            text = f"「{item.name}」目标{number}没有对应的计分办法，不参与计分，请确认是否漏写。"
            yield _finding("unpaired", "warning", text, item, source=goal.source)
    for number, rule in said.items():
        if number not in goals:
            text = f"「{item.name}」计分办法{number}没有对应编号的目标，请确认它考核的是哪一条目标。"
            yield _finding("unpaired", "warning", text, item, rule)


def _rule(rule: Rule, item: Item) -> Iterator[Finding]:
    if rule.certainty == "unread":
        text = f"「{rule.text}」没有读懂，暂由考核人按原文评定加减的分数，请改写成明确的计分办法，或确认由考核人评定。"
        yield _finding("unread", "error", text, item, rule)
        return
    if rule.basis == "judge" and _VAGUE.search(rule.text):
        limit = f"，最多{rule.max}分" if rule.max else "，没有写扣多少" if rule.effect == "deduct" else "，没有写加多少"
        text = f"「{rule.text}」由考核人酌情评定{limit}，各单位可能宽严不一，请考虑定出档次。"
        yield _finding("vague", "warning", text, item, rule)
    yield from _band_gaps(rule, item)
    counted = rule.basis == "each" and rule.on in ("shortfall", "excess")
    if counted and not reference(rule, item):
        per = _stated_per(rule, item)
        lack = f"目标是按每个{per}写的，全单位应达到多少没有写明" if per else "没有写明应达到多少"
        text = f"「{rule.text}」{lack}，佐证中只能填差额（{'少' if rule.on == 'shortfall' else '超'}了多少），请补写目标数，或确认照此填报。"
        yield _finding("no-target", "warning", text, item, rule)
    if rule.certainty == "assumed":
        because = "".join(assumption.text for assumption in rule.assumptions)
        choice = (
            "请逐条确认，或改选别的读法。" if rule.alternatives else "请确认；如不是这个意思，请改写原文后重新导入。"
        )
        yield _finding("assumed", "warning", f"「{rule.text}」按推定读出：{because}{choice}", item, rule)


def _stated_per(rule: Rule, item: Item) -> str | None:
    """What the goals state this rule's figure for, where that is not the assessed unit: 每个乡."""
    return next((t.per for t in item.figures() if t.per and (t.id in rule.targets or t.unit == rule.unit)), None)


def _band_gaps(rule: Rule, item: Item) -> Iterator[Finding]:
    """Figures that no interval of a band rule takes score 0."""
    bands = sorted(rule.bands or [], key=lambda band: Decimal(band.min or "-Infinity"))
    gaps = [(low.max, high.min) for low, high in pairwise(bands) if low.max is not None and high.min != low.max]
    if gaps and rule.basis == "band":
        said = "、".join(f"{low}至{high}" for low, high in gaps)
        text = f"「{rule.text}」没有写{said}之间怎么计分，落在其间的按0分计，请补写，或确认。"
        yield _finding("band-gap", "warning", text, item, rule)


def _contradictions(item: Item) -> Iterator[Finding]:
    """Two rules of one scope that say different things of the same condition."""
    seen: dict[tuple[str, str | None, str], Rule] = {}
    for rule in item.rules:
        if rule.effect not in ("deduct", "award") or not rule.condition or rule.basis not in ("once", "each"):
            continue
        key = (rule.effect, rule.within, regex.sub(r"[\s的,，、]", "", rule.condition))
        other = seen.setdefault(key, rule)
        if other is not rule and other.points != rule.points and rule.threshold == other.threshold:
            text = f"「{other.text}」与「{rule.text}」说的是同一件事，分数却不同，请核对原文，确定以哪一条为准。"
            yield _finding("contradiction", "error", text, item, rule)
