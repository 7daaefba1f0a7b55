"""Tokens are those of ``tokenizer.json``, whatever class, settings or family its folder names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer, normalizers

from lmdash.models.anatomy.architectures import ARCHITECTURES
from lmdash.models.opening.tokenizer import ReadTokenizer, checked, from_folder
from lmdash.models.text.verbatim import STRINGS, different, mixed_strings
from tests.models.tokenizers import tokenizer_of

KINDS = ["byte-level, Llama 3", "byte-level, NFC", "Llama 2, Metaspace never", "Gemma", "Unigram"]
CLASSES = ["LlamaTokenizerFast", "TokenizersBackend", "GPT2TokenizerFast", "Qwen2Tokenizer"]


def folder_of(kind: str, place: Path, family: str, **settings: object) -> Path:
    tokenizer_of(kind).save_pretrained(place)
    path = place / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))
    (place / "config.json").write_text(json.dumps({"model_type": family}))
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_every_family_reads_the_ids_of_the_file(kind: str, tmp_path: Path) -> None:
    reference = Tokenizer.from_str(tokenizer_of(kind).backend_tokenizer.to_str())
    texts = list(mixed_strings())
    expected = [one.ids for one in reference.encode_batch(texts, add_special_tokens=False)]
    for number, family in enumerate(ARCHITECTURES):
        place = tmp_path / family
        settings = {"tokenizer_class": CLASSES[number % len(CLASSES)]}
        read = from_folder(folder_of(kind, place, family, **settings))
        assert read.tokenizer(texts, add_special_tokens=False)["input_ids"] == expected, family


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize(
    "settings", [{}, {"add_prefix_space": True}, {"add_bos_token": True, "legacy": False}], ids=str
)
def test_no_class_and_no_setting_changes_them(name: str, settings: dict[str, object], tmp_path: Path) -> None:
    read = from_folder(folder_of("Llama 2, Metaspace never", tmp_path, "llama", tokenizer_class=name, **settings))
    assert read.file
    assert different(read.tokenizer, read.file) == 0
    assert checked(read, len(read.tokenizer)).notes == ()


def test_tokens_that_differ_are_said(tmp_path: Path) -> None:
    read = from_folder(folder_of("Gemma", tmp_path, "gemma"))
    read.tokenizer.backend_tokenizer.normalizer = normalizers.Sequence([])
    [note] = checked(read, len(read.tokenizer)).notes
    assert note.startswith("The tokens may be wrong: on ")
    assert f" of {STRINGS} test texts" in note


def test_more_words_than_the_model_knows_are_said() -> None:
    tokenizer = tokenizer_of("byte-level")
    [note] = checked(ReadTokenizer(tokenizer, None), len(tokenizer) - 3).notes
    assert note == "The tokenizer has 3 words more than the model knows. A prompt that uses one of them is refused."
