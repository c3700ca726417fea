"""The desk's addresses."""

from __future__ import annotations

from django.urls import path

from review.pages import audit, changes, editing, entry, evidence, home, notice, people, pictures, scores

handler400 = "review.pages.faults.malformed"
handler403 = "review.pages.faults.denied"
handler404 = "review.pages.faults.missing"
handler500 = "review.pages.faults.broken"

_ENTRY = "notices/<int:pk>/entries/<int:entry_pk>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("upload/", home.upload, name="upload"),
    path("jobs/<int:pk>/", home.job, name="job"),
    path("notices/<int:pk>/", notice.notice, name="notice"),
    path("notices/<int:pk>/words/", notice.words, name="words"),
    path("notices/<int:pk>/file/", notice.file, name="file"),
    path("notices/<int:pk>/freeze/", notice.freeze, name="freeze"),
    path("notices/<int:pk>/two-person/", notice.two_person, name="two_person"),
    path("notices/<int:pk>/void/", notice.void, name="void"),
    path("notices/<int:pk>/frozen/<int:number>.json", notice.frozen, name="frozen"),
    path("notices/<int:pk>/entries/", entry.entries, name="entries"),
    path("notices/<int:pk>/undo/", entry.undo, name="undo"),
    path(_ENTRY, entry.entry, name="entry"),
    path(_ENTRY + "decide/", entry.decide, name="decide"),
    path(_ENTRY + "edit/", editing.edit, name="edit"),
    path(_ENTRY + "restore/", editing.restore, name="restore"),
    path(_ENTRY + "curve/<int:number>.svg", pictures.curve, name="curve"),
    path(_ENTRY + "page.svg", pictures.place, name="picture"),
    path(_ENTRY + "history/", audit.history, name="history"),
    path("notices/<int:pk>/changes/", changes.changes, name="changes"),
    path("notices/<int:pk>/compare-with/", changes.compare_with, name="compare_with"),
    path("notices/<int:pk>/same/", changes.same, name="same"),
    path("notices/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("notices/<int:pk>/units/", evidence.units, name="units"),
    path("notices/<int:pk>/frozen/<int:number>/template/", evidence.template, name="template"),
    path("notices/<int:pk>/frozen/<int:number>/take-in/", evidence.take_in, name="take_in"),
    path("notices/<int:pk>/filled/<int:filled_pk>/", evidence.filled, name="filled"),
    path("notices/<int:pk>/filled/<int:filled_pk>/score/", evidence.score, name="score"),
    path("scores/<int:pk>/", scores.scores, name="scores"),
    path("scores/<int:pk>/units/<int:number>/", scores.unit, name="unit"),
    path("scores/<int:pk>/workbook/", scores.book, name="book"),
    path("scores/<int:pk>/result.json", scores.result, name="result"),
    path("log/", audit.links, name="log"),
    path("login/", people.enter, name="login"),
    path("logout/", people.leave, name="logout"),
    path("first/<str:token>/", people.first, name="first"),
    path("own/", people.own, name="own"),
    path("accounts/", people.accounts, name="accounts"),
    path("accounts/<int:pk>/", people.account, name="account"),
]
