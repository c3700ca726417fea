"""What every answer of the desk carries, and how a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from extract.refusal import Refusal

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
"""Everything from this machine; no inline script or style, so a notice's words can never run."""

Answer = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy:
    """Adds the content security policy, and keeps pages out of shared caches."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = POLICY
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


class Refusals:
    """Turns a refusal, wherever it is raised, into a page with its sentence; ``status`` of the exception, else 400."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else is Django's to report."""
        if isinstance(error, Refusal):
            shown = {"text": error.text, "faults": getattr(error, "faults", [])}
            return render(request, "review/refused.html", shown, status=getattr(error, "status", 400))
        return None
