"""Thirty people at one real desk, and a notice of a thousand rules.

Run: ``.venv/bin/python -m benchmarks.review.load [PEOPLE] [SECONDS] [PAUSE]`` (default 30 people, 60 s, 2 s between
decisions of one person: faster than anybody reads; 0 asks without pause). ``DATABASE_URL`` names a PostgreSQL.
Every person has their own session and connection, opens a rule, decides, and goes where the desk leads on to.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import regex

from benchmarks.review import long
from tests.review.served import Served, Somebody

LIMIT = 0.3
"""Seconds within which 95 of 100 answers should come."""


class Clock:
    """How long each kind of request took."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}
        self.sizes: dict[str, int] = {}
        self.wrong: list[str] = []

    def ask(self, kind: str, person: Somebody, path: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """Send one request; returns the text and where it leads."""
        begun = time.perf_counter()
        answer = person.get(path) if fields is None else person.post(path, **fields)
        self.taken.setdefault(kind, []).append(time.perf_counter() - begun)
        self.sizes[kind] = max(self.sizes.get(kind, 0), answer.size)
        if answer.status not in (200, 302, 409):
            self.wrong.append(f"{kind} {answer.status}")
        return answer.text, answer.location

    def report(self) -> None:
        """One line for each kind."""
        for kind, taken in self.taken.items():
            at = sorted(taken)
            p95 = at[min(len(at) - 1, int(len(at) * 0.95))]
            print(
                f"{kind:24} {len(at):6} times  p50 {statistics.median(at) * 1000:6.0f} ms  p95 {p95 * 1000:6.0f} ms  "
                f"max {at[-1] * 1000:6.0f} ms  at most {self.sizes[kind] / 1000:5.1f} kB  {'' if p95 <= LIMIT else 'SLOW'}"
            )
        print(f"answers that were wrong: {len(self.wrong)} {self.wrong[:3]}", flush=True)


def reviewing(person: Somebody, notice: str, clock: Clock, end: float, pause: float, seed: int) -> None:
    """One person's work until ``end``: open, decide, go on."""
    dice = random.Random(seed)
    entries = regex.findall(
        rf'href="({notice}entries/\d+/)"', person.get(f"{notice}entries/?page={seed % 15 + 1}").text
    )
    entry = dice.choice(entries)
    time.sleep(dice.uniform(0, pause))
    while time.monotonic() < end:
        text, _ = clock.ask("open a rule", person, entry)
        named = {name: regex.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("revision", "sha256")}
        act = {"act": "accept"} if 'value="accept"' in text else {"act": "return", "reason": "再看看"}
        time.sleep(pause * dice.uniform(0.5, 1.5) / 2)
        _, onward = clock.ask("decide", person, f"{entry}decide/", {**named, **act})
        entry = onward if "/entries/" in onward else dice.choice(entries)
        time.sleep(pause * dice.uniform(0.5, 1.5) / 2)


def alone(person: Somebody, notice: str, clock: Clock) -> None:
    """Each page of the long notice, with nobody else there."""
    entry = regex.findall(rf'href="({notice}entries/\d+/)"', person.get(f"{notice}entries/?page=9").text)[50]
    pages = {
        "overview": "",
        "list of rules": "entries/",
        "words": "words/",
        "last year": "changes/",
        "evidence": "evidence/",
    }
    for _ in range(20):
        for kind, path in pages.items():
            clock.ask(kind, person, notice + path)
        clock.ask("a rule", person, entry)
        clock.ask("all notices", person, "/")


def main(count: int, seconds: float, pause: float) -> None:
    """Import, look alone, then everybody at once."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder) / "data", os.environ.get("DATABASE_URL")) as served,
    ):
        boss = Somebody(served.address).begin(served.link)
        begun = time.monotonic()
        notice = boss.bring("千条.docx", long.data())
        print(f"a notice of {long.RULES} rules imported in {time.monotonic() - begun:.1f} s", flush=True)
        clock = Clock()
        alone(boss, notice, clock)
        clock.report()
        for at in range(count):
            boss.colleague(f"p{at}", f"同事{at}", ["review"])
        people = [Somebody(served.address).login(f"p{at}") for at in range(count)]
        clock, end = Clock(), time.monotonic() + seconds
        threads = [
            threading.Thread(target=reviewing, args=(one, notice, clock, end, pause, at))
            for at, one in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"{count} people for {seconds:g} s, {pause:g} s between decisions of one:")
        clock.report()
        print(served.verify())


if __name__ == "__main__":
    values = [float(word) for word in sys.argv[1:]]
    main(*[int(values[0]) if values else 30, *values[1:], *(60.0, 2.0)[len(values[1:]) :]])
