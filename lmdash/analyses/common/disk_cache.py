"""Arrays that took long to compute, kept in the user's cache folder: ``$XDG_CACHE_HOME/lmdash`` or ``~/.cache/lmdash``.

A file that is damaged, or a folder that cannot be written, only costs the time to compute again.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path

Arrays = dict[str, np.ndarray]


def cache_folder() -> Path:
    """Where files are kept."""
    return user_cache_path("lmdash", appauthor=False)


def kept_on_disk(name: str, compute: Callable[[], Arrays], fits: Callable[[Arrays], bool]) -> Arrays:
    """The arrays kept as ``name`` if they ``fit`` what is asked, otherwise those of ``compute()``, which are kept."""
    path = cache_folder() / f"{name}.npz"
    with (
        suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile),
        np.load(path, allow_pickle=False) as file,
    ):
        arrays = dict(file)
        if fits(arrays):
            return arrays
    arrays = compute()
    with suppress(OSError):
        _write(path, arrays)
    return arrays


def _write(path: Path, arrays: dict[str, Any]) -> None:
    """All or nothing, so that another process never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            np.savez(file, **arrays)
            file.close()
            os.replace(file.name, path)
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise
