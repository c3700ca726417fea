"""The list of notices, files coming in, and the work going on in the background."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from review.importing import keep
from review.models import Job, Project
from review.pages.access import Asked, page
from review.pages.sent import files

SHOWN = 100
"""Notices and jobs that the list shows at most."""


@page("see")
def home(request: Asked) -> HttpResponse:
    """Every notice with how far it is, newest year first."""
    projects = (
        Project.objects.defer("notice", "draft")
        .annotate(
            total=Count("entries"),
            open=Count("entries", filter=Q(entries__state__in=("pending", "returned"))),
            waiting=Count("entries", filter=Q(entries__state="reviewed")),
            done=Count("entries", filter=Q(entries__state__in=("approved", "void"))),
        )
        .order_by(F("year").desc(nulls_last=True), "-id")
        .prefetch_related("frozen")[:SHOWN]
    )
    jobs = Job.objects.filter(kind="import").exclude(state="done")[:10]
    return render(request, "review/home.html", {"projects": projects, "jobs": jobs})


@page("import", "POST")
def upload(request: Asked) -> HttpResponse:
    """Take in one file or several; each becomes a job."""
    sent = files(request, "files", "通知")
    if not sent:
        messages.error(request, "没有选文件，请先选择通知文件（Word、PDF、扫描件或文本）。")
        return redirect("home")
    made = []
    for name, data in sent:
        document = keep(data, name)
        known = Project.objects.filter(document=document).first()
        if known is not None:
            messages.info(request, f"「{name}」已经导入过了，就是《{known.title}》。")
            continue
        made.append(Job.objects.create(kind="import", subject=name, document=document, by=request.user))
    return redirect("job", made[0].pk) if len(made) == 1 else redirect("home")


@page("see")
def job(request: Asked, pk: int) -> HttpResponse:
    """How far a job is; once done, the page of what came of it."""
    found = get_object_or_404(Job, pk=pk)
    if found.state == "done" and found.target:
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(headers={"HX-Redirect": found.target})
        return redirect(found.target)
    template = "review/_job.html" if request.htmx else "review/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found})
