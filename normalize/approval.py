"""Freezing a rubric: a person takes responsibility for every reading that the words alone do not fix.

``approve`` turns a draft into a frozen rubric; ``verify`` says whether a frozen one is still what was approved;
``in_force`` gives the rubric that the decisions amount to, with chosen readings in place of the first ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from extract.refusal import Refusal
from normalize.rubric import Approval, Rubric, Rule


class ApprovalRefusal(Refusal):
    """A rubric cannot be approved as asked, or its approval does not hold."""


def approve(
    rubric: Rubric,
    by: str,
    at: datetime,
    confirm: Iterable[str] = (),
    choose: Mapping[str, str] | None = None,
    log_head: str | None = None,
) -> Rubric:
    """A copy of ``rubric`` with ``approval`` set; the content is unchanged.

    ``confirm`` names rules whose first reading (or whose being left unread) is accepted; ``choose`` maps rules to the
    code of the alternative taken instead; ``log_head`` is the last link of the log that holds the decisions, where one
    is kept. Raises ApprovalRefusal where a rule that is assumed or unread is neither
    confirmed nor chosen, and where a rule or code is unknown.
    """
    confirmed, chosen = list(dict.fromkeys(confirm)), dict(choose or {})
    if not by.strip():
        raise ApprovalRefusal("没有写确认人，请写明由谁确认（--by 姓名）。")
    if rubric.approval is not None:
        raise ApprovalRefusal(f"规则已由 {rubric.approval.by} 确认，不能再次确认；要改请从草稿重新确认。")
    _check(rubric, confirmed, chosen)
    left = undecided(rubric, confirmed, chosen)
    if left:
        named = "、".join(f"{rule.id}（{'未读懂' if rule.certainty == 'unread' else '假定'}）" for rule in left)
        raise ApprovalRefusal(
            f"还有 {len(left)} 条规则要人决定：{named}；请逐条用 --confirm 确认，或用 --choose 换一种读法。"
        )
    approval = Approval(
        by=by.strip(),
        at=at.isoformat(timespec="seconds"),
        notice_sha256=rubric.notice.sha256,
        content_sha256=rubric.content_sha256(),
        confirmed=confirmed,
        chosen=chosen,
        log_head=log_head,
    )
    return rubric.model_copy(update={"approval": approval}, deep=True)


def verify(rubric: Rubric) -> None:
    """Raise ApprovalRefusal unless ``rubric`` is approved and its content is what was approved."""
    approval = rubric.approval
    if approval is None:
        raise ApprovalRefusal("规则还没有经人确认，请先用 kaohe approve 确认，或加 --draft 试算。")
    if approval.content_sha256 != rubric.content_sha256() or approval.notice_sha256 != rubric.notice.sha256:
        raise ApprovalRefusal(f"规则在 {approval.by} 确认之后被改动过，请重新确认，或取回原来的文件。")
    _check(rubric, approval.confirmed, approval.chosen)
    left = undecided(rubric, approval.confirmed, approval.chosen)
    if left:
        named = "、".join(rule.id for rule in left)
        raise ApprovalRefusal(f"规则的确认记录不全，没有对 {named} 作出决定，请从草稿重新确认。")


def undecided(rubric: Rubric, confirmed: Iterable[str] = (), chosen: Mapping[str, str] | None = None) -> list[Rule]:
    """The rules, in document order, that still need a person: assumed or unread, neither confirmed nor replaced."""
    decided = set(confirmed) | set(chosen or {}) | _dropped(rubric, chosen or {})
    return [rule for rule in _rules(rubric).values() if rule.certainty != "clear" and rule.id not in decided]


def in_force(rubric: Rubric) -> Rubric:
    """The rubric with every chosen reading in place of the rule it replaces, and what it drops left out.

    A draft, and a rubric approved without choices, come back as they are.
    """
    chosen = rubric.approval.chosen if rubric.approval is not None else {}
    if not chosen:
        return rubric
    dropped = _dropped(rubric, chosen)
    items = []
    for item in rubric.items:
        rules: list[Rule] = []
        for rule in item.rules:
            if rule.id in chosen:
                rules += next(other.rules for other in rule.alternatives if other.code == chosen[rule.id])
            elif rule.id not in dropped:
                rules.append(rule)
        items.append(item.model_copy(update={"rules": rules}))
    return rubric.model_copy(update={"items": items})


def _rules(rubric: Rubric) -> dict[str, Rule]:
    return {rule.id: rule for item in rubric.items for rule in item.rules}


def _dropped(rubric: Rubric, chosen: Mapping[str, str]) -> set[str]:
    rules = _rules(rubric)
    return {
        other
        for name, code in chosen.items()
        if name in rules
        for reading in rules[name].alternatives
        if reading.code == code
        for other in reading.drops
    }


def _check(rubric: Rubric, confirmed: Iterable[str], chosen: Mapping[str, str]) -> None:
    rules = _rules(rubric)
    unknown = [name for name in [*confirmed, *chosen] if name not in rules]
    if unknown:
        raise ApprovalRefusal(f"规则文件里没有规则 {'、'.join(unknown)}，请用 kaohe rules 查看规则的编号。")
    for name, code in chosen.items():
        codes = [reading.code for reading in rules[name].alternatives]
        if code not in codes:
            known = f"可选的有 {'、'.join(codes)}" if codes else "这条规则只有一种读法"
            raise ApprovalRefusal(f"规则 {name} 没有读法 {code}，{known}。")
    both = [name for name in confirmed if name in chosen]
    if both:
        raise ApprovalRefusal(f"规则 {'、'.join(both)} 既确认了原来的读法，又选了别的读法，请只留一样。")
    clash = [name for name in [*confirmed, *chosen] if name in _dropped(rubric, chosen)]
    if clash:
        raise ApprovalRefusal(f"选定的读法已经取代了规则 {'、'.join(clash)}，请不要再对它作决定。")
