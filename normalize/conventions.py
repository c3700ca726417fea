"""The conventions that a rubric relies on, said once for one confirmation."""

from __future__ import annotations

from collections.abc import Callable

from normalize.quantity import find
from normalize.rubric import Finding, Item, Rubric, Rule, Target

Test = Callable[[Rubric], bool]


def _rules(rubric: Rubric) -> list[Rule]:
    return [rule for item in rubric.items for rule in item.rules]


def _targets(items: list[Item]) -> list[Target]:
    return [target for item in items for target in item.figures()]


def _bare(target: Target) -> bool:
    """Whether a target's words give a bare number, which is read as the least that is asked for."""
    if target.source is None or target.value is None:
        return False
    return any(quantity.value == target.value and quantity.op is None for quantity in find(target.source.text))


_CONVENTIONS: list[tuple[str, Test]] = [
    ("目标中单写的数（如“1个”）按“不少于”理解，“1-2个”按不少于1个理解", lambda r: any(map(_bare, _targets(r.items)))),
    ("“全覆盖”按100%理解", lambda r: any("全覆盖" in (t.source.text if t.source else "") for t in _targets(r.items))),
    ("“以上、以下、以内”含本数，“超过、低于、不足”不含本数", lambda r: any(rule.threshold or rule.bands for rule in _rules(r))),
    ("没有写满一个计分单位的差额不计（每少1条、每低5个百分点，不足的部分不扣）", lambda r: any(rule.basis == "each" for rule in _rules(r))),
    ("分季度、分月的目标逐期计算，多的一期不抵少的一期", lambda r: any(t.period in ("quarter", "month", "term", "half-year") for t in _targets(r.items))),
    ("一条扣分对应几个目标的，各算各的差额再相加", lambda r: any(len(rule.targets) > 1 for rule in _rules(r))),
    ("写“计、得N分”的，做到才有这N分；其后的扣分从这N分里扣", lambda r: any(rule.within for rule in _rules(r))),
    ("写“加、奖N分”的，加在本项得分之外", lambda r: any(rule.effect == "award" and rule.on_top for rule in _rules(r))),
    ("扣分项从本项满分扣起，扣到0分为止", lambda r: any(i.kind == "base" and i.floor == "0" and any(x.effect == "deduct" for x in i.rules) for i in r.items)),
    ("同一句中用“、或、且”连起来的情形算一个条件，只扣一次", lambda r: any(rule.basis == "once" and rule.condition and any(mark in rule.condition for mark in "、或且") for rule in _rules(r))),
    ("没有写计分办法的项目由考核人打分", lambda r: any(not item.rules and item.points is not None for item in r.items)),
]  # fmt: skip


def conventions(rubric: Rubric) -> list[Finding]:
    """One finding that names the conventions used, [] where none is."""
    used = [text for text, test in _CONVENTIONS if test(rubric)]
    if not used:
        return []
    listed = "；".join(f"（{number}）{text}" for number, text in enumerate(used, start=1))
    return [Finding(code="convention", severity="info", text=f"本通知的规则按下列约定读出，请一并确认：{listed}。")]
