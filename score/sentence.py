"""One Chinese sentence for what one rule did to one unit, made from the rule and its detail row."""

from __future__ import annotations

from typing import TypeVar

from normalize.reference import reference
from normalize.rubric import GroupPoints, GroupValue, Item, Measure, Rubric, Rule, Target, Threshold
from score.sheet import RuleScore

T = TypeVar("T", GroupPoints, GroupValue)

_MUST = {">=": "应达", ">": "应高于", "<=": "应不超过", "<": "应低于", "=": "应为"}
_SHORT = {"shortfall": "少", "excess": "超"}
_VERBS = {"deduct": "扣", "award": "得"}


def sentence(rule: Rule, item: Item, result: RuleScore, unit: str, rubric: Rubric, known: dict[str, Measure]) -> str:
    """``市妇联采用信息应达80条，实际70条，少10条，每少1条扣0.5分，扣5分``; what is missing is named as missing."""
    facts = _facts(rule, item, result, unit, known, rubric)
    if result.points is None and result.steps is None:
        missing = [known[name].label for name, value in result.measures.items() if value is None and name in known]
        return f"还没有填报：{'；'.join(missing)}" if missing else "还没有评定"
    said = "，".join([*facts, *_steps(rule, item, result, unit, rubric)])
    end = _outcome(rule, item, result, rubric)
    return f"{said}，{end}" if said else end


def _facts(
    rule: Rule, item: Item, result: RuleScore, unit: str, known: dict[str, Measure], rubric: Rubric
) -> list[str]:
    found = [] if rule.basis in ("level", "judge") else reference(rule, item)
    facts = []
    for at, name in enumerate(rule.measures):
        measure = known.get(name)
        values = [
            (key.partition("@")[2], value) for key, value in result.measures.items() if key.partition("@")[0] == name
        ]
        label = measure.label.removesuffix(f"{measure.unit or ''}数") if measure else name
        shown = "、".join(
            f"{period}为{_with(value, measure)}" if period else _with(value, measure) for period, value in values
        )
        wanted = _wanted(found[at], unit, rubric) if at < len(found) else ""
        facts.append(f"{label}{wanted}，实际{shown}" if wanted else f"{label}：{shown}")
    return facts


def _with(value: str | None, measure: Measure | None) -> str:
    if value is None:
        return "未填"
    unit = measure.unit if measure is not None and measure.type not in ("flag", "level") else None
    return f"{value}{unit or ''}"


def _wanted(found: Target | Threshold, unit: str, rubric: Rubric) -> str:
    value = found.value
    if isinstance(found, Target):
        own = _group(found.by_group or [], unit, rubric)
        value = own.value if own is not None else value
        if found.stat is not None:
            return {"mean": "应不低于平均数", "max": "应不低于最高数", "min": "应不低于最低数"}[found.stat]
    return f"{_MUST[found.op]}{value}{found.unit or ''}" if value is not None else ""


def _group(groups: list[T], unit: str, rubric: Rubric) -> T | None:
    """The entry of a list by groups that names the unit, or a group that it is in."""
    if not groups:
        return None
    names = {unit, *(group.name for group in rubric.units if unit in group.members)}
    return next((group for group in groups if names & set(group.units)), None)


def _steps(rule: Rule, item: Item, result: RuleScore, unit_name: str, rubric: Rubric) -> list[str]:
    if rule.basis == "share" and result.points != "0":
        whole = rule.points or (item.points if rule.within is None else None)
        return [f"按{whole}分的比例计"] if whole is not None else []
    if rule.basis != "each" or result.quantity in (None, "0"):
        return []
    unit = "个百分点" if rule.unit == "百分点" else rule.unit or ""
    way = _SHORT.get(rule.on, "")
    verb = "加" if rule.on_top else _VERBS.get(rule.effect, "")
    own = _group(rule.by_group or [], unit_name, rubric)
    points = own.points if own is not None else rule.points
    each = f"每{way}{rule.step or '1'}{unit}{verb}{points}分"
    return [f"{way}{result.quantity}{unit}", each] if way else [each]


def _outcome(rule: Rule, item: Item, result: RuleScore, rubric: Rubric) -> str:
    if rule.effect == "forfeit":
        return "不得分" if result.steps == "1" else "没有出现不得分的情形"
    if rule.effect == "veto":
        return "一票否决" if result.steps == "1" else "没有出现一票否决的情形"
    if rule.certainty == "unread":
        return f"由考核人评定，{'扣' if (result.raw or '').startswith('-') else '得'}{result.points}分"
    verb = "加" if rule.on_top else _VERBS[rule.effect]
    said = f"{verb}{result.points}分" if result.points != "0" else f"不{verb}分"
    if not result.capped or result.raw is None:
        return said
    names = {rule.id, item.id}
    only = any(one.kind == "highest_only" and (not one.covers or names & set(one.covers)) for one in rubric.policies)
    why = "只计最高的一项" if only and rule.effect == "award" and result.points == "0" else "已到限额"
    return f"{said}（原应{verb}{result.raw}分，{why}）"
