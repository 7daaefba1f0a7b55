"""Where do the words of a prompt begin?  At tokens with a space before them, and at marks."""

from __future__ import annotations

from collections.abc import Sequence


def word_starts(pieces: Sequence[bytes], special: Sequence[bool]) -> list[int]:
    """Where words start: at a token with a leading space, after white space, and at and after every special token; a
    token of nothing but spaces belongs to the word after it.
    """

    def starts(place: int) -> bool:
        before = pieces[place - 1]
        after_space = before[-1:].isspace() and before.strip(b" ") != b""
        return place == 0 or special[place] or special[place - 1] or pieces[place][:1].isspace() or after_space

    return [place for place in range(len(pieces)) if starts(place)]
