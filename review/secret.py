"""The key that signs sessions: made at the first start, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

LENGTH = 50
"""Random bytes; written as URL-safe text."""


def secret_key(folder: Path) -> str:
    """The key in ``folder``, made where there is none; two starts at once end up with the same one."""
    path = folder / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"secret-key.{os.getpid()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(LENGTH))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return path.read_text(encoding="ascii")
