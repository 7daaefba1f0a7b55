"""What is hidden from the model to see whether it mattered: tokens, words, sentences or marked parts of a prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lmdash.analyses.common.named import Named
from lmdash.analyses.common.tokens import spelled
from lmdash.analyses.common.words import word_starts
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import visible
from lmdash.models.values import Ids


class Grouping(Named):
    """Into what a prompt is cut."""

    WORDS = "words", "Words"
    TOKENS = "tokens", "Tokens"
    SENTENCES = "sentences", "Sentences"
    SPANS = "spans", "What I mark", "My spans"


GROUPINGS = tuple(Grouping)

# A sentence ends with one of these (and what closes quotes), unless it is an abbreviation or an initial.
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
_GOES_ON = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|vs|etc|e\.g|i\.e|No|[A-Z]))\.\s*$")
_PARTS = re.compile(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?")


@dataclass(frozen=True)
class Feature:
    """Tokens [start, stop) of a prompt, hidden together; ``fixed`` ones always stay.

    ``label`` shows every space.  Marks that no text contains (the start token) stay also inside a feature.
    """

    label: str
    start: int
    stop: int
    fixed: bool = False

    @property
    def positions(self) -> str:
        """Its tokens as :func:`parse_spans` reads them: ``8`` or ``3-5``."""
        return write_spans([(self.start, self.stop)])


def features(
    model: LoadedModel,
    ids: Ids,
    grouping: str = Grouping.WORDS,
    spans: str = "",
    kept: Sequence[tuple[int, int]] = (),
) -> tuple[Feature, ...]:
    """The whole prompt in order, cut into ``grouping``: "tokens", "words", "sentences" or the "spans" that are marked,
    given as ``3-5,8`` (token positions from 0, both ends belong to it).

    With spans, what is not marked always stays; so do the tokens [start, stop) that are ``kept``, such as the format of
    a chat.  :class:`InputError` where nothing is left to hide.
    """
    special = [index in model.tokens.special for index in ids]
    marked = parse_spans(spans, len(ids)) if grouping == Grouping.SPANS else []
    if grouping == Grouping.SPANS and not marked:
        raise InputError("No part is marked yet: click tokens, or type their numbers, for example 3-5,8.")
    starts = {0, *(start for start, _ in marked), *(stop for _, stop in marked)} - {len(ids)}
    pieces = [model.tokens.bytes_of[index] for index in ids]
    match grouping:
        case Grouping.TOKENS:
            starts.update(range(len(ids)))
        case Grouping.WORDS:
            starts.update(word_starts(pieces, special))
        case Grouping.SENTENCES:
            starts.update(_sentence_starts(pieces, special))
        case Grouping.SPANS:
            starts.update(place for place in range(1, len(ids)) if special[place] != special[place - 1])
            starts -= {place for start, stop in marked for place in range(start + 1, stop)}
        case _:
            raise InputError(f"A prompt is cut into {', '.join(GROUPINGS)}.")
    starts |= {place for run in kept for place in run if place < len(ids)}
    ordered = sorted(starts)
    tokens = spelled(model, ids)
    found = []
    for start, stop in zip(ordered, [*ordered[1:], len(ids)], strict=True):
        one = stop - start == 1
        label = tokens[start].label if one else visible(b"".join(pieces[start:stop]))
        stays = all(special[start:stop]) or any(begin <= start < end for begin, end in kept)
        stays = stays or (grouping == Grouping.SPANS and not any(begin <= start < end for begin, end in marked))
        found.append(Feature(label, start, stop, stays))
    if all(feature.fixed for feature in found):
        raise InputError(
            "There is nothing to hide in this prompt: it has only special tokens, such as the one that starts every "
            "text. Type some words, or mark other tokens."
        )
    return tuple(found)


def free(parts: Sequence[Feature]) -> list[int]:
    """The numbers of the features that can be hidden."""
    return [number for number, feature in enumerate(parts) if not feature.fixed]


def _sentence_starts(pieces: Sequence[bytes], special: Sequence[bool]) -> list[int]:
    """Where a word follows a finished sentence or a line break; marks stand alone, white space ends what is before."""
    starts, begun = [], 0
    words = word_starts(pieces, special)
    for place, stop in zip(words, [*words[1:], len(pieces)], strict=True):
        before = b"".join(pieces[begun:place]).decode("utf-8", "replace")
        ended = "\n" in before[len(before.rstrip()) :] or (_END.search(before) and not _GOES_ON.search(before))
        written = b"".join(pieces[place:stop]).strip()
        if place == 0 or (ended and written) or special[place] or special[place - 1]:
            starts.append(place)
            begun = place
    return starts


def parse_spans(text: str, length: int) -> list[tuple[int, int]]:
    """Read ``3-5,8`` as token ranges [(3, 6), (8, 9)] of a prompt of ``length`` tokens, in order.

    Raises :class:`InputError` for what is not a position, is not in the prompt, or is marked twice.
    """
    found = []
    for part in filter(str.strip, text.split(",")):
        match = _PARTS.fullmatch(part)
        if not match:
            raise InputError(
                f"“{part.strip()[:40]}” is not a token number: type numbers counted from 0, for example 3-5,8."
            )
        start, last = int(match[1]), int(match[2] or match[1])
        if last < start:
            raise InputError(f"The part {start}-{last} ends before it begins: type {last}-{start}.")
        if last >= length:
            raise InputError(f"Token {last} is not in the prompt, whose tokens are numbered 0 to {length - 1}.")
        found.append((start, last + 1))
    found.sort()
    for (_, stop), (start, _) in pairwise(found):
        if start < stop:
            raise InputError(f"Token {start} is marked twice: marked parts must not overlap.")
    return found


def write_spans(spans: Sequence[tuple[int, int]]) -> str:
    """Token ranges [start, stop) as :func:`parse_spans` reads them."""
    return ",".join(str(start) if stop == start + 1 else f"{start}-{stop - 1}" for start, stop in spans)
