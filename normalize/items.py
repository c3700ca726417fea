"""Entries → items: goals and rules read and paired, the kind and the floor told, ids given by position."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from normalize.clause import read_clause
from normalize.clause.doubt import assume
from normalize.entry import Entry, Kind, label, speaks_of_merit
from normalize.evidence import documents
from normalize.goals import read_goals
from normalize.passage import Passage
from normalize.progress import read_progress
from normalize.quantity import fold
from normalize.rubric import Alternative, Item, Policy, Rule, Span
from normalize.scored import Scored, read_scoring
from normalize.scoring import is_scoring

_FULL = regex.compile(r"满分\s*(?:为)?\s*(?P<points>\d+(?:\.\d+)?)\s*分")
_BELOW_ZERO = regex.compile(r"倒扣|扣至负分|可(?:以)?(?:扣成|为)负|扣成负分")


@dataclass
class Read:
    """An item with the policies that its own text states, its rules' printed numbers, and whether others share them."""

    item: Item
    policies: list[Policy]
    numbers: dict[str, str]
    shared: bool


def positions(entries: list[Entry]) -> list[str]:
    """Ids by position: an entry below a heading is that heading's n-th (``"2.3"``), any other counts itself (``"4"``)."""
    tops: dict[str, int] = {}
    inner: dict[str, int] = {}
    names = []
    for at, entry in enumerate(entries):
        key = entry.path[0] if entry.path else f"\0{at}"
        top = tops.setdefault(key, len(tops) + 1)
        inner[key] = inner.get(key, 0) + 1
        names.append(f"{top}.{inner[key]}" if entry.path else str(top))
    return names


def read_item(entry: Entry, name: str, assessed: frozenset[str], pointed: bool) -> Read:
    """Read one entry as the item ``name``; ``pointed`` says that other items of its table have points."""
    spoken = [passage for passage in entry.goals if is_scoring(label(passage.text)[0])]
    wanted = [passage for passage in entry.goals if passage not in spoken or not _only_policies(passage)]
    goals = read_goals(wanted, name, assessed, entry.period)
    points = entry.points or _stated_points(entry.rules)
    scored = read_scoring([*entry.rules, *spoken], name, goals, points, assessed)
    if entry.veto:
        _vetoes(scored, entry.rules, name, " ".join([*entry.path, entry.name]))
    kind = entry.kind
    if kind == "base" and points is None and (pointed or speaks_of_merit([*entry.path, entry.name])):
        kind = _kind_by_effects(scored.rules)
    item = Item(
        id=name,
        path=entry.path,
        name=entry.name,
        points=points,
        kind=kind,
        goals=goals,
        rules=scored.rules,
        targets=scored.targets,
        spans=scored.spans,
        source=entry.source.source(),
    )
    item.floor = _floor(item)
    for rule in item.rules:
        if rule.effect == "award":
            _on_top(rule, item)
    _pair(item, scored.numbers)
    read_progress(item, entry.progress)
    return Read(item, scored.policies, scored.numbers, entry.shared)


def _kind_by_effects(rules: list[Rule]) -> Kind:
    """What an item without points is where others have some: all deducts are a penalty, all awards a bonus."""
    effects = {rule.effect for rule in rules}
    return "penalty" if effects == {"deduct"} else "bonus" if effects == {"award"} else "base"


def _on_top(rule: Rule, item: Item) -> None:
    """Awards of bonus items come on top; 加N分 in a base item is assumed to lift it above its points."""
    if item.kind == "bonus":
        for one in [rule, *(other for reading in rule.alternatives for other in reading.rules)]:
            one.on_top = True
    elif rule.on_top and item.kind == "base" and item.points is not None:
        within = rule.model_copy(update={"on_top": False, "alternatives": []}, deep=True)
        rule.alternatives.append(
            Alternative(code="within-points", text=f"算在本项分值之内，最多得满{item.points}分。", rules=[within])
        )
        assume(rule, "on-top", f"原文写“加”分，暂加在本项{item.points}分之外；也可读作算在本项分值之内。")


def _only_policies(passage: Passage) -> bool:
    """Whether a goal's cell holds nothing but a policy (加分不超过20分)."""
    reading = read_clause(passage.text)
    return bool(reading.policies) and not reading.rules


def _stated_points(rules: list[Passage]) -> str | None:
    """The item's points where only its scoring text says them: 满分20分."""
    found = [match for passage in rules for match in _FULL.finditer(fold(passage.text))]
    return found[0]["points"] if len({match["points"] for match in found}) == 1 else None


def _vetoes(scored: Scored, passages: list[Passage], item: str, said: str) -> None:
    """Under a heading (``said``) 一票否决 every sentence without an effect of its own is a veto."""
    if scored.rules:
        return
    scored.spans.clear()
    for passage in passages:
        rule = Rule(
            id=f"{item}.r{len(scored.rules) + 1}",
            text=passage.text.rstrip("。；;"),
            effect="veto",
            basis="once",
            on="occurrence",
            condition=passage.text.rstrip("。；;"),
            pattern=["veto_heading"],
        )
        rule.source = passage.part(0, len(rule.text)).source()
        if regex.search("否优", said):
            assume(rule, "excellence", "原文写“一票否优”，只影响能否评优，不影响得分和名次；暂按一票否决列出，请确认。")
        scored.rules.append(rule)
        scored.spans.append(Span(role="rule", owners=[rule.id], source=passage.source()))


def _floor(item: Item) -> str | None:
    deducts = any(rule.effect == "deduct" for rule in item.rules)
    if item.kind == "penalty":
        return None if item.points is None else f"-{item.points}"
    if deducts and (item.kind == "bonus" or item.points is None):
        # Without 分值 there is nothing that deductions could eat up: they count as written.
        return None
    below = any(_BELOW_ZERO.search(rule.text) for rule in item.rules)
    return None if below else "0"


def _pair(item: Item, numbers: dict[str, str]) -> None:
    """Which goals each rule judges: the one with its printed number; the only one where nothing is numbered.

    Documents that a rule asks for (有通知、有名册，少一次扣1分) prove its goal.
    """
    printed = {goal.number: goal for goal in item.goals if goal.number is not None}
    for rule in item.rules:
        goal = printed.get(numbers.get(rule.id, ""))
        if goal is None and len(item.goals) == 1 and not numbers:
            goal = item.goals[0]
        rule.goals = [goal.id] if goal is not None else []
        if goal is not None:
            goal.evidence = list(dict.fromkeys([*goal.evidence, *documents(rule.text)]))
        for other in rule.alternatives:
            for one in other.rules:
                one.goals = rule.goals
