"""Rubrics and evidence drawn at random, every effect, basis and policy among them, within what the format allows."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

from normalize.reference import reference
from normalize.rubric import (
    Band,
    Goal,
    GroupPoints,
    GroupValue,
    Item,
    Level,
    Measure,
    NoticeRef,
    Policy,
    Rubric,
    Rule,
    Target,
    Threshold,
    Unit,
    WeightPart,
)
from score.evidence import Answer, Evidence
from tests.oracle import PARTS, Answers, is_award

GROUPS = {"城区": ["甲", "乙", "丙", "丁"], "乡镇": ["戊", "己", "庚", "辛"]}
UNITS = [name for members in GROUPS.values() for name in members]
STEPS = ["1", "2", "3", "5", "0.5", "10"]


class Draw:
    """Draws one rubric of ``items`` items and evidence for all of ``UNITS``; the same seed draws the same."""

    def __init__(self, seed: int, items: int) -> None:
        self.luck = random.Random(seed)
        self.rules = self.targets = 0
        self.measures: list[Measure] = []
        self.items = [self.item(str(at + 1)) for at in range(items)]
        self.rubric = Rubric(
            notice=NoticeRef(file="通知.docx", sha256="0" * 64, year=2019),
            units=[
                *[Unit(id=name, name=name) for name in UNITS],
                *[Unit(id=name, name=name, members=members) for name, members in GROUPS.items()],
            ],
            items=self.items,
            measures=self.measures,
        )
        self.rubric.policies = self.policies()

    def chance(self, share: float) -> bool:
        return self.luck.random() < share

    def pick(self, *values: object) -> object:
        return self.luck.choice(values)

    def points(self, most: int = 6) -> str:
        return str(Decimal(self.luck.randint(1, most * 4)) / 4)

    # Items

    def item(self, name: str) -> Item:
        kind = self.luck.choices(["base", "bonus", "penalty"], [6, 2, 1])[0]
        points = None if self.chance(0.1) else str(self.luck.randint(2, 20))
        floor = {"base": self.luck.choice(["0", "0", "0", "-2", None]), "bonus": None, "penalty": None}[kind]
        item = Item(id=name, name=f"第{name}项", points=points, kind=kind, floor=floor)  # type: ignore[arg-type]
        item.goals = [Goal(id=f"g{name}", text="目标", targets=[self.target() for _ in range(3)])]
        if self.chance(0.08):
            if points is not None:
                self.ask(item, None, "points")
            return item
        for _ in range(self.luck.randint(1, 4)):
            item.rules += self.family(item) if kind != "penalty" and self.chance(0.25) else [self.rule(item)]
        for rule in item.rules:
            self.answerable(rule, item)
        return item

    def target(self) -> Target:
        self.targets += 1
        target = Target(id=f"t{self.targets}", measure=f"任务{self.targets}", op=">=")
        shape = self.luck.choice(["plain", "plain", "plain", "quarter", "group", "stat", "rate"])
        if shape == "group":
            target.by_group = [GroupValue(units=[name], value=str(self.luck.randint(1, 12))) for name in GROUPS]
        elif shape == "stat":
            target.stat = self.luck.choice(["mean", "max", "min"])
        else:
            target.value = str(self.luck.randint(60, 100) if shape == "rate" else self.luck.randint(1, 12))
        target.unit = "%" if shape == "rate" else "次"
        target.period = "quarter" if shape == "quarter" else "year"
        return target

    def rule(self, item: Item) -> Rule:
        """A rule that stands for itself."""
        kind = item.kind
        effects = {"base": [8, 6, 1, 1, 1], "bonus": [3, 8, 1, 1, 1], "penalty": [8, 0, 0, 1, 1]}[kind]
        effect = self.luck.choices(["deduct", "award", "forfeit", "veto", "unread"], effects)[0]
        if effect == "unread":
            return self.made(effect="deduct", basis="once", on="absence", certainty="unread")
        if effect in ("forfeit", "veto"):
            rule = self.made(effect=effect, basis="once", on=self.pick("absence", "occurrence"))
            if effect == "forfeit" and self.chance(0.5):
                rule.on, rule.threshold = "shortfall", self.threshold(">=", ">")
            return rule
        basis = self.luck.choice(["once", "each", "each", "each", "share", "level", "band", "judge"])
        rule = getattr(self, f"_{basis}")(item, effect)
        if effect == "award":
            rule.on_top = kind == "bonus" or self.chance(0.4)
        if effect == "deduct" and self.chance(0.3):
            rule.cap = "all"
        elif self.chance(0.3):
            rule.cap = self.points(8)
        return rule

    def family(self, item: Item) -> list[Rule]:
        """An award with what is within it: deducts that eat into it, parts that make it up, a forfeit."""
        on_top = item.kind == "bonus" or self.chance(0.3)
        award = self.made(effect="award", basis="once", on="achievement", points=self.points(), on_top=on_top)
        found = [award]
        if self.chance(0.4):
            for _ in range(2):
                part = self.made(effect="award", basis="once", on="achievement", points=self.points(2), on_top=on_top)
                part.within = award.id
                found.append(part)
                if self.chance(0.4):
                    found.append(self.eats(part, item))
        if self.chance(0.5) or len(found) == 1:
            found.append(self.eats(award, item))
        if self.chance(0.4):
            award.threshold = self.threshold(">=")
        if self.chance(0.2):
            found.append(self.made(effect="forfeit", basis="once", on="absence", within=award.id))
        return found

    def eats(self, award: Rule, item: Item) -> Rule:
        rule = self._each(item, "deduct") if self.chance(0.7) else self._once(item, "deduct")
        rule.within, rule.cap = award.id, self.luck.choice([None, "all", "1"])
        return rule

    # Bases

    def _once(self, item: Item, effect: str) -> Rule:
        rule = self.made(effect=effect, basis="once", points=self.amount(item))
        if effect == "award":
            rule.on = "achievement"
        else:
            rule.on = self.luck.choice(["absence", "occurrence", "shortfall"])
        if rule.on == "shortfall" or (rule.on == "achievement" and self.chance(0.5)):
            self.compare(rule, item)
        elif rule.on == "occurrence" and self.chance(0.4):
            rule.threshold = self.threshold("<", "<=")
        elif self.chance(0.2):
            rule.points, rule.by_group = None, self.grouped(6)
        return rule

    def _each(self, item: Item, effect: str) -> Rule:
        rule = self.made(effect=effect, basis="each", points=self.points(2), step=self.pick(*STEPS), unit="次")
        rule.partial = self.luck.choice([None, None, "floor", "ceil", "prorata"])
        if effect == "award":
            rule.on = self.luck.choice(["achievement", "excess"])
        else:
            rule.on = self.luck.choice(["shortfall", "shortfall", "excess", "absence", "occurrence"])
        if rule.on == "shortfall":
            self.compare(rule, item)
        elif rule.on == "excess":
            rule.threshold = self.threshold("<=") if effect == "deduct" else self.threshold(">=")
        elif rule.on == "achievement" and self.chance(0.5):
            rule.targets = [target.id for target in item.goals[0].targets[:2] if not target.stat]
        named = [target for target in item.goals[0].targets if target.id in rule.targets]
        if any(target.unit == "%" for target in named) and rule.on == "shortfall":
            rule.targets, rule.unit = [target.id for target in named if target.unit == "%"], "百分点"
        elif rule.on in ("shortfall", "excess") and self.chance(0.3):
            rule.unit = "%"
            if any(target.stat for target in named):
                rule.partial = None
        if self.chance(0.15):
            rule.points, rule.by_group = None, self.grouped(2)
        return rule

    def _share(self, item: Item, effect: str) -> Rule:
        on = "achievement" if effect == "award" else "shortfall"
        whole = item.points is not None and self.chance(0.4)
        rule = self.made(effect=effect, basis="share", on=on, points=None if whole else self.points())
        if self.chance(0.7):
            rule.targets = [target.id for target in item.goals[0].targets if not target.stat][: self.luck.randint(1, 2)]
        return rule

    def _level(self, item: Item, effect: str) -> Rule:
        names = self.luck.choice([["国家", "省", "市"], ["第一名", "第二名", "第三名"], ["优秀", "良好"]])
        levels = [Level(level=name, points=self.amount(item)) for name in names]
        return self.made(effect=effect, basis="level", on="achievement", levels=levels)

    def _band(self, item: Item, effect: str) -> Rule:
        edges = sorted(self.luck.sample(range(1, 12), 2))
        bands = [
            Band(max=str(edges[0]), max_in=self.chance(0.3), points=self.amount(item)),
            Band(min=str(edges[0]), min_out=self.chance(0.3), max=str(edges[1]), points=self.amount(item)),
        ]
        if self.chance(0.6):
            bands.append(Band(min=str(edges[1]), points=self.amount(item)))
        on = "achievement" if effect == "award" else self.luck.choice(["achievement", "occurrence", "shortfall"])
        rule = self.made(effect=effect, basis="band", on=on, bands=bands)
        if on == "shortfall":
            rule.threshold = self.threshold(">=")
        return rule

    def _judge(self, item: Item, effect: str) -> Rule:
        low, high = self.luck.choice([(None, None), (None, "2"), ("2", "3")])
        return self.made(effect=effect, basis="judge", on="occurrence", min=low, max=high)

    def amount(self, item: Item) -> str:
        return self.luck.choice(["50%", "100%"]) if item.points is not None and self.chance(0.2) else self.points()

    def grouped(self, most: int) -> list[GroupPoints]:
        return [GroupPoints(units=[name], points=self.points(most)) for name in GROUPS]

    def compare(self, rule: Rule, item: Item) -> None:
        if self.chance(0.4):
            rule.threshold = self.threshold(">=", ">")
        elif self.chance(0.8):
            count = self.luck.randint(1, 2)
            rule.targets = [target.id for target in self.luck.sample(item.goals[0].targets, count)]

    def threshold(self, *ops: str) -> Threshold:
        return Threshold(op=self.pick(*ops), value=str(self.luck.randint(1, 10)), unit="次")  # type: ignore[arg-type]

    def made(self, **said: object) -> Rule:
        self.rules += 1
        return Rule(id=f"r{self.rules}", text=f"规则{self.rules}", **{"on": "achievement", **said})  # type: ignore[arg-type]

    # Measures

    def answerable(self, rule: Rule, item: Item) -> None:
        """The rule's measures, as the contract between normalizer and scorer has them."""
        negated = [other for other in item.rules if other.within == rule.id]
        if rule.effect == "award" and negated and rule.certainty != "unread":
            return
        if rule.certainty == "unread" or rule.basis == "judge":
            self.ask(item, rule, "points")
        elif rule.basis == "level":
            self.ask(item, rule, "level", levels=[level.level for level in rule.levels or []])
        elif found := reference(rule, item):
            for one in found:
                period = one.period if isinstance(one, Target) and one.period == "quarter" else None
                self.ask(item, rule, "number" if one.unit != "%" else "percent", period=period)
        elif rule.basis == "share":
            self.ask(item, rule, "percent")
        elif rule.basis in ("each", "band") or rule.on == "shortfall":
            self.ask(item, rule, "count")
        else:
            self.ask(item, rule, "flag")

    def ask(self, item: Item, rule: Rule | None, kind: str, **said: object) -> None:
        name = f"m{len(self.measures) + 1}"
        measure = Measure(id=name, label=f"问题{name}", type=kind, **said)  # type: ignore[arg-type]
        (measure.items if rule is None else measure.rules).append(item.id if rule is None else rule.id)
        if rule is not None:
            rule.measures.append(name)
        self.measures.append(measure)

    # Policies

    def policies(self) -> list[Policy]:
        """Highest only and caps over rules or over bonus items, weights, conversion."""
        found: list[Policy] = []
        for item in self.items:
            plain = [rule for rule in item.rules if is_award(rule) and rule.within is None]
            plain = [rule for rule in plain if not any(other.within == rule.id for other in item.rules)]
            if len(plain) > 1 and self.chance(0.5):
                found.append(self.policy("highest_only", [rule.id for rule in plain[:2]]))
            elif plain and self.chance(0.3):
                found.append(self.policy("cap", [rule.id for rule in plain], points=self.points(4)))
        bonus = [item.id for item in self.items if item.kind == "bonus" and all(map(is_award, item.rules))]
        if bonus and self.chance(0.5):
            found.append(self.policy("cap", bonus, points=self.points()))
        if self.chance(0.3):
            found.append(self.policy("deduct_to_zero", self.luck.choice([[], [self.items[0].id]])))
        if self.chance(0.3):
            half = len(self.items) // 2
            parts = [
                WeightPart(covers=[item.id for item in self.items[:half]], percent="40"),
                WeightPart(covers=[item.id for item in self.items[half:]], percent="62.5"),
            ]
            found.append(self.policy("weight", [], parts=parts))
        if self.chance(0.5):
            found.append(self.policy("normalise", [], points=str(self.luck.randint(5, 100))))
        return found

    def policy(self, kind: str, covers: list[str], **said: object) -> Policy:
        self.rules += 1
        return Policy(id=f"p{self.rules}", kind=kind, covers=covers, text="规定", **said)  # type: ignore[arg-type]

    # Evidence

    def answers(self) -> Answers:
        """An answer to every measure, for every unit and part of the year."""
        return {
            (unit, measure.id, part): self.answer(measure)
            for unit in UNITS
            for measure in self.measures
            for part in PARTS.get(measure.period or "", [None])
        }

    def answer(self, measure: Measure) -> bool | Fraction | tuple[str, ...]:
        if measure.type == "flag":
            return self.chance(0.5)
        if measure.type == "level":
            reached = self.luck.sample(measure.levels or [], self.luck.randint(0, 1))
            alone = reached and reached[0][0] in "第优良"
            return tuple(reached * (1 if alone else self.luck.randint(1, 2)))
        if measure.type == "points":
            return self.assessed(measure)
        if measure.type == "percent":
            return Fraction(self.luck.randint(0, 1200), 10)
        whole = Fraction(self.luck.randint(0, 14))
        return whole + Fraction(self.luck.randint(0, 7), 8) if measure.type == "number" and self.chance(0.3) else whole

    def assessed(self, measure: Measure) -> Fraction:
        """Within what the rule or item allows; signed for what was not understood."""
        if measure.items:
            item = next(item for item in self.items if item.id in measure.items)
            return Fraction(self.luck.randint(0, int(item.points or 0)))
        rule = next(rule for item in self.items for rule in item.rules if rule.id in measure.rules)
        if rule.certainty == "unread":
            return Fraction(self.luck.randint(-8, 4), 2)
        if self.chance(0.3):
            return Fraction(0)
        return Fraction(self.luck.randint(2 * int(rule.min or 0), 2 * int(rule.max or 4)), 2)


def evidence(answers: Answers) -> Evidence:
    """The answers as the evidence that the engine takes."""
    found = [
        Answer(
            unit,
            measure,
            f"2019-{part}" if part else None,
            value if isinstance(value, bool | tuple) else Decimal(value.numerator) / value.denominator,
        )
        for (unit, measure, part), value in answers.items()
    ]
    return Evidence(UNITS, found, "0" * 64)
