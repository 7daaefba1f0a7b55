"""The reading side of a model: text to ids and back, whatever its tokenizer does to spaces, beginnings and chats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lmdash.errors import InputError
from lmdash.models.text.tokens import clean, special_ids, token_bytes
from lmdash.models.values import Ids, Prompt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# What a word is written after, to be read as in the middle of a text.  The first whose tokens end where it ends is
# taken: a newline hardly ever shares a token with what follows, unless that is white space too.
_ANCHORS = ("\n", "a", ".", "1")


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

    def encode(self, text: str, *, reserve: int = 0, chat: bool = False) -> Prompt:
        """The ids of a prompt, with what the tokenizer puts in front of it, once.

        With ``chat`` the text is one message of a user, in the model's chat template, and the assistant's turn begins.
        A prompt that passes the context keeps its end, with room for ``reserve`` new tokens, after what stands in
        front.  An empty prompt becomes the start token.  :class:`InputError` where a start token or a template is
        missing, or the template fails.
        """
        text = clean(self._rendered(text) if chat else text)
        own = self._ids(text)
        if not own:
            return Prompt(text, self._beginning(), start_token=True, chat=chat)
        front = self._front
        if chat:  # the template writes all marks itself
            front = own[:1] if own[0] == self.start_token else ()
        while front and own[: len(front)] == front:  # typed, too
            own = own[len(front) :]
        if len(front) + len(own) <= self._context:
            return Prompt(text, front + own, chat=chat)
        cut = len(own) - max(1, self._context - reserve - len(front))
        return Prompt(text, front + own[cut:], self.decode(own[:cut], begins=True), cut, chat=chat)

    def _beginning(self) -> Ids:
        if self._front:
            return self._front
        if self.start_token is None:
            raise InputError("This model has no start token, so it cannot predict after an empty prompt. Type a word.")
        return (self.start_token,)

    def _rendered(self, text: str) -> str:
        if not self.has_chat:
            raise InputError(
                "This model has no chat template: switch the chat off, or choose a model that was trained to chat "
                "(its name often ends in “Instruct” or “chat”)."
            )
        message = {"role": "user", "content": text}
        try:
            return str(self._tokenizer.apply_chat_template([message], tokenize=False, add_generation_prompt=True))
        except Exception as error:  # a template is a program of the model's author: it may raise anything
            raise InputError(
                "This model's chat template failed on this prompt: switch the chat off to send the text as it is, or "
                "choose another model."
            ) from error

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
