"""Pictures beside a rule: its curve, and the page of the file with the cell that it stands in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from extract.pdf.image import page_image
from review.contents import draft_of, source_of
from review.models import Entry, Revision
from review.pages.access import Asked, page
from review.svg import curve as drawn
from review.svg import sheet

COLORS = {"deduct": "#b3402f", "award": "#2f7d4f"}

PIXELS = 1100
"""Width of a page's picture: small print stays readable."""


@page("see")
def curve(request: Asked, pk: int, entry_pk: int, number: int) -> HttpResponse:
    """The curve of one revision."""
    revision = get_object_or_404(Revision, entry_id=entry_pk, entry__project_id=pk, number=number)
    color = COLORS.get(revision.content.get("rule", {}).get("effect", ""), "#4a5568")
    return _kept(drawn(revision.curve, color))


@page("see")
def place(request: Asked, pk: int, entry_pk: int) -> HttpResponse:
    """The page of a PDF or scan that an entry stands on, its cell framed."""
    entry = get_object_or_404(Entry.objects.select_related("project__document"), pk=entry_pk, project_id=pk)
    source = source_of(draft_of(entry.project), entry)
    if source is None or source.page is None or source.bbox is None:
        raise Http404
    try:
        shown = page_image(bytes(entry.project.document.data), source.page, PIXELS)
    except ValueError:
        raise Http404 from None
    return _kept(sheet(shown.jpeg, shown.width, shown.height, source.bbox))


def _kept(svg: str) -> HttpResponse:
    """An SVG that never changes under its address, so a browser may keep it."""
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
