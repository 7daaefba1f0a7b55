"""What hidden words are replaced by: never by themselves; length and positions stay, so that nothing else moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmdash.analyses.common.features import Feature
from lmdash.analyses.common.named import Named
from lmdash.analyses.common.neutral import instead, neutral_token, other_than, with_marks
from lmdash.analyses.common.resampled import Stays, resampled
from lmdash.analyses.common.tokens import labels
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


class ReplacementKind(Named):
    """What hidden words are replaced by."""

    TOKEN = "token", "my token", "neutral token"
    WORD = "word", "my word"
    RESAMPLED = "resampled", "other words"


REPLACEMENTS = tuple(ReplacementKind)
NEUTRAL_WORD = "something"


@dataclass(frozen=True)
class Replacement:
    """What hidden tokens become: a "token" (empty: the model's neutral one), a "word" (cut, or filled up with neutral
    tokens, to the feature's length) or "resampled".

    Resampled words are what the model itself writes there, given only what stands before: another name for a name,
    another country for a country.  So hidden prompts stay ordinary text.  Values are means over several such texts,
    which ``seed`` decides; in those where the model writes the word again it is not hidden, so that a word that the
    model would have written anyway counts for nothing.

    Where a token or a word would stand in its own place, however it is spaced or capitalized, neutral tokens do.
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
    where it stays), and ``stays`` which feature is not hidden in which row, unless it is asked for by itself.
    """

    rows: tuple[Ids, ...]
    labels: tuple[str, ...]
    stays: Stays


def fills(model: LoadedModel, ids: Ids, parts: Sequence[Feature], replacement: Replacement) -> Fills:
    """What the features of a prompt become when they are hidden; :class:`InputError` where nothing else can stand
    there.
    """
    stays: Stays = ((False,) * len(parts),)
    if replacement.kind == ReplacementKind.RESAMPLED:
        rows, stays = resampled(model, ids, parts, replacement.seed)
    elif replacement.kind == ReplacementKind.WORD:
        rows = [_written(model, ids, parts, replacement.text.strip() or NEUTRAL_WORD)]
    else:
        rows = [instead(model, ids, *([token_of(model, replacement.text)] if replacement.text else []))]
    rows = [with_marks(model, ids, row) for row in rows]
    return Fills(tuple(rows), tuple(_label(model, each, rows) for each in parts), stays)


def _label(model: LoadedModel, part: Feature, rows: Sequence[Ids]) -> str:
    """What stands there, the first two where it is several things."""
    if part.fixed:
        return ""
    texts = dict.fromkeys(row[part.start : part.stop] for row in rows)
    shown = ["".join(token.label for token in labels(model, text)) for text in texts]
    return ", ".join(shown[:2]) + (", …" if len(shown) > 2 else "")


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
        own = ids[part.start : part.stop]
        space = " " if model.tokens.bytes_of[own[0]][:1].isspace() else ""
        written = model.tokens.encode_word(space + word)
        if not written:
            raise InputError("This model has no tokens for the word that replaces hidden ones: type another word.")
        row[part.start : part.stop] = other_than(model, own, (*written, *(filler,) * len(own))[: len(own)])
    return tuple(row)
