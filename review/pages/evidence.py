"""Evidence: the units, the workbook to fill in, workbooks coming back, what is missing, and scoring."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from review import scoring
from review.models import Filled, Frozen, Job, Project
from review.pages.access import Asked, page
from review.pages.notice import download
from review.pages.sent import files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("see")
def evidence(request: Asked, pk: int) -> HttpResponse:
    """Everything from the frozen rubric to the scores."""
    project = get_object_or_404(Project, pk=pk)
    frozen = project.frozen.first()
    filled = frozen.filled.filter(taken=True).select_related("by", "document").first() if frozen else None
    found = scoring.progress(filled) if filled else []
    context = {
        "project": project,
        "frozen": frozen,
        "filled": filled,
        "progress": found,
        "complete": sum(one.filled == one.asked for one in found),
        "jobs": Job.objects.filter(kind="score", filled__frozen__project=project).exclude(state="done")[:5],
        "runs": [
            run for one in project.frozen.all() for run in one.runs.select_related("by").defer("result", "workbook")
        ],
    }
    return render(request, "review/evidence.html", context)


@page("fill", "POST")
def units(request: Asked, pk: int) -> HttpResponse:
    """Store the list of units."""
    project = get_object_or_404(Project, pk=pk)
    names = scoring.set_units(request.user, project, request.POST.get("units", ""))
    messages.success(request, f"已保存 {len(names)} 个单位。")
    return redirect("evidence", pk)


@page("see")
def template(request: Asked, pk: int, number: int) -> HttpResponse:
    """The workbook to fill in."""
    frozen = get_object_or_404(Frozen.objects.select_related("project"), project_id=pk, number=number)
    return download(scoring.template(frozen), f"{frozen.project.title} 填报表.xlsx", XLSX)


@page("fill", "POST")
def take_in(request: Asked, pk: int, number: int) -> HttpResponse:
    """A filled workbook; with any fault nothing is taken in and all faults are listed."""
    frozen = get_object_or_404(Frozen.objects.select_related("project"), project_id=pk, number=number)
    sent = files(request, "file", "填报表.xlsx")
    if not sent:
        messages.error(request, "没有选文件，请先选择填好的填报表。")
        return redirect("evidence", pk)
    name, data = sent[0]
    scoring.take_in(request.user, frozen, data, name)
    messages.success(request, f"已收下「{name}」。")
    return redirect("evidence", pk)


@page("see")
def filled(request: Asked, pk: int, filled_pk: int) -> HttpResponse:
    """A workbook as it came in."""
    found = get_object_or_404(Filled.objects.select_related("document"), pk=filled_pk, frozen__project_id=pk)
    return download(bytes(found.document.data), found.name, XLSX)


@page("fill", "POST")
def score(request: Asked, pk: int, filled_pk: int) -> HttpResponse:
    """Score in the background."""
    found = get_object_or_404(Filled, pk=filled_pk, frozen__project_id=pk)
    job = Job.objects.create(kind="score", subject=found.name, filled=found, by=request.user)
    return redirect("job", job.pk)
