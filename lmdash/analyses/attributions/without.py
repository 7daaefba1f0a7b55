"""What does the model say without these words?  The answer to a click on one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.tokens import labels, spelled
from lmdash.errors import InputError
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids


@dataclass(frozen=True, eq=False)
class Without:
    """The prompt with some features hidden: ``ids`` (the first one where words are resampled), ``tokens`` their labels,
    ``replaced`` what each hidden feature becomes, the objective's ``value`` and the target's ``probability``, and the
    next tokens in ``table``: token, id, probability, probability_before, most likely first.
    """

    ids: Ids
    tokens: tuple[str, ...]
    replaced: tuple[str, ...]
    value: float
    probability: float
    table: pd.DataFrame


def without(model: LoadedModel, setup: Setup, hidden: tuple[int, ...], *, shown: int = 5) -> Without:
    """What the model says when the features numbered ``hidden`` are hidden; probabilities are means where words are
    resampled.
    """
    game = Game(model, setup, always=True)
    if not set(hidden) <= set(game.players):
        raise InputError("This part is never hidden, so nothing can be said without it: click another word.")
    mask = np.array([[number not in hidden for number in game.players]])
    rows = game.rows(mask)
    before = model.logit_summary(setup.ids, setup.edits).last_logits.softmax(-1)
    after = torch.stack([model.logit_summary(row, game.edits).last_logits.softmax(-1) for row in rows]).mean(0)
    chosen = list(dict.fromkeys([*after.topk(min(shown, len(after))).indices.tolist(), setup.objective.target[0]]))
    table = pd.DataFrame(
        {
            "token": [token.label for token in labels(model, chosen)],
            "id": chosen,
            "probability": after[chosen].numpy(),
            "probability_before": before[chosen].numpy(),
        }
    )
    return Without(
        ids=rows[0],
        tokens=tuple(token.label for token in spelled(model, rows[0])),
        replaced=tuple(game.fills.labels[number] for number in hidden),
        value=float(game(mask)[0, -1]),
        probability=math.exp(game.log_probability(mask)[0]),
        table=table,
    )
