"""Template filters: how the desk writes what it shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from normalize.said import CHANGES
from review import roles
from review.marks import Stretch
from review.models import STATES

register = template.Library()


@register.filter
def state(value: str) -> str:
    """A state's name."""
    return STATES.get(value, value)


@register.filter
def may(person: Any, act: str) -> bool:
    """Whether a person may do an act."""
    return roles.may(person, act)


@register.filter
def clock(value: datetime | str) -> str:
    """A time as the office writes it: ``2026-11-24 15:04``."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return localtime(moment).strftime("%Y-%m-%d %H:%M")


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """The entry of a mapping, None where there is none."""
    return mapping.get(key)


@register.filter
def words(text: str) -> list[str]:
    """A text's words, to loop over."""
    return text.split()


@register.filter
def minus(value: int, other: int) -> int:
    """The difference."""
    return value - other


@register.filter
def change(kind: str) -> str:
    """A kind of change's name."""
    return CHANGES[kind]


@register.filter
def drawn(stretches: list[Stretch]) -> SafeString:
    """A notice's characters, marked where somebody owns them: one filter, as a page has thousands of stretches."""
    return mark_safe("".join(map(_drawn, stretches)))


def _drawn(one: Stretch) -> str:
    text = escape(one.text)
    if not one.role and not one.now:
        return text
    now = ' this" id="this' if one.now else ""
    return f'<mark class="{escape(one.role)}{now}">{text}</mark>'


@register.filter
def unlocalized(value: float) -> str:
    """A number as HTML wants it."""
    return f"{value:g}"
