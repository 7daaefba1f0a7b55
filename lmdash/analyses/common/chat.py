"""A chat: the turns before a message as a person writes them down, and the words of the model's answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lmdash.analyses.common.tokens import spelled, text_of
from lmdash.analyses.common.typed_words import typed_text_of
from lmdash.analyses.common.unspaced import UNSPACED
from lmdash.analyses.common.words import word_starts
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import pieces
from lmdash.models.values import Ids

_SPEAKER = re.compile(r"\s*(?:(you|user|human|me)|(model|assistant|ai|bot))\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_HOW = "Begin each turn on a new line with “You:” or “Model:”; none of these turns is used until this is fixed."


def earlier_turns(text: str) -> tuple[tuple[str, str], ...]:
    """What was said in turn, from lines ``You: …`` and ``Model: …``; other lines go on with the one above.

    :class:`InputError` for what does not go in turn.
    """
    said: list[tuple[bool, str]] = []  # whether the model says it, and what
    for line in text.strip().split("\n") if text.strip() else ():
        found = _SPEAKER.fullmatch(line)
        if found:
            model = bool(found[2])
            if model != bool(len(said) % 2):
                who = "Model" if model else "You"
                problem = "two turns in a row begin with" if said else "the first turn begins with"
                raise InputError(f"Earlier turns: {problem} “{who}:”. {_HOW}")
            said.append((model, found[3]))
        elif said:
            said[-1] = (said[-1][0], f"{said[-1][1]}\n{line}")
        else:
            raise InputError(f"Earlier turns: the first line does not say who speaks. {_HOW}")
    if len(said) % 2:
        raise InputError(f"Earlier turns: the last one is yours, so the model's answer to it is missing. {_HOW}")
    return tuple((you.strip(), model.strip()) for (_, you), (_, model) in zip(said[::2], said[1::2], strict=True))


@dataclass(frozen=True)
class Moment:
    """The moment before a word of an answer was written: the answer's tokens, and how many of them were there."""

    ids: Ids
    said: int


@dataclass(frozen=True)
class AnswerWord:
    """Tokens [start, stop) of an answer: the text as it runs on, and its ``label`` with every space drawn.

    A ``mark`` is no text.
    """

    start: int
    stop: int
    text: str
    label: str
    mark: bool = False


def answer_words(model: LoadedModel, ids: Ids) -> tuple[AnswerWord, ...]:
    """The words of an answer in order, punctuation by itself; nothing is left out."""
    special = [index in model.tokens.special for index in ids]
    parts = [model.tokens.bytes_of[index] for index in ids]
    tokens = spelled(model, ids)
    whole = pieces(parts)
    begins = set(word_starts(parts, special))
    starts = []
    for place, piece in enumerate(whole):
        after = whole[place + 1].text[:1] if place + 1 < len(whole) else " "
        alone = not any(map(str.isalnum, piece.text)) and not after.isalnum()
        if not starts or piece.start in begins or UNSPACED.match(piece.text) or alone:
            starts.append(piece.start)
    found = []
    for start, stop in zip(starts, [*starts[1:], len(ids)], strict=True):
        label = "".join(token.label for token in tokens[start:stop])
        mark = all(special[start:stop])
        found.append(AnswerWord(start, stop, "" if mark else text_of(model, ids[start:stop]), label, mark))
    return tuple(found)


def word_of(words: tuple[AnswerWord, ...], said: int) -> int:
    """The number of the word, from 0, that goes on after so many tokens of an answer."""
    return max((number for number, word in enumerate(words) if word.start <= said), default=0)


def written_word(model: LoadedModel, before: Ids, moment: Moment) -> str:
    """The word that was written at a moment, or what of it was still to come, as it is typed after the prompt
    ``before``.
    """
    words = answer_words(model, moment.ids)
    word = words[word_of(words, moment.said)]
    return typed_text_of(model, moment.ids[moment.said : word.stop], (*before, *moment.ids[: moment.said]))


def own_system_message(model: LoadedModel) -> str:
    """What the model is told where nobody gives a system message."""
    return model.tokens.own_system_message()
