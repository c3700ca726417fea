"""The state of one clause's composition: the rules so far, which outcome gave which, and the award in force."""

from __future__ import annotations

from decimal import Decimal

from normalize.clause.condition import figures, rates, requirement
from normalize.clause.doubt import assume
from normalize.clause.node import Node
from normalize.clause.reading import Reading
from normalize.clause.squeeze import Squeezed
from normalize.pattern import compiled
from normalize.rubric import GroupPoints, Rule

_EARNING = {"得", "计", "记", "赋", "赋予", "给", "评", ""}
_EDGES = ",，;；。、:：| \n\t\u3000"
_STATED = {"full", "bracket", "bare", "grade", "formula", "times", "rate", "opinion"}


class Composition:
    """Builds up the rules of one clause, remembering the award that later deducts belong to."""

    def __init__(self, reading: Reading, squeezed: Squeezed, context: str, points: str | None) -> None:
        self.reading = reading
        self.squeezed = squeezed
        self.context = context
        self.points = points
        self.award: Rule | None = None
        self.segment = 0
        self.owner: dict[int, list[Rule]] = {}
        self.nodes: list[Node] = []
        self.heads: list[str] = []

    @property
    def before(self) -> Rule | None:
        """The rule before the one that was added last."""
        return self.reading.rules[-2] if len(self.reading.rules) > 1 else None

    def add(self, index: int, rule: Rule) -> Rule:
        """Keep a rule that the node at ``index`` gave, with the names of the parts that recognised it."""
        node = self.nodes[index]
        rule.id = f"r{len(self.reading.rules) + 1}"
        rule.pattern = [*([node.step.part] if node.step else []), node.kind]
        if not node.otherwise:
            at = node.start + len(node.lead)
            start, end = self.squeezed.place(at, at + len(node.condition))
            rule.condition = self.reading.text[start:end].strip(_EDGES).removesuffix("的") or None
        if rule.unit is not None and compiled("[户项条张处个]次?").fullmatch(rule.unit):
            rule.unit = self.squeezed.issued(rule.unit, self.reading.text)
        self.reading.rules.append(rule)
        self.owner.setdefault(index, []).append(rule)
        return rule

    def split(self, index: int, rule: Rule) -> None:
        """``A、B的，各扣1分``: one rule for each of the things named, where they can be told apart."""
        node = self.nodes[index]
        pieces = compiled(r"[,，]").split(
            compiled(r"[,，]?(?:均)?(?:达到|达标|完成)?的?[,，]?各?$").sub("", node.condition)
        )
        piece = pieces[-1]
        things = (
            pieces
            if len(pieces) > 1 and all(figures(one) for one in pieces)
            else [
                thing
                for thing in compiled(r"、|(?<=[\u4e00-\u9fff]{3})(?:[和及]|或者?(?=[无未没]))").split(piece)
                if thing
            ]
        )
        if len(things) < 2 or len(things) > 6:
            assume(rule, "each-of", "原文写“各/分别”，暂按一项条件一次计；如条件中有几项各自计分，请改。")
            return
        copies = [rule]
        # A、B均达到的各得2分 with a figure each, 有机构、有人员，各得1分: nothing else can be meant.
        plain_list = (things is pieces and len(pieces) > 1) or all(thing.startswith("有") for thing in things)
        for _ in things[1:]:
            copies.append(self.add(index, rule.model_copy(deep=True)))
        for copy, thing in zip(copies, things, strict=True):
            copy.condition = thing
            if things is pieces and copy.basis == "once":
                copy.targets, copy.threshold = [], requirement(figures(thing)[-1], thing, copy.effect, False)
            if not plain_list:
                assume(copy, "each-of", f"原文写“各/分别”，暂按列出的{len(things)}项各计一次。")

    def group(self, rule: Rule, node: Node) -> None:
        """``产区得2分，非产区得1分``: points by group in place of points."""
        if node.groups:
            rule.points = None
            rule.by_group = [GroupPoints(units=[name], points=points) for name, points in node.groups]

    def on_top(self, node: Node) -> bool:
        """Whether an award comes on top of the item's points (加, 奖) or earns them (得, 计)."""
        return (
            node.outcome.verb == "+"
            or (node.inherits and node.award)
            or (node.kind not in _STATED and node.outcome.verb not in _EARNING)
        )

    def belongs(self, rule: Rule, node: Node) -> None:
        """A deduct after an earning award of the same point eats into it, unless it is 倒扣."""
        if self.award is None or compiled(r"倒扣").search(node.outcome.verb):
            return
        named = [
            one for one in self.reading.rules if one.effect == "award" and not one.on_top and _same_rate(one, node)
        ]
        rule.within = named[0].id if len(named) == 1 else self.award.id

    def consists(self, rule: Rule, node: Node) -> None:
        """``机构健全1分。成立统计组0.5分，成立评估组0.5分``: smaller bare awards after a full stop are its parts."""
        whole = self.award
        if node.kind == "bare" and whole is not None and _less(rule.points, whole.points):
            apart = "。" in node.opening or (self.before is not None and self.before.within == whole.id)
            rule.within = whole.id if apart else None
        if rule.within is not None:
            return
        self.award = rule


def _same_rate(award: Rule, node: Node) -> bool:
    """Whether a loss names the same rate as an award does: ``合格率达到95%得3分，…；合格率每低1个百分点扣0.3分``."""
    return any(rate in (award.condition or "") for rate in rates(node.words))


def _less(part: str | None, whole: str | None) -> bool:
    fixed = part and whole and not part.endswith("%") and not whole.endswith("%")
    return bool(fixed) and Decimal(part or "0") < Decimal(whole or "0")
