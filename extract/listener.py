"""LibreOffice as this process uses it: a profile of its own without macros, and kept warm from the second file on.

A second ``soffice --convert-to`` with the profile of one that runs hands its file over to it and ends when that is
done. LibreOffice stays as long as a document is open in it, so it is started with one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from threading import Lock

START_SECONDS = 20.0
"""LibreOffice is ready after this many seconds, or does not come."""

_KEPT_OPEN = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
    "<office:body><office:text/></office:body></office:document>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
)
"""No macro runs, nothing is fetched that a document refers to."""


class LibreOffice:
    """One profile and at most one running program; for one conversion at a time."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._running: subprocess.Popen[bytes] | None = None
        self._used = False
        self._lock = Lock()
        atexit.register(self.close)

    def convert(self, program: str, source: Path, form: str, seconds: float) -> bool:
        """Convert the file in its own folder; whether it was done in time."""
        with self._lock:
            profile = self._profile()
            if self._used and (self._running is None or self._running.poll() is not None):
                self._running = _started([*_command(program, profile), str(profile.parent / "open.fodt")])
                _wait_for(profile.parent / ".~lock.open.fodt#")
            self._used = True
            command = [*_command(program, profile), "--convert-to", form, "--outdir", str(source.parent), str(source)]
            client = _started(command)
            try:
                client.wait(seconds)
            except subprocess.TimeoutExpired:
                self._stop()
                return False
            finally:
                _kill(client)
            return True

    def close(self) -> None:
        """Ends the program and removes the profile."""
        self._stop()

    def _profile(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kaohe-", ignore_cleanup_errors=True)
            profile = Path(self._folder.name, "profile")
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_registry())
            (profile.parent / "open.fodt").write_text(_KEPT_OPEN)
        return Path(self._folder.name, "profile")

    def _stop(self) -> None:
        if self._running is not None:
            _kill(self._running)
        if self._folder is not None:
            self._folder.cleanup()
        self._running = self._folder = None
        self._used = False


def program() -> str | None:
    """LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _command(program: str, profile: Path) -> list[str]:
    return [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    )


def _wait_for(mark: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not mark.exists() and time.monotonic() < end:
        time.sleep(0.02)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
