"""Last year's notice beside this year's, and deciding in one go about what is the same."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from review import log, previous
from review.deciding import Seen
from review.models import Project
from review.pages.access import Asked, page
from review.pages.sent import number
from review.roles import may


@page("see")
def changes(request: Asked, pk: int) -> HttpResponse:
    """Every item and rule of both years, told apart as unchanged, reworded, changed, new, gone."""
    project = get_object_or_404(Project.objects.select_related("previous"), pk=pk)
    earlier = Project.objects.exclude(pk=pk).filter(voided=False).defer("notice", "draft")
    if project.year is not None:
        earlier = earlier.filter(year__lte=project.year)
    context = {"project": project, "items": previous.changes(project), "earlier": earlier}
    return render(request, "review/changes.html", context)


@page("import", "POST")
def compare_with(request: Asked, pk: int) -> HttpResponse:
    """Name the notice to compare with, where none or the wrong one was found."""
    project = get_object_or_404(Project, pk=pk)
    wanted = request.POST.get("previous", "")
    before = get_object_or_404(Project.objects.exclude(pk=pk), pk=number(wanted)) if wanted else None
    with transaction.atomic():
        log.hold()
        project.previous = before
        project.save(update_fields=["previous"])
        log.append("compare", request.user, project, text=f"与《{before.title}》比" if before else "不与上年比")
    return redirect("changes", pk)


@page("return", "GET", "POST")
def same(request: Asked, pk: int) -> HttpResponse:
    """What is identical to last year's approved rule, a screenful at a time, decided together with a typed reason."""
    project = get_object_or_404(Project.objects.select_related("previous"), pk=pk)
    act = request.POST.get("act") or request.GET.get("act") or ("accept" if may(request.user, "review") else "approve")
    if request.method == "POST":
        seen = {}
        for value in request.POST.getlist("entry"):
            entry, _, rest = value.partition(":")
            revision, _, digest = rest.partition(":")
            seen[number(entry)] = Seen(number(revision), digest)
        count = previous.decide_all(request.user, project, act, seen, request.POST.get("reason", ""))
        messages.success(request, f"已{'通过' if act == 'accept' else '批准'} {count} 条。")
        return redirect("notice", pk)
    found = previous.same_as_approved(project, "pending" if act == "accept" else "reviewed")
    shown = Paginator(found, previous.MOST).get_page(request.GET.get("page"))
    return render(request, "review/same.html", {"project": project, "shown": shown, "act": act})
