"""Tiny tokenizers built as those of the model families are: the same normalizers, pre-tokenizers and decoders."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import GemmaTokenizer, LlamaTokenizer, PreTrainedTokenizerFast

from lmdash.models.text.tokenization import Tokenization

SENTENCES = [
    "The capital of France is Paris, and the capital of Italy is Rome.",
    "In Paris and in Rome the cat sat on the mat, and the dogs ran from 1 to 20.",
    "The keys to the cabinet are on the table, and Paris is the capital.",
]
ANY_TEXT = st.text(max_size=60) | st.text(st.sampled_from("ト東🙂🙃🏽\u200d\u202eא\u0301 \n\t\0é\ufeffa.1▁<>x"))


# Byte-level: GPT-2 and Neo, J, NeoX, OPT, BLOOM, Falcon, Phi, Llama 3, tekken, Qwen, OLMo, SmolLM, StableLM, Cohere


def byte_level(
    *, end: str = "<|endoftext|>", start: str = "", prefix_space: bool = False, nfc: bool = False, runs: bool = False
) -> PreTrainedTokenizerFast:
    """``start`` is put in front of every text; ``runs`` adds runs of spaces as whole tokens (GPT-NeoX, Phi)."""
    backend = Tokenizer(models.BPE())
    if nfc:
        backend.normalizer = normalizers.NFC()
    steps = [pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)]
    if not prefix_space:  # it would put a space before every digit
        steps.insert(0, pre_tokenizers.Digits(individual_digits=True))
    backend.pre_tokenizer = pre_tokenizers.Sequence(steps)
    backend.decoder = decoders.ByteLevel()
    names = list(dict.fromkeys(name for name in (start, end) if name))
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(vocab_size=400, special_tokens=names, initial_alphabet=alphabet, show_progress=False),
    )
    if runs:
        backend.add_tokens([AddedToken(" " * length, normalized=False) for length in range(8, 1, -1)])
    if start:
        backend.post_processor = put_in_front(start, backend.token_to_id(start))
    return PreTrainedTokenizerFast(tokenizer_object=backend, bos_token=start or end, eos_token=end)


def put_in_front(name: str, index: int) -> processors.TemplateProcessing:
    """What adds a start token."""
    return processors.TemplateProcessing(single=f"{name} $A", special_tokens=[(name, index)])


# SentencePiece: Llama 1 and 2, Mistral, Mixtral, Phi 3, Gemma


@cache
def marked_vocabulary() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """A vocabulary whose spaces are ▁, with a token for every byte but not for every character, and its merges."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=200, show_progress=False))
    model = json.loads(backend.to_str())["model"]
    names = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    names += sorted(model["vocab"], key=model["vocab"].get)
    return {name: index for index, name in enumerate(names)}, [tuple(merge) for merge in model["merges"]]


def sentencepiece(prefix: str) -> PreTrainedTokenizerFast:
    """Who writes spaces as ▁ and puts one in front: with ``prepend`` a normalizer (Llama 2), with ``first``, ``always``
    or ``never`` a Metaspace of that scheme, with ``none`` a normalizer that puts none in front (Gemma).
    """
    vocabulary, merges = marked_vocabulary()
    backend = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    spaces = normalizers.Replace(" ", "▁")
    if prefix == "prepend":
        backend.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), spaces])
    elif prefix == "none":
        backend.normalizer = spaces
    else:
        backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=prefix, split=False)
    undone = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    if prefix in {"prepend", "first", "always"}:
        undone.append(decoders.Strip(" ", 1, 0))
    backend.decoder = decoders.Sequence(undone)
    backend.post_processor = put_in_front("<s>", vocabulary["<s>"])
    return PreTrainedTokenizerFast(tokenizer_object=backend, bos_token="<s>", eos_token="</s>", unk_token="<unk>")


def by_transformers(kind: type[LlamaTokenizer | GemmaTokenizer]) -> PreTrainedTokenizerFast:
    """One of transformers' own classes, which builds these parts itself."""
    vocabulary, merges = marked_vocabulary()
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<unk>"}
    return kind(vocab=vocabulary, merges=merges, add_bos_token=True, **names)


# Kinds that lmdash knows nothing of


def wordpiece() -> PreTrainedTokenizerFast:
    """As BERT's: ``##`` inside words, marks on both sides, characters that it does not know are lost."""
    text = " ".join(SENTENCES).lower()
    letters = sorted(set(text) - {" "})
    known = [*letters, *(f"##{letter}" for letter in letters), *sorted(set(text.split()))]
    names = dict.fromkeys(["[UNK]", "[CLS]", "[SEP]", *known])
    backend = Tokenizer(models.WordPiece({name: index for index, name in enumerate(names)}, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.decoder = decoders.WordPiece()
    backend.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]")


def unigram() -> PreTrainedTokenizerFast:
    """As T5's: ▁ without bytes, so that characters it does not know are lost; its end mark follows the text."""
    known = [name for name in marked_vocabulary()[0] if not name.startswith("<")]
    backend = Tokenizer(models.Unigram([(name, -1.0) for name in ["<unk>", "</s>", *known]], unk_id=0))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Metaspace()
    backend.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>", eos_token="</s>")


def words() -> PreTrainedTokenizerFast:
    """Whole words and nothing else: no decoder, no marks, an empty text has no tokens."""
    backend = Tokenizer(models.WordLevel(unk_token="?"))
    backend.pre_tokenizer = pre_tokenizers.Whitespace()
    backend.train_from_iterator(SENTENCES, trainers.WordLevelTrainer(special_tokens=["?"], show_progress=False))
    return PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="?")


EXACT: dict[str, Callable[[], PreTrainedTokenizerFast]] = {
    "byte-level": byte_level,
    "byte-level, OPT": lambda: byte_level(start="</s>", end="</s>"),
    "byte-level, Llama 3": lambda: byte_level(start="<|begin_of_text|>", end="<|end_of_text|>"),
    "byte-level, runs of spaces": lambda: byte_level(runs=True),
    "byte-level, NFC": lambda: byte_level(nfc=True),
    "byte-level, prefix space": lambda: byte_level(prefix_space=True),
    "Llama 2, normalizer": lambda: sentencepiece("prepend"),
    "Llama 2, Metaspace first": lambda: sentencepiece("first"),
    "Llama 2, Metaspace always": lambda: sentencepiece("always"),
    "Llama 2, Metaspace never": lambda: sentencepiece("never"),
    "Llama 2 of transformers": lambda: by_transformers(LlamaTokenizer),
    "Gemma": lambda: sentencepiece("none"),
    "Gemma of transformers": lambda: by_transformers(GemmaTokenizer),
}
"""Kinds that have a token for every byte."""

LOSSY: dict[str, Callable[[], PreTrainedTokenizerFast]] = {
    "WordPiece": wordpiece,
    "Unigram": unigram,
    "words": words,
}
"""Kinds that have none for some characters."""


@cache
def tokenizer_of(kind: str) -> PreTrainedTokenizerFast:
    """The tokenizer of a kind of ``EXACT`` or ``LOSSY``, built once."""
    return (EXACT | LOSSY)[kind]()


CONTEXT = 64


def reading(tokenizer: PreTrainedTokenizerFast, **options: Any) -> Tokenization:
    """A tokenizer as lmdash has it, of a model that says nothing of its own."""
    return Tokenization(tokenizer, **{"vocabulary": 10, "context": CONTEXT, "config_start": None} | options)
