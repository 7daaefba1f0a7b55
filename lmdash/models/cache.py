"""A cache bounded in bytes that computes each value once, however many threads ask for it at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

Value = TypeVar("Value")


class ByteCache:
    """Least recently used values go first when the total of ``size(value)`` passes ``capacity`` bytes.

    A value larger than the whole capacity is returned and not kept.  A failed computation is not kept either.
    """

    def __init__(self, capacity: int, size: Callable[[Any], int]) -> None:
        self.capacity = capacity
        self.used = 0
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._running: dict[Hashable, Future] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The kept value of ``key``, or that of ``compute()``, which other callers of the same key wait for."""
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key][0]
                running = self._running.get(key)
                if running is None:
                    future = self._running[key] = Future()
                    break
            if running.exception() is None:  # a failure is reported to its own caller; this one tries for itself
                return running.result()
        try:
            value = compute()
            size = self._size(value)
        except BaseException as error:
            with self._lock:
                del self._running[key]
            future.set_exception(error)
            raise
        self._keep(key, value, size)
        future.set_result(value)
        return value

    def _keep(self, key: Hashable, value: object, size: int) -> None:
        with self._lock:
            del self._running[key]
            if size > self.capacity:
                return
            self._kept[key] = (value, size)
            self.used += size
            while self.used > self.capacity:
                _, (_, freed) = self._kept.popitem(last=False)
                self.used -= freed

    def clear(self) -> None:
        """Forget everything that is kept."""
        with self._lock:
            self._kept.clear()
            self.used = 0
