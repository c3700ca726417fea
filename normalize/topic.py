"""What a question is about, where the rule's own words are too few to stand alone."""

from __future__ import annotations

import regex

from normalize import entry, question
from normalize.clause.ladder import level_word
from normalize.rubric import Item, Rule

_LEVEL = regex.compile(r"(?:国家|中央|全国|省|地市|市|县|区|镇|乡|村)级?")
_CHECKED = regex.compile(r"^(?:查看|查阅|以|按|根据|依据|对照|结合|针对|在|年内|全年|全县|全市|凡|其中)")
_FIGURE = regex.compile(r"[\d０-９%％]|[一二三四五六七八九十]+[个次项篇家人件]")


def topic(rule: Rule, item: Item) -> str:
    """What a rule that names nothing itself is about: the award that it is within, its goal's beginning, its item."""
    goal = next((goal for goal in item.goals if goal.id in rule.goals), None)
    award = item.award_of(rule)
    named = (
        item.name if not item.path or all(item.name[:8] not in other.text for other in item.rules) else item.path[-1]
    )
    holders = [(award.condition or "") if award else "", goal.text if goal else "", named]
    if award and len(parts := regex.split("[,，]", award.condition or "")) > 1 and all(2 <= len(p) <= 8 for p in parts):
        return "、".join(parts)
    for words in (entry.label(regex.split(r"[,，;；。\n：:]", holder)[0])[0].strip() for holder in holders):
        if 2 <= len(words) <= 40:
            return words
    return named


def topical(label: str, words: str, rule: Rule, item: Item) -> str:
    """The label, after its topic where its own words are too few to stand alone."""
    own = regex.sub(r"没有|没|未|不|无|相关|[\p{P}\p{N}%\s]", "", words)
    if len(own) >= question.SHORT:
        return label
    about = topic(rule, item)
    if about in label:
        return label
    if label.startswith("是否") and (deed := label.removeprefix("是否").removesuffix("任务")) in about:
        # 未出台扣2分 within 出台了实施方案: the award's own words ask for all of it.
        return (
            question.of_deed(about)
            if about.startswith(deed) and not regex.search(r"\d分", about)
            else f"{about}：{label}"
        )
    return f"{about}：{label}"


def with_head(words: str, rule: Rule, item: Item) -> str:
    """``市级媒体推广`` after ``信息报道受省级媒体推广``: the words with the head that a rule before them has."""
    begins = _LEVEL.match(words)
    at = next((index for index, one in enumerate(item.rules) if one.id == rule.id), 0)
    if begins is None:
        return words
    for before in reversed(item.rules[max(0, at - 4) : at]):
        if before.effect != rule.effect or level_word(before.condition or "") is None:
            break
        head = regex.match(rf"(?P<head>[^,，;；。]{{2,20}}?[受被获经在由]){_LEVEL.pattern}", before.condition or "")
        if head is not None:
            return head["head"] + words
    return words


def besides(condition: str, told: str) -> str:
    """The requirements of a condition that the question for its figure does not say, as words; ``""`` for none."""
    rest = [
        piece.strip()
        for piece in regex.split(r"[,，;；。]", question.clean(condition))
        if len(piece.strip()) > 3
        and piece.strip() not in told
        and not _FIGURE.search(piece)
        and not _CHECKED.match(piece.strip())
    ]
    return "，".join(regex.sub(r"^[且并]", "", piece) for piece in rest)
