"""What hidden words are replaced by; length and positions stay, so that nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import torch

from lmdash.analyses.common.features import Feature
from lmdash.analyses.common.named import Named
from lmdash.analyses.common.tokens import labels
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.text.reference import REFERENCE_TEXT
from lmdash.models.values import Ids


class ReplacementKind(Named):
    """What hidden words are replaced by."""

    TOKEN = "token", "my token", "neutral token"
    WORD = "word", "my word"
    RESAMPLED = "resampled", "other words"


REPLACEMENTS = tuple(ReplacementKind)
NEUTRAL_WORD = "something"
RESAMPLINGS = 8  # texts that resampled words are averaged over
READ_TOKENS = 96  # of the reference text


@dataclass(frozen=True)
class Replacement:
    """What hidden tokens become: a "token" (empty: the model's neutral one), a "word" (cut, or filled up with neutral
    tokens, to the feature's length) or "resampled".

    Resampled words are what the model itself writes there, given only what stands before: another name for a name,
    another country for a country.  So hidden prompts stay ordinary text, and a word that the model would have written
    anyway counts for nothing.  Values are means over :data:`RESAMPLINGS` such texts, which ``seed`` decides.
    """

    kind: str = ReplacementKind.TOKEN
    text: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.kind not in REPLACEMENTS:
            raise InputError(f"Hidden words are replaced by a {', a '.join(REPLACEMENTS[:-1])} or are resampled.")


NEUTRAL = Replacement()


@dataclass(frozen=True)
class Fills:
    """The prompt with everything hidden, as one or several ``rows``; ``labels`` says what each feature becomes (""
    where it stays).
    """

    rows: tuple[Ids, ...]
    labels: tuple[str, ...]


_NEUTRAL: WeakKeyDictionary[LoadedModel, int] = WeakKeyDictionary()


def neutral_token(model: LoadedModel) -> int:
    """The word that the model expects most often in ordinary text (" the" or " and" in English), which says least.

    It is the token of letters, with a space before it where there are such, of the largest mean probability over the
    beginning of the reference text.
    """
    if model not in _NEUTRAL:
        ids = model.tokens.encode(REFERENCE_TEXT).ids[: min(READ_TOKENS, model.info.context)]
        expected = _expected(model, ids).mean(0)
        texts = [of.decode("utf-8", "replace") for of in model.tokens.bytes_of[: len(expected)]]
        words = [index for index, text in enumerate(texts) if text.strip(" ").isalpha()]
        words = [index for index in words if texts[index].startswith(" ")] or words or list(range(len(expected)))
        words = [index for index in words if index not in model.tokens.special]
        _NEUTRAL[model] = words[int(expected[words].argmax())]
    return _NEUTRAL[model]


def _expected(model: LoadedModel, ids: Ids) -> torch.Tensor:
    """What the model expects after each token, as probabilities [T, V] in which marks have none."""
    [(_, logits)] = model.next_logits([ids], last=len(ids))
    logits = logits[0].clone()
    logits[:, [index for index in model.tokens.special if index < logits.shape[-1]]] = -torch.inf
    return logits.softmax(-1)


def fills(model: LoadedModel, ids: Ids, parts: Sequence[Feature], replacement: Replacement) -> Fills:
    """What the features of a prompt become when they are hidden."""
    if replacement.kind == ReplacementKind.RESAMPLED:
        rows = _resampled(model, ids, parts, replacement.seed)
    elif replacement.kind == ReplacementKind.WORD:
        rows = [_written(model, ids, parts, replacement.text.strip() or NEUTRAL_WORD)]
    else:
        index = token_of(model, replacement.text) if replacement.text else neutral_token(model)
        rows = [(index,) * len(ids)]
    rows = [
        tuple(own if own in model.tokens.special else other for own, other in zip(ids, row, strict=True))
        for row in rows
    ]
    return Fills(tuple(rows), tuple(_label(model, each, rows) for each in parts))


def _label(model: LoadedModel, part: Feature, rows: Sequence[Ids]) -> str:
    if part.fixed:
        return ""
    texts = [row[part.start : part.stop] for row in rows]
    shown = ["".join(token.label for token in labels(model, text)) for text in texts[:2]]
    return shown[0] if len(rows) == 1 else f"{', '.join(shown)}, …"


def token_of(model: LoadedModel, text: str) -> int:
    """The one token that a text is, with a space before it if it is a word typed without; :class:`InputError` where it
    is several.
    """
    for candidate in ([f" {text}"] if text[:1].isalnum() else []) + [text]:
        ids = model.tokens.encode_word(candidate)
        if len(ids) == 1:
            return ids[0]
    raise InputError(
        f"“{text[:40]}” is {len(ids)} tokens for this model, and a hidden token is replaced by just one: type a "
        "shorter text, or choose “my word”."
    )


def _written(model: LoadedModel, ids: Ids, parts: Sequence[Feature], word: str) -> Ids:
    """The word in place of every feature, with a space before it where there was one."""
    filler = neutral_token(model)
    row = list(ids)
    for part in parts:
        space = " " if model.tokens.bytes_of[ids[part.start]][:1].isspace() else ""
        written = model.tokens.encode_word(space + word)
        if not written:
            raise InputError("This model has no tokens for the word that replaces hidden ones: type another word.")
        size = part.stop - part.start
        row[part.start : part.stop] = (*written, *(filler,) * size)[:size]
    return tuple(row)


def _resampled(model: LoadedModel, ids: Ids, parts: Sequence[Feature], seed: int) -> list[Ids]:
    """What the model itself writes in place of each feature, after what stands before it."""
    start = model.tokens.start_token
    if start is None:
        start = neutral_token(model)
    expected = torch.cat([_expected(model, (start,)), _expected(model, ids)[:-1]])
    rows = [list(ids) for _ in range(RESAMPLINGS)]
    longer: dict[int, list[Feature]] = {}
    for part in parts:
        if part.fixed:
            continue
        if part.stop > part.start + 1:
            longer.setdefault(part.stop - part.start, []).append(part)
            continue
        for number, row in enumerate(rows):
            generator = torch.Generator().manual_seed(_seed(seed, part, number))
            row[part.start] = int(torch.multinomial(expected[part.start], 1, generator=generator))
    for size, alike in longer.items():
        places = [(number, part) for number in range(RESAMPLINGS) for part in alike]
        texts = model.generate_batch(
            [ids[: part.start] or (start,) for _, part in places],
            [Sampling(temperature=1.0, seed=_seed(seed, part, number)) for number, part in places],
            size,
            alternatives=1,
        )
        for (number, part), steps in zip(places, texts, strict=True):
            written = [step.id for step in steps if step.id not in model.tokens.special]
            # Where the model would have ended the text, what it says most often goes on.
            rows[number][part.start : part.stop] = (written + [neutral_token(model)] * size)[:size]
    return [tuple(row) for row in rows]


def _seed(seed: int, part: Feature, number: int) -> int:
    return (seed % 2**31) * 2**31 + part.start * RESAMPLINGS + number
