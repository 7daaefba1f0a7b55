"""Ids to text and back without loss: exact bytes, characters that span tokens, and forms that show every space."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True)
class Piece:
    """Neighbouring tokens whose bytes form whole characters together: positions [start, end) of the ids."""

    start: int
    end: int
    text: str


@cache
def _byte_of_character() -> dict[str, int]:
    """GPT-2's printable stand-in for each byte, reversed (Radford et al. 2019, byte-level BPE)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + i): byte for i, byte in enumerate(others)}


def token_bytes(tokenizer: PreTrainedTokenizerBase, vocabulary: int) -> list[bytes]:
    """The bytes of every id below ``vocabulary`` of a byte-level tokenizer; ids without a token have none."""
    table = _byte_of_character()
    special = set(tokenizer.all_special_ids)
    result = []
    for index, token in enumerate(tokenizer.convert_ids_to_tokens(list(range(vocabulary)))):
        if token is None:
            result.append(b"")
        elif index in special or any(character not in table for character in token):
            result.append(token.encode())
        else:
            result.append(bytes(table[character] for character in token))
    return result


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
