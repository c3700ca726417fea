"""What is asked of whom: the questions by period, and the classes of units that lists by groups tell apart.

Answers are known to the engine by whole numbers. A ``slot`` is a question for one part of the year; slot 0 asks
nothing and is always answered. An ``ask`` says what was answered: a slot's number where a figure was, another where
the slot was left open, one of its own for each set of levels that was named. ``key`` joins the unit's class to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from normalize.reference import reference
from normalize.rubric import Item, Rubric, Target
from score.worth import PERIODS, Groups

Levels = tuple[str, ...]


@dataclass
class Asked:
    """The slots of a rubric by measure and part of the year, and the classes of units.

    ``samples`` has a unit of each class; class 0 is of the units that no list names. ``said`` holds the sets of levels
    that evidence names.
    """

    slots: dict[tuple[str, str], int]
    classes: dict[str, int]
    samples: list[str | None]
    said: dict[tuple[int, Levels], int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """What is added to a slot for its ask where it was left open."""
        return len(self.slots) + 1

    @property
    def asks(self) -> int:
        """How many asks there are; ``class × asks + ask`` is the key."""
        return 2 * self.open + len(self.said)

    def levels(self, slot: int, names: Levels) -> int:
        """The ask of a set of levels, in the order of their names."""
        key = (slot, tuple(sorted(names)))
        return 2 * self.open + self.said.setdefault(key, len(self.said))


def asked(rubric: Rubric) -> Asked:
    """The slots and classes of a rubric whose readings are chosen."""
    measures = {measure.id: measure for measure in rubric.measures}
    found: dict[tuple[str, str], int] = {}
    read = [name for item in rubric.items for rule in item.rules for name in rule.measures]
    # In the order of the rules that read them; what no reading that was chosen asks is kept, and counts nowhere.
    for name in dict.fromkeys([*read, *measures]):
        for part in PERIODS.get(measures[name].period or "", [""]) if name in measures else ():
            found.setdefault((name, part), len(found) + 1)
    named: dict[str, list[int]] = {}
    groups = Groups(rubric)
    for at, names in enumerate(_lists(rubric.items)):
        for unit in groups.names(names):
            named.setdefault(unit, []).append(at)
    numbers: dict[tuple[int, ...], int] = {(): 0}
    samples: list[str | None] = [None]
    classes = {}
    for unit, lists in sorted(named.items()):
        if tuple(lists) not in numbers:
            numbers[tuple(lists)] = len(samples)
            samples.append(unit)
        classes[unit] = numbers[tuple(lists)]
    return Asked(found, classes, samples)


def assessing(rubric: Rubric, item: Item) -> list[str]:
    """The measure by which an assessor gives an item without rules its points; [] where nobody is asked."""
    return [measure.id for measure in rubric.measures if item.id in measure.items][:1]


def _lists(items: Iterable[Item]) -> Iterator[list[str]]:
    """The names of every entry of every list by groups."""
    for item in items:
        for rule in item.rules:
            yield from (group.units for group in rule.by_group or [])
        for target in item.figures():
            yield from (group.units for group in target.by_group or [])


def unlisted(rubric: Rubric, asked: Asked) -> Iterator[tuple[int, int]]:
    """The slots and classes of units where a list by groups that a rule reads does not name the unit."""
    groups = Groups(rubric)
    measures = {measure.id: measure for measure in rubric.measures}
    for item in rubric.items:
        for rule in item.rules:
            found = [one.by_group for one in reference(rule, item) if isinstance(one, Target) and one.by_group]
            lists = [[name for group in one for name in group.units] for one in found]
            lists += [[name for group in rule.by_group for name in group.units]] if rule.by_group else []
            named = [groups.names(names) for names in lists]
            for number, unit in enumerate(asked.samples):
                if all(unit in names for names in named):
                    continue
                for name in rule.measures:
                    for part in PERIODS.get(measures[name].period or "", [""]):
                        yield asked.slots[name, part], number
