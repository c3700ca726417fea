"""Outcomes with their conditions → rules. Each kind of outcome has its builder; nothing here knows a sentence."""

from __future__ import annotations

from collections.abc import Callable

import regex

from normalize.clause import ladder
from normalize.clause.condition import BAD_RATE, TIMES, figures, on_of, requirement, side, stated
from normalize.clause.doubt import assume, drop, offer
from normalize.clause.node import SETTING, Node
from normalize.clause.reading import ClauseTarget, Reading
from normalize.clause.squeeze import Squeezed
from normalize.clause.step import Step
from normalize.quantity import find
from normalize.rubric import GroupPoints, Level, Rule, Target
from normalize.targets import targets_in

_RATE = regex.compile(r"率|占比|比例|比重|%|百分|程度|满意度|覆盖面|分数")
_LEVELS = regex.compile("[国省市县乡镇村]")
_EARNING = {"得", "计", "记", "赋", "赋予", "给", "评", ""}


class Composer:
    """Builds the rules of one clause, outcome by outcome, remembering the award that later deducts belong to."""

    def __init__(self, reading: Reading, squeezed: Squeezed, context: str, points: str | None) -> None:
        self.reading = reading
        self.squeezed = squeezed
        self.context = context
        self.points = points
        self.award: Rule | None = None
        self.segment = 0
        self.owner: dict[int, list[Rule]] = {}
        self.nodes: list[Node] = []

    def add(self, index: int, rule: Rule, *parts: str) -> Rule:
        """Keep a rule that the node at ``index`` gave, with the names of the parts that recognised it."""
        node = self.nodes[index]
        rule.id = f"r{len(self.reading.rules) + 1}"
        rule.pattern = [*parts, *([node.step.part] if node.step else []), node.kind]
        rule.condition = node.condition.strip(",;。、 \n") or None
        self.reading.rules.append(rule)
        self.owner.setdefault(index, []).append(rule)
        return rule

    def split(self, index: int, rule: Rule) -> None:
        """``A、B的，各扣1分``: one rule for each of the things named, where they can be told apart."""
        node = self.nodes[index]
        piece = regex.split(r"[,，]", node.condition.rstrip(",，的"))[-1]
        things = [thing for thing in regex.split(r"、|(?<=[\u4e00-\u9fff]{3})[和及]", piece) if thing]
        if len(things) < 2 or len(things) > 6:
            assume(rule, "each-of", "原文写“各/分别”，暂按一项条件一次计；如条件中有几项各自计分，请改。")
            return
        copies = [rule]
        for _ in things[1:]:
            copies.append(self.add(index, rule.model_copy(deep=True)))
        for copy, thing in zip(copies, things, strict=True):
            copy.condition = thing
            assume(copy, "each-of", f"原文写“各/分别”，暂按列出的{len(things)}项各计一次。")

    def run(self, nodes: list[Node]) -> None:
        """Build every rule of the clause."""
        self.nodes = nodes
        index = 0
        while index < len(nodes):
            node = nodes[index]
            if node.segment != self.segment:
                self.award, self.segment = None, node.segment
            index += self._ladder(index) or self._single(index)

    def _single(self, index: int) -> int:
        builders: dict[str, Callable[[int], None]] = {
            "veto": self._veto,
            "forfeit": self._forfeit,
            "share": self._share,
            "formula": self._share,
            "judge": self._judge,
            "opinion": self._judge,
            "range": self._range,
            "list": self._list,
            "bracket": self._bracket,
        }
        if self.nodes[index].kind not in SETTING:
            builders.get(self.nodes[index].kind, self._amount)(index)
        return 1

    # ladders

    def _ladder(self, index: int) -> int:
        """Consecutive outcomes whose conditions are intervals of one figure, or graded names: how many were used."""
        if self.nodes[index].kind == "grade":
            return self._grades(index)
        if ranked := self._ranked(index):
            return ranked
        run = []
        for node in self.nodes[index:]:
            if node.kind not in ("amount", "full", "forfeit") or node.step or node.groups or node.otherwise:
                break
            quantity = ladder.interval(node.condition)
            if quantity is None or (run and (quantity.unit != run[0][1].unit or node.segment != run[0][0].segment)):
                break
            if run and node.kind != "forfeit" and node.award != run[0][0].award:
                break
            run.append((node, quantity))
        amounts = [(node, quantity) for node, quantity in run if node.kind != "forfeit"]
        if len(amounts) + bool(amounts and amounts[0][1].high) < 2 or run[0][0].kind == "forfeit":
            return 0
        first = amounts[0][0]
        later = [node.condition for node, _ in run[1:]]
        if any(len(words) > 24 and not _RATE.search(words) for words in later):
            return 0
        steps = [(quantity, "100%" if node.kind == "full" else node.outcome.n or "0") for node, quantity in amounts]
        if first.award:
            steps += [(quantity, "0") for node, quantity in run if node.kind == "forfeit"]
        effect = "award" if first.award else "deduct"
        on = on_of(first.condition, effect)
        rule = self.add(index, Rule(effect=effect, basis="band", on="absence" if on == "shortfall" else on))
        rule.bands, rule.unit = ladder.bands(steps), run[0][1].unit
        if first.award:
            rule.on_top = self._on_top(first)
            self.award = rule if not rule.on_top else self.award
        for offset, (node, _) in enumerate(run):
            if node.kind == "forfeit" and not first.award:
                self._forfeit(index + offset)
            elif offset:
                self.owner[index + offset] = [rule]
        return len(run)

    def _ranked(self, index: int) -> int:
        """``第一名得5分，第二名得3分``, ``一等奖加3分``, ``优秀得2分``: named one by one, each with its amount."""
        run: list[tuple[Node, str]] = []
        for node in self.nodes[index:]:
            name = ladder.closing_name(node.condition) if node.kind == "amount" and not node.step else None
            if name is None or (run and (node.award != run[0][0].award or node.segment != run[0][0].segment)):
                break
            if run and len(node.condition.rstrip(",的")) > len(name) + 10:
                break
            run.append((node, name))
        exclusive = all(ladder.is_exclusive(name) for _, name in run)
        if not run or (len(run) < 2 and not run[0][1].startswith("第")):
            return 0
        rule = self._level(index, [name for _, name in run], [node.outcome.n or "0" for node, _ in run])
        if not exclusive:
            assume(rule, "levels-apart", "原文分级写分，暂按一条分级规则计，达到的各级相加；也可读作几条各自独立的规则。")
        for offset in range(1, len(run)):
            self.owner[index + offset] = [rule]
        return len(run)

    def _grades(self, index: int) -> int:
        run = []
        for node in self.nodes[index:]:
            if node.kind != "grade":
                break
            run.append(node)
        rule = self.add(index, Rule(effect="award", basis="level", on="achievement", on_top=False))
        rule.levels = [Level(level=node.outcome.level or "", points=node.outcome.n or "0") for node in run]
        for offset in range(1, len(run)):
            self.owner[index + offset] = [rule]
        return len(run)

    # single outcomes

    def _amount(self, index: int) -> None:
        """A fixed number of points: once, or for each step."""
        node = self.nodes[index]
        if node.kind == "grouped":
            node.groups = node.outcome.groups
        effect = "award" if node.award else "deduct"
        if node.kind == "far":
            node.condition = node.condition + node.outcome.text
        if node.kind == "signed":
            effect = "deduct" if node.outcome.verb == "-" else "award"
            if interval := ladder.interval(node.condition.rstrip("|的罚款")):
                rule = self.add(index, Rule(effect=effect, basis="band", on="occurrence"))
                rule.bands, rule.unit = ladder.bands([(interval, node.outcome.n or "0")]), interval.unit
                assume(rule, "one-band", "原文只有一个数值区间，暂按区间计分；也可读作出现这种情形即计分。")
                return
        step = self._per(node) or node.step
        if step is not None:
            self._each(index, effect, step)
            return
        points = "100%" if node.kind == "full" else node.outcome.n
        if node.kind == "part_of_scope":
            points = f"{node.outcome.n}%"
        rule = self.add(index, Rule(effect=effect, basis="once", on=on_of(node.condition, effect), points=points))
        self._grouped(rule, node)
        self._threshold(index, rule)
        if node.kind == "far":
            assume(rule, "far", "“扣除…分”中间夹着对象，暂按一次扣分计；也可能按每个对象各扣。")
        if effect == "award":
            rule.on_top = self._on_top(node)
            if not rule.on_top:
                self._consists(rule, node)
            self._award_doubts(index, rule)
        else:
            self._belongs(rule, node)
            if node.otherwise:
                rule.on = "absence"
        if node.outcome.distributive:
            self.split(index, rule)

    def _award_doubts(self, index: int, rule: Rule) -> None:
        """An award of a fixed number of points whose words could also count something."""
        node = self.nodes[index]
        before = self.reading.rules[-2] if len(self.reading.rules) > 1 else None
        if before is not None and before.basis == "each" and before.effect == "award" and "," in node.opening:
            assume(rule, "once-or-each", "前一条按个数计分，这一条没有写“每”，暂按一次计。")
        if node.based:
            assume(rule, "base", "原文写“在此基础上”，暂作单独一条，与前一条相加。")
        if regex.search(r"其他[^,。;:]{1,6}:$", node.lead):
            assume(rule, "whom", f"“{node.lead[-12:]}”限定了适用对象，系统没有分组，请在填报佐证时只对适用单位填“是”。")
        bare = [quantity for quantity in find(node.condition) if quantity.op is None and quantity.unit not in (None, "%", "百分点", *TIMES)]
        if bare and not regex.search(r"完成|达到?|实现", node.condition[: bare[-1].start]) and not regex.search(r"^[的级等]", node.condition[bare[-1].end :]):
            assume(rule, "count", f"条件中的“{node.condition[bare[-1].number[0] : bare[-1].number[1]]}”暂作要达到的数，达到即得分；也可能按个数累计。")
            number = bare[-1]
            offer(rule, "per-count", f"每{number.value}{number.unit}计一次", basis="each", step=number.value, unit=number.unit, threshold=None)

    def _per(self, node: Node) -> Step | None:
        if node.outcome.per is None:
            return None
        return Step("per", len(node.condition), "1", node.outcome.per, "none")

    def _each(self, index: int, effect: str, step: Step) -> None:
        node = self.nodes[index]
        failing = effect == "deduct"
        on = {"down": "shortfall", "up": "excess", "none": "occurrence" if failing else "achievement"}[step.way]
        if step.unnamed and step.verb in ("少",):
            on = "shortfall"
        rule = Rule(effect=effect, basis="each", on=on, points=node.outcome.n, step=step.size, unit=step.unit)  # type: ignore[arg-type]
        rule = self.add(index, rule)
        self._grouped(rule, node)
        if step.unit == "%" and step.way != "none" and self._is_rate(index):
            rule.unit = "百分点"
        if step.way == "up" and not failing and regex.match(r"每?(?:新增|增设|多)", node.words[len(node.condition) :]):
            rule.on = "achievement"
        if step.way == "none":
            self._threshold(index, rule)
        elif failing:
            self._belongs(rule, node)
            self._narrow(rule, node)
        if step.way != "none" and rule.within is None:
            self._measured_from(index, rule, step)
        if step.way == "down" and rule.threshold is None and rule.within is None and not rule.targets and "缺" in node.words[-12:]:
            rule.on = "absence"
        if effect == "award":
            rule.on_top = self._on_top(node)
        elif step.way == "none":
            self._belongs(rule, node)
        if step.other:
            assume(rule, "unit", f"原文同时写了“每{step.other}”和“每{step.unit}”，暂按每{step.unit}计。")
            offer(rule, f"unit-{step.other}", f"按每{step.other}计", unit=step.other)
        if step.unnamed:
            assume(rule, "unit", "原文没有写计数单位，暂按“个”计。")

    def _is_rate(self, index: int) -> bool:
        node = self.nodes[index]
        words = node.lead + node.words
        if self.award is not None:
            words += (self.award.condition or "") + ("率" if self.award.threshold and self.award.threshold.unit == "%" else "")
        return bool(_RATE.search(words.replace(node.step.unit if node.step else "", ""))) or bool(_RATE.search(self.context))

    def _veto(self, index: int) -> None:
        node = self.nodes[index]
        rule = self.add(index, Rule(effect="veto", basis="once", on=on_of(node.condition, "veto")))
        self._threshold(index, rule)

    def _forfeit(self, index: int) -> None:
        node = self.nodes[index]
        if node.otherwise and self.award is not None:
            self.owner[index] = [self.award]
            return
        if node.otherwise and index:
            self.owner[index] = self.owner.get(index - 1, [])
            return
        if regex.fullmatch(r"或者?|直至|或者?直接", node.words) and self.owner.get(index - 1):
            self.owner[index] = self.owner[index - 1]
            assume(self.owner[index][-1], "or-forfeit", "原文另写“或者不得分”，由考核人酌定，暂未单列。")
            return
        rule = Rule(effect="forfeit", basis="once", on=on_of(node.condition, "forfeit"))
        rule = self.add(index, rule)
        self._threshold(index, rule)
        before = self.reading.rules[-2] if len(self.reading.rules) > 1 else None
        if before is not None and before.effect == "award" and regex.fullmatch(r"[未没不].{0,5}?的?", node.condition):
            assume(rule, "other-side", "这一句可能只是说前一条的反面，暂作单独的不得分规则。")
            drop(rule, "other-side", "只说前一条的反面，不另计")
        if rule.threshold is not None:
            rule.on = side(rule.threshold, rule.threshold.unit, "forfeit", node.condition)
        self._belongs(rule, node)

    def _share(self, index: int) -> None:
        node = self.nodes[index]
        effect = "deduct" if node.outcome.deducts else "award"
        failing = effect == "deduct"
        rule = Rule(effect=effect, basis="share", on="shortfall" if failing else "achievement", points=None)
        if node.kind == "share":
            rule.points = node.outcome.n
        rule = self.add(index, rule)
        if node.otherwise:
            assume(rule, "otherwise-share", "达到要求得满分，否则按完成比例得分，暂合为一条按比例得分的规则。")
        if node.kind == "formula":
            if node.outcome.n is not None and node.outcome.n != self.points:
                rule.points = node.outcome.n
        elif found := figures(node.lead + node.condition if node.otherwise else node.condition):
            rule.threshold = stated(found[-1], node.lead + node.condition, False)
        if effect == "award":
            rule.on_top = self._on_top(node)
        else:
            self._belongs(rule, node)

    def _judge(self, index: int) -> None:
        node = self.nodes[index]
        effect = "award" if node.award else "deduct"
        low, high = node.outcome.low, node.outcome.high or node.outcome.n
        rule = Rule(effect=effect, basis="judge", on=on_of(node.condition, effect), min=low, max=high)
        rule = self.add(index, rule)
        step = node.step or self._per(node)
        if step is not None:
            rule.unit = step.unit
            if effect == "deduct" and step.way == "none":
                rule.on = "occurrence"
            elif step.way == "down":
                rule.on = "shortfall"
        if node.otherwise:
            rule.on = "absence"
        self._threshold(index, rule)
        if effect == "award":
            rule.on_top = self._on_top(node)
        else:
            self._belongs(rule, node)
        if node.kind == "judge" and regex.search("分别|各(?!种|类|级|项)", node.condition[-2:] + node.outcome.text[:4]):
            self.split(index, rule)
        if node.kind == "opinion":
            assume(rule, "opinion", "原文只说打分，没有写分数怎么算，暂由考核人评定。")

    def _range(self, index: int) -> None:
        """``扣2-3分`` is the assessor's; ``分别加1－3分`` beside as many names is a ladder."""
        node = self.nodes[index]
        low, high = node.outcome.low or "0", node.outcome.high or "0"
        if node.outcome.distributive or float(low) > float(high):
            for count in sorted(range(2, 11), key=lambda count: count != abs(float(high) - float(low)) + 1):
                amounts = ladder.stepped(low, high, count)
                names = ladder.level_names(node.condition, count) if amounts else None
                if names and amounts:
                    rule = self._level(index, names, amounts)
                    if not names[0].startswith("第"):
                        assume(rule, "range-levels", f"原文写“{low}－{high}分”，暂按各级依次为{'、'.join(amounts)}分；也可能由考核人在此范围内评定。")
                    return
        if float(low) > float(high):
            node.outcome.low, node.outcome.high = high, low
        self._judge(index)
        if not node.outcome.distributive and regex.search(rf"(?:{ladder.LEVEL_WORD}|[一二三四五])[、/](?:{ladder.LEVEL_WORD})", node.condition):
            assume(self.reading.rules[-1], "range-levels", f"条件中列了几个级别，“{low}－{high}分”也可能是各级依次的分数，暂由考核人评定。")
        if node.outcome.distributive:
            self.split(index, self.reading.rules[-1])

    def _list(self, index: int) -> None:
        node = self.nodes[index]
        amounts = node.outcome.amounts
        names = ladder.level_names(node.condition, len(amounts)) or ladder.level_names(self.context, len(amounts)) or []
        rule = self._level(index, names or [f"第{i + 1}档" for i in range(len(amounts))], amounts)
        if not names:
            assume(rule, "levels", "原文没有逐一写明各档的名称，暂按从前到后的顺序对应。")
        if node.step is not None:
            assume(rule, "levels-each", "原文写“每”一次都计，暂按达到的各级分别计一次；同级多次的，请在佐证中重复填写。")

    def _level(self, index: int, names: list[str], amounts: list[str]) -> Rule:
        node = self.nodes[index]
        effect = "award" if node.award else "deduct"
        on = "achievement" if effect == "award" else "occurrence"
        rule = self.add(index, Rule(effect=effect, basis="level", on=on))  # type: ignore[arg-type]
        rule.levels = ladder.levels(names, amounts)
        if effect == "award":
            rule.on_top = self._on_top(node)
        return rule

    def _bracket(self, index: int) -> None:
        """``（15分）`` after a statement gives its points; after a rule it states what that rule may move in all."""
        node = self.nodes[index]
        before = self.nodes[index - 1] if index else None
        later = next((other for other in self.nodes[index + 1 :] if other.kind not in SETTING), None)
        heads = later is not None and later.segment == node.segment and later.kind not in ("bracket", "bare")
        if heads and node.outcome.text.endswith(")") and not node.step:
            return
        same = before is not None and not regex.search(r"[。;\n]", node.opening) and len(node.words) < 2
        owners = self.owner.get(index - 1, []) if same else []
        if not same or before is None or before.kind == "stated":
            self._amount(index)
            return
        if not owners and before.kind == "forfeit":
            node.condition = regex.sub(r"[,;]?(?:否则|反之)[,]?$", "", before.condition)
            self._amount(index)
            return
        self.owner[index] = owners
        for rule in owners:
            if rule.basis == "share" and rule.points is None:
                rule.points = node.outcome.n
            elif rule.effect == "deduct":
                assume(rule, "bracket", f"句末括号中的{node.outcome.n}分，暂作本小项的分值，不作这条扣分的上限。")
                offer(rule, "bracket-cap", f"最多扣{node.outcome.n}分", cap=node.outcome.n)

    # what rules share

    def _grouped(self, rule: Rule, node: Node) -> None:
        if node.groups:
            rule.points = None
            rule.by_group = [GroupPoints(units=[name], points=points) for name, points in node.groups]

    def _on_top(self, node: Node) -> bool:
        return node.kind not in ("full", "bracket", "bare", "grade", "formula", "rate", "opinion") and node.outcome.verb not in _EARNING

    def _belongs(self, rule: Rule, node: Node) -> None:
        """A deduct or forfeit after an earning award of the same point eats into it, unless it is 倒扣."""
        if self.award is None or regex.search(r"倒扣", node.outcome.verb):
            return
        if rule.effect == "forfeit":
            return
        rule.within = self.award.id

    def _consists(self, rule: Rule, node: Node) -> None:
        """``机构健全1分。成立统计组0.5分，成立评估组0.5分``: smaller bare awards after a full stop are its parts."""
        whole = self.award
        smaller = whole is not None and whole.points and rule.points and not rule.points.endswith("%") and not whole.points.endswith("%")
        if node.kind == "bare" and smaller and float(rule.points or 0) < float(whole.points or 0) and (
            "。" in node.opening or (self.reading.rules[-2].within == whole.id and whole)
        ):
            rule.within = whole.id
            return
        self.award = rule

    def _threshold(self, index: int, rule: Rule) -> None:
        """The requirement in figures that the rule's own condition states."""
        node = self.nodes[index]
        condition = node.condition
        found = figures(condition)
        if not found or node.otherwise:
            return
        if rule.effect != "award":
            last = regex.split(r"[,，]", condition.rstrip(",，"))[-1]
            at = len(condition.rstrip(",，")) - len(last)
            found = [quantity for quantity in found if quantity.start >= at and (quantity.op or rule.basis == "once")] or [
                quantity for quantity in found if quantity.op is not None
            ]
            if not found:
                return
        bad = bool(BAD_RATE.search(condition)) and found[-1].unit in ("%", "百分点")
        later = self.nodes[index + 1] if index + 1 < len(self.nodes) else None
        if rule.effect == "award" and later is not None and later.step and later.step.way == "up" and not later.award:
            bad = True
        if "或" in condition:
            assume(rule, "figures", "条件中用“或”并列了几种情形，数字要求只作其中一种，请核对。")
        if rule.effect != "award" and regex.search(r"[未没][^,，;]*$", condition[: found[-1].start]) and found[-1].op == ">=":
            assume(rule, "count", "数字前有“未/没”，可能是要求的次数，也可能是发生的次数，请核对。")
        if len(found) > 1 and rule.effect == "award" and (targets := self._targets(node, condition)):
            rule.targets = [target.id for target in targets]
            return
        rule.threshold = requirement(found[-1], condition, rule.effect, bad)
        if rule.effect == "deduct" and rule.basis in ("once", "judge"):
            rule.on = side(rule.threshold, rule.threshold.unit, rule.effect, condition)

    def _measured_from(self, index: int, rule: Rule, step: Step) -> None:
        """The requirement that a shortfall or excess is measured from, stated before it in the same clause."""
        node = self.nodes[index]
        words = node.lead + node.condition
        found = [quantity for quantity in figures(words) if not (quantity.unit in ("年", "月") and quantity.op is None)]
        if not found:
            return
        alike = [q for q in found if _alike(q.unit, step.unit)]
        if len(alike) > 1 and (targets := self._targets(node, words, node.start)):
            self._from_targets(rule, targets)
            return
        chosen = (alike or found)[-1]
        rule.threshold = stated(chosen, words, step.way == "up" and rule.effect == "deduct")
        if len(alike or found) > 1:
            assume(rule, "figures", "前文有几个数字要求，暂以最后一个为准。")
        if not alike:
            assume(rule, "figures", f"要求的单位（{chosen.unit}）与扣分的单位（{step.unit}）不同，差额请按{step.unit}填报。")


    def _targets(self, node: Node, words: str, start: int | None = None) -> list[Target]:
        """The figures that some words ask for, kept as targets of the clause; [] where they are fewer than two."""
        found = targets_in(words)
        if len(found) < 2:
            return []
        at = node.start + len(node.lead) if start is None else start
        kept = []
        for one in found:
            target = one.target.model_copy(update={"id": f"t{len(self.reading.targets) + 1}"})
            place = self.squeezed.place(at + one.start, at + one.end)
            self.reading.targets.append(ClauseTarget(target, *place))
            kept.append(target)
        return kept

    def _from_targets(self, rule: Rule, targets: list[Target]) -> None:
        """Measure from targets; of one thing asked by the month and by the year, the year's counts."""
        alike = [target for target in targets if _alike(target.unit, rule.unit)] or targets
        yearly = [target for target in alike if target.period in ("year", None)]
        if len(alike) > 1 and yearly and len(yearly) < len(alike):
            rule.targets = [target.id for target in yearly]
            assume(rule, "period", "同一事项既有全年的数又有分期的数，暂按全年的数计算差额。")
            offer(rule, "by-period", "按分期的数逐期计算差额", targets=[target.id for target in alike if target not in yearly])
            return
        rule.targets = [target.id for target in alike]

    def _narrow(self, rule: Rule, node: Node) -> None:
        """A deduct within an award that has several targets measures from those that its words and unit name."""
        if self.award is None or not self.award.targets or rule.threshold is not None:
            return
        known = {entry.target.id: entry.target for entry in self.reading.targets}
        alike = [known[name] for name in self.award.targets if _alike(known[name].unit, rule.unit)]
        named = [target for target in alike if set(_LEVELS.findall(node.words)) & set(_LEVELS.findall(target.measure))]
        rule.targets = [target.id for target in named or alike]


def _alike(one: str | None, other: str | None) -> bool:
    per_cent = {"%", "百分点"}
    return one == other or (one in per_cent and other in per_cent) or {one, other} <= {"人", "名", "位"}
