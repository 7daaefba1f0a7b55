"""Which characters of a text belong to which of its tokens?  First and last of each."""

from __future__ import annotations

import numpy as np

from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import pieces
from lmdash.models.values import Ids


def token_spans(model: LoadedModel, ids: Ids, text: str | None = None) -> tuple[np.ndarray, np.ndarray, str]:
    """First and last character [T] of each token, and the text that they are characters of.

    Tokens that only together form a character all span it; marks that no text contains span nothing.  Some tokenizers
    put a space before a text's first word: it is left out where ``text`` has none.
    """
    parts = [b"" if index in model.tokens.special else model.tokens.bytes_of[index] for index in ids]
    groups = pieces(parts)
    joined = "".join(group.text for group in groups)
    if text is not None and joined != text:  # perhaps somebody typed a mark: then it is text as it stands
        typed = pieces([model.tokens.bytes_of[index] for index in ids])
        if "".join(group.text for group in typed).removeprefix(" ") == text.removeprefix(" "):
            groups, joined = typed, "".join(group.text for group in typed)
    extra = int(text is not None and joined.startswith(" ") and joined[1:] == text)
    start, end = np.zeros(len(ids), dtype=int), np.zeros(len(ids), dtype=int)
    place = -extra
    for group in groups:
        start[group.start : group.end] = max(0, place)
        place += len(group.text)
        end[group.start : group.end] = max(0, place)
    return start, end, joined[extra:]
