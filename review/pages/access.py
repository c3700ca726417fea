"""Who gets to a page: every view says which act it is, and nobody else's request reaches it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from review.models import Person
from review.roles import require

View = Callable[..., HttpResponseBase]

OPEN = "open"
"""The act of a page that needs no account."""


class Asked(HttpRequest):
    """A request of somebody who is logged in; for types only."""

    user: Person


def page(act: str, *methods: str) -> Callable[[View], View]:
    """A view that only those who may do ``act`` reach, by ``methods`` (default: GET)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if act != OPEN:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                require(request.user, act)  # type: ignore[arg-type]
            if any(
                "\0" in value for sent in (request.GET, request.POST) for _, values in sent.lists() for value in values
            ):
                raise BadRequest("PostgreSQL stores no NUL")
            return view(request, *args, **kwargs)

        allowed = require_http_methods(list(methods or ("GET",)))(checked)
        allowed.act = act  # type: ignore[attr-defined]
        return allowed

    return wrap
