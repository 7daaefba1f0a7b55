"""Files that are made at a click, and stay until the browser has fetched them.

Streamlit makes such a file when its button is clicked, and counts it as nobody's: when any two runs of pages end before
the browser has asked for it, it is deleted, and the click ends in an error.  So each file is also given to Streamlit's
keeper of files from here, in a place of its own.  Outside of a run of a page the keeper puts all under one name that no
session has, so nothing lets go of a file but its place being taken by another.

The newest files stay, as many as ``MOST_BYTES`` hold, for up to ``STAY_SECONDS``; what is older gives its place to an
empty file at the next click.  Where Streamlit has changed, files are again its own business: a download can be lost,
and a test in ``tests/ui/kit/test_made_files.py`` fails.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st
from streamlit import runtime

MOST_BYTES, STAY_SECONDS = 2**25, 600.0


class _Kept(NamedTuple):
    place: str
    size: int
    since: float


_kept: deque[_Kept] = deque()
_places = itertools.count()
_lock = threading.Lock()


def file_button(label: str, make: Callable[[], bytes], file_name: str, mime: str, *, icon: str, **more: Any) -> None:
    """A button of which the click makes a file; the page is not drawn again."""

    def made() -> bytes:
        data = make()
        try:
            keep(data, mime, file_name)
        except (AttributeError, TypeError, RuntimeError):  # the file is still made
            logging.getLogger(__name__).exception("Streamlit keeps files in another way than it did")
        return data

    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        icon=icon,
        type="tertiary",
        on_click="ignore",
        **more,
    )


def keep(data: bytes, mime: str, file_name: str) -> None:
    """Have Streamlit keep a file for a while; outside of a run of a page."""
    keeper, now = runtime.get_instance().media_file_mgr, time.monotonic()
    with _lock:
        place = f"made_{next(_places)}"
        keeper.add(data, mime, place, file_name=file_name, is_for_static_download=True)
        _kept.append(_Kept(place, len(data), now))
        while len(_kept) > 1 and (now - _kept[0].since > STAY_SECONDS or sum(each.size for each in _kept) > MOST_BYTES):
            keeper.add(b"", "text/plain", _kept.popleft().place)
