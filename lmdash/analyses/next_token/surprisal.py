"""How surprised was the model by each token of the prompt?  (surprisal, in bits; Hale 2001, Levy 2008)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True, eq=False)
class Surprisal:
    """One entry per position [T]; the first token has nothing before it, so its entries are NaN (rank -1).

    ``bits`` is -log2 of the probability that the model gave to the token; ``rank`` 1 is the most likely.
    """

    bits: np.ndarray
    probability: np.ndarray
    rank: np.ndarray

    @property
    def mean_nats(self) -> float:
        """Mean surprisal in nats: transformers' loss.  NaN for a single token."""
        return float(self.bits[1:].astype(np.float64).mean() * np.log(2)) if len(self.bits) > 1 else float("nan")

    @property
    def perplexity(self) -> float:
        """Exponential of the mean surprisal: among how many equally likely tokens the model hesitated on average."""
        return float(np.exp(self.mean_nats))


def surprisal(model: LoadedModel, ids: Ids, edits: Interventions = ()) -> Surprisal:
    """Surprisal of every token of a prompt."""
    summary = model.logit_summary(ids, edits)
    log_probability = np.concatenate([[np.nan], summary.log_probability.numpy()])
    rank = np.concatenate([[-1], summary.rank.numpy()])
    return Surprisal(bits=-log_probability / np.log(2), probability=np.exp(log_probability), rank=rank)
