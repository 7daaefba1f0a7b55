"""Ids to text and back without loss: exact bytes, characters that span tokens, and forms that show every space."""

from __future__ import annotations

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
    """Text that can be encoded: lone surrogates, which no tokenizer takes, become U+FFFD."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def pieces(parts: Sequence[bytes]) -> list[Piece]:
    """Group tokens until their bytes decode; the texts joined are the exact string.

    Bytes that never decode (a prompt cut inside a character) become one piece each, as U+FFFD.
    """
    result: list[Piece] = []
    start = 0
    while start < len(parts):
        joined = b""
        for end in range(start + 1, min(start + 5, len(parts) + 1)):  # a character has at most four bytes
            joined += parts[end - 1]
            try:
                result.append(Piece(start, end, joined.decode()))
                break
            except UnicodeDecodeError:
                continue
        else:
            end = start + 1
            result.append(Piece(start, end, parts[start].decode("utf-8", "replace")))
        start = end
    return result


_VISIBLE = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍"}
# Characters that would reorder or hide the text around them on the screen.
_INVISIBLE = {0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)}


def visible(data: bytes) -> str:
    """A token as shown on the screen: every space and newline drawn, undecodable and control bytes as ``\\x..``."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "backslashreplace")
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    if character in _VISIBLE:
        return _VISIBLE[character]
    code = ord(character)
    if code < 32 or 127 <= code < 160:
        return f"\\x{code:02x}"
    if code in _INVISIBLE:
        return f"\\u{code:04x}"
    return character
