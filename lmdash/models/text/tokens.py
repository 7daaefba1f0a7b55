"""Ids to text and back without loss: exact bytes, characters that span tokens, and forms that show every space."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers.decoders import Decoder
    from tokenizers.pre_tokenizers import PreTokenizer
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True)
class Piece:
    """Neighbouring tokens whose bytes form whole characters together: positions [start, end) of the ids."""

    start: int
    end: int
    text: str


def special_ids(tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """The marks that no text contains: those that the tokenizer has a use for, and those that it only lists."""
    listed = (index for index, token in tokenizer.added_tokens_decoder.items() if token.special)
    return frozenset(listed).union(index for index in tokenizer.all_special_ids if index is not None)


def token_bytes(tokenizer: PreTrainedTokenizerBase, vocabulary: int) -> list[bytes]:
    """The bytes of every id below ``vocabulary`` as it stands inside a text; ids without a token have none.

    Special tokens have their name.  So have those added on top of the vocabulary (GPT-NeoX's runs of spaces): they are
    found in a text as they are written, before it is spelled as the vocabulary is.
    """
    model = _backend(tokenizer).model
    added = tokenizer.added_tokens_decoder.items()
    literal = special_ids(tokenizer).union(index for index, token in added if model.token_to_id(token.content) is None)
    spelled = _spelling(tokenizer)
    return [
        b"" if token is None else token.encode() if index in literal else spelled(token)
        for index, token in enumerate(tokenizer.convert_ids_to_tokens(list(range(vocabulary))))
    ]


def _spelling(tokenizer: PreTrainedTokenizerBase) -> Callable[[str], bytes]:
    """How the vocabulary writes bytes, as the tokenizer's own parts say: the decoder, which undoes it, or else the
    pre-tokenizer, which does it.
    """
    backend = _backend(tokenizer)
    for part in _parts(backend.decoder) + _parts(backend.pre_tokenizer):
        match part:
            case {"type": "ByteLevel"}:
                return _from_stand_ins
            case {"type": "Metaspace", "replacement": mark}:
                return partial(_from_marks, mark)
            case {"type": "Replace", "pattern": {"String": mark}, "content": " "}:
                return partial(_from_marks, mark)
    return partial(_as_decoded, tokenizer)


def _backend(tokenizer: PreTrainedTokenizerBase) -> Any:
    """The fast tokenizer inside, a ``tokenizers.Tokenizer``; its class has no types."""
    return tokenizer.backend_tokenizer


def _parts(component: Decoder | PreTokenizer | None) -> list[dict[str, Any]]:
    """The steps of a decoder or pre-tokenizer as tokenizer.json has them.

    Its pickled state is that JSON; the whole tokenizer's would cost two seconds where there are 256,000 tokens.
    """
    if component is None:
        return []
    step = json.loads(component.__getstate__())
    return step.get("decoders") or step.get("pretokenizers") or [step]


def _from_stand_ins(token: str) -> bytes:
    """A token of a byte-level vocabulary; one with any other character stands for itself."""
    try:
        return codecs.charmap_encode(token, "strict", _byte_of_character())[0]
    except UnicodeEncodeError:
        return token.encode()


@cache
def _byte_of_character() -> dict[int, int]:
    """GPT-2's printable stand-in for each byte, reversed (Radford et al. 2019, byte-level BPE)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: byte for byte in printable} | {256 + i: byte for i, byte in enumerate(others)}


_FALLBACK = {f"<0x{byte:02X}>": bytes([byte]) for byte in range(256)}


def _from_marks(mark: str, token: str) -> bytes:
    """A token of a SentencePiece vocabulary: a mark (▁) for each space, ``<0x0A>`` for a byte without a token."""
    return _FALLBACK.get(token) or token.replace(mark, " ").encode()


def _as_decoded(tokenizer: PreTrainedTokenizerBase, token: str) -> bytes:
    """A token of any other vocabulary (``##ing``), as the tokenizer itself writes it after another one."""
    return tokenizer.convert_tokens_to_string(["a", token]).removeprefix("a").encode()


def clean(text: str) -> str:
    """Text that can be encoded: surrogates in pairs become their character, lone ones U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def pieces(parts: Sequence[bytes]) -> list[Piece]:
    """Group tokens until a character ends where a token does; the texts joined are the exact string.

    Tokens that each end inside a character chain into one piece, however many they are.  Bytes that never decode (a
    prompt cut inside a character) become U+FFFD.
    """
    result: list[Piece] = []
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    start, text = 0, ""
    for end, part in enumerate(parts, 1):
        text += decoder.decode(part, final=end == len(parts))
        waiting, _ = decoder.getstate()
        if not waiting:
            result.append(Piece(start, end, text))
            start, text = end, ""
    return result


_VISIBLE = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍"}
# Unicode categories of what would not be seen, or would reorder or hide the text around it on the screen: controls,
# formats (bidirectional marks, zero widths), spaces, line and paragraph separators.
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def visible(data: bytes) -> str:
    """A token as shown: every space and newline drawn, undecodable bytes and unseen characters as hexadecimal
    escapes.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "backslashreplace")
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    if character in _VISIBLE:
        return _VISIBLE[character]
    if unicodedata.category(character) in _INVISIBLE:
        return character.encode("unicode_escape").decode()
    return character
