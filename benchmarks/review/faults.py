"""Pull the plug of a real desk in the middle of importing, deciding, freezing and scoring, and see what is left.

Run: ``.venv/bin/python -m benchmarks.review.faults [TIMES]`` (default 100 each; ``DATABASE_URL`` names a PostgreSQL).
Every time all processes get SIGKILL at a random moment, the desk is started again, and then: what was acknowledged is
there, what was not is there whole or not at all, jobs that were waiting get done once, and ``kaohe verify`` holds.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import regex

from tests.review.notices import ROWS, document
from tests.review.served import Served, Somebody

GONE = (http.client.HTTPException, OSError)
"""What a person sees of a desk that is no more."""


class Bench:
    """A desk that is killed and started again, with the two people who work at it."""

    def __init__(self, served: Served, seed: int = 1) -> None:
        self.served = served
        self.random = random.Random(seed)
        self.boss = Somebody(self.served.address).begin(self.served.link)
        self.boss.colleague("li", "李副主任", ["approve"])
        self.count = 0

    def killed(self, work: Callable[[], None], longest: float) -> None:
        """Do ``work`` and kill the desk at some moment of its first ``longest`` seconds; then start it again."""
        thread = threading.Thread(target=self._trying, args=(work,))
        thread.start()
        time.sleep(self.random.uniform(0, longest))
        self.served.kill()
        thread.join()
        self.served.start()
        self.boss = Somebody(self.served.address).login("wang")
        self.served.verify()

    @staticmethod
    def _trying(work: Callable[[], None]) -> None:
        with contextlib.suppress(*GONE):
            work()

    def notice(self) -> str:
        """A new small notice, imported; returns its address."""
        self.count += 1
        return self.boss.bring(f"通知{self.count}.docx", self._data())

    def _data(self) -> bytes:
        return document(*ROWS[1:], title=f"第{self.count}号考核办法")

    def entries(self, notice: str, state: str = "") -> list[str]:
        """The addresses of a notice's entries, of one state where it is named."""
        text = self.boss.get(f"{notice}entries/?state={state}").text
        return list(dict.fromkeys(regex.findall(rf'href="({notice}entries/\d+/)"', text)))

    def settled(self) -> None:
        """Wait until no job is left waiting or running."""
        while regex.search('class="tag (waiting|running)"', self.boss.get("/").text):
            time.sleep(0.2)

    def importing(self) -> None:
        """A file that was acknowledged becomes a notice, once and whole; another does or does not."""
        self.count += 1
        title, told = f"第{self.count}号考核办法", []
        data = self._data()
        self.boss.get("/")

        def send() -> None:
            told.append(self.boss.post("/upload/", {"files": ("通知.docx", data)}).location)

        self.killed(send, 4)
        self.settled()
        found = regex.findall(rf'href="(/notices/\d+/)">[^<]*{title}', self.boss.get("/").text)
        assert len(found) == (1 if told else len(found[:1])), (told, found)
        for notice in found:
            assert len(self.entries(notice)) == 6, notice
        self.served.verify()

    def deciding(self) -> None:
        """Each decision that was answered is there; of the one under way, all or nothing."""
        notice = self.notice()
        told: list[str] = []
        everything = self.entries(notice)

        def decide() -> None:
            for entry in everything:
                if self.boss.decide(entry, "accept").status == 302:
                    told.append(entry)

        self.killed(decide, 0.6)
        reviewed = set(self.entries(notice, "reviewed"))
        assert set(told) <= reviewed, (told, reviewed)
        assert len(reviewed) <= len(told) + 1, (told, reviewed)

    def _approved(self, notice: str) -> Somebody:
        for entry in self.entries(notice):
            assert self.boss.decide(entry, "accept").status == 302
        other = Somebody(self.served.address).login("li")
        for entry in self.entries(notice):
            assert other.decide(entry, "approve").status == 302
        return other

    def freezing(self) -> None:
        """An acknowledged version is there; otherwise one or none, and the next freezing gives the next number."""
        notice = self.notice()
        other = self._approved(notice)
        told: list[int] = []
        other.get(notice)
        self.killed(lambda: told.append(other.post(f"{notice}freeze/").status), 0.15)
        there = self.boss.get(f"{notice}frozen/1.json").status == 200
        assert there or told != [302], told
        other = Somebody(self.served.address).login("li")
        other.get(notice)
        assert other.post(f"{notice}freeze/").status == 302
        assert self.boss.get(f"{notice}frozen/{2 if there else 1}.json").status == 200
        assert self.boss.get(f"{notice}frozen/3.json").status == 404

    def scoring(self) -> None:
        """Scores that were asked for come out once."""
        if not hasattr(self, "filled"):
            self.filled = self._filled()
        told: list[str] = []
        notice, score = self.filled
        before = self._runs(notice)
        self.boss.get(f"{notice}evidence/")
        self.killed(lambda: told.append(self.boss.post(score).location), 3)
        self.boss.get(f"{notice}evidence/")
        while "等待" in (text := self.boss.get(f"{notice}evidence/").text) or "进行中" in text:
            time.sleep(0.2)
        new = self._runs(notice) - before
        assert len(new) == 1 if told else len(new) <= 1, (told, new)
        for run in new:
            assert self.boss.get(run).status == 200
        self.served.verify()

    def _filled(self) -> tuple[str, str]:
        notice = self.notice()
        other = self._approved(notice)
        other.get(notice)
        assert other.post(f"{notice}freeze/").status == 302
        self.boss.get(f"{notice}evidence/")
        assert self.boss.post(f"{notice}units/", units="如城街道\n长江镇").status == 302
        book = self.boss.get(f"{notice}frozen/1/template/").data
        assert self.boss.post(f"{notice}frozen/1/take-in/", {"file": ("填报表.xlsx", book)}).status == 302
        return notice, regex.search(rf'action="({notice}filled/\d+/score/)"', self.boss.get(f"{notice}evidence/").text)[
            1
        ]

    def _runs(self, notice: str) -> set[str]:
        return set(regex.findall(r'href="(/scores/\d+/)"', self.boss.get(f"{notice}evidence/").text))


def main(times: int) -> None:
    """Each of the four, ``times`` times over."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder) / "data", os.environ.get("DATABASE_URL")) as served,
    ):
        bench = Bench(served)
        for act in (bench.importing, bench.deciding, bench.freezing, bench.scoring):
            begun = time.monotonic()
            for _ in range(times):
                act()
            print(f"{act.__name__:10} killed {times} times, {time.monotonic() - begun:.0f} s", flush=True)
        print(served.verify())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
