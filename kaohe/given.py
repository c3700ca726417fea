"""The evidence that a command is given: files, or folders of them, read together; what is worth knowing is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.refusal import FileRefusal
from kaohe.screen import say
from kaohe.usage import PATH

if TYPE_CHECKING:
    from normalize.rubric import Rubric
    from score.evidence import Evidence

FORMS = (".xlsx", ".csv", ".json", ".parquet")
SHOWN = 20
"""Notes that are said one by one; the rest are counted."""

EVIDENCE = click.argument(
    "evidence",
    metavar="填报…",
    nargs=-1,
    required=True,
    type=PATH,
    help="填好的 .xlsx，或 .csv、.parquet、.json；可以给几份，或给装着它们的文件夹。",
)


def files(paths: Sequence[Path]) -> list[Path]:
    """The files, those of a folder by name; raises FileRefusal for a folder without any, and for a file given twice."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        # Excel keeps "~$name.xlsx" beside a workbook that is open; hidden files are nobody's evidence.
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in FORMS and one.name[0] not in "~.")
        if not inside:
            raise FileRefusal(str(path), "里没有填报文件", f"请给装着填报（{'、'.join(FORMS)}）的文件夹")
        found += inside
    twice = next((path for at, path in enumerate(found) if path in found[:at]), None)
    if twice is not None:
        raise FileRefusal(str(twice), "给了两次", "请只给一次")
    return found


def read(paths: Sequence[Path], rubric: Rubric) -> Evidence:
    """The evidence of all files together, its notes said; raises FileRefusal and EvidenceRefusal."""
    from score.evidence import read_all

    evidence = read_all(files(paths), rubric)
    for note in evidence.notes[:SHOWN]:
        say(note, "warning")
    if len(evidence.notes) > SHOWN:
        say(f"另有 {len(evidence.notes) - SHOWN} 处同样的提示。", "warning")
    return evidence
