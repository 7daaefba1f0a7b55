"""What is there for good is walked by the garbage collector once, and not after every click.

Streamlit collects after every run of a page.  With torch, transformers and a model in memory that walks millions of
objects that never go, and no other session gets on meanwhile: a second on a busy machine, ten for some quick clicks.
"""

from __future__ import annotations

import gc
import sys
from functools import cache


def keep_what_came() -> None:
    """For the end of a run: where modules came in during it, all that is alive now is taken to be there for good.

    It still goes when nothing refers to it any more; only circles of it would stay.
    """
    _keep(len(sys.modules))


@cache
def _keep(_modules: int) -> None:
    gc.collect()
    gc.freeze()
