"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """``review``: everything that people decide and what follows from it."""

    name = "review"
    verbose_name = "考核台"
    default_auto_field = "django.db.models.BigAutoField"
