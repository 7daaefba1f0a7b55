"""Which prompt makes the model read exactly these tokens?  The text of ids, and whether it is read as the same ids."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.analyses.common.tokens import text_of
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True)
class TextBefore:
    """A text to be used as a prompt; ``same`` says whether the model reads it as the ids that it stands for."""

    text: str
    same: bool


def text_before(model: LoadedModel, ids: Ids) -> TextBefore:
    """The prompt for ``ids``: without the marks that no text contains where that is read alike, else with them.

    A text that ends inside a word may be read in other tokens than those that it was written in.
    """
    texts = list(dict.fromkeys([text_of(model, ids, begins=True), model.tokens.decode(ids, begins=True)]))
    for text in texts:
        if model.tokens.encode(text).ids == ids:
            return TextBefore(text, True)
    return TextBefore(texts[0], False)
