"""Every part of the clause grammar recognises its own examples; adding a part adds its tests."""

from __future__ import annotations

import pytest

from normalize.clause import outcome, step
from normalize.clause.match import find_outcomes
from normalize.clause.part import Part
from normalize.clause.squeeze import squeeze


@pytest.mark.parametrize(
    ("part", "text", "stretch"),
    [(part, text, stretch) for part in outcome.PARTS for text, stretch in part.examples],
    ids=lambda value: value.name if isinstance(value, Part) else None,
)
def test_outcome_examples(part: Part, text: str, stretch: str) -> None:
    """The part that wins at the example's place is the part itself, over exactly its stretch."""
    squeezed = squeeze(text)
    found = [
        text[slice(*squeezed.place(one.start, one.end))]
        for one in find_outcomes(squeezed.text)
        if one.kind == part.name
    ]
    assert stretch in found


@pytest.mark.parametrize(
    ("part", "text", "stretch"),
    [(part, text, stretch) for part in step.PARTS for text, stretch in part.examples],
    ids=lambda value: value.name if isinstance(value, Part) else None,
)
def test_step_examples(part: Part, text: str, stretch: str) -> None:
    """A step is recognised at the end of a condition, from its first word on."""
    condition = squeeze(text).text
    match = part.compiled.search(condition)
    assert match is not None
    assert match.group() == squeeze(stretch).text
