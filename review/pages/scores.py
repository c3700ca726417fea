"""Scores: the ranking, one unit with every point explained, the files that offices hand in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from review.models import Entry, Run
from review.pages.access import Asked, page
from review.pages.evidence import XLSX
from review.pages.notice import download
from review.scoring import scores_of
from score.explain import explain

LISTED = 100
"""Units on one page of the ranking."""


@page("see")
def scores(request: Asked, pk: int) -> HttpResponse:
    """The ranking of a run."""
    found = get_object_or_404(Run.objects.select_related("frozen__project", "filled", "by"), pk=pk)
    result = scores_of(found)
    shown = Paginator(list(enumerate(result.units)), LISTED).get_page(request.GET.get("page"))
    totals = [float(unit.total) for unit in result.units if unit.complete and unit.total is not None]
    context = {
        "project": found.frozen.project,
        "run": found,
        "shown": shown,
        "approval": result.rubric.approval,
        "incomplete": sum(not unit.complete for unit in result.units),
        "converted": any(unit.converted is not None for unit in result.units),
        "graded": any(unit.grade is not None for unit in result.units),
        "top": max(totals, default=0),
    }
    return render(request, "review/scores.html", context)


@page("see")
def unit(request: Asked, pk: int, number: int) -> HttpResponse:
    """One unit: every item, every rule, its words, the answers, the arithmetic, and the way back to the notice."""
    found = get_object_or_404(Run.objects.select_related("frozen__project", "filled", "by"), pk=pk)
    result = scores_of(found)
    if not 0 <= number < len(result.units):
        raise Http404
    project = found.frozen.project
    entries = dict(Entry.objects.filter(project=project, kind="rule").values_list("key", "pk"))
    context = {
        "project": project,
        "run": found,
        "trace": explain(result, result.units[number].unit),
        "entries": entries,
        "approval": result.rubric.approval,
        "number": number,
        "before": number - 1 if number else None,
        "after": number + 1 if number + 1 < len(result.units) else None,
    }
    return render(request, "review/unit.html", context)


@page("see")
def book(request: Asked, pk: int) -> HttpResponse:
    """The workbook with the results."""
    found = get_object_or_404(Run.objects.select_related("frozen__project"), pk=pk)
    return download(bytes(found.workbook), f"{found.frozen.project.title} 得分.xlsx", XLSX)


@page("see")
def result(request: Asked, pk: int) -> HttpResponse:
    """The scores as scores/1."""
    found = get_object_or_404(Run.objects.select_related("frozen__project"), pk=pk)
    return download(found.result.encode(), f"{found.frozen.project.title} 得分.json", "application/json")
