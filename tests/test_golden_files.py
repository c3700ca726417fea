"""The hand-written golden files themselves: known keys only, words that stand in the notice, cases enough."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden_files import NAMES, ROOT, golden, squeeze

TARGET = {"measure", "op", "value", "by_group", "unit", "period", "per", "stat"}
RULE = {
    *("text", "goals", "effect", "basis", "on", "points", "by_group", "step", "unit", "min", "max", "cap", "threshold"),
    *("levels", "bands", "on_top", "within", "targets", "certainty", "alternatives"),
}
SHAPES: dict[str, set[str]] = {
    "notice.yaml": {"title", "number", "issuer", "issued_on", "headings", "tables"},
    "rubric.yaml": {"notice", "sections", "units", "items", "policies", "findings"},
    "item": {"path", "name", "points", "kind", "floor", "goals", "targets", "rules", "progress"},
    "goal": {"number", "evidence", "targets"},
    "policy": {"kind", "covers", "points", "text", "parts", "bands"},
    "case": {"name", "item", "unit", "facts", "score", "moved", "units", "totals", "converted", "ranks", "vetoed",
             "grades"},
    "fact": {"item", "rule", "target", "period", "value"},
}  # fmt: skip
"""The keys that the tests read; any other is a slip of the pen that would compare nothing."""


def unknown(objects: list[tuple[str, dict[str, Any], set[str]]]) -> list[str]:
    """The keys that no test reads."""
    return [f"{where}: {key}" for where, value, known in objects for key in value if key not in known]


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_known(name: str) -> None:
    """A key is one of those that golden/README.md describes."""
    rubric, cases = golden(name, "rubric"), golden(name, "cases") or []
    objects = [("notice.yaml", golden(name, "notice"), SHAPES["notice.yaml"])]
    objects.append(("rubric.yaml", rubric, SHAPES["rubric.yaml"]))
    for item in rubric["items"]:
        where = item["name"]
        objects.append((where, item, SHAPES["item"]))
        goals = item.get("goals", [])
        objects += [(where, goal, SHAPES["goal"]) for goal in goals]
        objects += [(where, target, TARGET) for goal in goals for target in goal.get("targets", [])]
        objects += [(where, target, TARGET) for target in item.get("targets", [])]
        for rule in item.get("rules", []):
            objects.append((f"{where}: {rule['text']}", rule, RULE))
            objects += [(where, other, RULE) for reading in rule.get("alternatives", []) for other in reading]
    objects += [(policy["text"], policy, SHAPES["policy"]) for policy in rubric.get("policies", [])]
    for case in cases:
        objects.append((case["name"], case, SHAPES["case"]))
        facts = case.get("facts", []) + [fact for unit in case.get("units", {}).values() for fact in unit]
        objects += [(case["name"], fact, SHAPES["fact"]) for fact in facts]
    assert not unknown(objects)


@pytest.mark.parametrize("name", NAMES)
def test_words_stand_in_the_notice(name: str) -> None:
    """Every rule, policy, title and heading that is written down stands in the text of the notice as issued."""
    issued = squeeze((ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8"))
    issued_marked = issued.replace("[bookmark:_GoBack]", "").replace("[bookmark:baidusnap2]", "")
    notice, rubric = golden(name, "notice"), golden(name, "rubric")
    words = [rule["text"] for item in rubric["items"] for rule in item.get("rules", [])]
    words += [policy["text"] for policy in rubric.get("policies", [])] + notice["headings"]
    words += [notice[key] for key in ("title", "number") if notice[key]]
    assert not [text for text in words if squeeze(text) not in issued_marked]


@pytest.mark.parametrize("name", NAMES)
def test_cases_cover_every_effect_and_basis(name: str) -> None:
    """At least eight cases a scored notice; each effect, basis and quantity in it is worked out at least once."""
    items = golden(name, "rubric")["items"]
    wanted = {(rule["effect"], rule["basis"], rule["on"]) for item in items for rule in item.get("rules", [])}
    by_item = {item["name"]: item.get("rules", []) for item in items}
    written = golden(name, "cases") or []
    assert len(written) >= 8 or not wanted
    used = set()
    for case in written:
        facts = [{"item": case.get("item"), **fact} for fact in case.get("facts", [])]
        facts += [fact for unit in case.get("units", {}).values() for fact in unit]
        facts += [{"item": case["item"], "rule": words} for words in case.get("moved", {})]
        for fact in facts:
            words = fact.get("rule", "").partition(" #")[0]
            rules = [rule for rule in by_item[fact["item"]] if words and words in rule["text"]]
            assert rules or not words, f"{case['name']}: no rule with the words {words}"
            used |= {(rule["effect"], rule["basis"], rule["on"]) for rule in rules}
    assert not wanted - used, f"no case for {sorted(wanted - used)}"
