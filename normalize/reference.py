"""What a rule's quantity is measured from: the first of its own threshold, its targets, those of its award."""

from __future__ import annotations

from normalize.rubric import Item, Rule, Target, Threshold


def reference(rule: Rule, item: Item) -> list[Target | Threshold]:
    """The thresholds or targets that ``rule`` compares with, in the order of its measures; [] where none is known.

    Without a reference, evidence gives the difference itself (the number missing, the per cent over). So it does for
    a target that is counted against something else than the unit (``per``), which is shown and never subtracted, and
    where one is a rate and the other is counted (少1人 beside 20％). What is absent or occurs is counted as it stands.
    """
    if rule.on in ("absence", "occurrence") and rule.basis != "once":
        return []
    found = _first(rule, item)
    if rule.basis == "each" and rule.on in ("shortfall", "excess") and not all(_alike(rule, one) for one in found):
        return []
    return found


def _first(rule: Rule, item: Item) -> list[Target | Threshold]:
    if rule.threshold is not None:
        return [rule.threshold]
    known = {target.id: target for target in item.figures()}
    own: list[Target | Threshold] = [known[name] for name in rule.targets if name in known]
    if own:
        return [] if any(isinstance(target, Target) and target.per is not None for target in own) else own
    award = item.award_of(rule)
    # Only a distance is measured from the award's figure: 未开展 within 5场以上 asks whether, not how many.
    return _first(award, item) if award is not None and rule.on in ("shortfall", "excess") else []


def _alike(rule: Rule, one: Target | Threshold) -> bool:
    """Whether the figure can be stepped off in the rule's unit; a share of a count in ``%`` can."""
    if rule.unit is None or one.unit is None or rule.unit == "%":
        return True
    return (rule.unit == "百分点") == (one.unit == "%")
