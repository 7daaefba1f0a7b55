"""A visitor without a browser: it speaks Streamlit's own protocol, so that thousands of real visits fit in a minute."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser import shared

PATIENCE_SECONDS = 300  # for one answer, where many ask at once
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # another run follows by itself


@dataclass
class Run:
    """What the server sent for one request, and how long the answer and all of it took; ``query`` is the address as the
    server wrote it, None where it did not.
    """

    answer: str = ""
    query: str | None = None
    elements: int = 0
    answer_seconds: float = 0.0
    seconds: float = 0.0
    bytes: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Widget:
    """What the browser says of a widget when it is used."""

    id: str
    fragment: str


class Session:
    """One tab: it asks for pages, reads what is drawn, and remembers large messages as a browser does."""

    def __init__(self, address: str) -> None:
        self.address = address
        url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = connect(
            url,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
            close_timeout=0.1,
        )
        self._kept: dict[str, ForwardMsg] = {}
        self._page = self._query = self._id = ""
        self.widgets: dict[str, Widget] = {}
        self.files: dict[str, str] = {}

    def close(self) -> None:
        """Leave without a word, as a closed tab does."""
        self.socket.close()

    def ask(self, page: str, values: dict[str, str]) -> None:
        """Ask for a page with these values in its address, and do not wait for it."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(values, quote_via=quote)
        state.page_name = page
        state.is_history_navigation = True  # the address is news, also on the page that is open
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"{self.address}/{page}?{state.query_string}"
        self.socket.send(message.SerializeToString())

    def slide(self, label: str, value: float) -> Run:
        """Move a slider, as its widget would tell it, and read all that is drawn."""
        start = time.perf_counter()
        self.tell(self.widgets[label], value)
        return self.read(start)

    def tell(self, widget: Widget, value: float) -> None:
        """Say that a slider was moved, and do not wait."""
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.query_string, state.fragment_id = self._page, self._query, widget.fragment
        told = state.widget_states.widgets.add()
        told.id = widget.id
        told.double_array_value.data.append(value)
        state.cached_message_hashes.extend(self._kept)
        self.socket.send(message.SerializeToString())

    def click_for_file(self, label: str) -> str:
        """Click a button that makes a file, and give the file's address; it is not fetched."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = label, self._id
        request.deferred_file.file_id = self.files[label]
        self.socket.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(self.socket.recv(PATIENCE_SECONDS))  # type: ignore[arg-type]
            if told.WhichOneof("type") == "backend_operation_response":
                assert not told.backend_operation_response.error_msg
                return self.address + told.backend_operation_response.deferred_file.url

    def visit(self, page: str, values: dict[str, str]) -> Run:
        """Ask for a page and read all that is drawn."""
        start = time.perf_counter()
        self.ask(page, values)
        return self.read(start)

    def read(self, start: float) -> Run:
        """All messages until the server has done what it was asked for."""
        run = Run()
        while True:
            data = self.socket.recv(PATIENCE_SECONDS)
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            run.bytes += len(data)
            if message.ref_hash:
                message = self._kept[message.ref_hash]
            elif message.metadata.cacheable:
                self._kept[message.hash] = message
            kind = message.WhichOneof("type")
            if kind == "script_finished" and message.script_finished != _EARLY:
                run.seconds = time.perf_counter() - start
                return run
            if kind == "new_session":
                self._id = message.new_session.initialize.session_id
            if kind == "navigation":
                self._page = message.navigation.page_script_hash
            if kind == "page_info_changed":
                self._query = run.query = message.page_info_changed.query_string
            if kind == "delta":
                run.elements += 1
                button = message.delta.new_element.download_button
                if button.deferred_file_id:
                    self.files[button.label] = button.deferred_file_id
                slider = message.delta.new_element.slider
                if slider.id:
                    self.widgets[slider.label] = Widget(slider.id, message.delta.fragment_id)
                _read_element(message, run, start)


def _read_element(message: ForwardMsg, run: Run, start: float) -> None:
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        run.errors.append(f"{element.exception.type}: {element.exception.message}")
    if kind == "bidi_component" and element.bidi_component.component_name.endswith("sentence"):
        said = json.loads(element.bidi_component.json)
        sentence = "".join(part for part, _ in said["parts"])
        if said["tone"] == "answer" and not run.answer:
            run.answer, run.answer_seconds = sentence, time.perf_counter() - start
        if said["tone"] == "error":
            run.errors.append(sentence)


@dataclass
class Server:
    """A server of its own process, and what it has used so far."""

    address: str
    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """Of all its threads."""
        used = self.process.cpu_times()
        return used.user + used.system

    @property
    def resident_mb(self) -> float:
        """Memory that it holds."""
        return self.process.memory_info().rss / 2**20


@contextmanager
def server(folder: Path = shared.ROOT) -> Iterator[Server]:
    """A server of the app in a folder, which nobody has asked for anything yet; it is ended afterwards."""
    with shared.running(folder) as (address, pid):
        yield Server(address, psutil.Process(pid))
