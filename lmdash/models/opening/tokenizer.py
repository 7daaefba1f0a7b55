"""The tokenizer of a model's folder: what ``tokenizer.json`` says, whatever class the folder names for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lmdash.models.text.verbatim import STRINGS, different

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

FILE = "tokenizer.json"


@dataclass(frozen=True)
class ReadTokenizer:
    """A tokenizer, the ``tokenizer.json`` that it was read from (if any), and what a person should know of it."""

    tokenizer: PreTrainedTokenizerBase
    file: Path | None
    notes: tuple[str, ...] = ()


def from_folder(folder: Path) -> ReadTokenizer:
    """Read the file verbatim: the classes of transformers put spaces, marks and rules of their own in its place."""
    from transformers import PreTrainedTokenizerFast

    file = folder / FILE
    if not file.is_file():
        from transformers import AutoTokenizer

        return ReadTokenizer(
            AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False), None
        )
    return ReadTokenizer(PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True), file)


def checked(read: ReadTokenizer, vocabulary: int) -> ReadTokenizer:
    """The same with a sentence for ids that differ from the file's, and for words that the model does not know."""
    notes = list(read.notes)
    wrong = different(read.tokenizer, read.file) if read.file else 0
    if wrong:
        notes.append(
            f"The tokens may be wrong: on {wrong} of {STRINGS} test texts they differ from those of this model's "
            f"{FILE}. Download the model again, or do not trust what it says here."
        )
    more = len(read.tokenizer) - vocabulary
    if more > 0:
        words = "1 word" if more == 1 else f"{more:,} words".replace(",", " ")
        notes.append(f"The tokenizer has {words} more than the model knows. A prompt that uses one of them is refused.")
    return replace(read, notes=tuple(notes))
