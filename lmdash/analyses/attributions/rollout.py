"""Attention rollout: how much of each feature reaches the prediction if attention and residual stream mix evenly."""

from __future__ import annotations

import numpy as np

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.common.rollout import rollout_weights


def rollout(game: Game) -> np.ndarray:
    """Shares [steps, F] of the tokens of each feature in the row that predicts each target token (Abnar and Zuidema
    2020), by :func:`rollout_weights` to the last layer; nothing is said of the target itself.

    Marks keep their share, which is often the largest.
    """
    written = game.objective.target[:-1] if game.objective.several else ()
    ids = (*game.ids, *written)
    rolled = rollout_weights(game.model, ids, game.model.info.layers - 1, game.edits)
    rows = rolled[len(game.ids) - 1 :].numpy().astype(float)
    shares = np.stack([rows[:, each.start : each.stop].sum(1) for each in game.features], axis=1)
    return np.vstack([shares, shares.mean(0)]) if game.objective.several else shares
