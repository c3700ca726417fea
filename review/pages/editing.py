"""Rewriting a rule or an item's figures by hand, looking at what that gives before it is stored."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from normalize.paraphrase import paraphrase
from normalize.rubric import Rule
from review import deciding
from review.contents import rule_content
from review.deciding import NotNow, Stale
from review.forms import RuleForm
from review.itemform import ItemForm, figures
from review.models import Entry, Revision
from review.pages.access import Asked, page
from review.pages.sent import named


def _found(project: int, pk: int) -> tuple[Entry, Revision]:
    entry = get_object_or_404(Entry.objects.select_related("project"), pk=pk, project_id=project)
    if entry.kind not in ("rule", "item"):
        raise Http404
    return entry, entry.revisions.get(number=entry.revision)


@page("review", "GET", "POST")
def edit(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """The form; ``preview`` says what it amounts to, ``save`` makes a new revision."""
    found, revision = _found(pk, entry_pk)
    form: RuleForm | ItemForm
    if found.kind == "rule":
        form = RuleForm(Rule.model_validate(revision.content["rule"]), request.POST or None)
    else:
        form = ItemForm(revision.content, request.POST or None)
    shown: dict[str, Any] = {"project": found.project, "entry": found, "revision": revision, "form": form}
    shown |= {"words": _words(revision.content), "said": said(revision.content)}
    if request.method == "POST" and form.is_valid():
        written = rule_content(form.rewritten(request.user.name)) if isinstance(form, RuleForm) else form.rewritten()
        shown["preview"] = said(written)
        if "save" in request.POST:
            try:
                deciding.edit(request.user, entry_pk, named(request), written, form.cleaned_data["reason"])
            except Stale as stale:
                form.add_error(None, stale.text)
                return render(request, "review/edit.html", shown, status=409)
            messages.success(request, "已改写，原来的留在记录里；请再看一遍，通过后由批准人批准。")
            return redirect("entry", pk, entry_pk)
    return render(request, "review/edit.html", shown, status=400 if form.errors else 200)


def _words(content: dict[str, Any]) -> str:
    return str(content["rule"]["text"] if "rule" in content else content["name"])


def said(content: dict[str, Any]) -> str:
    """What a rule's or item's revision says, as one line."""
    if "rule" in content:
        return paraphrase(Rule.model_validate(content["rule"]))
    return "；".join(figures(content))


@page("review", "POST")
def restore(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """Go back to the machine's first reading, as a new revision."""
    found, revision = _found(pk, entry_pk)
    if revision.number == 1:
        raise NotNow("现在就是系统的读法。")
    machine = found.revisions.get(number=1).content
    deciding.edit(request.user, entry_pk, named(request), machine, "恢复系统的读法")
    messages.success(request, "已恢复系统的读法，请重新审核。")
    return redirect("entry", pk, entry_pk)
