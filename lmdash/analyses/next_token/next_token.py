"""What comes next?  The distribution over the next token at one position of a prompt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.tokens import labels
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling, reshaped
from lmdash.models.values import Ids

SHOWN = 100  # most likely tokens that carry a label; more than any control lets a person see


@dataclass(frozen=True, eq=False)
class NextToken:
    """The next-token distribution after position ``position`` of the prompt.

    ``top`` has one row per token, most likely first: rank (1 = most likely), token, id, probability, log_probability
    (nats), logit.  ``logits`` is the whole vocabulary [V] in float32.
    """

    position: int
    top: pd.DataFrame
    logits: np.ndarray
    entropy_bits: float
    tokens_for_90: int

    @property
    def probability(self) -> float:
        """The probability of the most likely token."""
        return float(self.top["probability"].iloc[0])

    @property
    def token(self) -> str:
        """The most likely token, spaces drawn."""
        return str(self.top["token"].iloc[0])


def next_token(model: LoadedModel, ids: Ids, position: int, edits: Interventions = ()) -> NextToken:
    """The prediction after ``position`` (counted from 0), from the prompt's trace; raises :class:`InputError`."""
    if not 0 <= position < len(ids):
        raise InputError(f"Position {position} is not in this prompt: it has tokens 0 to {len(ids) - 1}.")
    last = position == len(ids) - 1
    if last:
        logits = model.logit_summary(ids, edits).last_logits
    else:
        logits = model.unembed(model.trace(ids, edits).final_residual[position])
    return describe(model, logits, position)


def describe(model: LoadedModel, logits: torch.Tensor, position: int) -> NextToken:
    """The distribution of logits [V], in numbers and labels."""
    log_probabilities = logits.log_softmax(-1)
    probabilities = log_probabilities.exp()
    top = log_probabilities.topk(min(SHOWN, len(logits)))
    indices = top.indices.tolist()
    frame = pd.DataFrame(
        {
            "rank": range(1, len(indices) + 1),
            "token": [token.label for token in labels(model, indices)],
            "id": indices,
            "probability": probabilities[top.indices].numpy(),
            "log_probability": top.values.numpy(),
            "logit": logits[top.indices].numpy(),
        }
    )
    ascending = np.sort(probabilities.numpy())  # many times faster than torch's sort, which keeps indices
    cumulative = ascending[::-1].cumsum(dtype=np.float64)
    return NextToken(
        position=position,
        top=frame,
        logits=logits.numpy(),
        entropy_bits=float(-torch.xlogy(probabilities, probabilities).sum() / np.log(2)),
        tokens_for_90=min(int(np.searchsorted(cumulative, 0.9)) + 1, len(logits)),
    )


def reshape(prediction: NextToken, sampling: Sampling, shown: int) -> pd.DataFrame:
    """The first ``shown`` tokens with the model's own probability beside the one that sampling would draw with."""
    top = prediction.top.head(shown)
    drawn = reshaped(torch.from_numpy(prediction.logits), sampling).numpy()
    return top[["rank", "token", "id", "probability"]].assign(sampled=drawn[top["id"].to_numpy()])


def tokens_left(prediction: NextToken, sampling: Sampling) -> int:
    """How many tokens sampling can still draw."""
    return int((reshaped(torch.from_numpy(prediction.logits), sampling) > 0).sum())
