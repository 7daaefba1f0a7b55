"""What does the model say to each of many prompts?  Their predictions side by side, and how far each is from the first.

Rows of one length share forward passes, and each is run once for everything: every token is unembedded for the
perplexity, and the last one's logits give the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.divergence import kl_bits
from lmdash.analyses.common.tokens import labels, text_of
from lmdash.analyses.common.typed_words import typed_ids, typed_text
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Chat, Ids, Prompt

SHOWN = 3  # most likely tokens of each prompt
LOGITS_BYTES = 256 * 2**20  # of one prompt: one that has more is read a few tokens at a time
WORDS = ("target", "rival", "expected")


@dataclass(frozen=True)
class PromptRow:
    """A prompt, and what may follow it, as words are typed: one to watch, its rival, and the right one; empty where
    there is none.
    """

    prompt: str
    target: str = ""
    rival: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Reading:
    """How prompts are read and written on: as messages of a ``chat``, with room for ``reserve`` tokens, ``written`` of
    which are generated greedily.  A model without a chat format reads them as they stand.
    """

    written: int = 0
    reserve: int = 0
    chat: Chat | None = None


def compare_prompts(
    model: LoadedModel, rows: tuple[PromptRow, ...], reference: str, reading: Reading, edits: Interventions = ()
) -> pd.DataFrame:
    """One row per prompt, in order.

    Columns: prompt; tokens, left_out (tokens that were cut); token_1, probability_1, ... of the most likely next
    tokens; for target, rival and expected: the text, its _probability and _log_probability (nats), over all its tokens
    together, NaN where there is none or no room; perplexity (of the prompt; NaN for one token); kl_bits, how many bits
    more a token after ``reference`` costs when it is guessed with this row's prediction; written, the generated text.
    """
    prompts = [read_as(model, row.prompt, reading) for row in rows]
    ids = [prompt.ids for prompt in prompts]
    first = model.logit_summary(read_as(model, reference, reading).ids, edits).last_logits.log_softmax(-1)
    words = {
        name: [typed_ids(model, getattr(row, name), each) for row, each in zip(rows, ids, strict=True)]
        for name in WORDS
    }
    table = pd.DataFrame(
        {
            "prompt": [row.prompt for row in rows],
            "tokens": [len(prompt.ids) for prompt in prompts],
            "left_out": [prompt.dropped_tokens for prompt in prompts],
        }
    )
    of_first = [{word[0] for word in following if word} for following in zip(*words.values(), strict=True)]
    predictions = _predictions(model, ids, first, of_first, edits)
    for place in range(SHOWN):
        tops = [each.top[min(place, len(each.top) - 1)] for each in predictions]
        table[f"token_{place + 1}"] = [token.label for token in labels(model, [index for index, _ in tops])]
        table[f"probability_{place + 1}"] = [probability for _, probability in tops]
    for name in WORDS:
        values = _word_log_probabilities(model, ids, words[name], predictions, edits)
        table[name] = [typed_text(model, getattr(row, name)).strip() for row in rows]
        table[f"{name}_probability"] = np.exp(values)
        table[f"{name}_log_probability"] = values
    table["perplexity"] = [each.perplexity for each in predictions]
    table["kl_bits"] = [each.kl_bits for each in predictions]
    # Long enough to tell whether the expected answer comes, and ends there.
    length = max([reading.written, *(len(word) + 1 for word in words["expected"] if word)])
    table["written"] = _written(model, ids, length, edits)
    return table


@dataclass(frozen=True)
class _Prediction:
    """After one prompt: the top (id, probability), log-probabilities of some first tokens, KL and perplexity."""

    top: list[tuple[int, float]]
    of_first: dict[int, float]
    kl_bits: float
    perplexity: float


def read_as(model: LoadedModel, text: str, reading: Reading) -> Prompt:
    """A prompt as it is read."""
    return model.tokens.encode(text, reserve=reading.reserve, chat=reading.chat if model.info.chat else None)


def _predictions(
    model: LoadedModel, rows: Sequence[Ids], first: torch.Tensor, of_first: list[set[int]], edits: Interventions
) -> list[_Prediction]:
    found: dict[int, _Prediction] = {}
    lengths: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        lengths.setdefault(len(row), []).append(index)
    for length, members in lengths.items():
        if length * model.info.vocabulary * 4 > LOGITS_BYTES:
            for index in members:
                summary = model.logit_summary(rows[index], edits)
                nats = -summary.log_probability.double().mean()
                found[index] = _prediction(summary.last_logits, nats, first, of_first[index])
            continue
        group = [rows[index] for index in members]
        for batch, logits in model.next_logits(group, edits, last=length):
            following = torch.tensor([group[row][1:] for row in batch], dtype=torch.long)
            read = logits[:, :-1]
            nats = read.logsumexp(-1) - read.gather(-1, following[..., None])[..., 0]
            for row, last, mean in zip(batch, logits[:, -1], nats.double().mean(-1), strict=True):
                found[members[row]] = _prediction(last, mean, first, of_first[members[row]])
    return [found[index] for index in range(len(rows))]


def _prediction(logits: torch.Tensor, nats: torch.Tensor, first: torch.Tensor, wanted: set[int]) -> _Prediction:
    log_probabilities = logits.log_softmax(-1)
    top = log_probabilities.topk(min(SHOWN, len(logits)))
    return _Prediction(
        top=list(zip(top.indices.tolist(), top.values.exp().tolist(), strict=True)),
        of_first={index: float(log_probabilities[index]) for index in wanted},
        kl_bits=float(kl_bits(first, log_probabilities)),
        perplexity=float(nats.exp()),
    )


def _word_log_probabilities(
    model: LoadedModel, rows: Sequence[Ids], words: list[Ids], predictions: list[_Prediction], edits: Interventions
) -> np.ndarray:
    """Log-probability in nats [rows] of each row's word, the sum over its tokens."""
    values = np.full(len(rows), np.nan)
    longer: dict[Ids, list[int]] = {}
    for index, word in enumerate(words):
        if len(word) == 1:
            values[index] = predictions[index].of_first[word[0]]
        elif word and len(rows[index]) + len(word) - 1 <= model.info.context:
            longer.setdefault(word, []).append(index)
    for word, members in longer.items():
        scores = model.score_text([rows[index] for index in members], word, edits)
        values[members] = scores.log_probability.double().sum(-1).numpy()
    return values


def _written(model: LoadedModel, ids: list[Ids], length: int, edits: Interventions) -> list[str]:
    """What the model writes greedily after each row."""
    if not length:
        return [""] * len(ids)
    texts = model.generate_batch(ids, [Sampling()] * len(ids), length, edits=edits, alternatives=1)
    return [text_of(model, tuple(step.id for step in steps)) for steps in texts]
