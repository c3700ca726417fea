"""A real desk in processes of its own, and people at it who speak HTTP as a browser does."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import regex

PASSWORD = "Jian-che-2019"
WAIT = 120
"""Seconds until something that must happen has happened, on however busy a machine."""


STARTED = regex.compile(r"(http://[\d.]+:\d+) ，按 Ctrl\+C 停止")
LINK = regex.compile(r"http://[\d.]+:\d+(/first/[^/]+/)")


@dataclass(frozen=True)
class Answer:
    """What came back; ``size`` counts the bytes that travelled."""

    status: int
    text: str
    location: str
    size: int
    data: bytes


class Served:
    """``kaohe serve`` on a data folder and, where ``database`` names one, on that database; runs inside ``with``."""

    def __init__(self, data: Path, database: str | None = None) -> None:
        self.data, self.database = data, database
        self.link = ""
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Served:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers; ``address`` and, the first time, ``link`` are known then."""
        output = self.data.with_suffix(".out")
        with output.open("wb") as written:
            self.process = subprocess.Popen(
                self.command("serve", "--port", "0"),
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + WAIT
        while not (found := STARTED.search(said := output.read_text("utf-8"))):
            assert self.process.poll() is None, said
            assert time.monotonic() < end, said
            time.sleep(0.05)
        self.address = found[1]
        assert Somebody(self.address).get("/login/").status == 200
        link = LINK.search(output.read_text("utf-8"))
        self.link = link[1] if link else ""

    def command(self, *args: str) -> list[str]:
        """A kaohe command on the same data."""
        return [str(Path(sys.executable).with_name("kaohe")), *args, "--data", str(self.data)]

    def environment(self) -> dict[str, str]:
        """What the desk's processes see."""
        known = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "KAOHE_DATA")}
        return known | {"COLUMNS": "500"} | ({"DATABASE_URL": self.database} if self.database else {})

    def verify(self) -> str:
        """What ``kaohe verify`` says; it must find everything in order."""
        done = subprocess.run(self.command("verify"), env=self.environment(), capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stderr

    def kill(self) -> None:
        """Pull the plug: server and worker at once, with no time to finish anything."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it as a service does."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=WAIT)


class Somebody:
    """One person with a connection that stays open, cookies, and the token that forms carry."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.line = http.client.HTTPConnection(self.host, timeout=WAIT)
        self.cookies: dict[str, str] = {}

    def __del__(self) -> None:
        self.line.close()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, files: dict[str, tuple[str, bytes]] | None = None, **fields: object) -> Answer:
        sent = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        if files is None:
            return self._ask("POST", path, urlencode(sent, doseq=True).encode(), "application/x-www-form-urlencoded")
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in sent.items()
        ]
        for field, (name, data) in files.items():
            parts.append(
                f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
                + data
                + b"\r\n"
            )
        return self._ask(
            "POST", path, b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
        )

    def login(self, username: str) -> Somebody:
        self.get("/login/")
        assert self.post("/login/", username=username, password=PASSWORD).status == 302
        return self

    def begin(self, link: str) -> Somebody:
        """Make the first account with the link that the desk printed."""
        self.get(link)
        assert self.post(link, username="wang", name="王主任", password=PASSWORD, again=PASSWORD).status == 302
        return self

    def colleague(self, username: str, name: str, roles: list[str]) -> None:
        """Make an account for somebody else."""
        self.get("/accounts/")
        made = self.post("/accounts/", username=username, name=name, password=PASSWORD, roles=roles)
        assert made.status == 302, made.text

    def done(self, job: str) -> str:
        """Wait for a job; returns the address of what came of it."""
        end = time.monotonic() + WAIT
        while (answer := self.get(job)).status == 200:
            assert "refused" not in answer.text, answer.text
            assert time.monotonic() < end
            time.sleep(0.1)
        return answer.location

    def bring(self, name: str, data: bytes) -> str:
        """Import a notice; returns its page's address."""
        self.get("/")
        return self.done(self.post("/upload/", {"files": (name, data)}).location)

    def decide(self, entry: str, act: str, **more: object) -> Answer:
        """Open an entry and decide about what is shown."""
        return self.post(f"{entry}decide/", act=act, **self.seen(entry), **more)

    def seen(self, entry: str) -> dict[str, str]:
        """What the form on an entry's page names."""
        answer = self.get(entry)
        assert answer.status == 200, answer
        return dict(regex.findall(r'name="(revision|sha256)" value="([^"]+)"', answer.text))

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "gzip",
        }
        if kind:
            headers["Content-Type"] = kind
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        data = answer.read()
        for name, value in answer.headers.items():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        plain = gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data
        text = plain.decode() if "text/" in answer.headers.get("Content-Type", "") else ""
        return Answer(answer.status, text, answer.headers.get("Location", ""), len(data), plain)
