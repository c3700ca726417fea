"""``kaohe demo``: the main job on the bundled notices, from files to explained points."""

from __future__ import annotations

import click

from kaohe.usage import Command


@click.command(cls=Command)
def demo() -> None:
    """用随附的五份通知走一遍全程，一分钟以内。"""
