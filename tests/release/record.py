"""Write the records anew: ``python -m tests.release.record results`` or ``links``, one thread each.

The calls are in ``calls.py``, the addresses in the record of the links itself, where new ones are written by hand.
A record is written at a release and compared with what comes after it.  To write one is to say that every number in it
is what the app should say from now on.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from pathlib import Path

from tests.release.threads import one_thread

RESULTS, LINKS = Path(__file__).with_name("results.json.gz"), Path(__file__).with_name("links.json")


def read_results() -> dict[str, dict[str, object]]:
    """What every call gave, by its name."""
    return json.loads(gzip.decompress(RESULTS.read_bytes()))


def read_links() -> dict[str, dict[str, object]]:
    """What every link showed, by its name: its ``address``, and what :func:`tests.release.shown.shown` gives."""
    return json.loads(LINKS.read_text())


def _results() -> None:
    from tests.release.calls import CALLS
    from tests.release.numbers import compact, numbers

    found = {}
    for call in CALLS:
        values = numbers(call.read(call.run()))
        found[call.name] = {path: compact(each) for path, each in values.items()}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    RESULTS.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _links() -> None:
    from tests.release.shown import opened, shown

    found = {}
    for name, link in read_links().items():
        found[name] = {"address": link["address"]} | shown(opened(link["address"]))
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(each, ensure_ascii=False)}"
        for name, each in found.items()
    ]
    LINKS.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, one_thread():
        os.environ["XDG_CACHE_HOME"] = folder  # nothing that was kept from before
        {"results": _results, "links": _links}[sys.argv[1]]()
