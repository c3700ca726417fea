"""The review page: the words on the left, the reading on the right, one decision at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import regex
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from extract.notice import Source
from normalize.paraphrase import paraphrase
from normalize.rubric import Finding, Item, Policy, Rubric, Rule
from normalize.said import policy_name, target
from review import deciding
from review.contents import assembled, draft_of, find_item, find_rule, notice_of, replaced, source_of
from review.deciding import Seen, Stale
from review.itemform import figures
from review.marks import Marker
from review.models import STATES, Entry, Person, Project, Revision
from review.pages.access import Asked, page
from review.pages.sent import named
from review.pages.trying import tried_out
from review.previous import last_year
from review.roles import may
from review.said import KINDS

_SAYS = regex.compile(r"\p{L}")

LISTED = 100
"""Entries on one page of the list."""

STEPS = {"review": ("pending", "returned"), "approve": ("reviewed",)}
"""Which states each queue takes up."""


def queue(project: Project, step: str, person: Person) -> QuerySet[Entry]:
    """What waits for a reviewer or approver: open questions first, then in the order of the document.

    Left out are rules that a chosen reading of another stands in place of. An approver is not shown what they reviewed
    or wrote themselves where a second person is asked for.
    """
    waiting = project.entries.filter(state__in=STEPS[step]).exclude(kind="rule", key__in=replaced(project))
    if step == "approve" and project.two_person:
        written = Revision.objects.filter(entry__project=project, author=person).values("entry")
        waiting = waiting.exclude(reviewer=person).exclude(pk__in=written)
    return waiting.order_by("-open_question", "order")


def following(entry: Entry, step: str, person: Person) -> Entry | None:
    """What comes after an entry in the queue; from the start again where nothing does."""
    waiting = queue(entry.project, step, person).exclude(pk=entry.pk)
    after = Q(order__gt=entry.order, open_question=entry.open_question)
    if entry.open_question:
        after |= Q(open_question=False)
    return waiting.filter(after).first() or waiting.first()


@dataclass(frozen=True)
class Reading:
    """One reading on offer: ``code`` is empty for the first; ``case`` the smallest evidence on which it differs."""

    code: str
    text: str
    said: list[str]
    case: str
    chosen: bool


@page("see")
def entries(request: Asked, pk: int) -> HttpResponse:
    """Everything to decide in a notice, by state where one is asked for."""
    project = get_object_or_404(Project, pk=pk)
    state = request.GET.get("state", "")
    found = project.entries.select_related("reviewer", "approver")
    if state in STATES:
        found = found.filter(state=state)
    shown = Paginator(found, LISTED).get_page(request.GET.get("page"))
    revisions = {
        revision.entry_id: revision
        for revision in Revision.objects.filter(
            entry__in=[entry.pk for entry in shown.object_list], number=F("entry__revision")
        )
    }
    rows = [(entry, headline(entry, revisions[entry.pk])) for entry in shown.object_list]
    context = {"project": project, "rows": rows, "shown": shown, "state": state, "states": STATES}
    return render(request, "review/entries.html", context)


def headline(entry: Entry, revision: Revision) -> str:
    """The words that stand for an entry in a list."""
    content = revision.content
    if entry.kind == "item":
        return f"{content['name']}：{'；'.join(figures(content))}"
    if entry.kind == "rule":
        return str(content["rule"]["text"])
    return str(content["policies"][0]["text"] if entry.kind == "policy" else content["finding"]["text"])


@page("see")
def entry(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """One entry beside its source."""
    found = _entry(pk, entry_pk)
    return render(request, "review/entry.html", context(request, found))


def _entry(project: int, pk: int) -> Entry:
    known = Entry.objects.select_related("project", "reviewer", "approver").defer("project__notice", "project__draft")
    return get_object_or_404(known, pk=pk, project_id=project)


def context(request: Asked, found: Entry, **more: Any) -> dict[str, Any]:
    """What the review page shows of an entry."""
    project = found.project
    revision = found.revisions.select_related("author").get(number=found.revision)
    draft = draft_of(project)
    step = "review" if found.state in STEPS["review"] else "approve"
    if not may(request.user, step):
        step = "approve" if step == "review" else "review"
    shown: dict[str, Any] = {}
    source = source_of(draft, found)
    if found.kind == "rule":
        rule = Rule.model_validate(revision.content["rule"])
        item = find_rule(draft, found.key)[0]
        shown = _rule(request, project, draft, found, revision, item, rule)
    elif found.kind == "item":
        shown = _item(found, revision, find_item(draft, found.key), draft)
    elif found.kind == "policy":
        policies = [Policy.model_validate(one) for one in revision.content["policies"]]
        covers = list(dict.fromkeys(name for one in policies for name in one.covers))
        shown = {"policy": policies[0], "policy_name": policy_name(policies[0]), "covers": covers}
        shown["gone"] = revision.content["gone"]
    else:
        shown = {"finding": Finding.model_validate(revision.content["finding"])}
    notice = notice_of(project)
    pieces = Marker(notice, draft, source).around()
    return {
        "project": project,
        "entry": found,
        "revision": revision,
        "source": source,
        "pieces": pieces,
        "page_image": source.page if source and source.bbox else None,
        "before": project.entries.filter(order__lt=found.order).last(),
        "after": project.entries.filter(order__gt=found.order).first(),
        "waiting": queue(project, step, request.user).count(),
        "total": project.entries.count(),
        "step": step,
        "can_review": may(request.user, "review"),
        "can_approve": may(request.user, "approve"),
        "not_by_me": deciding.second_person(request.user, found) if found.state == "reviewed" else "",
        **shown,
        **more,
    }


def _rule(
    request: Asked, project: Project, draft: Rubric, found: Entry, revision: Revision, item: Item, rule: Rule
) -> dict[str, Any]:
    chosen = revision.content["chosen"] or ""
    first = Reading("", "按第一种读法", [paraphrase(rule)], "", chosen == "")
    others = [
        Reading(
            other.code,
            other.text,
            [paraphrase(one) for one in other.rules] or ["不作为计分规则"],
            revision.cases.get(other.code, ""),
            chosen == other.code,
        )
        for other in rule.alternatives
    ]
    now = draft if revision.number == 1 else assembled(project).rubric
    asked = {measure.id: measure for measure in now.measures}
    goals = [goal for goal in item.goals if goal.id in rule.goals] or item.goals
    aside = [
        span.source.text
        for span in item.spans
        if span.role == "explanation" and _near(span.source, rule.source) and _SAYS.search(span.source.text)
    ]
    machine = revision if revision.number == 1 else found.revisions.get(number=1)
    return {
        "rule": rule,
        "item": item,
        "kind_name": KINDS[item.kind],
        "goals": [(goal, [target(one) for one in goal.targets]) for goal in goals],
        "figures": [target(one) for one in item.targets],
        "readings": [first, *others],
        "said": paraphrase(rule),
        "questions": [asked[name] for name in rule.measures if name in asked],
        "asides": aside,
        "policies": [one for one in draft.policies if not one.covers or {item.id, rule.id} & set(one.covers)],
        "findings": [
            one for one in draft.findings if one.rule == rule.id or (one.rule is None and one.item == item.id)
        ],
        "machine_said": paraphrase(Rule.model_validate(machine.content["rule"])) if revision.number > 1 else "",
        "gone": revision.content["gone"],
        "replaced": found.key in replaced(project),
        "try": tried_out(request, now, item, rule),
        "last_year": last_year(project, rule.id),
    }


def _item(found: Entry, revision: Revision, item: Item, draft: Rubric) -> dict[str, Any]:
    machine = revision if revision.number == 1 else found.revisions.get(number=1)
    return {
        "item": item,
        "kind_name": KINDS[item.kind],
        "figures": figures(revision.content),
        "machine_figures": figures(machine.content) if revision.number > 1 else [],
        "goals": item.goals,
        "rules": item.rules,
        "unread": [span.source.text for span in item.spans if span.role == "unread" and not span.owners],
        "findings": [one for one in draft.findings if one.rule is None and one.item == item.id],
    }


def _near(source: Source, other: Source | None) -> bool:
    return other is not None and (source.block, source.row, source.col) == (other.block, other.row, other.col)


@page("return", "POST")
def decide(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """Take one decision and go on to the next entry of the queue; a stale one shows what there is now."""
    found = _entry(pk, entry_pk)
    seen = named(request)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    try:
        if act == "accept":
            deciding.accept(request.user, entry_pk, seen)
        elif act == "choose":
            deciding.choose(request.user, entry_pk, seen, request.GET.get("code", ""))
        elif act == "return":
            deciding.send_back(request.user, entry_pk, seen, reason)
        elif act == "remove":
            deciding.remove(request.user, entry_pk, seen, reason)
        elif act == "approve":
            deciding.approve(request.user, entry_pk, seen)
        else:
            messages.error(request, "没有这种决定，请用页面上的按钮。")
            return redirect("entry", pk, entry_pk)
    except Stale as stale:
        return render(
            request, "review/entry.html", context(request, _entry(pk, entry_pk), stale=stale.text), status=409
        )
    step = "approve" if act == "approve" else request.POST.get("step", "review")
    onward = following(found, step if step in STEPS else "review", request.user)
    if onward is None:
        messages.success(request, "这一步都做完了。")
        return redirect("notice", pk)
    return redirect(f"{reverse('entry', args=[pk, onward.pk])}")


def _said_at(entry: Entry, seen: Seen) -> str:
    """What the revision that was on the screen said, where it is not the current one."""
    before = entry.revisions.filter(number=seen.revision, sha256=seen.sha256).exclude(number=entry.revision).first()
    return paraphrase(Rule.model_validate(before.content["rule"])) if before else ""


@page("see", "POST")
def undo(request: Asked, pk: int) -> HttpResponse:
    """Take back one's last decision and show it again."""
    back = deciding.undo(request.user, pk)
    messages.success(request, f"已撤销对「{back.key}」的决定。")
    return redirect("entry", pk, back.pk)
