"""Last year's rubric beside this year's: which items and rules stayed, were reworded, changed figures, came or went.

Items are paired by name and by what their rules say; rules within paired items by their words and printed number.
Both pairings take the most alike first, and nothing is paired that is less than half alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from normalize.pattern import compiled
from normalize.quantity import fold
from normalize.rubric import Item, Rubric, Rule, Target

Kind = Literal["unchanged", "wording", "figures", "new", "gone"]
T = TypeVar("T")

_ALIKE = 0.5
_CONTAINED = 0.8
"""What counts for a short text that a longer one contains."""

_FILLER = compiled(r"[\s\p{P}]|的|^\d+")


@dataclass
class Change:
    """One rule or target of a pair of items: ``kind``, the ids and words on both sides, and what its figures were."""

    kind: Kind
    old: str | None = None
    new: str | None = None
    old_text: str | None = None
    new_text: str | None = None
    figures: list[str] = field(default_factory=list)


@dataclass
class ItemChange:
    """One item of either year. ``kind`` is that of the item itself (name, points); ``rules``, ``targets`` its parts."""

    kind: Kind
    old: str | None
    new: str | None
    old_name: str | None
    new_name: str | None
    figures: list[str] = field(default_factory=list)
    rules: list[Change] = field(default_factory=list)
    targets: list[Change] = field(default_factory=list)


def compare(old: Rubric, new: Rubric) -> list[ItemChange]:
    """Every item of the new rubric in its order, then the items that are gone."""
    pairs = _pair(old.items, new.items, _item_likeness)
    before = {id(there): here for here, there in pairs}
    changes = [_item(before.get(id(item)), item) for item in new.items]
    kept = {id(here) for here, _ in pairs}
    return changes + [_item(item, None) for item in old.items if id(item) not in kept]


def _plain(text: str) -> str:
    return _FILLER.sub("", fold(text))


def _likeness(one: str, other: str) -> float:
    """0 to 1: how much of the two texts stands in both in the same order; a text wholly within a longer one is alike."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return float(a == b)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    shared = sum(size for _, _, size in matcher.get_matching_blocks() if size > 1)
    return max(matcher.ratio(), _CONTAINED * shared / min(len(a), len(b)))


def _pair(old: list[T], new: list[T], likeness: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """Pairs of the most alike, each side used once; equal likeness goes to the nearest in position."""
    scored = [(-likeness(one, other), abs(i - j), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    used_old: set[int] = set()
    used_new: set[int] = set()
    pairs = []
    for score, _, i, j in sorted(scored):
        if -score >= _ALIKE and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _item_likeness(old: Item, new: Item) -> float:
    if old.kind != new.kind:
        return 0.0
    name = _likeness(_core(old.name), _core(new.name))
    words = _likeness("".join(rule.text for rule in old.rules), "".join(rule.text for rule in new.rules))
    return max(name, (name + words) / 2)


def _core(name: str) -> str:
    """An item's name without the words that every item has: 妇女维权工作 and 妇女维权 are one."""
    return compiled(r"(?:方面|建设)?(?:的)?(?:工作|项目)$").sub("", name) or name


def _item(old: Item | None, new: Item | None) -> ItemChange:
    if old is None or new is None:
        only = new if old is None else old
        assert only is not None
        kind: Kind = "new" if old is None else "gone"
        ids = (None, only.id) if old is None else (only.id, None)
        names = (None, only.name) if old is None else (only.name, None)
        change = ItemChange(kind, *ids, *names)
        change.rules = [_alone(kind, rule.id, rule.text) for rule in only.rules]
        change.targets = [_alone(kind, target.id, _say(target)) for target in only.figures()]
        return change
    figures = [] if old.points == new.points else [f"分值 {old.points or '无'} → {new.points or '无'}"]
    kind = "figures" if figures else "unchanged" if _plain(old.name) == _plain(new.name) else "wording"
    change = ItemChange(kind, old.id, new.id, old.name, new.name, figures)
    numbers = {goal.id: goal.number for item in (old, new) for goal in item.goals}
    change.rules = _changes(old.rules, new.rules, lambda a, b: _rule_likeness(a, b, numbers), _rule)
    change.targets = _changes(old.figures(), new.figures(), _target_likeness, _target)
    return change


def _changes(
    old: list[T], new: list[T], likeness: Callable[[T, T], float], change: Callable[[T | None, T | None], Change]
) -> list[Change]:
    """Every entry of the new list in its order, then those that are gone."""
    pairs = _pair(old, new, likeness)
    before = {id(there): here for here, there in pairs}
    kept = {id(here) for here, _ in pairs}
    return [change(before.get(id(entry)), entry) for entry in new] + [
        change(entry, None) for entry in old if id(entry) not in kept
    ]


def _rule_likeness(old: Rule, new: Rule, numbers: dict[str, str | None]) -> float:
    words = _likeness(old.condition or old.text, new.condition or new.text)
    same = {numbers.get(goal) for goal in old.goals} & {numbers.get(goal) for goal in new.goals} - {None}
    return words + (0.05 if same and words >= _ALIKE else 0)


def _rule(old: Rule | None, new: Rule | None) -> Change:
    if old is None or new is None:
        only = new if old is None else old
        assert only is not None
        return _alone("new" if old is None else "gone", only.id, only.text)
    figures = [
        f"{label} {_shown(before)} → {_shown(after)}"
        for label, before, after in zip(_LABELS, _key(old), _key(new), strict=True)
        if before != after
    ]
    return _both(old.id, new.id, old.text, new.text, figures)


def _target_likeness(old: Target, new: Target) -> float:
    return _likeness(old.measure, new.measure) * (1 if old.unit == new.unit else 0.8)


def _target(old: Target | None, new: Target | None) -> Change:
    if old is None or new is None:
        only = new if old is None else old
        assert only is not None
        return _alone("new" if old is None else "gone", only.id, _say(only))
    figures = [] if _figure(old) == _figure(new) else [f"{_figure(old)} → {_figure(new)}"]
    return _both(old.id, new.id, _say(old), _say(new), figures)


def _both(old: str, new: str, old_text: str, new_text: str, figures: list[str]) -> Change:
    kind: Kind = "figures" if figures else "unchanged" if _plain(old_text) == _plain(new_text) else "wording"
    return Change(kind, old, new, old_text, new_text, figures)


def _alone(kind: Kind, name: str, text: str) -> Change:
    return Change(kind, new=name, new_text=text) if kind == "new" else Change(kind, old=name, old_text=text)


_LABELS = ("效果", "计分方式", "分数", "每档", "单位", "分档", "数值区间", "下限", "上限", "要求", "封顶", "分组")


def _key(rule: Rule) -> tuple[object, ...]:
    """What decides a rule's points, in the order of ``_LABELS``."""
    return (
        rule.effect, rule.basis, rule.points, rule.step, rule.unit,
        [(level.level, level.points) for level in rule.levels or []],
        [(band.min, band.max, band.points) for band in rule.bands or []],
        rule.min, rule.max,
        rule.threshold and f"{rule.threshold.op}{rule.threshold.value}{rule.threshold.unit or ''}",
        rule.cap,
        [(group.units, group.points) for group in rule.by_group or []],
    )  # fmt: skip


def _shown(value: object) -> str:
    if value in (None, []):
        return "无"
    return "、".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _figure(target: Target) -> str:
    value = target.value or "、".join(f"{'/'.join(group.units)}{group.value}" for group in target.by_group or [])
    return f"{target.op}{value}{target.unit or ''}"


def _say(target: Target) -> str:
    return f"{target.measure} {_figure(target)}"
