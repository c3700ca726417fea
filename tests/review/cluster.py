"""A PostgreSQL of the tests' own: Debian's programs, a folder that is gone afterwards, no port open to anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

PROGRAMS = "/usr/lib/postgresql"
SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=60"


class Cluster:
    """Started by ``start``, gone after ``stop``; ``url`` gives the address of one of its databases."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kaohe-pg-"))

    def url(self, database: str) -> str:
        """What DATABASE_URL names the database with."""
        return f"postgres://postgres@{quote(str(self.folder), safe='')}/{database}"

    def start(self) -> None:
        """Make the cluster and start it; a server that will not start says why."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", self.folder / "data"
        )
        log = self.folder / "log"
        options = f"{SETTINGS} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "start", "-w", "-D", self.folder / "data", "-l", log, "-o", options)

    def make(self, database: str) -> str:
        """A new empty database; returns its address."""
        self._run("createdb", "-h", self.folder, "-U", "postgres", database)
        return self.url(database)

    def stop(self) -> None:
        """Stop it, whoever is still connected, and leave nothing."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.folder / "data")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *args: str | Path) -> None:
        newest = max(Path(PROGRAMS).glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        with open(self.folder.with_suffix(".out"), "w+", encoding="utf-8") as out:
            done = subprocess.run([*as_owner, newest, *args], cwd="/", stdout=out, stderr=out)
            out.seek(0)
            said = out.read()
        self.folder.with_suffix(".out").unlink()
        assert done.returncode == 0, said
