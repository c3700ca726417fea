"""How far points may move: ``扣完为止``, ``累计扣分不超过2分``, ``最多加5分``; and which rules such words bound."""

from __future__ import annotations

from decimal import Decimal

from normalize.clause.doubt import assume
from normalize.clause.node import Node
from normalize.clause.reading import ClausePolicy, Reading
from normalize.clause.squeeze import Squeezed
from normalize.pattern import compiled
from normalize.rubric import Effect, Rule

_SHORT = 6
"""Characters: a longer subject before 累计扣分不超过 names what is capped, a shorter one only who is assessed."""


def apply_caps(reading: Reading, nodes: list[Node], owner: dict[int, list[Rule]], squeezed: Squeezed) -> None:
    """Give each cap to the rules that it follows; a cap over whole items becomes a policy."""
    for index, node in enumerate(nodes):
        if node.kind not in ("cap", "cap_all"):
            continue
        before = _preceding(nodes, owner, index)
        if node.kind == "cap_all":
            _all(reading, node, before, squeezed)
        elif node.outcome.whose and compiled(r"以上|全").match(node.outcome.whose):
            _policy(reading, node, "cap", node.outcome.n, _ids(owner, index), squeezed)
        elif not before:
            _alone(reading, node, index, owner, squeezed)
        else:
            _number(reading, node, before)
        if before:
            owner[index] = before


def _preceding(nodes: list[Node], owner: dict[int, list[Rule]], index: int) -> list[Rule]:
    """The rules of the outcomes before a cap, back to the sentence's beginning (or the one before, after a full stop)."""
    found: list[Rule] = []
    for at in range(index - 1, -1, -1):
        node = nodes[at]
        if node.segment != nodes[index].segment or node.kind in ("cap", "cap_all"):
            break
        found = [rule for rule in owner.get(at, []) if rule not in found] + found
        if compiled(r"[。;\n]").search(node.opening):
            break
    return found


def _ids(owner: dict[int, list[Rule]], index: int) -> list[str]:
    ids: list[str] = []
    for at in range(index):
        ids += [rule.id for rule in owner.get(at, []) if rule.id not in ids]
    return ids


def _all(reading: Reading, node: Node, before: list[Rule], squeezed: Squeezed) -> None:
    """扣完为止 and 加满为止 reach back over all rules of their way in the sentence; alone they are a policy."""
    gain = "加满" in node.outcome.text
    reached = [rule for rule in before if (rule.effect == "award") == gain]
    whole = compiled(r"本项|该项|此项|赋分").search(node.outcome.text) or compiled(r"[。;]").search(node.opening)
    if whole and not gain:
        reached = [rule for rule in reading.rules if rule.effect == "deduct"] or reached
    if not reached:
        _policy(reading, node, "deduct_to_zero", None, [], squeezed)
        return
    for rule in reached:
        if rule.effect in ("award", "deduct") and rule.cap is None:
            rule.cap = "all"


def _number(reading: Reading, node: Node, before: list[Rule]) -> None:
    reached = [
        rule
        for rule in before
        if rule.effect in ("award", "deduct") and rule.basis in ("each", "share", "judge", "level", "once")
    ]
    same = (
        [rule for rule in reached if (rule.effect == "deduct") == node.outcome.deducts]
        if node.outcome.verb
        else reached
    )
    reached = same or reached
    if not node.outcome.verb and {rule.on_top for rule in reached} == {True, False}:
        # 按比例计分，每超10%加1分，最高不超过3分: what comes on top is what is bounded.
        reached = [rule for rule in reached if rule.on_top]
    if node.outcome.verb in ("加", "另加", "奖", "奖励"):
        reached = [rule for rule in reached if rule.on_top] or reached
    each = [rule for rule in reached if rule.basis != "once"] or reached
    for rule in each:
        rule.cap = node.outcome.n
    wide = compiled(r"累计|合计|总").search(node.outcome.text) and [
        rule for rule in reading.rules if rule.effect == each[0].effect and rule not in before and rule.cap is None
    ]
    if wide and "," in node.opening and not compiled(r"[。\n]").search(node.opening):
        for rule in each:
            assume(rule, "cap-reach", f"“{node.outcome.text}”暂只限这一条，也可能是前面几条合计的限额，请核对。")
    if "满" in node.outcome.text and (base := [rule for rule in before if rule not in each and rule.effect == "award"]):
        for rule in each if Decimal(node.outcome.n or 0) > Decimal((base[0].points or "0").rstrip("%")) else []:
            assume(rule, "cap-total", f"“{node.outcome.text}”也可能连同前面的{base[0].points}分在内，请核对。")
    if per := compiled(r"每[^,。;\d]{0,6}$").search(node.words):
        for rule in each:
            assume(rule, "cap-per", f"“{per.group()}{node.outcome.text}”是每个各自的限额，暂按合计为限，请核对。")
    if len(each) == 1 and each[0].basis == "once":
        assume(each[0], "cap-once", "原文另写了最高分，可能按次数累计，暂按一次计。")
    if len(each) > 1 and not compiled("均|各").search(node.outcome.text):
        for rule in each:
            assume(
                rule,
                "shared-cap",
                f"“{node.outcome.text}”前面有几条规则，暂按每条各以{node.outcome.n}分为限；也可能是合计为限。",
            )


def _alone(reading: Reading, node: Node, index: int, owner: dict[int, list[Rule]], squeezed: Squeezed) -> None:
    """With no rule before it, ``最高得10分`` leaves the points to the assessor; ``加分不超过20分`` is a policy."""
    said = compiled(r"(?:加分|扣分)").search(node.outcome.text) and len(node.words) <= _SHORT
    whole = said or compiled(r"[加扣减]分(?:项目?|部分|总分|分值)").fullmatch(node.words.strip(",。;"))
    if whole or not node.words.strip(",。;"):
        _policy(reading, node, "cap", node.outcome.n, _ids(owner, index), squeezed)
        return
    effect: Effect = "deduct" if node.outcome.deducts or "扣" in node.outcome.text else "award"
    rule = Rule(effect=effect, basis="judge", on="achievement" if effect == "award" else "absence", max=node.outcome.n)
    rule.id = f"r{len(reading.rules) + 1}"
    rule.pattern = ["cap"]
    rule.on_top = None if effect == "deduct" else node.outcome.verb not in ("得", "计", "记")
    rule.condition = node.condition.strip(",;。、 ") or None
    reading.rules.append(rule)
    owner[index] = [rule]
    assume(rule, "up-to", f"原文只写最高{node.outcome.n}分，没有写怎么给，暂由考核人在此限度内评定。")


def _policy(reading: Reading, node: Node, kind: str, points: str | None, covers: list[str], squeezed: Squeezed) -> None:
    start, end = squeezed.place(node.outcome.start, node.outcome.end)
    reading.policies.append(ClausePolicy(kind, points, reading.text[start:end], start, end, covers))  # type: ignore[arg-type]
