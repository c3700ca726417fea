"""Reading the hand-written files of ``golden/``; their shape is described in ``golden/README.md``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "golden"
NAMES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())


class _Loader(yaml.SafeLoader):
    """YAML in which ``on`` is a word (the key of a rule), not a truth value."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


@cache
def golden(name: str, part: str) -> Any:
    """The content of ``golden/NAME/PART.yaml``; None where there is no such file."""
    path = GOLDEN / name / f"{part}.yaml"
    if not path.exists():
        return None
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a SafeLoader


def squeeze(text: str) -> str:
    """Text without blanks and line breaks, as the tests compare words."""
    return "".join(text.split())
