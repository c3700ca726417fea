"""Starting the desk: the database brought up to date, one worker process beside the web server, both stopped together."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extract.refusal import Refusal

THREADS = 8
"""Requests answered at once; more would only queue for the processor."""


class Busy(Refusal):
    """The desk runs already, or its address is taken."""


def prepare(data: Path) -> None:
    """Set Django up on a data folder, made where it is not, with its tables up to date."""
    os.environ["KAOHE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "review.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the data folder for one desk; raises Busy where another has it."""
    with open(data / "serve.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"「{data}」的考核台已经在运行，不必再开；要换地址请先停掉那一个。") from None
        yield


def serve(data: Path, host: str, port: int, said: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; ``said`` gets the address and, at the first start, the one-time link."""
    prepare(data)
    with alone(data):
        listener = _listen(host, port)
        from django.urls import reverse
        from waitress.server import create_server

        from review.people import first_link
        from review.wsgi import application

        address = f"http://{'127.0.0.1' if host in ('', '0.0.0.0', '::') else host}:{listener.getsockname()[1]}"
        token = first_link()
        server = create_server(application, sockets=[listener], threads=THREADS, ident=None, channel_timeout=60)
        said(f"考核台在 {address} ，按 Ctrl+C 停止。")
        if token is not None:
            said(f"还没有账号，请在浏览器打开这个链接建第一个（只能用一次）：{address}{reverse('first', args=[token])}")
        stopped = threading.Event()
        worker = threading.Thread(target=_keep_working, args=(data, stopped), daemon=True)
        worker.start()
        signal.signal(signal.SIGTERM, lambda *_: server.close())
        try:
            server.run()
        except (KeyboardInterrupt, OSError):
            pass
        finally:
            stopped.set()
            worker.join(timeout=10)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Busy(f"不能在 {host}:{port} 上开考核台（{error.strerror}），请用 --port 换一个端口。") from None
    return listener


def _keep_working(data: Path, stopped: threading.Event) -> None:
    """Keep one worker process alive; it ends when its input does, so it never outlives the desk."""
    while not stopped.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "review.serve", str(data)], stdin=subprocess.PIPE)
        while worker.poll() is None and not stopped.wait(0.2):
            pass
        if worker.stdin is not None:
            worker.stdin.close()
        try:
            worker.wait(timeout=5)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        if not stopped.is_set():
            time.sleep(1)


def work(data: Path, parent: IO[bytes]) -> None:
    """The worker: does jobs until the pipe from its parent closes."""
    prepare(data)
    from review import jobs

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gone = threading.Event()

    def watch() -> None:
        parent.read()
        gone.set()
        # A long job is not waited for: it stored nothing yet, and the next start takes it up again.
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    with open(data / "work.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # a worker whose desk was killed may still be storing what it has done
        jobs.work(gone.is_set)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.stdin.buffer)
