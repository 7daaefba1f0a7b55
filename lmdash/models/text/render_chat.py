"""A process of its own that puts chats into templates: a line of JSON in, a line of JSON out.

A template is a program that came with a model.  Here it may never end or fill the memory, and nothing else is lost.
Run as a script, so that it begins without the rest of the app.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

MEMORY_MB = 512  # beyond what the process has when it begins
LONGEST = 2_000_000  # characters of a rendered chat


def _bound_memory() -> None:
    """Where the system can, make a text that is too large an error in here."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + MEMORY_MB * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):  # another system: the time is bounded there, too
        return


def main() -> None:
    """Answer every line until there are no more: ``{"text": ...}``, or ``{"problem": ...}`` (failed or large)."""
    from transformers.utils.chat_template_utils import render_jinja_template

    _bound_memory()
    out = sys.stdout
    sys.stdout = sys.stderr  # a line is an answer: nothing else may write one
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            [text], _ = render_jinja_template(
                [asked["messages"]], chat_template=asked["template"], add_generation_prompt=True, **asked["marks"]
            )
            answer = {"text": text} if len(text) <= LONGEST else {"problem": "large"}
        except MemoryError:
            answer = {"problem": "large"}
        except Exception as error:  # noqa: BLE001 - whatever a template raises is its own failure
            answer = {"problem": "failed", "reason": f"{error}"[:200]}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
