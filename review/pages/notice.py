"""One notice: how far it is, its words, its file, its settings, and freezing."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from extract.notice import Notice, Table
from normalize.rubric import Finding
from review import freezing, log
from review.contents import draft_of, notice_of
from review.marks import Marker
from review.models import Frozen, Project
from review.pages.access import Asked, page
from review.pages.entry import queue
from review.roles import may

SHEET = 120
"""Paragraphs and rows of tables on one page of the notice's words."""

TALL = 60
"""Rows after which a table is cut."""


@page("see")
def notice(request: Asked, pk: int) -> HttpResponse:
    """Where a notice stands, and what to do next."""
    project = get_object_or_404(
        Project.objects.defer("notice", "draft").select_related("previous", "imported_by"), pk=pk
    )
    draft = draft_of(project)
    states = Counter(project.entries.values_list("state", flat=True))
    frozen = list(project.frozen.select_related("by").defer("rubric"))
    context = {
        "project": project,
        "reference": draft.notice,
        "states": states,
        "total": sum(states.values()),
        "left": len(freezing.left(project)),
        "next_review": queue(project, "review", request.user).first() if may(request.user, "review") else None,
        "next_approve": queue(project, "approve", request.user).first() if may(request.user, "approve") else None,
        "findings": [finding for finding in draft.findings if finding.severity != "info"],
        "notes": [finding for finding in draft.findings if finding.severity == "info"],
        "warnings": notice_of(project).warnings,
        "items": len(draft.items),
        "frozen": frozen,
        "changed": bool(frozen) and not freezing.is_current(project.frozen.all()[0]),
        "places": places(project, draft.findings),
    }
    return render(request, "review/notice.html", context)


def places(project: Project, findings: list[Finding]) -> dict[str, int]:
    """By rule id, the entry to open for a finding."""
    wanted = {finding.rule for finding in findings if finding.rule}
    return dict(project.entries.filter(kind="rule", key__in=wanted).values_list("key", "pk"))


@page("see")
def words(request: Asked, pk: int) -> HttpResponse:
    """The notice as issued, with the owner of each character of scoring text, a sheet at a time."""
    project = get_object_or_404(Project, pk=pk)
    found = notice_of(project)
    shown = Paginator(_sheets(found), 1).get_page(request.GET.get("page"))
    marker = Marker(found, draft_of(project))
    pieces = [marker.piece(at, rows) for sheet in shown.object_list for at, rows in sheet]
    return render(request, "review/words.html", {"project": project, "pieces": pieces, "shown": shown})


def _sheets(notice: Notice) -> list[list[tuple[int, range]]]:
    """The blocks of a notice, long tables cut, so many together as fit on a sheet: index and rows."""
    sheets: list[list[tuple[int, range]]] = [[]]
    room = SHEET
    for at, block in enumerate(notice.blocks):
        tall = block.rows if isinstance(block, Table) else 1
        for rows in (range(top, min(top + TALL, tall)) for top in range(0, tall, TALL)):
            if len(rows) > room:
                sheets.append([])
                room = SHEET
            sheets[-1].append((at, rows))
            room -= len(rows)
    return sheets


@page("see")
def file(request: Asked, pk: int) -> HttpResponse:
    """The file as it came in, to be saved; never opened inside the desk."""
    project = get_object_or_404(Project.objects.select_related("document"), pk=pk)
    return download(bytes(project.document.data), project.document.name, "application/octet-stream")


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save under its Chinese name."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


@page("see")
def frozen(request: Asked, pk: int, number: int) -> HttpResponse:
    """A frozen rubric's file: what ``kaohe score`` takes."""
    found = get_object_or_404(Frozen, project_id=pk, number=number)
    return download(found.rubric.encode(), f"{found.project.title} 规则{number}.json", "application/json")


@page("approve", "POST")
def freeze(request: Asked, pk: int) -> HttpResponse:
    """Seal what is decided."""
    project = get_object_or_404(Project, pk=pk)
    made = freezing.freeze(request.user, project)
    messages.success(request, f"已封存为第 {made.number} 版，可以做填报表、计分了。")
    return redirect("notice", pk)


@page("manage", "POST")
def two_person(request: Asked, pk: int) -> HttpResponse:
    """Ask for a second person to approve, or let one do both; every sheet then says so."""
    with transaction.atomic():
        log.hold()
        project = get_object_or_404(Project, pk=pk)
        project.two_person = request.POST.get("two_person") == "1"
        project.save(update_fields=["two_person"])
        log.append("policy", request.user, project, two_person=project.two_person)
    said = "要由另一位批准" if project.two_person else "可以由一人审核并批准，打印的结果会注明单人复核"
    messages.success(request, f"已改为：{said}。")
    return redirect("notice", pk)


@page("manage", "POST")
def void(request: Asked, pk: int) -> HttpResponse:
    """Declare a notice void: it stays, and nothing more is decided about it."""
    reason = request.POST.get("reason", "").strip()[:500]
    if not reason:
        messages.error(request, "作废要写明理由。")
        return redirect("notice", pk)
    with transaction.atomic():
        log.hold()
        project = get_object_or_404(Project, pk=pk)
        if project.voided:
            raise Http404
        project.voided = True
        project.save(update_fields=["voided"])
        log.append("void", request.user, project, reason=reason)
    messages.success(request, "已作废，记录都保留着。")
    return redirect("notice", pk)
