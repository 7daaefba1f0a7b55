"""The reading side of a model: text to ids and back, whatever its tokenizer does to spaces, beginnings and chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from lmdash.errors import InputError
from lmdash.models.text.chat_template import SLOT, Message, Rendered, own_spans, rendered
from lmdash.models.text.tokens import clean, special_ids, token_bytes
from lmdash.models.values import Chat, Ids, Prompt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# What a word is written after, to be read as in the middle of a text.  The first whose tokens end where it ends is
# taken: a newline hardly ever shares a token with what follows, unless that is white space too.
_ANCHORS = ("\n", "a", ".", "1")

_ADVICE = "Switch the chat off to send the text as it is, or choose another model."
_PROBLEMS = {
    "failed": "This model's chat template failed on this prompt.",
    "endless": "This model's chat template did not come to an end on this prompt, so it was stopped.",
    "large": "This model's chat template makes far too long a text of this prompt.",
}


def _messages(text: str, chat: Chat) -> list[Message]:
    said = [message for user, model in chat.earlier for message in (("user", user), ("assistant", model))]
    system = [("system", chat.system)] if chat.system.strip() else []
    return [(role, clean(each)) for role, each in (*system, *said, ("user", text))]


def _runs(inside: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """The runs [start, end) of what is true."""
    runs = [(value, [place for place, _ in run]) for value, run in groupby(enumerate(inside), key=lambda each: each[1])]
    return tuple((places[0], places[-1] + 1) for value, places in runs if value)


class Tokenization:
    """A tokenizer as a model reads: what it puts in front of a text is found by trying it, not by its name.

    ``bytes_of`` has the exact bytes of every id as it stands inside a text (none for ids without a token), ``special``
    the ids that no text contains, ``start_token`` the one that a text begins with (None where there is none),
    ``end_tokens`` those that end it; ``has_chat`` says whether there is a chat template.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        *,
        vocabulary: int,
        context: int,
        config_start: int | None,
        extra_end: int | Sequence[int] | None = None,
    ) -> None:
        """``vocabulary`` and ``context`` are the model's, ``config_start`` is its configuration's ``bos_token_id`` and
        ``extra_end`` its generation configuration's ``eos_token_id``.
        """
        self._tokenizer = tokenizer
        self._context = context
        self.bytes_of = token_bytes(tokenizer, max(vocabulary, len(tokenizer)))
        self.special = special_ids(tokenizer)
        self._front = self._put_in_front()
        self._front_space = self._joined(self._ids("a")).startswith(b" ")
        self.start_token = self._start(vocabulary, config_start)
        ends = [extra_end] if isinstance(extra_end, int) else extra_end or []
        self.end_tokens = frozenset(index for index in (tokenizer.eos_token_id, *ends) if index is not None)
        self.has_chat = self._has_chat()

    # What a tokenizer does of its own accord

    def _put_in_front(self) -> Ids:
        """The marks put before a text.  Those put after it are not kept: nothing could be written on."""
        text = self._ids("a")
        marked = tuple(self._tokenizer("a", add_special_tokens=True)["input_ids"])
        places = range(len(marked) - len(text), -1, -1)
        return marked[: next((n for n in places if marked[n : n + len(text)] == text), 0)]

    def _start(self, vocabulary: int, config_start: int | None) -> int | None:
        named = config_start if config_start in self.special else None  # a configuration's default may be any word
        tokenizer = self._tokenizer
        candidates = (*self._front[:1], tokenizer.bos_token_id, named, tokenizer.eos_token_id, config_start)
        return next((index for index in candidates if isinstance(index, int) and 0 <= index < vocabulary), None)

    def _has_chat(self) -> bool:
        try:
            return bool(self._tokenizer.get_chat_template())
        except ValueError:  # none, or several without a default
            return False

    # Text to ids

    def _ids(self, text: str) -> Ids:
        return tuple(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def encode_whole(self, text: str) -> Ids:
        """The ids of a text, however long, and nothing in front of it."""
        return self._ids(clean(text))

    def encode(self, text: str, *, reserve: int = 0, chat: Chat | None = None) -> Prompt:
        """The ids of a prompt, with what the tokenizer puts in front of it, once.

        With ``chat`` the text is one message of a user, in the model's chat template, and the assistant's turn begins.
        A prompt that passes the context keeps its end, with room for ``reserve`` new tokens, after what stands in
        front.  An empty prompt becomes the start token.  :class:`InputError` where a start token or a template is
        missing, or the template fails.
        """
        own_characters: list[tuple[int, int]] = []
        if chat is None:
            text = clean(text)
        else:
            text, own_characters = self._chat(clean(text), chat)
        own = self._ids(text)
        if not own:
            return Prompt(text, self._beginning(), start_token=True)
        typed = self._own_tokens(text, own_characters) if chat is not None else [True] * len(own)
        front = self._front
        if chat is not None:  # the template writes all marks itself
            front = own[:1] if own[0] == self.start_token else ()
        while front and own[: len(front)] == front:  # typed, too
            own, typed = own[len(front) :], typed[len(front) :]
        cut = 0
        if len(front) + len(own) > self._context:
            cut = len(own) - max(1, self._context - reserve - len(front))
        form = _runs([chat is not None] * len(front) + [not each for each in typed[cut:]])
        return Prompt(text, front + own[cut:], self.decode(own[:cut], begins=True), cut, format=form)

    def _beginning(self) -> Ids:
        if self._front:
            return self._front
        if self.start_token is None:
            raise InputError("This model has no start token, so it cannot predict after an empty prompt. Type a word.")
        return (self.start_token,)

    # Chats

    def _chat(self, text: str, chat: Chat) -> tuple[str, list[tuple[int, int]]]:
        """The messages in the template, and which of its characters are theirs."""
        messages = _messages(text, chat)
        written = self._rendered(messages)
        if written.problem and chat.system and not self._rendered(_messages(text, replace(chat, system=""))).problem:
            raise InputError("This model's chat template takes no system message: delete it to go on.")
        if written.problem and chat.earlier and not self._rendered(_messages(text, replace(chat, earlier=()))).problem:
            raise InputError("This model's chat template does not take these earlier turns: delete them to go on.")
        if written.problem:
            raise InputError(f"{_PROBLEMS[written.problem]} {_ADVICE}")
        slots = self._rendered([(role, SLOT.format(number)) for number, (role, _) in enumerate(messages)])
        found = clean(written.text)
        return found, own_spans(found, slots.text, [content for _, content in messages])

    def _rendered(self, messages: Sequence[Message]) -> Rendered:
        if not self.has_chat:
            raise InputError(
                "This model has no chat template: switch the chat off, or choose a model that was trained to chat "
                "(its name often ends in “Instruct” or “chat”)."
            )
        marks = tuple((name, str(mark)) for name, mark in self._tokenizer.special_tokens_map.items())
        return rendered(str(self._tokenizer.get_chat_template()), tuple(messages), marks)

    def own_system_message(self) -> str:
        """What the template says to the model where nobody gives a system message; empty where that is nothing."""
        if not self.has_chat:
            return ""
        user = ("user", SLOT.format(1))
        own, given = self._rendered([user]).text, self._rendered([("system", SLOT.format(0)), user]).text
        before, found, after = given.partition(SLOT.format(0))
        own, after = own.partition(user[1])[0], after.partition(user[1])[0]
        if not found or not own.startswith(before) or not own.endswith(after) or len(own) < len(before) + len(after):
            return ""
        return clean(own[len(before) : len(own) - len(after)]).strip()

    def _own_tokens(self, text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
        """For each token of a chat whether any of its characters are of a message."""
        offsets = self._tokenizer(text, add_special_tokens=False, verbose=False, return_offsets_mapping=True)
        return [
            any(start < own_end and (end > own_start or end == start > own_start) for own_start, own_end in spans)
            for start, end in offsets["offset_mapping"]
        ]

    def encode_word(self, text: str) -> Ids:
        """The ids of a word or phrase that continues a text: no marks, and no space that the text has not."""
        text = clean(text)
        if self._front_space:
            for anchor in _ANCHORS:
                ids = self._after(anchor.encode(), self._ids(anchor + text))
                if ids is not None:
                    return ids
        return self._ids(text)

    def _after(self, anchor: bytes, ids: Ids) -> Ids | None:
        """The ids after those of ``anchor`` and the space put before it; None where no token ends there."""
        before = b" " + anchor
        seen = b""
        for end, index in enumerate(ids, 1):
            seen += self.bytes_of[index]
            if len(seen) >= len(before):
                return ids[end:] if seen == before else None
        return None

    # Ids to text

    def _joined(self, ids: Sequence[int]) -> bytes:
        return b"".join(self.bytes_of[index] for index in ids)

    def decode(self, ids: Sequence[int], *, begins: bool = False) -> str:
        """The text of ids; bytes that form no character become U+FFFD.

        ``begins`` says that a text begins here: the space that some tokenizers put before its first word is left out.
        """
        marks = next((n for n, index in enumerate(ids) if index not in self.special), len(ids))
        data = self._joined(ids[marks:])
        if begins and self._front_space:
            data = data.removeprefix(b" ")
        return (self._joined(ids[:marks]) + data).decode("utf-8", "replace")
