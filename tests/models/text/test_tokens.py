"""Any text is encoded and read back exactly, and what is shown hides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken
from transformers import PreTrainedTokenizerFast

from lmdash.models.loaded import LoadedModel
from lmdash.models.text.tokens import Piece, clean, pieces, special_ids, token_bytes, visible
from tests.models.tokenizers import ANY_TEXT, EXACT, byte_level, sentencepiece, tokenizer_of

with_tiny = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
SURROGATES = st.text(st.characters(categories=["Cs", "L"]), max_size=20)


def every_token(model: LoadedModel, text: str) -> tuple[int, ...]:
    """The ids of a text of any length."""
    return model.tokens.encode_word(text)


# Encoding


@with_tiny
@given(text=ANY_TEXT)
@example(text="The capital of France is")
@example(text="  two  spaces \r\n\ttab ")
@example(text="👩‍👩‍👧‍👦 e\u0301 \u202eשלום\u202c \0\x1b[31m")
@example(text="トトトトト🙂🙂🙃")
@example(text="<|endoftext|> and <|endoftext|>")
@example(text="\u00a0\u3000\u2028\u0085")
def test_any_text_is_read_back_exactly(tiny: LoadedModel, text: str) -> None:
    assert tiny.tokens.decode(every_token(tiny, text)) == text


def joined(pair: re.Match[str]) -> str:
    high, low = map(ord, pair[0])
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)


@with_tiny
@given(text=SURROGATES)
@example(text="\ud83d")
@example(text="a\udc00b")
@example(text="\udc00\ud83d\ude42\ud83d\ud83d")
def test_lone_surrogates_become_replacement_characters(tiny: LoadedModel, text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert cleaned == re.sub("[\ud800-\udfff]", "\ufffd", re.sub("[\ud800-\udbff][\udc00-\udfff]", joined, text))
    assert tiny.tokens.decode(every_token(tiny, text)) == cleaned


@given(text=st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_every_id_has_bytes(tiny: LoadedModel) -> None:
    assert len(tiny.tokens.bytes_of) == tiny.info.vocabulary
    assert all(tiny.tokens.bytes_of)
    assert {bytes([byte]) for byte in range(256)} <= set(tiny.tokens.bytes_of)
    assert tiny.tokens.bytes_of[tiny.tokens.start_token] == b"<|endoftext|>"


# Bytes of every kind of vocabulary


def spelled(tokenizer: PreTrainedTokenizerFast, token: str) -> bytes:
    """The bytes of one token, by its name in the vocabulary."""
    return token_bytes(tokenizer, len(tokenizer))[tokenizer.convert_tokens_to_ids(token)]


@pytest.mark.parametrize("kind", EXACT)
def test_every_byte_has_a_token(kind: str) -> None:
    tokenizer = tokenizer_of(kind)
    known = token_bytes(tokenizer, len(tokenizer))
    assert {bytes([byte]) for byte in range(256)} <= set(known)
    assert b" Paris" in known
    assert all(known)


@pytest.mark.parametrize(
    ("kind", "token", "expected"),
    [
        ("byte-level", "ĠParis", b" Paris"),
        ("byte-level", "Ċ", b"\n"),
        ("byte-level", "ð", b"\xf0"),
        ("byte-level, runs of spaces", "   ", b"   "),
        ("byte-level, Llama 3", "<|begin_of_text|>", b"<|begin_of_text|>"),
        ("Llama 2, normalizer", "▁Paris", b" Paris"),
        ("Llama 2, normalizer", "<0x0A>", b"\n"),
        ("Llama 2, normalizer", "<0x00>", b"\0"),
        ("Llama 2, normalizer", "<s>", b"<s>"),
        ("Gemma of transformers", "▁Paris", b" Paris"),
        ("Gemma of transformers", "<0xF0>", b"\xf0"),
        ("Unigram", "▁Paris", b" Paris"),
        ("Unigram", "▁", b" "),
        ("WordPiece", "paris", b" paris"),
        ("WordPiece", "##s", b"s"),
        ("WordPiece", ".", b"."),
        ("WordPiece", "[SEP]", b"[SEP]"),
        ("words", "Paris", b" Paris"),
    ],
)
def test_known_tokens_as_they_stand_inside_a_text(kind: str, token: str, expected: bytes) -> None:
    assert spelled(tokenizer_of(kind), token) == expected


@pytest.mark.parametrize("build", [byte_level, lambda: sentencepiece("none")])
@pytest.mark.parametrize("token", ["éx", "Ġx", "▁x", "x y"])
def test_an_added_token_is_found_in_a_text_as_it_is_written(
    build: Callable[[], PreTrainedTokenizerFast], token: str
) -> None:
    tokenizer = build()
    tokenizer.add_tokens([AddedToken(token, normalized=False)])
    assert tokenizer(f"a{token}b")["input_ids"].count(len(tokenizer) - 1) == 1
    assert spelled(tokenizer, token) == token.encode()


def test_a_token_of_the_vocabulary_may_be_listed_as_added() -> None:
    tokenizer = sentencepiece("none")  # as Gemma lists its runs of spaces
    tokenizer.add_tokens([AddedToken("▁Paris", normalized=False)])
    assert spelled(tokenizer, "▁Paris") == b" Paris"


@pytest.mark.parametrize("kind", ["byte-level", "Llama 2, Metaspace first"])
def test_without_a_decoder_the_pre_tokenizer_says_how_bytes_are_written(kind: str) -> None:
    tokenizer = EXACT[kind]()
    known = token_bytes(tokenizer, len(tokenizer))
    tokenizer.backend_tokenizer.decoder = None
    assert token_bytes(tokenizer, len(tokenizer)) == known


def test_marks_without_a_use_are_special_too() -> None:
    tokenizer = byte_level()
    tokenizer.add_tokens([AddedToken("<|reserved|>", special=True), AddedToken("<think>")])
    assert special_ids(tokenizer) == {tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids("<|reserved|>")}


# Pieces


@given(text=ANY_TEXT, data=st.data())
@example(text="トトトトト", data=None)
def test_pieces_of_any_cut_join_to_the_exact_text(text: str, data: st.DataObject | None) -> None:
    raw = text.encode()
    if data is None:  # every token ends inside a character
        cuts = list(range(2, len(raw), 3))
    else:
        cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(raw) - 1)), max_size=30)))
    parts = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    check_tiling(parts, text)


@with_tiny
@given(text=ANY_TEXT)
@example(text="トトトトト🙂🙂🙂🙂🙂🙂🙃")
def test_pieces_of_a_tokenized_text_join_to_the_exact_text(tiny: LoadedModel, text: str) -> None:
    check_tiling([tiny.tokens.bytes_of[index] for index in every_token(tiny, text)], text)


@given(parts=st.lists(st.binary(max_size=5), max_size=12))
def test_pieces_of_any_bytes_tile_them(parts: list[bytes]) -> None:
    check_tiling(parts, b"".join(parts).decode("utf-8", "replace"))


def check_tiling(parts: list[bytes], text: str) -> None:
    result = pieces(parts)
    assert "".join(piece.text for piece in result) == text
    assert [position for piece in result for position in range(piece.start, piece.end)] == list(range(len(parts)))
    assert all(piece.end > piece.start for piece in result)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], []),
        ([b"The", b" cat"], [Piece(0, 1, "The"), Piece(1, 2, " cat")]),
        ([b" \xf0\x9f", b"\x99", b"\x82", b"!"], [Piece(0, 3, " 🙂"), Piece(3, 4, "!")]),
        ([b"\xe3\x83", b"\x88\xe3\x83", b"\x88", b"a"], [Piece(0, 3, "トト"), Piece(3, 4, "a")]),
        ([b"\x82", b"a"], [Piece(0, 1, "\ufffd"), Piece(1, 2, "a")]),
        ([b"a", b"\xf0\x9f"], [Piece(0, 1, "a"), Piece(1, 2, "\ufffd")]),
        ([b"a", b"", b"b"], [Piece(0, 1, "a"), Piece(1, 2, ""), Piece(2, 3, "b")]),
    ],
)
def test_known_pieces(parts: list[bytes], expected: list[Piece]) -> None:
    assert pieces(parts) == expected


# What is shown


def assert_nothing_is_hidden(shown: str) -> None:
    for character in shown:
        assert not character.isspace()
        assert unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs"}
        assert unicodedata.bidirectional(character) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


@given(data=st.binary() | ANY_TEXT.map(str.encode))
def test_what_is_shown_hides_nothing(data: bytes) -> None:
    assert_nothing_is_hidden(visible(data))
    assert bool(visible(data)) == bool(data)


def test_no_character_at_all_is_hidden() -> None:
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert_nothing_is_hidden(visible(everything.encode()))


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b" Paris", "␣Paris"),
        (b"  ", "␣␣"),
        (b"\n\n", "⏎⏎"),
        (b"\t\r\n", "⇥␍⏎"),
        (b"\0\x1b\x7f", "\\x00\\x1b\\x7f"),
        ("\u00a0\u0085".encode(), "\\xa0\\x85"),
        ("a\u200b\u202eb\ufeff".encode(), "a\\u200b\\u202eb\\ufeff"),
        ("\u3000\U000e0001".encode(), "\\u3000\\U000e0001"),
        (b" \xf0\x9f", "␣\\xf0\\x9f"),
        ("é東🙂אe\u0301".encode(), "é東🙂אe\u0301"),
        (b"<b>*x*</b>", "<b>*x*</b>"),
        (b"", ""),
    ],
)
def test_known_tokens_as_shown(data: bytes, shown: str) -> None:
    assert visible(data) == shown
