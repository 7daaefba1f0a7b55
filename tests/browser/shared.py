"""One server of the app and one Chromium for all processes that run tests: the first that needs one starts it, and the
end of the run ends both.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from filelock import FileLock

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
FOLDER = "LMDASH_TESTS_SHARED"  # names the folder in which the processes find what is shared
START_SECONDS = 300  # on a busy machine


PREFIX = "lmdash-tests-"


def open_folder() -> None:
    """Before the first process of a run is started."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):  # a run that was killed
            _end_all(left)
    os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")


def end_all() -> None:
    """After the last test: end what was started."""
    _end_all(Path(os.environ.pop(FOLDER)))


def _end_all(folder: Path) -> None:
    for started in folder.glob("*.json"):
        end(json.loads(started.read_text())["pid"])
    shutil.rmtree(folder, ignore_errors=True)


def end(pid: int) -> None:
    """A process and all that it started."""
    try:
        process = psutil.Process(pid)
        family = [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return
    for each in family:
        with suppress(psutil.NoSuchProcess):
            each.terminate()
    for each in psutil.wait_procs(family, timeout=2)[1]:
        with suppress(psutil.NoSuchProcess):
            each.kill()


def shared(start: Callable[[Path], tuple[str, int]]) -> str:
    """The address of what ``start`` starts, which is started once in a run and not by every process."""
    folder = Path(os.environ[FOLDER])
    known = folder / f"{start.__name__}.json"
    with FileLock(known.with_suffix(".lock")):
        if not known.exists():
            address, pid = start(folder)
            known.write_text(json.dumps({"address": address, "pid": pid}))
    return json.loads(known.read_text())["address"]


def clipboard() -> FileLock:
    """To be held from copying to pasting: one clipboard serves all tabs."""
    return FileLock(Path(os.environ[FOLDER]) / "clipboard.lock")


def server(folder: Path, app: Path = ROOT) -> tuple[str, int]:
    """A server of its own process on a free port, and that process; its log goes to ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    with (folder / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=app, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    _wait(process, lambda: _answers(f"{address}/_stcore/health"))
    return address, process.pid


@contextmanager
def running(app: Path = ROOT) -> Iterator[tuple[str, int]]:
    """A server that nobody has asked for anything yet, and its process; it is ended afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        address, pid = server(Path(folder), app)
        try:
            yield address, pid
        finally:
            end(pid)


def chromium(folder: Path) -> tuple[str, int]:
    """The system's Chromium, to which many processes connect."""
    options = folder / "chromium-options"
    options.write_text(json.dumps({"executablePath": shutil.which("chromium"), "args": CHROMIUM_FLAGS}))
    command = [sys.executable, "-m", "playwright", "launch-server", "--browser=chromium", f"--config={options}"]
    said = folder / "chromium.log"
    with said.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    _wait(process, lambda: re.search(r"ws://\S+(?=\n)", said.read_text()))
    return re.search(r"ws://\S+", said.read_text())[0], process.pid


def _wait(process: subprocess.Popen, ready: Callable[[], object]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    end(process.pid)
    raise RuntimeError(f"{process.args} did not come up.")


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
