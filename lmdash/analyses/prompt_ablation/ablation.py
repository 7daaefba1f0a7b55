"""What is each part of the prompt worth?  The prediction without it, one part at a time.

Effects are differences of log-probability and divergences of the whole next-token distribution (methods: leave-one-out,
occlusion; Li, Monroe and Jurafsky 2016).  Text that is left out shifts what follows, which is tokenized again; text
that is replaced or blanked keeps every position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import torch

from lmdash.analyses.common.divergence import kl_bits
from lmdash.analyses.common.features import Feature, Grouping, features, free
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.common.named import Named
from lmdash.analyses.common.replacement import Replacement, ReplacementKind, fills
from lmdash.analyses.common.tokens import labels, spelled, text_of
from lmdash.analyses.prompt_ablation.leaving_out import left_out
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids


class Way(Named):
    """How a part is removed."""

    LEFT_OUT = "left_out", "left out"
    REPLACED = "replaced", "replaced"
    BLANKED = "blanked", "blanked"


@dataclass(frozen=True)
class Cutting:
    """How a prompt is taken apart: in "words", "tokens", "sentences" or the "spans" given as ``3-5,8``; and what
    becomes of a part: a :class:`Way`, a replaced one becomes as many tokens of ``word``; the tokens ``kept`` stay.
    """

    grouping: str = Grouping.WORDS
    way: str = Way.LEFT_OUT
    word: str = ""
    spans: str = ""
    kept: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.way not in list(Way):
            raise InputError(f"A part can be {', '.join(each.label for each in Way)}.")


@dataclass(frozen=True, eq=False)
class Ablation:
    """The prediction without each part of a prompt.

    ``table`` has one row per part, in the order of the text: part, positions, last (whether the text ends with it: then
    the prediction is about another place), delta (change of the target's log-probability, nats), log_probability and
    probability of the target, kl_bits (divergence of the prediction from the whole prompt's), token, id and
    token_probability of the most likely next token then, flips (whether it is another one), tokens (how the model reads
    what is left).  ``rows`` are those tokens' ids, ``fill`` is what stands in place of each part.  With the whole
    prompt, ``log_probability`` is the target's, and ``token``, ``id`` and ``token_probability`` are the most likely.
    """

    parts: tuple[Feature, ...]
    rows: tuple[Ids, ...]
    table: pd.DataFrame
    log_probability: float
    token: str
    id: int
    token_probability: float
    fill: tuple[str, ...]

    @property
    def inner(self) -> pd.DataFrame:
        """The rows of the parts that the text does not end with; all of them where there is no other."""
        inner = self.table[~self.table["last"]]
        return inner if len(inner) else self.table

    @property
    def flips(self) -> pd.DataFrame:
        """Of these the parts without which another token is most likely; the one that costs the target most first."""
        return self.inner[self.inner["flips"]].sort_values("delta", kind="stable")

    @property
    def strongest(self) -> pd.Series:
        """Of these the part whose loss moves the target's log-probability most."""
        return row_of_most(self.inner, self.inner["delta"].abs())

    @property
    def strongest_number(self) -> int:
        """The number of that part."""
        return int(self.inner.index[int(self.inner["delta"].abs().argmax())])


def ablation(
    model: LoadedModel,
    ids: Ids,
    cutting: Cutting,
    target: Ids,
    *,
    only: tuple[int, int] | None = None,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> Ablation:
    """Take each part away by itself; ``target`` is one token or a text of several, which are then scored together.

    ``only`` the parts from one number to before another, to be :func:`joined` with the others.
    """
    parts = cut(model, ids, cutting)[slice(*only or (None,))]
    rows, fill = without(model, ids, cutting, [(part,) for part in parts])
    plain = model.logit_summary(ids, edits).last_logits.log_softmax(-1)
    likeliest = int(plain.argmax())
    table = effects(model, ids, rows, target, edits=edits, on_step=on_step)
    table.insert(0, "part", [part.label for part in parts])
    table.insert(1, "positions", [part.positions for part in parts])
    table.insert(2, "last", [part.stop == len(ids) for part in parts])
    return Ablation(
        parts=parts,
        rows=rows,
        table=table,
        log_probability=own_log_probability(model, ids, target, edits),
        token=labels(model, [likeliest])[0].label,
        id=likeliest,
        token_probability=float(plain[likeliest].exp()),
        fill=fill,
    )


def joined(found: Sequence[Ablation]) -> Ablation:
    """One ablation of parts that were removed in several goes, in the order of the text."""
    return replace(
        found[0],
        parts=tuple(part for each in found for part in each.parts),
        rows=tuple(row for each in found for row in each.rows),
        table=pd.concat([each.table for each in found], ignore_index=True),
        fill=tuple(fill for each in found for fill in each.fill),
    )


def cut(model: LoadedModel, ids: Ids, cutting: Cutting) -> tuple[Feature, ...]:
    """The parts that can be taken away."""
    parts = features(model, ids, cutting.grouping, cutting.spans, cutting.kept)
    return tuple(parts[number] for number in free(parts))


def without(
    model: LoadedModel, ids: Ids, cutting: Cutting, gone: Sequence[tuple[Feature, ...]]
) -> tuple[tuple[Ids, ...], tuple[str, ...]]:
    """The prompt without each list of parts, and what stands in place of the first part of each."""
    if cutting.way == Way.LEFT_OUT:
        return tuple(left_out(model, ids, parts) for parts in gone), ("",) * len(gone)
    kind = ReplacementKind.WORD if cutting.way == Way.REPLACED and cutting.word.strip() else ReplacementKind.TOKEN
    whole = features(model, ids, cutting.grouping, cutting.spans, cutting.kept)
    text = cutting.word.strip() if kind == ReplacementKind.WORD else ""
    [filled, *_] = fills(model, ids, whole, Replacement(kind, text)).rows
    rows, fill = [], []
    for parts in gone:
        row = list(ids)
        for part in parts:
            row[part.start : part.stop] = filled[part.start : part.stop]
        rows.append(tuple(row))
        first = parts[0]
        fill.append("".join(token.label for token in spelled(model, filled[first.start : first.stop])))
    return tuple(rows), tuple(fill)


def effects(
    model: LoadedModel,
    ids: Ids,
    rows: Sequence[Ids],
    target: Ids,
    *,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """What the model predicts after each row, beside what it predicts after ``ids``: :class:`Ablation`'s numbers."""
    plain = model.logit_summary(ids, edits).last_logits.log_softmax(-1)
    count, width = len(rows), 1 if len(target) == 1 else 2
    before = own_log_probability(model, ids, target, edits)
    own, divergence, top_value = (torch.empty(count) for _ in range(3))
    top = torch.empty(count, dtype=torch.long)
    done = 0
    for numbers, logits in model.next_logits(rows, edits):
        log_probability = logits[:, 0].log_softmax(-1)
        own[numbers] = log_probability[:, target[0]]
        divergence[numbers] = kl_bits(plain, log_probability)
        top_value[numbers], top[numbers] = log_probability.max(-1)
        done += len(numbers)
        if on_step:
            on_step(done, width * count)
    if len(target) > 1:
        again = (lambda now, of: on_step(count + now, width * of)) if on_step else None
        own = model.score_text(rows, target, edits, on_step=again).log_probability.sum(-1)
    tops = top.tolist()
    return pd.DataFrame(
        {
            "delta": (own - before).numpy(),
            "log_probability": own.numpy(),
            "probability": own.exp().numpy(),
            "kl_bits": divergence.numpy(),
            "token": [token.label for token in labels(model, tops)],
            "id": tops,
            "token_probability": top_value.exp().numpy(),
            "flips": [index != int(plain.argmax()) for index in tops],
            "tokens": [" · ".join(token.label for token in spelled(model, row)) for row in rows],
        }
    )


def own_log_probability(model: LoadedModel, ids: Ids, target: Ids, edits: Interventions = ()) -> float:
    """The target's log-probability in nats after the prompt itself; of one token from the prompt's trace."""
    if len(target) == 1:
        return float(model.logit_summary(ids, edits).last_logits.log_softmax(-1)[target[0]])
    return float(model.score_text([ids], target, edits).log_probability.sum())


def ablation_texts(
    model: LoadedModel,
    rows: tuple[Ids, ...],
    new_tokens: int,
    *,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> tuple[str, ...]:
    """What the model would write after each row, always the most likely token."""
    written = model.generate_batch(rows, [Sampling()] * len(rows), new_tokens, edits=edits, on_step=on_step)
    return tuple(text_of(model, tuple(step.id for step in steps)) for steps in written)
