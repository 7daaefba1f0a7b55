"""The cache is bounded in bytes, keeps no failure, and computes each value once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lmdash.models.cache import ByteCache

THREADS = 8


def byte_cache(capacity: int) -> ByteCache:
    return ByteCache(capacity, size=len)


def not_called() -> bytes:
    raise AssertionError("this was in the cache")


def race(work: Callable[[], object]) -> list[object]:
    """``work`` in all threads at once; what it raises is a result too."""
    barrier = threading.Barrier(THREADS)

    def one(_: int) -> object:
        barrier.wait()
        try:
            return work()
        except BaseException as error:  # noqa: BLE001 - the tests look at it
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_a_kept_value_is_not_computed_again() -> None:
    cache = byte_cache(10)
    value = cache.get("a", lambda: b"12345")
    assert cache.get("a", not_called) is value
    assert (len(cache), cache.used, "a" in cache) == (1, 5, True)


def test_the_least_recently_used_goes_first() -> None:
    cache = byte_cache(10)
    for key in "abc":
        cache.get(key, lambda: b"123")
    cache.get("a", not_called)
    cache.get("d", lambda: b"123")
    assert [key for key in "abcd" if key in cache] == ["a", "c", "d"]
    assert cache.used == 9


def test_one_large_value_pushes_out_several() -> None:
    cache = byte_cache(10)
    for key in "abc":
        cache.get(key, lambda: b"123")
    cache.get("d", lambda: b"1234567")
    assert [key for key in "abcd" if key in cache] == ["c", "d"]
    assert cache.used == 10


def test_a_value_of_exactly_the_capacity_is_kept_and_a_larger_one_returned_only() -> None:
    cache = byte_cache(4)
    assert cache.get("a", lambda: b"1234") == b"1234"
    assert cache.get("b", lambda: b"12345") == b"12345"
    assert "a" in cache
    assert "b" not in cache
    assert cache.get("b", lambda: b"") == b""


def test_clear_forgets_everything() -> None:
    cache = byte_cache(10)
    cache.get("a", lambda: b"123")
    cache.clear()
    assert (len(cache), cache.used) == (0, 0)
    assert cache.get("a", lambda: b"other") == b"other"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_failure_is_raised_and_not_kept(error: type[BaseException]) -> None:
    cache = byte_cache(10)

    def fail() -> bytes:
        raise error("no")

    with pytest.raises(error):
        cache.get("a", fail)
    assert cache.get("a", lambda: b"123") == b"123"
    assert cache.used == 3


def test_a_value_whose_size_cannot_be_told_blocks_nobody() -> None:
    cache = byte_cache(10)
    for _ in range(2):
        with pytest.raises(TypeError):
            cache.get("a", lambda: 5)
    assert cache.get("a", lambda: b"123") == b"123"


def test_threads_that_ask_together_share_one_computation() -> None:
    cache, calls = byte_cache(100), []
    arrived, count = threading.Event(), iter(range(1, THREADS + 1))

    def compute() -> bytes:
        calls.append(1)
        assert arrived.wait(5)  # until the others are there too
        return b"value"

    def work() -> bytes:
        if next(count) == THREADS:
            arrived.set()
        return cache.get("a", compute)

    results = race(work)
    assert len(calls) == 1
    assert all(result is results[0] for result in results)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_when_one_fails_the_next_waiter_tries_for_itself(error: type[BaseException]) -> None:
    cache, calls, lock = byte_cache(100), [], threading.Lock()

    def compute() -> bytes:
        with lock:
            calls.append(1)
            turn = len(calls)
        if turn <= 3:
            raise error("no")
        return b"value"

    results = race(lambda: cache.get("a", compute))
    assert sum(isinstance(result, error) for result in results) == 3
    assert sum(result == b"value" for result in results) == THREADS - 3
    assert len(calls) == 4


def test_threads_with_different_keys_do_not_wait_for_each_other() -> None:
    cache, together = byte_cache(100), threading.Barrier(2, timeout=5)

    def compute() -> bytes:
        together.wait()  # breaks unless both computations run at once
        return b"1"

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda key: cache.get(key, compute), "ab")) == [b"1", b"1"]


def test_a_busy_cache_never_passes_its_capacity() -> None:
    cache = byte_cache(50)
    seen = []

    def work() -> None:
        for index in range(200):
            cache.get(index % 17, lambda size=index % 17: b"x" * size)
            seen.append(cache.used)

    assert race(work) == [None] * THREADS
    assert cache.used == sum(size for _, size in cache._kept.values()) <= 50
