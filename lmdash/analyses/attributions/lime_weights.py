"""A straight line through the neighbourhood of the prompt: weights by the lime library (Ribeiro et al. 2016)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.result import Details, Options
from lmdash.analyses.common.slow_import import import_watched

FITS = 5  # each with a seed of its own
MARGIN = 1.5  # different samples that a fit needs beyond its weights: one is spent on the intercept
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
    """How many of the ``possible`` ones are expected among those drawn, if all are equally likely."""
    return possible * -np.expm1(drawn * np.log1p(-1 / possible)) if possible > 1 else 1


def lime_weights(game: Game, options: Options) -> tuple[np.ndarray, Details]:
    """The mean weights [columns, F] of :data:`FITS` fits with new samples, and how well lines fit (weighted R²)."""
    game.expect(masks_needed(game.n, options, game.fill_count))
    import_watched("lime.lime_text", game.tick)
    fits = [_fit(game, options, options.seed + number) for number in range(FITS)]
    weights = np.stack([weights for weights, *_ in fits])
    return game.spread(weights.mean(0)), Details(
        r_squared=tuple(r_squared for _, _, r_squared, _ in fits),
        effective=tuple(effective for *_, effective in fits),
        intercept=float(np.mean([intercept for _, intercept, *_ in fits])),
        spread=game.spread(weights[:, -1].std(0, ddof=1)),
    )


def fits_anything(details: Details, n: int) -> bool:
    """Whether so few different samples carry the fit of ``n`` weights that it fits whatever the model does."""
    return bool(details.effective) and float(np.mean(details.effective)) < n + MARGIN


def _fit(game: Game, options: Options, seed: int) -> tuple[np.ndarray, float, float, float]:
    """Weights [columns, n], the last column's intercept and R², and how many different samples carry the fit."""
    from lime.lime_text import LimeTextExplainer
    from sklearn.linear_model import Ridge

    drawn: list[np.ndarray] = []

    def run(texts: Sequence[str]) -> np.ndarray:
        masks = np.array([[word != _HIDDEN for word in text.split()] for text in texts])
        drawn.append(masks)
        return game(masks)

    explainer = LimeTextExplainer(
        kernel_width=options.kernel_width,  # pyright: ignore[reportArgumentType]  # any number, lime's own is 25
        split_expression=r"\s+",
        bow=False,  # one feature per position
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
    effective = _effective(np.concatenate(drawn), explainer.base.kernel_fn)
    score = float(found.score)  # pyright: ignore[reportArgumentType]  # None before lime has explained
    return weights, float(found.intercept[game.columns - 1]), score, effective


def _effective(masks: np.ndarray, kernel: Callable[[np.ndarray], np.ndarray]) -> float:
    """How many samples of one weight are worth these, (Σw)² / Σw² (Kish 1965); those of one mask are one, as they tell
    the fit the same.
    """
    different, times = np.unique(masks, axis=0, return_counts=True)
    weights = times * kernel(100 * (1 - np.sqrt(different.mean(1))))  # lime's cosine distance to the whole prompt
    return float(weights.sum() ** 2 / (weights**2).sum())
