"""Are these the tokens that ``tokenizer.json`` says?  What the identity “tokens” and opening a model both measure."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

STRINGS = 500
_PARTS = (
    *"The capital of France is Paris ␣ and don't it's WE'LL 1998 240,000 3.14159 $5 10% x_y fooBar ▁ a1b2".split(),
    *"Ça naïve Ελλάδα Москва 東京は日本の首都です한국 עברית 🙂🙃 👩‍👩‍👧 é … — “quoted” (a) [b] {c} <d> /e\\f".split(),
    *(
        " ",
        "  ",
        "   ",
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        "\u00a0",
        "\u200d",
        ". ",
        ", ",
        "!",
        "?",
        "...",
        "'",
        '"',
        "#",
        "://",
    ),
)


@cache
def mixed_strings() -> tuple[str, ...]:
    """Strings of many scripts, numbers, marks and kinds of space, the same every time."""
    chance = random.Random(0)
    return tuple("".join(chance.choices(_PARTS, k=chance.randint(1, 9))) for _ in range(STRINGS))


def different(tokenizer: PreTrainedTokenizerBase, file: Path) -> int:
    """On how many of the mixed strings the ids are others than those of the file, with marks and without."""
    from tokenizers import Tokenizer

    reference = Tokenizer.from_file(str(file))
    reference.no_truncation()
    reference.no_padding()
    texts = list(mixed_strings())
    wrong: set[int] = set()
    for marked in (False, True):
        expected = reference.encode_batch(texts, add_special_tokens=marked)
        read = tokenizer(texts, add_special_tokens=marked, verbose=False)["input_ids"]
        wrong |= {at for at, (one, other) in enumerate(zip(expected, read, strict=True)) if one.ids != list(other)}
    return len(wrong)
