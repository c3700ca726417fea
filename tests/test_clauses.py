"""Real clauses of other notices beside the reading that careful people gave them (corpus/clauses.jsonl)."""

from __future__ import annotations

from collections import Counter

import pytest

from normalize.clause import read_clause
from normalize.rubric import Rule
from tests.clauses import CLAUSES, COMPOSED, key


def accepted(clause: dict) -> list[Counter]:
    """The readings that count as right: the first one and every other that one can defend."""
    readings = [clause["rules"], *clause["alternatives"]]
    return [Counter(key(Rule(**{**rule, "within": None})) for rule in reading) for reading in readings]


def read(clause: dict) -> list[Rule]:
    points = None if clause["points"] is None else str(clause["points"])
    return read_clause(clause["text"], context=clause["context"] or "", points=points).rules


def is_exact(clause: dict) -> bool:
    rules = read(clause)
    if clause["beyond"]:
        return not rules or any(rule.certainty != "clear" for rule in rules)
    return Counter(map(key, rules)) in accepted(clause) and all(rule.certainty != "unread" for rule in rules)


@pytest.mark.parametrize("clause", CLAUSES + COMPOSED, ids=lambda clause: clause["id"])
def test_never_silently_wrong(clause: dict) -> None:
    """A clause is read as people read it, or says that it is not certain; one with rules is never passed over."""
    rules = read(clause)
    certain = bool(rules) and all(rule.certainty == "clear" for rule in rules)
    passed_over = not rules and clause["rules"] and not clause["beyond"]
    assert is_exact(clause) or not (certain or passed_over), [rule.model_dump(exclude_defaults=True) for rule in rules]


def test_nearly_all_are_exact() -> None:
    wrong = [clause["id"] for clause in CLAUSES if not is_exact(clause)]
    assert len(wrong) <= len(CLAUSES) // 50, wrong


def test_what_words_leave_open_is_flagged() -> None:
    """Most clauses with several defensible readings are not clear; most whose words fix one are."""

    def kinds(clause: dict) -> int:
        return len({str(sorted(map(str, reading))) for reading in accepted(clause)})

    fixed = [clause for clause in CLAUSES if clause["rules"] and not clause["beyond"] and kinds(clause) == 1]
    open_ = [clause for clause in CLAUSES if clause["beyond"] or kinds(clause) > 1]
    clear = [clause for clause in fixed if all(rule.certainty == "clear" for rule in read(clause))]
    flagged = [c for c in open_ if not read(c) or any(rule.certainty != "clear" for rule in read(c))]
    assert len(clear) >= 0.9 * len(fixed)
    assert len(flagged) > 0.5 * len(open_)
