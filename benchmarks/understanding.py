"""How fast clauses are read: the normalizer beside bare pattern matching and beside an Earley grammar.

Run: ``.venv/bin/python -m benchmarks.understanding`` (the Earley column needs the group ``bench``: lark).
The clauses are those of the bundled notices, repeated to 10,000; each run is one core, after loading.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extract.read import read
from normalize.clause import outcome, read_clause, step
from normalize.draft import draft
from normalize.quantity import find, fold

COUNT = 10_000
NOTICES = ("rugao-2019", "rugao-2018", "yueyang-2015")
GRAMMAR = r"""
start: condition? step? "," ? effect cap? "。"?
condition: WORDS
step: "每"? WAY? NUMBER UNIT
effect: VERB NUMBER "分"
cap: "," "扣完为止" | "," "累计扣分不超过" NUMBER "分"
WAY: "少" | "低" | "缺" | "超" | "下降"
VERB: "扣" | "得" | "计" | "加"
NUMBER: /\d+(\.\d+)?/ | /[一二三四五六七八九十]/
UNIT: "次" | "条" | "个" | "项" | "篇" | "百分点" | "个百分点" | "例" | "起"
WORDS: /[^0-9扣得计加,。]{1,40}/
"""


def clauses() -> list[str]:
    """The scoring clauses of the bundled notices, as issued, repeated to ``COUNT`` without two alike in a row."""
    found = [
        rule.text for name in NOTICES for item in draft(read(Path(f"corpus/{name}.docx"))).items for rule in item.rules
    ]
    return (found * (COUNT // len(found) + 1))[:COUNT]


def bare(text: str) -> int:
    """Every pattern of the grammar matched on its own, nothing composed."""
    folded = fold(text)
    return sum(1 for part in (*outcome.PARTS, *step.PARTS) for _ in part.compiled.finditer(folded))


def fresh(text: str) -> object:
    """A clause read with nothing remembered of those before: the texts here repeat, a year's notices do not."""
    find.cache_clear()
    return read_clause(text)


def earley() -> Callable[[str], object] | None:
    """A fragment of the grammar in lark's Earley parser, None where lark is not installed."""
    try:
        from lark import Lark
        from lark.exceptions import LarkError
    except ImportError:
        return None
    parser = Lark(GRAMMAR, parser="earley", ambiguity="explicit")

    def parse(text: str) -> object:
        try:
            return parser.parse(fold(text))
        except LarkError:
            return None

    return parse


def clock(work: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second."""
    start = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - start)


def memory() -> float:
    """The process's peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    texts = clauses()
    for text in set(texts):
        read_clause(text)
    before = memory()
    rows = [("kaohe", clock(fresh, texts)), ("patterns alone", clock(bare, texts))]
    grown = memory() - before
    fragment = earley()
    if fragment is None:
        print("lark is not installed: uv pip install --group bench", file=sys.stderr)
    else:
        rows.append(("lark Earley, a fragment", clock(fragment, texts[:1000])))
    for name, speed in rows:
        print(f"{name:<28}{speed:>12,.0f} clauses/s")
    print(f"{'memory grown by 10,000':<28}{grown:>12,.1f} MB")


if __name__ == "__main__":
    main()
