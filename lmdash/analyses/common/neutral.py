"""The word that says least to a model, and what can stand in the place of a word without being that word."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import torch

from lmdash.analyses.common.tokens import labels
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.text.reference import REFERENCE_TEXT
from lmdash.models.values import Ids

READ_TOKENS = 96  # of the reference text

_NEUTRAL: WeakKeyDictionary[LoadedModel, tuple[int, ...]] = WeakKeyDictionary()
_ALIKE: WeakKeyDictionary[LoadedModel, dict[str, list[int]]] = WeakKeyDictionary()


def neutral_token(model: LoadedModel) -> int:
    """The word that the model expects most often in ordinary text (" the" or " and" in English), which says least.

    It is the token of letters, with a space before it where there are such, of the largest mean probability over the
    beginning of the reference text.
    """
    return _neutral(model)[0]


def _neutral(model: LoadedModel) -> tuple[int, ...]:
    """The neutral token, and the next one that looks different, which stands in where the first one is hidden."""
    if model not in _NEUTRAL:
        ids = model.tokens.encode(REFERENCE_TEXT).ids[: min(READ_TOKENS, model.info.context)]
        share = expected(model, ids).softmax(-1).mean(0)
        texts = [of.decode("utf-8", "replace") for of in model.tokens.bytes_of[: len(share)]]
        words = [index for index, text in enumerate(texts) if text.strip(" ").isalpha()]
        words = [index for index in words if texts[index].startswith(" ")] or words or list(range(len(share)))
        words = [index for index in words if index not in model.tokens.special]
        first = words[int(share[words].argmax())]
        others = [index for index in words if look(model, (index,)) != look(model, (first,))]
        _NEUTRAL[model] = (first, *([others[int(share[others].argmax())]] if others else []))
    return _NEUTRAL[model]


def expected(model: LoadedModel, ids: Ids) -> torch.Tensor:
    """What the model expects after each token, as logits [T, V] in which marks have no chance."""
    [(_, logits)] = model.next_logits([ids], last=len(ids))
    logits = logits[0].clone()
    logits[:, [index for index in model.tokens.special if index < logits.shape[-1]]] = -torch.inf
    return logits


def look(model: LoadedModel, ids: Ids) -> str:
    """Tokens as a person reads them; two that differ only in case or in the space around them are one word."""
    text = b"".join(model.tokens.bytes_of[index] for index in ids).decode("utf-8", "surrogateescape")
    return text.strip().casefold() or text


def alike(model: LoadedModel, index: int) -> list[int]:
    """Every token that a person would take for this one."""
    if model not in _ALIKE:
        looks: dict[str, list[int]] = {}
        for each in range(len(model.tokens.bytes_of)):
            looks.setdefault(look(model, (each,)), []).append(each)
        _ALIKE[model] = looks
    return _ALIKE[model][look(model, (index,))]


def instead(model: LoadedModel, ids: Ids, *wanted: int) -> Ids:
    """For each token the wanted one, or where that is the token itself, the first neutral one that is not."""
    row = []
    for own in ids:
        others = (each for each in (*wanted, *_neutral(model)) if look(model, (each,)) != look(model, (own,)))
        other = own if own in model.tokens.special else next(others, None)
        if other is None:
            raise nothing_else(model, (own,))
        row.append(other)
    return tuple(row)


def nothing_else(model: LoadedModel, own: Ids) -> InputError:
    """What to raise where a model has no other words."""
    said = "".join(token.label for token in labels(model, own))
    return InputError(f"This model has no other word to put in place of “{said}”, so nothing can be hidden that way.")


def other_than(model: LoadedModel, own: Ids, row: Ids) -> Ids:
    """What replaces the tokens of a feature; neutral tokens where it would be the feature again."""
    return row if look(model, own) != look(model, with_marks(model, own, row)) else instead(model, own)


def with_marks(model: LoadedModel, ids: Ids, row: Ids) -> Ids:
    """What replaces tokens, in which marks that no text contains stay."""
    return tuple(own if own in model.tokens.special else other for own, other in zip(ids, row, strict=True))
