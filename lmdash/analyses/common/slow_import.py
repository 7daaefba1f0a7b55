"""Libraries that take seconds to import: something moves on the screen meanwhile."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable

_EVERY = 0.25  # seconds


def import_watched(name: str, tick: Callable[[], None]) -> None:
    """Import ``name``, calling ``tick`` now and then until it is there; what ``tick`` raises is passed on."""
    failed: list[BaseException] = []

    def load() -> None:
        try:
            importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that asked
            failed.append(error)

    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    while thread.is_alive():
        tick()
        thread.join(_EVERY)
    if failed:
        raise failed[0]
