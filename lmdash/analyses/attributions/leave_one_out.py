"""Leave-one-out: what is lost when one feature is hidden and all others stay."""

from __future__ import annotations

import numpy as np

from lmdash.analyses.attributions.game import Game


def leave_one_out(game: Game) -> np.ndarray:
    """The objective minus what is left of it without each feature, [columns, F]; what begins alike is computed once."""
    game.expect(game.n + 1)
    # Everything hidden is asked for along with them: a row of a batch costs less than one alone.
    left = game(np.vstack([~np.eye(game.n, dtype=bool), np.zeros((1, game.n), dtype=bool)]))[:-1]
    return game.spread((game.full - left).T)
