"""The questions whose answers score a rubric: one measure per reference of a rule, or one that asks for the thing itself.

``normalize.reference`` says what a rule is measured from; two rules that read the same target or the same award's
figure share its measure. An award that its own deducts measure from or negate is asked for by them alone.
"""

from __future__ import annotations

import regex

from normalize import question
from normalize.clause.doubt import assume
from normalize.counted import counted, numbered, of_target, unit_kind
from normalize.reference import reference
from normalize.rubric import Alternative, Item, Measure, Rule, Target, Threshold
from normalize.topic import besides, topic, topical, with_head

_NEGATION = regex.compile(r"没有|没|未能|未有|未|不|无|缺")
_LATE, _PUNCTUAL = regex.compile("延|迟|逾期|超时|拖"), regex.compile("及时|按时|定期|时限|规定时间")
_WRONG, _EXACT = regex.compile("错|漏|误"), regex.compile("准确|完整|无误|如实")
_ONLY_FOUND = regex.compile(
    r"(?:累计|一旦)?(?:发现|出现|发生|查实|存在)?(?:有|过|达|超过|达到)*[\d一二两三四五六七八九十]+\p{Han}{1,2}(?:及|或)?(?:以上)?的?"
)
_BARE_VERB = regex.compile("(?:开展|完成|举办|组织|达到|落实|做到|执行|建立|出台)(?:任务|要求|工作|活动|标准)?")
_RANKS = regex.compile(r"(?:[,，](?:排名)?)?(?:倒数)?第?(?<![前\d])\d+(?:[-－~至]\d+)?名(?:、第\d+名)*$")
_SHARED_BY = regex.compile(r"按((?:扣分)|(?:第\d+名的))比例")


class Measures:
    """Collects the measures of a rubric in document order, with ids ``m1``, ``m2`` …"""

    def __init__(self) -> None:
        self.all: list[Measure] = []
        self.known: dict[str, Measure] = {}
        self.homes: dict[str, Item] = {}

    def ask(self, item: Item) -> None:
        """Give every rule of the item its measures, those of other readings too."""
        if not item.rules:
            if item.points is not None:
                limit = f"0至{item.points}分" if item.kind != "penalty" else f"扣分，最多{item.points}分"
                self._add(
                    item, f"{item.id}:points", f"{item.name}得分（由考核人评定，{limit}）", "points", "分"
                ).items = [item.id]
            return
        silent = {rule.id for rule in item.rules if _stands_in_full(rule, item)}
        for rule in item.rules:
            if rule.id not in silent:
                self._rule(rule, item, rule.id)
            for other in rule.alternatives:
                self._alternative(other, rule, item)

    def _alternative(self, other: Alternative, rule: Rule, item: Item) -> None:
        """The measures of another reading, seen in an item where it stands in place of the rule."""
        rules = [one for one in item.rules if one.id != rule.id and one.id not in other.drops]
        view = item.model_copy(update={"rules": [*rules, *other.rules]})
        for one in other.rules:
            if not _stands_in_full(one, view):
                self._rule(one, view, f"{rule.id}:{other.code}:{one.id}", rule)

    def _rule(self, rule: Rule, item: Item, key: str, first: Rule | None = None) -> None:
        """Give a rule its measures; ``first`` is the reading that an alternative stands in place of."""
        found = reference(rule, item)
        if rule.certainty != "unread" and found and rule.basis not in ("level", "judge"):
            asked = [self._reference(rule, item, one, first) for one in found]
        else:
            label, kind, unit = _itself(rule, item)
            asked = [self._add(item, key, label, kind, unit)]
            if rule.levels and kind == "level":
                asked[0].levels = list(dict.fromkeys(level.level for level in rule.levels))
        rule.measures = [measure.id for measure in asked]
        for measure in asked:
            if rule.id not in measure.rules:
                measure.rules.append(rule.id)

    def _reference(self, rule: Rule, item: Item, found: Target | Threshold, first: Rule | None) -> Measure:
        """The measure that gives the actual value of a target or threshold."""
        kind = unit_kind(found.unit)
        if isinstance(found, Target):
            label = topical(of_target(found), found.measure, rule, item)
            measure = self._add(item, found.id, label, kind, found.unit)
            measure.period = None if found.period == "year" else found.period
            return measure
        if first is not None and first.targets:
            label = numbered(_summed(first, item), found.unit)
            return self._add(item, f"{first.id}:sum:{found.value}", label, kind, found.unit)
        holder = _holder(rule, item)
        if (same := self._counted_before(holder, item)) is not None:
            return same
        told = _told(holder, found, item)
        if told is None:
            about = topic(holder, item)
            return self._add(item, f"{holder.id}:{kind}:{about}", numbered(about, found.unit), kind, found.unit)
        key = self._same_rate(item, told) if kind == "percent" else None
        told = with_head(told, holder, item)
        label = topical(numbered(told, found.unit), told, holder, item)
        rest = besides(holder.condition or "", told) if holder.effect == "award" and found.op in (">=", ">") else ""
        if rest:
            label += f"（还须“{rest}”；没有做到的，填没有达到的数）"
        return self._add(item, key or f"{item.id}:{kind}:{told}", label, kind, found.unit)

    def _counted_before(self, rule: Rule, item: Item) -> Measure | None:
        """The count that a rule before asks for, where this one only says how many of it are too many."""
        for one in item.rules:
            if one.id == rule.id or not _ONLY_FOUND.fullmatch(rule.condition or ""):
                break
            if one.basis == "each" and one.unit == rule.threshold.unit and one.id in self.known:  # type: ignore[union-attr]
                return self.known[one.id]
        return None

    def _same_rate(self, item: Item, told: str) -> str | None:
        """The key of a rate of this item that the words mean too: 压缩率 after 欠税压缩率."""
        begins = f"{item.id}:percent:"
        rates = [key for key in self.known if key.startswith(begins)]
        return next((key for key in rates if key.endswith(told) or told.endswith(key[len(begins) :])), None)

    def _add(self, item: Item, key: str, label: str, kind: str, unit: str | None) -> Measure:
        if key not in self.known:
            shown = "%" if kind == "percent" else unit if kind in ("count", "number", "points") else None
            self.known[key] = Measure(id=f"m{len(self.all) + 1}", label=label, type=kind, unit=shown)  # type: ignore[arg-type]
            self.all.append(self.known[key])
            self.homes[self.known[key].id] = item
        return self.known[key]

    def finish(self) -> list[Measure]:
        """All measures, their labels made different from each other by the item's name, then by number."""
        for group in self._alike():
            for measure in group:
                home = self.homes[measure.id]
                repeats = bool(home.path) and measure.label.removeprefix("是否") in home.name
                name = home.path[-1] if repeats else home.name
                if not measure.label.startswith(name):
                    measure.label = f"{name}：{measure.label}"
        for group in self._alike():
            for at, measure in enumerate(group, 1):
                measure.label += f"（{at}）"
        return self.all

    def _alike(self) -> list[list[Measure]]:
        """The measures that share a label with another."""
        found: dict[str, list[Measure]] = {}
        for measure in self.all:
            found.setdefault(measure.label, []).append(measure)
        return [group for group in found.values() if len(group) > 1]


def _holder(rule: Rule, item: Item) -> Rule:
    """The rule that states the threshold which ``rule`` compares with: itself or the award that it is within."""
    while rule.threshold is None and rule.within is not None:
        award = item.award_of(rule)
        if award is None:
            break
        rule = award
    return rule


def _summed(first: Rule, item: Item) -> str:
    """What another reading adds up over the year: the measures of the targets that the first reading takes apart."""
    named = [target.measure for target in item.figures() if target.id in first.targets]
    return "全年" + "、".join(dict.fromkeys(named)) + ("合计" if len(named) > 1 else "")


def _told(holder: Rule, found: Threshold, item: Item) -> str | None:
    """What a threshold's figure counts: told by the rule, by the words before it in its cell, for a rate by the item's
    other rules; None where none names it."""
    if (told := counted(holder.condition or holder.text, found)) is not None:
        return told
    here = holder.source
    places = [span.source for span in item.spans]
    before = [
        place.text
        for place in places
        if here and (place.block, place.row, place.col) == (here.block, here.row, here.col) and place.start < here.start
    ]
    if (told := counted("，".join(before), found)) is not None:
        return told
    figured = [rule for rule in item.rules if rule.threshold is not None and rule.threshold.unit == found.unit]
    for rule in figured if unit_kind(found.unit) == "percent" else ():
        if rule is not holder and (told := counted(rule.condition or rule.text, rule.threshold)) is not None:  # type: ignore[arg-type]
            return told
    return None


def _stands_in_full(award: Rule, item: Item) -> bool:
    """Whether an award is asked for by the rules within it: its parts, or deducts that measure from or negate it."""
    within = [rule for rule in item.rules if rule.within == award.id]
    if award.effect != "award" or not within:
        return False
    if any(rule.effect == "award" for rule in within):
        return True
    if any(_negates(rule, award) for rule in within):
        return True
    if award.certainty == "clear":
        text = "计分的要求没有对应的扣分，暂按先问是否做到、再减去其后各项扣分计算；也可读作只要没有扣分就得满这一项。"
        assume(award, "award-flag", text)
    return False


def _negates(rule: Rule, award: Rule) -> bool:
    """Whether a deduct within an award measures from its figure or says that its condition is not met."""
    said, wanted = question.spoken(rule), award.condition or award.text
    if rule.threshold is None and rule.on in ("shortfall", "excess"):
        return True
    if rule.basis == "each" and (rule.on == "absence" or "缺" in rule.text):
        return True
    if rule.threshold is not None and award.threshold is not None and rule.threshold.unit == award.threshold.unit:
        return True
    if (_LATE.search(said) and _PUNCTUAL.search(wanted)) or (_WRONG.search(said) and _EXACT.search(wanted)):
        return True
    parts = _NEGATION.split(said)
    if len(parts) < 2:
        return False
    core = parts[-1].strip("的,，。 ")
    if len(core) <= 2 or _BARE_VERB.fullmatch(core):
        return True
    return core in wanted or core[:2] in wanted or (len(core) > 4 and core[2:] in wanted)


def _itself(rule: Rule, item: Item) -> tuple[str, str, str | None]:
    """Label, type and unit of the measure that asks for the thing itself."""
    goals = [goal.text for goal in item.goals if goal.id in rule.goals]
    said = "。".join([*(other.text for other in item.rules if other.id == rule.within), *goals]) + "。"
    words = question.clean(question.completed(question.spoken(rule), rule.text, said))
    if rule.certainty == "unread":
        return f"“{rule.text}”应加减的分数（由考核人评定，扣分填负数）", "points", "分"
    if rule.basis == "judge":
        return _judged(rule, words, item), "points", "分"
    if rule.basis == "level":
        ranked = all(level.level.startswith(("第", "倒数")) for level in rule.levels or [])
        asked = "名次" if ranked else "达到的级别"
        words = _RANKS.sub("", words) if ranked else words
        if ranked and words.endswith("排名"):
            words = regex.sub(r"(?:进行|的)?排名$", "", words)
            return topical(f"{words}的名次", words, rule, item), "level", None
        return topical(f"{words}：{asked}" if words else asked, words, rule, item), "level", None
    if rule.basis == "share":
        if of := _SHARED_BY.search(rule.text):
            return _of_another(rule, item, rule.text[: of.start()], of[1]), "percent", "%"
        share = "完成的比例（%）" if rule.effect == "award" else "未完成的比例（%）"
        bare = regex.sub(r"未完成(?:任务)?|按.*$|完成$", "", words).strip("的,， ")
        return topical(f"{bare}{share}", bare, rule, item), "percent", "%"
    if rule.basis == "band":
        return _banded(rule, words, item)
    if rule.basis == "each":
        kind = unit_kind(rule.unit)
        return topical(question.of_events(rule, words), words, rule, item), kind, rule.unit
    if rule.on in ("shortfall", "excess"):
        label = question.of_events(rule.model_copy(update={"unit": None}), _without_lack(words))
        return topical(label.replace("次数", "数量"), words, rule, item), "number", None
    label = {"absence": question.of_absence, "achievement": question.of_deed}.get(rule.on, question.of_event)(words)
    return topical(label, words, rule, item), "flag", None


def _of_another(rule: Rule, item: Item, said: str, other: str) -> str:
    """The rate that a share is given by: of what is deducted elsewhere, or of the first rank's (``第2-5名占第1名的``)."""
    words = said.strip("的,， ").removesuffix(other)
    if "名" not in other:
        return topical(f"{words}{other}比例（%）", words, rule, item)
    at = next((index for index, one in enumerate(item.rules) if one.id == rule.id), 0)
    before = item.rules[at - 1] if at else None
    if before is not None and before.levels:
        about = regex.sub(r"(?:进行)?排名$", "", _RANKS.sub("", question.clean(before.condition or "")))
        return f"{about}：{words}占{other}比例（%）"
    return topical(f"{words}占{other}比例（%）", words, rule, item)


def _without_lack(words: str) -> str:
    return regex.sub(r"(?:没达到|未达到|达不到|没有达到|没完成|未完成|低于|少于|不足)", "", words)


def _judged(rule: Rule, words: str, item: Item) -> str:
    verb = "扣" if rule.effect == "deduct" else "加" if rule.on_top else "得"
    limits = {
        (True, True): f"，{rule.min}至{rule.max}分", (False, True): f"，最多{rule.max}分", (True, False): f"，至少{rule.min}分"
    }.get((rule.min is not None, rule.max is not None), "")  # fmt: skip
    none = "" if rule.effect == "award" else "，不扣填0"
    return topical(f"{words}：应{verb}分数（由考核人评定{limits}{none}）", words, rule, item)


def _banded(rule: Rule, words: str, item: Item) -> tuple[str, str, str | None]:
    per_cent = regex.search(r"[%％]|率|比例|占比", rule.text) is not None
    bare = (
        question.clean(regex.sub(r"(?:达到|达|在|为|低于|高于|超过|不足)?\d[\d.%％\-~至以上下分含()]*", "", words))
        or item.name
    )
    kind = "percent" if per_cent else "number"
    label = numbered(bare, "%") if per_cent else bare
    return topical(label, bare, rule, item), kind, "%" if per_cent else None
