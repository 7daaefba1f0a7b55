"""A straight line through the neighbourhood of the prompt: weights by the lime library (Ribeiro et al. 2016)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lmdash.analyses.attribution_game import Game
from lmdash.analyses.attribution_import import import_watched
from lmdash.analyses.attribution_result import Details, Options

FITS = 5  # each with a seed of its own
RIDGE = 1e-6  # only where there are fewer different samples than features
_HIDDEN = "-"


def samples_needed(n: int, options: Options, fill_count: int = 1) -> int:
    """Masks that each fit is given: fewer where each takes many rows, but always some more than it has weights."""
    return max(options.samples if fill_count == 1 else 2 * options.samples // fill_count, 2 * n + 2)


def masks_needed(n: int, options: Options, fill_count: int = 1) -> int:
    """About how many different masks will be run: of few features there are only 2^n."""
    drawn = FITS * samples_needed(n, options, fill_count)
    return drawn if n > 20 else int(_different(2**n, drawn))


def _different(possible: int, drawn: int) -> float:
    """How many of so many are expected among those that are drawn, were all alike likely."""
    return possible * -np.expm1(drawn * np.log1p(-1 / possible)) if possible > 1 else 1


def lime_weights(game: Game, options: Options) -> tuple[np.ndarray, Details]:
    """The mean weights [columns, F] of :data:`FITS` fits with new samples, and how well lines fit (weighted R²)."""
    game.expect(masks_needed(game.n, options, game.fill_count))
    import_watched("lime.lime_text", game.tick)
    fits = [_fit(game, options, options.seed + number) for number in range(FITS)]
    weights = np.stack([weights for weights, _, _ in fits])
    return game.spread(weights.mean(0)), Details(
        r_squared=tuple(r_squared for _, _, r_squared in fits),
        intercept=float(np.mean([intercept for _, intercept, _ in fits])),
        spread=game.spread(weights[:, -1].std(0, ddof=1)),
    )


def _fit(game: Game, options: Options, seed: int) -> tuple[np.ndarray, float, float]:
    """Weights [columns, n], the last column's intercept and its R²."""
    from lime.lime_text import LimeTextExplainer
    from sklearn.linear_model import Ridge

    def run(texts: Sequence[str]) -> np.ndarray:
        return game(np.array([[word != _HIDDEN for word in text.split()] for text in texts]))

    explainer = LimeTextExplainer(
        kernel_width=options.kernel_width,
        split_expression=r"\s+",
        bow=False,  # one feature a position
        mask_string=_HIDDEN,
        feature_selection="none",
        random_state=seed,
    )
    found = explainer.explain_instance(
        " ".join(map(str, range(game.n))),
        run,
        labels=range(game.columns),
        num_features=game.n,
        num_samples=samples_needed(game.n, options, game.fill_count),
        model_regressor=Ridge(alpha=RIDGE),
    )
    weights = np.zeros((game.columns, game.n))
    for column in range(game.columns):
        for player, weight in found.local_exp[column]:
            weights[column, player] = weight
    # lime keeps the score of the label that it explained last: the objective itself.
    return weights, float(found.intercept[game.columns - 1]), float(found.score)
