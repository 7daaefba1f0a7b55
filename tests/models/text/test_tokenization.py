"""Whatever the kind of tokenizer: a text is read once and exactly, words continue it, and what is cut is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lmdash.errors import InputError
from lmdash.models.text.tokenization import Tokenization
from lmdash.models.text.tokens import clean
from tests.models.tokenizers import ANY_TEXT, CONTEXT, EXACT, LOSSY, byte_level, reading, sentencepiece, tokenizer_of

PARTS = st.lists(ANY_TEXT, min_size=1, max_size=4).map("".join)
NUMBERS = "The" + "".join(f" {number}" for number in range(100))
STARTS = {"byte-level, OPT": "</s>", "byte-level, Llama 3": "<|begin_of_text|>"} | {
    kind: "<s>" for kind in EXACT if kind.startswith(("Llama", "Gemma"))
}
every_kind = pytest.mark.parametrize("kind", EXACT | LOSSY)
exact_kind = pytest.mark.parametrize("kind", EXACT)
starting_kind = pytest.mark.parametrize("kind", STARTS)
any_text = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@pytest.fixture
def read(kind: str) -> Tokenization:
    return reading(tokenizer_of(kind))


@pytest.fixture
def roomy(kind: str) -> Tokenization:
    """The same without an end to its context."""
    return reading(tokenizer_of(kind), context=10_000)


def joined(read: Tokenization, ids: Sequence[int]) -> str:
    return b"".join(read.bytes_of[index] for index in ids).decode()


def normal(kind: str, text: str) -> str:
    """A text as a kind normalizes it: Qwen and NeoX compose accents, SentencePiece writes a space as ▁."""
    if "NFC" in kind:
        return unicodedata.normalize("NFC", text)
    return text.replace("▁", " ") if kind.startswith(("Llama", "Gemma")) else text


def kept(kind: str, text: str) -> str:
    """What the ids of a whole text say of it: a first space is lost by kinds that put one in front if none is there."""
    puts_missing_space = re.search("prefix space|first|always|Llama 2 of", kind)
    return normal(kind, text).removeprefix(" ") if puts_missing_space else normal(kind, text)


# Texts


@exact_kind
@any_text
@given(text=PARTS)
@example(text="")
@example(text=" ")
@example(text="  two  spaces \r\n\ttab ")
@example(text="👩‍👩‍👧‍👦 e\u0301 \u202eשלום\u202c \0\x1b[31m")
@example(text="a\udc00b \ud83d\ude42 ▁ <0x41>")
def test_any_text_is_read_back(kind: str, roomy: Tokenization, text: str) -> None:
    ids = [index for index in roomy.encode(text).ids if index not in roomy.special]
    assert roomy.decode(ids, begins=True) == kept(kind, clean(text))


@exact_kind
@any_text
@given(text=PARTS)
@example(text=" ")
@example(text="\n\n  x")
@example(text="  \n 1")
def test_a_word_has_the_bytes_that_it_is_written_with(kind: str, read: Tokenization, text: str) -> None:
    assert joined(read, read.encode_word(text)) == normal(kind, text)


@exact_kind
@pytest.mark.parametrize("word", [" Paris", "Paris", " Paris and Rome", "!", "\n", " 12", "🙂"])
def test_a_word_continues_a_text_as_the_text_would_have(read: Tokenization, word: str) -> None:
    assert read.encode("The capital of France is").ids + read.encode_word(word) == (
        read.encode(f"The capital of France is{word}").ids
    )


@exact_kind
def test_only_a_written_space_is_in_a_word(read: Tokenization) -> None:
    assert [read.bytes_of[index] for index in read.encode_word(" Paris")] == [b" Paris"]
    assert not joined(read, read.encode_word("Paris")).startswith(" ")
    assert read.encode_word("") == ()


@pytest.mark.parametrize("kind", LOSSY)
@any_text
@given(text=PARTS)
def test_a_kind_that_loses_characters_reads_any_text(kind: str, text: str) -> None:
    read = reading(tokenizer_of(kind), context=10_000, config_start=0)
    ids = read.encode(text).ids
    assert ids
    assert max((*ids, *read.encode_word(text))) < len(read.bytes_of)
    assert read.decode(ids, begins=True).count("\ufffd") <= text.count("\ufffd")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("WordPiece", "[CLS]the capital of paris, and[UNK]"),
        ("Unigram", "The capital of Paris, and <unk>"),
        ("words", "The capital of Paris , and?"),
    ],
)
def test_an_unknown_kind_is_read_as_its_own_decoder_writes_it(read: Tokenization, expected: str) -> None:
    ids = read.encode("The capital of Paris, and 🙂").ids
    assert read.decode(ids, begins=True).strip() == expected


@exact_kind
def test_a_text_that_does_not_begin_keeps_its_space(read: Tokenization) -> None:
    ids = read.encode_word(" Paris")
    assert read.decode(ids) == " Paris"
    assert read.decode([*read.special, *ids]).endswith("> Paris")


def test_a_file_s_own_cut_and_padding_are_left_out() -> None:
    tokenizer = sentencepiece("prepend")
    tokenizer.backend_tokenizer.enable_truncation(3)
    tokenizer.backend_tokenizer.enable_padding(length=50)
    read = reading(tokenizer)
    assert read.decode(read.encode("The capital of France").ids) == "<s> The capital of France"


# Marks


@starting_kind
@pytest.mark.parametrize("typed", [0, 1, 2])
def test_the_start_token_is_put_in_front_once(kind: str, read: Tokenization, typed: int) -> None:
    ids = read.encode(STARTS[kind] * typed + "Paris").ids
    assert joined(read, ids[:1]) == STARTS[kind]
    assert ids[0] == read.start_token
    assert not set(ids[1:]) & read.special


@exact_kind
@pytest.mark.parametrize("text", ["The capital of France is", " 🙂\n", "\tx"])
def test_ids_are_those_of_transformers(kind: str, read: Tokenization, text: str) -> None:
    assert read.encode(text).ids == tuple(tokenizer_of(kind)(text)["input_ids"])


@exact_kind
def test_an_empty_prompt_is_the_start_token(kind: str, read: Tokenization) -> None:
    prompt = read.encode("")
    assert prompt.start_token
    assert prompt.ids == (read.start_token,)
    assert joined(read, prompt.ids) == STARTS.get(kind, "<|endoftext|>")


@starting_kind
def test_a_typed_start_token_is_no_empty_prompt(kind: str, read: Tokenization) -> None:
    prompt = read.encode(STARTS[kind])
    assert prompt.ids == (read.start_token,)
    assert not prompt.start_token


def test_a_model_without_a_start_token_refuses_the_empty_prompt() -> None:
    with pytest.raises(InputError, match=r"no start token.*Type a word"):
        reading(tokenizer_of("words")).encode("")


def test_marks_after_a_text_are_left_out() -> None:
    for kind in ("WordPiece", "Unigram"):
        read = reading(tokenizer_of(kind))
        assert read.encode("the capital").ids[-1] not in read.special


@pytest.mark.parametrize(("config_start", "start"), [(None, None), (5, 5), (10, None), (-1, None), (0, 0)])
def test_the_configuration_may_name_the_start_token(config_start: int | None, start: int | None) -> None:
    assert reading(tokenizer_of("words"), config_start=config_start).start_token == start


def test_a_configuration_s_start_token_comes_before_an_end_token_if_it_is_a_mark() -> None:
    tokenizer = byte_level(start="<|begin|>", end="<|end|>")
    tokenizer.bos_token = None
    tokenizer.backend_tokenizer.post_processor = None
    tokenizer.add_special_tokens({"pad_token": "<|begin|>"})
    start, end = tokenizer.convert_tokens_to_ids(["<|begin|>", "<|end|>"])
    assert reading(tokenizer, config_start=start).start_token == start
    assert reading(tokenizer, config_start=7).start_token == end


@pytest.mark.parametrize(("extra", "ends"), [(None, {2}), (7, {2, 7}), ([2, 7, 8], {2, 7, 8}), ([], {2}), (0, {0, 2})])
def test_the_generation_configuration_adds_end_tokens(extra: object, ends: set[int]) -> None:
    assert reading(tokenizer_of("Gemma"), extra_end=extra).end_tokens == ends


def test_a_tokenizer_without_an_end_token_has_none() -> None:
    assert reading(tokenizer_of("words")).end_tokens == frozenset()


@every_kind
def test_ids_beyond_the_tokenizer_have_no_bytes(kind: str) -> None:
    tokens = len(tokenizer_of(kind))
    assert len(reading(tokenizer_of(kind)).bytes_of) == tokens
    read = reading(tokenizer_of(kind), vocabulary=tokens + 3)
    assert read.bytes_of[tokens:] == [b""] * 3
    assert all(read.bytes_of[:tokens])


# Long prompts


@exact_kind
@pytest.mark.parametrize("reserve", [0, 1, 20, 62, 63, 64, 1000])
def test_a_long_prompt_keeps_its_end(kind: str, read: Tokenization, roomy: Tokenization, reserve: int) -> None:
    front = (read.start_token,) if kind in STARTS else ()
    every = roomy.encode(NUMBERS).ids[len(front) :]
    prompt = read.encode(NUMBERS, reserve=reserve)
    own = prompt.ids[len(front) :]
    assert prompt.ids == front + own
    assert len(own) == max(1, CONTEXT - reserve - len(front))
    assert own == every[-len(own) :]
    assert prompt.dropped_tokens == len(every) - len(own)
    assert prompt.dropped + read.decode(own) == prompt.text == NUMBERS


@starting_kind
@pytest.mark.parametrize(("tokens", "expected"), [(62, 63), (63, 64), (64, 44)])
def test_only_a_prompt_beyond_the_context_is_cut(read: Tokenization, tokens: int, expected: int) -> None:
    front_space = joined(read, read.encode("x").ids[1:]).startswith(" ")
    assert len(read.encode("!" * (tokens - front_space), reserve=20).ids) == expected
