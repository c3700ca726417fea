"""Rewriting a rule by hand, looking at what that gives before it is stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from normalize.paraphrase import paraphrase
from normalize.rubric import Rule
from review import deciding
from review.deciding import NotNow, Seen, Stale
from review.forms import RuleForm
from review.models import Entry, Revision
from review.pages.access import Asked, page


def _rule_entry(project: int, pk: int) -> tuple[Entry, Revision, Rule]:
    found = get_object_or_404(Entry.objects.select_related("project"), pk=pk, project_id=project, kind="rule")
    revision = found.revisions.get(number=found.revision)
    return found, revision, Rule.model_validate(revision.content["rule"])


@page("review", "GET", "POST")
def edit(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """The form; ``preview`` says what it amounts to, ``save`` makes a new revision."""
    found, revision, rule = _rule_entry(pk, entry_pk)
    form = RuleForm(rule, request.POST or None)
    preview = ""
    if request.method == "POST" and form.is_valid():
        written = form.rewritten(request.user.name)
        preview = paraphrase(written)
        if "save" in request.POST:
            seen = Seen(int(request.POST.get("revision", "0") or 0), request.POST.get("sha256", ""))
            try:
                deciding.edit(request.user, entry_pk, seen, written, form.cleaned_data["reason"])
            except Stale as stale:
                form.add_error(None, stale.text)
                return render(request, "review/edit.html", _shown(found, revision, rule, form, preview), status=409)
            messages.success(request, "已改写，原来的读法留在记录里；请再看一遍，通过后由批准人批准。")
            return redirect("entry", pk, entry_pk)
    status = 400 if form.errors else 200
    return render(request, "review/edit.html", _shown(found, revision, rule, form, preview), status=status)


def _shown(found: Entry, revision: Revision, rule: Rule, form: RuleForm, preview: str) -> dict[str, object]:
    return {
        "project": found.project,
        "entry": found,
        "revision": revision,
        "rule": rule,
        "said": paraphrase(rule),
        "form": form,
        "preview": preview,
    }


@page("review", "POST")
def restore(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """Go back to the machine's first reading, as a new revision."""
    found, revision, _ = _rule_entry(pk, entry_pk)
    seen = Seen(int(request.POST.get("revision", "0") or 0), request.POST.get("sha256", ""))
    if revision.number == 1:
        raise NotNow("现在就是系统的读法。")
    machine = Rule.model_validate(found.revisions.get(number=1).content["rule"])
    deciding.edit(request.user, entry_pk, seen, machine, "恢复系统的读法")
    messages.success(request, "已恢复系统的读法，请重新审核。")
    return redirect("entry", pk, entry_pk)
