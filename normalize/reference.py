"""What a rule's quantity is measured from: the first of its own threshold, its targets, those of its award."""

from __future__ import annotations

from normalize.rubric import Item, Rule, Target, Threshold


def reference(rule: Rule, item: Item) -> list[Target | Threshold]:
    """The thresholds or targets that ``rule`` compares with, in the order of its measures; [] where none is known.

    Without a reference, evidence gives the difference itself (the number missing, the per cent over). So it does for
    a target that is counted against something else than the unit (``per``), which is shown and never subtracted.
    """
    if rule.threshold is not None:
        return [rule.threshold]
    known = {target.id: target for target in item.targets}
    known |= {target.id: target for goal in item.goals for target in goal.targets}
    own: list[Target | Threshold] = [known[name] for name in rule.targets if name in known]
    if own:
        return [] if any(isinstance(target, Target) and target.per is not None for target in own) else own
    award = next((other for other in item.rules if other.id == rule.within), None)
    return reference(award, item) if award is not None else []
