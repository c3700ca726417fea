"""Prints cell F1, edge cases met and time per file of kaohe and of others, all in one run, and kaohe's speeds beside
the least that the work takes.

Run ``sh benchmarks/reading/run.sh``; readers that are not installed are named in the table, not left out.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import mean

from benchmarks.reading.edges import Edge, edges
from benchmarks.reading.measure import Found, bag, f1, golden_cells, is_met, matched
from benchmarks.reading.speed import speeds
from extract.notice import Table
from extract.read import read
from extract.refusal import Refusal
from tests.golden_files import NAMES, golden

ROOT = Path(__file__).parent.parent.parent
HOMES = ROOT / "out" / "benchmarks"
WORD = {"pandoc": "peers-word", "mammoth": "peers-word", "docling": "peers-word", "markitdown": "peers-word"} | {
    "python_docx": "peers-word"
}
PDF = {"pdfplumber": "peers-pdf", "camelot": "peers-pdf", "img2table": "peers-picture"}

Reader = Callable[[Sequence[Path]], list[Found]]


def ours(paths: Sequence[Path]) -> list[Found]:
    """What kaohe makes of the files, the first of them read twice."""
    found: list[Found] = []
    for path in [paths[0], *paths]:
        start = time.perf_counter()
        try:
            notice = read(path)
        except Refusal as refusal:
            found.append({"error": refusal.text})
            continue
        tables = [
            [[cell.row, cell.col, cell.row_span, cell.col_span, cell.text] for cell in table.cells]
            for _, table in notice.tables()
        ]
        texts = [
            "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
            for block in notice.blocks
        ]
        found.append({"tables": tables, "text": "".join(texts), "seconds": time.perf_counter() - start})
    return found[1:]


def theirs(name: str, group: str, paths: Sequence[Path]) -> list[Found]:
    """What another reader makes of the files, in its own environment."""
    home = HOMES / group
    if not (home / "ready").exists():
        return [{"error": "not installed"}] * len(paths)
    command = [str(home / "bin" / "python"), str(Path(__file__).with_name("peers.py")), name, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return lines + [{"error": done.stderr[-200:]}] * (len(paths) - len(lines))


def row(name: str, corpus: Sequence[Found], met: Sequence[bool] | None) -> str:
    """A reader's line of the table."""
    counts = []
    for notice, found in zip(NAMES, corpus, strict=True):
        wanted = [bag(golden_cells(table["rows"])) for table in golden(notice, "notice")["tables"]]
        counts.append(matched([bag(table) for table in found.get("tables", [])], wanted))
    failed = sum("error" in found for found in corpus)
    seconds = [found["seconds"] for found in corpus if "seconds" in found]
    cases = "" if met is None else f"{sum(met)}/{len(met)}"
    clock = f"{mean(seconds):.3f} s" if seconds else "–"
    note = f"  {failed} files not read: {next(f['error'] for f in corpus if 'error' in f)[:60]}" if failed else ""
    return f"{name:<14}{f1(counts):>9.3f}{cases:>10}{clock:>12}{note}"


def word(folder: Path) -> None:
    """The table of Word files: the notices, and the edge cases."""
    cases: list[Edge] = edges()
    files = []
    for number, case in enumerate(cases):
        files.append(folder / f"{number:02}{case.suffix}")
        files[-1].write_bytes(case.data)
    notices = [ROOT / "corpus" / f"{name}.docx" for name in NAMES]
    readers: dict[str, Reader] = {"kaohe": ours} | {name: partial(theirs, name, group) for name, group in WORD.items()}
    missed = {}
    print(f"{'Word':<14}{'cell F1':>9}{'edges':>10}{'per file':>12}")
    for name, reader in readers.items():
        found = reader([*notices, *files])
        met = [is_met(case, one) for case, one in zip(cases, found[len(notices) :], strict=True)]
        missed[name] = [case.name for case, is_ in zip(cases, met, strict=True) if not is_]
        print(row(name, found[: len(notices)], met))
    for name, cases_missed in missed.items():
        print(f"  not met by {name}: {', '.join(cases_missed) or 'none'}")


def pdf() -> None:
    """The table of the notices' PDFs."""
    notices = [ROOT / "corpus" / f"{name}.pdf" for name in NAMES]
    readers: dict[str, Reader] = {"kaohe": ours} | {name: partial(theirs, name, group) for name, group in PDF.items()}
    print(f"\n{'PDF':<14}{'cell F1':>9}{'':>10}{'per file':>12}")
    for name, reader in readers.items():
        print(row(name, reader(notices), None))
    scans = [ROOT / "corpus" / f"{name}.scan.pdf" for name in NAMES]
    print(row("kaohe, scans", ours(scans), None))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        word(Path(folder))
        pdf()
        print()
        for line in speeds(Path(folder)):
            print(line)


if __name__ == "__main__":
    main()
