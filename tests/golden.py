"""What the program makes of the notices, and how that is compared with the hand-written golden files.

Every comparison gives sentences, one a difference; none is agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from extract.notice import Notice, Source, Table
from extract.read import read
from extract.record import plain
from normalize.draft import draft
from normalize.rubric import Item, Rubric, Rule, Target, Threshold
from tests.golden_files import NAMES, ROOT, squeeze

FORMS = ("docx", "txt", "pdf")
SAMPLES = [(name, form) for name in NAMES for form in FORMS]

Golden = dict[str, Any]


@cache
def notice(name: str, form: str) -> Notice:
    """The notice as extracted from ``corpus/NAME.FORM``."""
    return read(ROOT / "corpus" / f"{name}.{form}")


@cache
def rubric(name: str, form: str) -> Rubric:
    """The draft rubric of ``corpus/NAME.FORM``."""
    return draft(notice(name, form))


def number(value: str | None) -> str | None:
    """A decimal or per cent in its plain form, so that ``"0.50"`` and ``"0.5"`` compare equal."""
    if value is None or value == "all":
        return value
    return plain(Decimal(value.rstrip("%"))) + ("%" if value.endswith("%") else "")


def holder_text(source_notice: Notice, block: int, row: int | None, col: int | None) -> str:
    """The text of a paragraph, or of the cell whose top-left corner is ``row``, ``col``."""
    found = source_notice.blocks[block]
    if isinstance(found, Table):
        return next(cell.text for cell in found.cells if (cell.row, cell.col) == (row, col))
    return found.text


def sources(made: Rubric) -> list[tuple[str, Source]]:
    """Every source in the rubric with what it belongs to."""
    found: list[tuple[str, Source | None]] = []
    for section in made.sections:
        found.append((f"section {section.path}", section.source))
    for policy in made.policies:
        found.append((f"policy {policy.id}", policy.source))
    for item in made.items:
        found.append((f"item {item.id}", item.source))
        found += [(f"goal {goal.id}", goal.source) for goal in item.goals]
        found += [(f"target {target.id}", target.source) for target in item.figures()]
        found += [(f"rule {rule.id}", rule.source) for rule in item.rules]
        found += [(f"span of {item.id}", span.source) for span in item.spans]
        found += [(f"progress of {item.id}", entry.source) for entry in item.progress]
    missing = [what for what, source in found if source is None]
    assert not missing, f"without a place: {missing}"
    return [(what, source) for what, source in found if source is not None]


def misplaced(made: Rubric, source_notice: Notice) -> list[str]:
    """The sources that are not exactly the words that stand in the notice where they say."""
    faults = []
    for what, source in sources(made):
        stands = holder_text(source_notice, source.block, source.row, source.col)[source.start : source.end]
        if stands != source.text or not stands:
            faults.append(f"{what}: says {source.text!r}, there stands {stands!r}")
    return faults


def characters(taken: Iterable[Source]) -> dict[tuple[int, int | None, int | None], set[int]]:
    """The characters of each cell or paragraph that these sources take."""
    found: dict[tuple[int, int | None, int | None], set[int]] = {}
    for source in taken:
        found.setdefault((source.block, source.row, source.col), set()).update(range(source.start, source.end))
    return found


def items_by_name(made: Rubric) -> dict[str, Item]:
    """The items by the names that the golden files use."""
    return {squeeze(item.name): item for item in made.items}


def pair(wanted: list[Golden], rules: list[Rule]) -> tuple[list[tuple[Golden, Rule]], list[str], list[Rule]]:
    """Golden rules beside the rules that have their words, golden words without a rule, rules without golden words."""
    left = list(rules)
    pairs: list[tuple[Golden, Rule]] = []
    missing: list[str] = []
    for want in wanted:
        words = squeeze(want["text"])
        fits = [rule for rule in left if words in squeeze(rule.text)]
        alike = [rule for rule in fits if rule.effect == want["effect"] and rule.basis == want["basis"]]
        fits = alike or fits
        if fits:
            pairs.append((want, fits[0]))
            left.remove(fits[0])
        else:
            missing.append(want["text"])
    return pairs, missing, left


def figures(rule: Rule, item: Item) -> list[Target]:
    """The targets of its item that a rule names, in its order."""
    known = {target.id: target for target in item.figures()}
    return [known[name] for name in rule.targets if name in known]


def all_named(keywords: list[str], found: list[Target]) -> bool:
    """Whether there is one figure for each keyword, in order, and no other."""
    return len(found) == len(keywords) and all(map(names_figure, keywords, found))


def names_figure(keyword: str, figure: Target | Threshold) -> bool:
    """Whether a keyword of the measure, or the value, names this figure."""
    if figure.value is not None and number(figure.value) == keyword:
        return True
    return isinstance(figure, Target) and squeeze(keyword) in squeeze(figure.measure)


def differences(where: str, want: Golden, found: dict[str, Any], defaults: Golden) -> Iterator[str]:
    """The keys on which two objects differ; a key that is not written has its default."""
    for key, default in defaults.items():
        expected = want.get(key, default)
        if expected != found[key]:
            yield f"{where}: {key} should be {expected!r}, is {found[key]!r}"


def groups(value: list[Any] | None, key: str) -> list[Golden] | None:
    """Figures by unit group as plain data with plain numbers."""
    if value is None:
        return None
    rows = [group if isinstance(group, dict) else group.model_dump() for group in value]
    return [{"units": row["units"], key: number(row[key])} for row in rows]


def compare_targets(where: str, wanted: list[Golden], found: list[Target]) -> Iterator[str]:
    """Differences between the figures written down and those found, in order."""
    if len(wanted) != len(found):
        shown = [f"{target.measure} {target.op} {target.value} {target.unit}" for target in found]
        yield f"{where}: should have {len(wanted)} targets {[want['measure'] for want in wanted]}, has {shown}"
        return
    for want, target in zip(wanted, found, strict=True):
        at = f"{where}, target {want['measure']}"
        if squeeze(want["measure"]) not in squeeze(target.measure):
            yield f"{at}: not in the measure {target.measure!r}"
        shown_target = target.model_dump(include={"op", "value", "unit", "period", "per", "stat"})
        shown_target["by_group"] = groups(target.by_group, "value")
        expected = dict(want, by_group=groups(want.get("by_group"), "value"))
        defaults = {"op": ">=", "value": None, "unit": None, "period": None, "per": None, "stat": None}
        yield from differences(at, expected, shown_target, {**defaults, "by_group": None})


def compare_goals(where: str, wanted: list[Golden], item: Item) -> Iterator[str]:
    """Differences between goals; a goal without number, evidence and figures need not be written down."""
    found = [goal for goal in item.goals if goal.number or goal.evidence or goal.targets]
    numbers = [want.get("number") for want in wanted]
    if numbers != [goal.number for goal in found]:
        yield f"{where}: goals should be numbered {numbers}, are {[goal.number for goal in found]}"
        return
    for want, goal in zip(wanted, found, strict=True):
        at = f"{where}, goal {goal.number}"
        if want.get("evidence", []) != goal.evidence:
            yield f"{at}: evidence should be {want.get('evidence', [])}, is {goal.evidence}"
        yield from compare_targets(at, want.get("targets", []), goal.targets)


KEYS: Golden = {
    "effect": None,
    "basis": None,
    "on": None,
    "points": None,
    "by_group": None,
    "step": None,
    "unit": None,
    "min": None,
    "max": None,
    "cap": None,
    "threshold": None,
    "levels": None,
    "bands": None,
    "on_top": None,
}
"""The scoring keys of a rule that compare as they stand, with their defaults."""


def scoring(rule: Rule | Golden) -> Golden:
    """The scoring keys of a rule, written down or found, as plain data with plain numbers."""
    raw = rule if isinstance(rule, dict) else rule.model_dump()
    shown = {key: raw.get(key) for key in KEYS}
    for key in ("points", "step", "min", "max", "cap"):
        shown[key] = number(shown[key])
    shown["by_group"] = groups(raw.get("by_group"), "points")
    if (limit := raw.get("threshold")) is not None:
        shown["threshold"] = {"op": limit["op"], "value": number(limit["value"]), "unit": limit.get("unit")}
    if raw.get("levels") is not None:
        shown["levels"] = [(level["level"], number(level["points"])) for level in raw["levels"]]
    if raw.get("bands") is not None:
        shown["bands"] = [
            (number(band.get("min")), bool(band.get("min_out")), number(band.get("max")), bool(band.get("max_in")),
             number(band["points"]))
            for band in raw["bands"]
        ]  # fmt: skip
    return shown


def compare_rule(where: str, want: Golden, rule: Rule, item: Item) -> Iterator[str]:
    """Differences between a rule written down and the rule found for its words."""
    at = f"{where}, rule “{want['text']}”"
    yield from differences(at, scoring(want), scoring(rule), KEYS)
    printed = {goal.id: goal.number for goal in item.goals}
    numbers = [printed.get(goal) for goal in rule.goals if printed.get(goal)]
    if want.get("goals", []) != numbers:
        yield f"{at}: should judge goals {want.get('goals', [])}, judges {numbers}"
    award = item.award_of(rule)
    if (inside := want.get("within")) is None:
        if rule.within is not None:
            yield f"{at}: should stand within no award, stands within {award.text if award else rule.within!r}"
    elif award is None or squeeze(inside) not in squeeze(award.text):
        yield f"{at}: should stand within “{inside}”, stands within {award.text if award else None!r}"
    yield from compare_rule_targets(at, want, rule, item)
    certainty = want.get("certainty")
    if certainty is not None and certainty != rule.certainty:
        said = "; ".join(assumption.text for assumption in rule.assumptions)
        yield f"{at}: should be {certainty}, is {rule.certainty} ({said})"
    for reading in want.get("alternatives", []):
        if not any(offers(reading, other.rules, item) for other in rule.alternatives):
            yield f"{at}: should offer the reading {reading}, offers {[a.code for a in rule.alternatives]}"


def compare_rule_targets(at: str, want: Golden, rule: Rule, item: Item) -> Iterator[str]:
    """Differences in what a rule measures from; a rule that measures nothing may name what it judges."""
    keywords = want.get("targets", [])
    if not keywords and rule.on not in ("shortfall", "excess"):
        return
    found = figures(rule, item)
    if not all_named(keywords, found):
        shown = [f"{target.measure} {target.value}" for target in found]
        yield f"{at}: should measure from {keywords}, measures from {shown}"


def offers(reading: list[Golden], rules: list[Rule], item: Item) -> bool:
    """Whether an alternative's rules have at least the keys that a golden reading writes."""
    if len(reading) != len(rules):
        return False
    for want, rule in zip(reading, rules, strict=True):
        expected, found = scoring(want), scoring(rule)
        if any(expected[key] != found[key] for key in want if key in KEYS):
            return False
        keywords = want.get("targets")
        if keywords is not None and not all_named(keywords, figures(rule, item)):
            return False
    return True


def compare_item(want: Golden, item: Item) -> list[str]:
    """All differences between an item written down and the item found."""
    where = want["name"]
    shown = {"path": [squeeze(step) for step in item.path], "points": item.points, "kind": item.kind}
    shown["floor"] = item.floor
    expected = dict(want, path=[squeeze(step) for step in want.get("path", [])])
    defaults: Golden = {"path": [], "points": None, "kind": "base", "floor": "0"}
    found = list(differences(where, expected, shown, defaults))
    found += compare_goals(where, want.get("goals", []), item)
    found += compare_targets(f"{where}, of its own", want.get("targets", []), item.targets)
    pairs, missing, left = pair(want.get("rules", []), item.rules)
    found += [f"{where}: no rule with the words “{words}”" for words in missing]
    found += [f"{where}: a rule that is not written down: “{rule.text}” ({rule.effect} {rule.basis})" for rule in left]
    for wanted_rule, rule in pairs:
        found += compare_rule(where, wanted_rule, rule, item)
    return found


def covered_rules(made: Rubric, covers: list[str]) -> list[str]:
    """The ids of the rules that a policy's ids stand for; an item without rules stands for itself."""
    items = {item.id: [rule.id for rule in item.rules] or [item.id] for item in made.items}
    return sorted({rule for name in covers for rule in items.get(name, [name])})


def named_rules(made: Rubric, covers: list[str]) -> list[str]:
    """The same for the names that golden files use: an item, an item and a goal's number, a rule's words."""
    ids: list[str] = []
    items = items_by_name(made)
    for name in covers:
        whole = items.get(squeeze(name))
        head, _, tail = name.rpartition(" ")
        beside = items.get(squeeze(head))
        if whole is not None:
            ids += [rule.id for rule in whole.rules] or [whole.id]
        elif beside is not None:
            goals = [goal.id for goal in beside.goals if goal.number == tail]
            ids += [rule.id for rule in beside.rules if set(goals) & set(rule.goals)]
        else:
            ids += [rule.id for item in made.items for rule in item.rules if squeeze(name) in squeeze(rule.text)]
    return sorted(set(ids))
