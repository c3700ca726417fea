"""The process in which ``kaohe rules`` reads a file and understands its rules; who asks it needs only what it answers."""

from __future__ import annotations

from pathlib import Path

from extract.notice import Warning
from extract.record import Record
from normalize.rubric import Rubric


class Understood(Record):
    """The rubric of a file, and what could not be read in it with certainty."""

    warnings: list[Warning]
    rubric: Rubric


def main() -> None:
    """Answer for every file that the input names."""
    from extract.read import read
    from extract.worker import serve
    from normalize.draft import draft

    def understand(path: Path) -> Understood:
        notice = read(path)
        return Understood(warnings=notice.warnings, rubric=draft(notice))

    serve(understand)


if __name__ == "__main__":
    main()
