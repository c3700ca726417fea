"""kaohe from Python: the same path as the command's, on the public models.

>>> import kaohe
>>> rubric = kaohe.rules("通知.docx")
>>> kaohe.template(rubric, "填报表.xlsx")
>>> scores = kaohe.score(rubric, "填报表.xlsx", draft=True)
>>> print(kaohe.explain(scores, "如城街道"))

Whatever is refused raises ``extract.refusal.Refusal`` with one Chinese sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.notice import Notice
    from normalize.rubric import Rubric
    from score.evidence import Evidence
    from score.sheet import Scores

__all__ = ["explain", "read", "rules", "score", "score_to", "template"]


def read(path: str | PathLike[str]) -> Notice:
    """The notice in a file, as a reader sees it."""
    from extract.read import read as read_notice

    return read_notice(Path(path))


def rules(notice: Notice | str | PathLike[str]) -> Rubric:
    """The draft rubric of a notice, or of the notice in a file."""
    from extract.notice import Notice
    from normalize.draft import draft

    return draft(notice if isinstance(notice, Notice) else read(notice))


def template(rubric: Rubric, path: str | PathLike[str], units: list[str] | None = None) -> None:
    """Write the evidence workbook (.xlsx) of a rubric; ``units`` in place of those that the notice names."""
    from score import workbook

    workbook.write(rubric, Path(path), units=units)


def score(rubric: Rubric, *evidence: str | PathLike[str], draft: bool = False) -> Scores:
    """The scores of every unit in the evidence files, taken together; a rubric that is not approved needs ``draft``."""
    from score import engine
    from score.evidence import read_all

    engine.allow(rubric, draft)
    return engine.score(rubric, read_all([Path(one) for one in evidence], rubric), draft=draft)


def score_to(
    folder: str | PathLike[str],
    rubric: Rubric,
    evidence: str | PathLike[str] | Evidence,
    draft: bool = False,
    progress: Callable[[int, int], None] = lambda done, count: None,
) -> None:
    """Score every unit into a folder of tables, however many there are; ``progress`` is told units done and in all."""
    from score import bulk, engine, store
    from score.evidence import Evidence
    from score.evidence import read as read_evidence
    from score.sheet import Rounding

    engine.allow(rubric, draft)
    with store.folder(Path(folder)) as beside:
        if not isinstance(evidence, Evidence) and bulk.is_bulk(Path(evidence)):
            scores = bulk.score_file(beside, rubric, Path(evidence), draft, Rounding(), progress)
        else:
            found = evidence if isinstance(evidence, Evidence) else read_evidence(Path(evidence), rubric)
            scores = engine.score_to(beside, rubric, found, draft, Rounding(), progress)
        store.describe(scores, beside)


def explain(scores: Scores | str | PathLike[str], unit: str, item: str | None = None) -> str:
    """Where the points of a unit, or of one of its items, come from, for people; ``scores`` may be a stored result."""
    from score import explain as explanation
    from score import store
    from score.sheet import Scores

    known = scores if isinstance(scores, Scores) else store.read(Path(scores), unit)
    return explanation.as_text(explanation.explain(known, unit, item))
