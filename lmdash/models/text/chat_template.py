"""A model's chat template, which is a program of its author: it is run in a process that can be ended.

The process is begun with the first chat and serves all models; where one does not end it is ended, and the next chat
begins another.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

SCRIPT = Path(__file__).with_name("render_chat.py")
SECONDS = 5.0  # for one chat, which takes a thousandth of one
START_SECONDS = 120.0  # until the process is ready, on a machine that is busy

Message = tuple[str, str]
"""Who says it (system, user or assistant), and what."""


class Rendered(NamedTuple):
    """A chat as the template writes it, or why there is none; ``reason`` is what the template says of it."""

    text: str = ""
    problem: Literal["", "failed", "large", "endless"] = ""
    reason: str = ""


class _Process:
    """The process, begun when it is needed; one chat at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[str] | None = None

    def render(self, question: str) -> Rendered:
        with self._lock:
            process = self._begun()
            if process is None:
                return Rendered(problem="failed", reason="it could not be run on this computer")
            line = self._answer(process, question + "\n", SECONDS)
            if not line:
                self._end()
                return Rendered(problem="endless")
            return Rendered(**json.loads(line))

    def end(self) -> None:
        """For when this process ends."""
        with self._lock:
            self._end()

    def _begun(self) -> subprocess.Popen[str] | None:
        if self._running is None or self._running.poll() is not None:
            command = [sys.executable, "-P", str(SCRIPT)]
            pipe = subprocess.PIPE
            try:
                self._running = subprocess.Popen(
                    command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
                )
            except OSError:
                return None
            if not self._answer(self._running, "", START_SECONDS):
                self._end()
        return self._running

    def _answer(self, process: subprocess.Popen[str], question: str, seconds: float) -> str:
        """The next line; nothing where the process ended, by itself or because it took longer."""
        assert process.stdin is not None
        assert process.stdout is not None
        ending = threading.Timer(seconds, process.kill)
        ending.daemon = True
        ending.start()
        try:
            process.stdin.write(question)
            process.stdin.flush()
            return process.stdout.readline()
        except OSError:
            return ""
        finally:
            ending.cancel()

    def _end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.communicate()
            self._running = None


_PROCESS = _Process()
atexit.register(_PROCESS.end)


@lru_cache(maxsize=512)
def rendered(template: str, messages: tuple[Message, ...], marks: tuple[tuple[str, str], ...]) -> Rendered:
    """The messages in the template, and the beginning of the assistant's turn.

    ``marks`` are the tokenizer's own, by the names under which templates know them.  What went wrong is kept as well:
    a template that never ends is not waited for again at the next click.
    """
    question = {
        "template": template,
        "messages": [{"role": role, "content": content} for role, content in messages],
        "marks": dict(marks),
    }
    return _PROCESS.render(json.dumps(question))


SLOT = "\ue0f1{}\ue0f2"  # in place of what is said: no template and hardly a person writes these characters


def own_spans(written: str, slots: str, said: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a ``written`` chat the messages ``said`` stand, by characters [start, end), one span each.

    ``slots`` is the same chat with a slot in place of each.  A template may leave out white space at a message's ends,
    or change more of it: one that stands nowhere has an empty span.
    """
    spans = []
    place = 0
    for number, content in enumerate(said):
        before, found, after = slots.partition(SLOT.format(number))
        exact = found and written.startswith(before, place)
        start, slots = (place + len(before), after) if exact else (place, after if found else slots)
        forms = (content, content.strip(), content.lstrip(), content.rstrip())
        form = next((form for form in forms if written.startswith(form, start)), None) if exact else None
        if form is None:
            form = content.strip() if content.strip() in written[place:] else ""
            start = written.find(form, place)
        place = start + len(form)
        spans.append((start, place))
    return spans
