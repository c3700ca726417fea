"""The README and the command agree: every command is in it, and everything that it shows can be called."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import kaohe
from kaohe.__main__ import command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CALLS = [line.removeprefix("$ ") for line in re.findall(r"^\$ kaohe .*", README, re.MULTILINE)]


@pytest.mark.parametrize("name", command.commands)
def test_every_command_is_listed(name: str) -> None:
    assert re.search(rf"^\| `kaohe {name}[ `]", README, re.MULTILINE)


def test_the_walk_calls_every_step() -> None:
    assert {call.split()[1] for call in CALLS} >= {"rules", "approve", "template", "score", "explain"}


@pytest.mark.parametrize("call", CALLS)
def test_what_the_readme_calls_parses(call: str) -> None:
    _, name, *args = shlex.split(call)
    with command.commands[name].make_context(name, args) as context:
        assert context.params


@pytest.mark.parametrize("name", kaohe.__all__)
def test_every_function_is_shown(name: str) -> None:
    assert f"kaohe.{name}(" in README


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).is_file()


def test_the_layout_names_what_is_there() -> None:
    layout = README.split("## 代码怎样摆")[1].split("```")[1]
    for line in layout.strip().splitlines():
        folder = line.split()[0] if not line.startswith(" ") else folder  # noqa: F821
        for name in re.findall(r"\b\w+\.(?:py|sh)\b|\b\w+/", line):
            assert (ROOT / name).exists() or (ROOT / folder / name).exists(), name
