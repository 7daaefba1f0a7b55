"""What does the model read when parts of a text are left out?  The rest, tokenized again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lmdash.analyses.common.features import Feature
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


def left_out(model: LoadedModel, ids: Ids, parts: Iterable[Feature]) -> Ids:
    """The text without some parts as the model reads it then; marks that no text contains stay where they were.

    A text whose first word goes begins as it did: with a space if it had one.
    """
    gone = {place for part in parts for place in range(part.start, part.stop) if ids[place] not in model.tokens.special}
    row: list[int] = []
    start = 0
    while start < len(ids):
        if ids[start] in model.tokens.special:
            row.append(ids[start])
            start += 1
            continue
        stop = start
        while stop < len(ids) and ids[stop] not in model.tokens.special:
            stop += 1
        row += _stretch(model, ids[start:stop], [place - start for place in gone if start <= place < stop])
        start = stop
    return tuple(row) or model.tokens.encode("").ids


def _stretch(model: LoadedModel, ids: Ids, gone: Sequence[int]) -> Ids:
    kept = tuple(index for place, index in enumerate(ids) if place not in gone)
    if not gone or not kept:
        return kept
    text = model.tokens.decode(kept)
    if "\ufffd" in text:  # a character was cut through: its other bytes have no text to be read again
        return kept
    if text.startswith(" ") and not model.tokens.decode(ids).startswith(" "):
        text = text[1:]
    return model.tokens.encode_word(text)
