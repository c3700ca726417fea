"""The README and the command agree: every command is in it, and the walk through one notice comes out as it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import kaohe
from kaohe.__main__ import command
from kaohe.example import write_evidence
from normalize.rubric import Rubric
from tests.test_command_line import CORPUS
from tests.test_command_line import kaohe as run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
WALK = re.findall(r"^\$ kaohe (.*)\n((?:[^$`].*\n|\n)*)", README, re.MULTILINE)


@pytest.mark.parametrize("name", command.commands)
def test_every_command_is_listed(name: str) -> None:
    assert re.search(rf"^\| `kaohe {name}[ `]", README, re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what the walk starts from: the notices, a list of units, the demonstration's evidence."""
    (tmp_path / "corpus").symlink_to(CORPUS)
    (tmp_path / "单位.txt").write_text("如城街道\n长江镇\n", encoding="utf-8")
    (tmp_path / "out" / "demo").mkdir(parents=True)
    write_evidence(kaohe.rules(CORPUS / "rugao-2019.docx"), tmp_path / "out" / "demo" / "rugao-2019.填报.csv")
    return tmp_path


def test_the_walk_comes_out_as_shown(desk: Path) -> None:
    assert {call.split()[0] for call, _ in WALK} == {
        "rules",
        "approve",
        "template",
        "score",
        "sheets",
        "explain",
        "compare",
    }
    for call, shown in WALK:
        done = run(*shlex.split(call), cwd=desk, columns=80)
        said = {line.rstrip() for line in (done.stdout + done.stderr).splitlines()}
        missing = [line for line in shown.splitlines() if line != "……" and line.rstrip() not in said]
        assert not missing, f"kaohe {call}"


def test_the_reading_that_the_walk_offers_is_there(desk: Path) -> None:
    (choice,) = re.findall(r"`--choose (\S+?)=(\S+)`", README)
    rubric: Rubric = kaohe.rules(CORPUS / "rugao-2019.docx")
    rules = {rule.id: rule for item in rubric.items for rule in item.rules}
    assert choice[1] in [other.code for other in rules[choice[0]].alternatives]


@pytest.mark.parametrize("name", kaohe.__all__)
def test_every_function_is_shown(name: str) -> None:
    assert f"kaohe.{name}(" in README


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).is_file()


def test_the_layout_names_what_is_there() -> None:
    layout = README.split("## 代码怎样摆")[1].split("```")[1]
    folder = ""
    for line in layout.strip().splitlines():
        folder = folder if line.startswith(" ") else line.split()[0]
        for name in re.findall(r"\b\w+\.(?:py|sh)\b|\b\w+/", line):
            assert (ROOT / name).exists() or (ROOT / folder / name).exists(), name
