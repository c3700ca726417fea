"""The audit: how a rule came to be what it is and what it cost each unit; the whole log, and whether it holds."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from normalize.paraphrase import paraphrase
from normalize.rubric import Rule
from review import log
from review.acts import told
from review.contents import find_rule
from review.models import Entry, LogEntry, Project, Revision, Run
from review.pages.access import Asked, page
from review.pages.sent import number
from review.scoring import scores_of
from review.verifying import verify
from score.explain import place
from score.sheet import Scores

LISTED = 100
"""Links on one page of the log."""


@page("see")
def history(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """One entry from the notice's words to the points that it moved."""
    entry = get_object_or_404(Entry.objects.select_related("project"), pk=entry_pk, project_id=pk)
    revisions = list(entry.revisions.select_related("author"))
    links = [told(link) for link in LogEntry.objects.filter(entry=entry.pk)]
    context: dict[str, Any] = {"project": entry.project, "entry": entry, "links": links}
    if entry.kind == "rule":
        machine = Rule.model_validate(revisions[0].content["rule"])
        context |= {
            "rule": machine,
            "place": place(machine.source),
            "revisions": [(revision, _said(revision)) for revision in revisions],
            **_moved(entry),
        }
    return render(request, "review/history.html", context)


def _said(revision: Revision) -> str:
    content = revision.content
    rule = Rule.model_validate(content["rule"])
    if content["gone"]:
        return "不作为计分规则"
    for other in rule.alternatives:
        if other.code == content["chosen"]:
            return "；".join(paraphrase(one) for one in other.rules) or "不作为计分规则"
    return paraphrase(rule)


def _moved(entry: Entry) -> dict[str, Any]:
    """What the rule moved for each unit in the latest run, most first."""
    run = Run.objects.filter(frozen__project=entry.project).select_related("frozen").first()
    if run is None:
        return {}
    scores = scores_of(run)
    names = _names(entry, scores)
    rows = [
        (number, unit.unit, result)
        for number, unit in enumerate(scores.units)
        for item in unit.items
        for result in item.rules
        if result.rule in names
    ]
    rows.sort(key=lambda row: -float(row[2].points or 0))
    whole = sum(float(result.points or 0) for _, _, result in rows)
    return {"run": run, "moved": rows, "whole": f"{whole:g}"}


def _names(entry: Entry, scores: Scores) -> set[str]:
    """The ids under which the rule was scored: its own, or those of the reading chosen instead."""
    approval = scores.rubric.approval
    chosen = approval.chosen.get(entry.key) if approval else None
    try:
        _, rule = find_rule(scores.rubric, entry.key)
    except KeyError:
        return set()
    if chosen is None:
        return {rule.id}
    return {one.id for other in rule.alternatives if other.code == chosen for one in other.rules}


@page("see")
def links(request: Asked) -> HttpResponse:
    """The log, newest first, of one notice where ``notice`` names it."""
    found = LogEntry.objects.order_by("-seq")
    wanted = request.GET.get("notice", "")
    if wanted:
        found = found.filter(project=number(wanted))
    shown = Paginator(found, LISTED).get_page(request.GET.get("page"))
    titles = dict(Project.objects.values_list("pk", "title"))
    rows = [(told(link), titles.get(link.project or 0, "")) for link in shown.object_list]
    checked = "check" in request.GET
    fault = verify() if checked else None
    context = {"rows": rows, "shown": shown, "head": log.head(), "checked": checked, "fault": fault, "wanted": wanted}
    return render(request, "review/log.html", context)
