"""The memory of a server that many people use: the whole policy, in one place.

**The collector.** Streamlit would collect everything after every run of a page (``runner.postScriptGC``, off in
``.streamlit/config.toml``).  With torch, transformers and a model in memory that walks millions of objects that never
go, for a second on a busy machine, while no other session gets on.  Here what came in with modules or with a model is
frozen at the end of the run that brought it, so nobody walks it again; the collector's own rhythm does the rest, and
finds little: what is left is what sessions draw.

**The heap.** Every run of a page is a new thread.  glibc gives threads heaps of their own, up to eight a core, and each
keeps the holes that results of all sizes leave: memory then grows by holes long after the caches are full.  Two heaps
are enough where Python runs one thread at a time, and now and then free pages are handed back.

**Caches** are bounded in bytes: ``LMDASH_TRACES_MB``, ``LMDASH_RESULTS_MB``.
"""

from __future__ import annotations

import ctypes
import gc
import platform
import sys
import time
from functools import cache, lru_cache

from lmdash.models.service import models_opened

YOUNG = 5000  # new objects before they are looked through; a run of a page makes some thousands, Python's own is 700
HEAPS = 2
LARGE, TOP = 2**18, 2**20  # bytes of a block with pages of its own, and of free memory that a heap may keep at its end
_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1  # glibc's numbers for them
TRIM_SECONDS = 5.0


@cache
def set_up() -> None:
    """Once in a process, before the first page is drawn."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    if heap := _glibc():
        heap.mallopt(_M_ARENA_MAX, HEAPS)
        heap.mallopt(_M_MMAP_THRESHOLD, LARGE)
        heap.mallopt(_M_TRIM_THRESHOLD, TOP)


def tidy() -> None:
    """For the end of a run, when everything is drawn.

    Where modules or a model came in, all that is alive now is taken to be there for good.  It still goes when nothing
    refers to it any more; circles of it go when the next such thing comes in, as a model does that takes their place.
    """
    _freeze(len(sys.modules), models_opened())
    _trim(int(time.monotonic() / TRIM_SECONDS))


@lru_cache(maxsize=1)
def _freeze(_modules: int, _models: int) -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@lru_cache(maxsize=1)
def _trim(_period: int) -> None:
    if heap := _glibc():
        heap.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    """The C library, where it has these two functions."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
