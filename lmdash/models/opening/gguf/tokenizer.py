"""The tokenizer and the chat template that a GGUF file carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lmdash.errors import ModelUnavailableError
from lmdash.models.opening.gguf.header import GgufHeader

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.pre_tokenizers import PreTokenizer
    from transformers import PreTrainedTokenizerFast

_MARKS = {"bos_token": "bos", "eos_token": "eos", "unk_token": "unknown", "pad_token": "padding"}
_DIGITS_APART = {"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva"}
_WORDS_ONLY = {"", "default", "gpt-2", "gpt2", "mpt", "olmo", "jais", "dbrx", "phi-2"}
_BLOOM = {"bloom", "poro-chat", "gpt3-finnish"}


def read_tokenizer(header: GgufHeader) -> tuple[PreTrainedTokenizerFast, str]:
    """The tokenizer of a file, and a sentence if its way to cut text into words is not known here."""
    from transformers import PreTrainedTokenizerFast
    from transformers.integrations.gguf.gguf_tokenizer_mapping import (
        GGUF_PRE_TOKENIZER_SPLITS,
        GGUF_TOKENIZER_MAPPING,
        convert_gguf_tokenizer,
    )

    metadata = header.metadata
    said = {
        name: metadata[f"tokenizer.{key}"]
        for key, name in GGUF_TOKENIZER_MAPPING["tokenizer"].items()
        if f"tokenizer.{key}" in metadata
    }
    tokens = said.get("tokens")
    if not isinstance(tokens, list) or not said.get("tokenizer_type"):
        raise ModelUnavailableError(
            f"“{header.model_id}” has no tokenizer inside, so no text can be read. Choose another file of this model."
        )
    backend, _ = convert_gguf_tokenizer(header.architecture, said)
    cut, note = str(said.get("pre_tokenizer_type", "")), ""
    if said["tokenizer_type"] == "gpt2" and cut not in GGUF_PRE_TOKENIZER_SPLITS:
        known = _pre_tokenizer(cut)
        if known is not None:
            backend.pre_tokenizer = known
        elif cut not in _WORDS_ONLY:
            note = (
                f"This file cuts text into words in a way that lmdash does not know (“{cut[:40]}”), so some tokens may "
                "differ from those that the model was trained on."
            )
    marks = {name: _mark(tokens, metadata.get(f"tokenizer.ggml.{key}_token_id")) for name, key in _MARKS.items()}
    first = metadata.get("tokenizer.ggml.add_bos_token", said["tokenizer_type"] == "llama")
    _put_in_front(backend, marks["bos_token"] if first else None)
    template = metadata.get("tokenizer.chat_template")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, chat_template=template, **marks)
    return tokenizer, note


def _pre_tokenizer(cut: str) -> PreTokenizer | None:
    """How text is cut into words, for the names of llama.cpp that transformers does not know."""
    from tokenizers import Regex
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Punctuation, Sequence, Split

    words = ByteLevel(add_prefix_space=False, use_regex=True)
    if cut in _DIGITS_APART:
        return Sequence([Digits(individual_digits=True), words])
    if cut in _BLOOM:
        split = Split(Regex(r" ?[^(\s|[.,!?…。，、।۔،])]+"), behavior="isolated")
        return Sequence([split, ByteLevel(add_prefix_space=False, use_regex=False)])
    if cut == "falcon":
        threes = Split(Regex("[0-9][0-9][0-9]"), behavior="isolated")
        return Sequence([Punctuation("contiguous"), words, Digits(individual_digits=False), threes])
    if cut == "stablelm2":
        from transformers.integrations.gguf.gguf_tokenizer_mapping import GGUF_PRE_TOKENIZER_SPLITS

        split = Split(Regex(GGUF_PRE_TOKENIZER_SPLITS["qwen2"]), behavior="isolated")
        return Sequence([split, ByteLevel(add_prefix_space=False, use_regex=False)])
    return None


def _mark(tokens: list[str], index: Any) -> str | None:
    return tokens[index] if isinstance(index, int) and 0 <= index < len(tokens) else None


def _put_in_front(backend: Tokenizer, mark: str | None) -> None:
    from tokenizers.processors import TemplateProcessing

    index = backend.token_to_id(mark) if mark else None
    if index is None:
        backend.post_processor = TemplateProcessing(single="$A", special_tokens=[])
    else:
        backend.post_processor = TemplateProcessing(single=f"{mark} $A", special_tokens=[(mark, index)])
