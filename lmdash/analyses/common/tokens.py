"""How does the model read this prompt?  The tokens, as shown and as they are, and what had to be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lmdash.analyses.common.plural import plural
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import pieces, visible
from lmdash.models.values import Chat, Ids, Prompt


@dataclass(frozen=True)
class Token:
    """One token: its id, its text with every space drawn, and whether it is a mark that no text contains."""

    id: int
    label: str
    special: bool = False


@dataclass(frozen=True)
class ReadPrompt:
    """A prompt as the model reads it (without what was cut), with what a person should know about it, in sentences.

    Of a chat, ``format`` are the tokens [start, end) that its template put around the messages, and the tokens from
    ``asked`` on are of the answer: those that are taken as said.
    """

    text: str
    ids: tuple[int, ...]
    tokens: tuple[Token, ...]
    notes: tuple[str, ...]
    format: tuple[tuple[int, int], ...] = ()
    asked: int = 0


def labels(model: LoadedModel, ids: Sequence[int]) -> tuple[Token, ...]:
    """The tokens of ids, ready to be shown."""
    of, special = model.tokens.bytes_of, model.tokens.special
    return tuple(Token(index, visible(of[index]) or f"id {index}", index in special) for index in ids)


def spelled(model: LoadedModel, ids: Sequence[int]) -> tuple[Token, ...]:
    """The tokens of a running text: those that share a character show it, with their part (``1/2 é``)."""
    tokens = list(labels(model, ids))
    for piece in pieces([model.tokens.bytes_of[index] for index in ids]):
        parts = piece.end - piece.start
        if parts > 1 and "\ufffd" not in piece.text:
            shown = visible(piece.text.encode())
            for part in range(parts):
                token = tokens[piece.start + part]
                tokens[piece.start + part] = replace(token, label=f"{part + 1}/{parts} {shown}")
    return tuple(tokens)


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:38]} … {text[-38:]}"


def text_of(model: LoadedModel, ids: tuple[int, ...], begins: bool = False) -> str:
    """The text that ids stand for, without marks that no text contains; ``begins`` says that a text begins there."""
    return model.tokens.decode([index for index in ids if index not in model.tokens.special], begins=begins)


def read_prompt(model: LoadedModel, text: str, reserve: int, chat: Chat | None = None, said: Ids = ()) -> ReadPrompt:
    """Tokenize a prompt; one longer than the context keeps its end, with room for ``reserve`` new tokens.

    ``chat`` makes it a user's message in the model's chat template, and the answer begins with the tokens ``said``, as
    far as there is room.
    """
    prompt = model.tokens.encode(text, reserve=reserve, chat=chat)
    ids = (*prompt.ids, *said[: model.info.context - len(prompt.ids)])
    notes = []
    typed = prompt.text if chat is None else text
    marks = dict.fromkeys(index for index in _own(prompt) if index in model.tokens.special) if chat else ()
    if marks:
        named = ", ".join(token.label for token in labels(model, list(marks)))
        notes.append(
            f"What you typed has marks of this model's chat format ({named}), and the model reads them as marks: they "
            "may end a message or begin another."
        )
    if prompt.start_token:
        notes.append(
            "The prompt is empty, so the model predicts how a text begins: it sees only its start token "
            f"{labels(model, prompt.ids)[0].label}."
        )
    if prompt.dropped:
        room = model.info.context - len(prompt.ids)
        whole, cut = len(prompt.ids) + prompt.dropped_tokens, prompt.dropped_tokens
        notes.append(
            f"The prompt has {plural(whole, 'token')}. This model reads at most {model.info.context}, with room for "
            f"{plural(room, 'new token')}, so the first {'token was' if cut == 1 else f'{cut} were'} left out: "
            f"“{_shortened(prompt.dropped)}”. Everything here is about the last {len(prompt.ids)}."
        )
    if typed.strip(" \t\n") and typed[-1] == " " and chat is None:
        notes.append(
            "The prompt ends with a space. The model usually writes the space before a word itself, so this one makes "
            "its guesses worse: delete it, unless you need it."
        )
    elif typed.strip() and typed[-1] == "\n" and chat is None:
        notes.append(
            "The prompt ends with a line break, so the model begins a new line: delete it, unless you want one."
        )
    elif not typed.strip() and (typed or chat):
        what = f"The {'message' if chat else 'prompt'} is {'only white space' if typed else 'empty'}"
        notes.append(f"{what}, so the model has little to go on.")
    text = model.tokens.decode(ids) if prompt.dropped or said else prompt.text
    return ReadPrompt(text, ids, spelled(model, ids), tuple(notes), prompt.format, len(prompt.ids))


def _own(prompt: Prompt) -> tuple[int, ...]:
    """The tokens of a chat that are of its messages."""
    inside = {place for start, end in prompt.format for place in range(start, end)}
    return tuple(index for place, index in enumerate(prompt.ids) if place not in inside)
