"""Where does the objective's slope point?  Gradient x input, and the slope along the whole way from hidden to shown.

Integrated gradients (Sundararajan et al. 2017) by the captum library, on the embeddings: the baseline has those of the
prompt with everything hidden, so that base and sum mean what they mean for SHAP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.objective import Measure
from lmdash.analyses.attributions.result import Details, Options
from lmdash.analyses.common.slow_import import import_watched
from lmdash.models.values import Ids

BATCH_TOKENS = 512


@dataclass(frozen=True)
class Term:
    """One logarithm or logit of the objective: what follows the prompt before ``target``, and the step that it is part
    of, with a sign.
    """

    step: int
    written: Ids
    target: int
    rival: int | None = None
    sign: float = 1.0


def terms(game: Game) -> Iterator[Term]:
    """What the objective is the signed sum of."""
    target, rival = game.objective.target, game.objective.rival
    if len(target) == len(rival) == 1:
        yield Term(0, (), target[0], rival[0])
        return
    for text, sign in ((target, 1.0), (rival, -1.0)):
        for place, index in enumerate(text):
            yield Term(0 if rival else place, text[:place], index, sign=sign)


class _Slope:
    """Value [B] of a term and its gradient [B, T, d] at the prompt's embeddings; counts the rows that it runs."""

    def __init__(self, game: Game, term: Term) -> None:
        self._game, self._term = game, term
        self._written = game.model.embed(term.written) if term.written else None

    def __call__(self, embeddings: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        game, term, length = self._game, self._term, embeddings.shape[1]
        if self._written is not None:
            embeddings = torch.cat([embeddings, self._written.expand(len(embeddings), -1, -1)], dim=1)
        logit = game.objective.measure == Measure.LOGIT
        value, gradient = game.model.gradients(embeddings, term.target, term.rival, game.edits, logit=logit)
        game.evaluations += len(embeddings)
        game.tick()
        return term.sign * value, term.sign * gradient[:, :length]


def gradient_times_input(game: Game) -> np.ndarray:
    """The gradient at each token's embedding times that embedding, summed over features, [columns, F]: how fast the
    objective would grow if the token were written in bolder letters.
    """
    asked = list(terms(game))
    game.expect(len(asked))
    embeddings = game.model.embed(game.ids)
    return gathered(game, asked, [(_Slope(game, term)(embeddings[None])[1][0] * embeddings).sum(-1) for term in asked])


def integrated_gradients(game: Game, options: Options) -> tuple[np.ndarray, Details]:
    """Values [columns, F] and the completeness gap; the mean over baselines where words are resampled."""
    asked = list(terms(game))
    game.expect(len(asked) * options.ig_steps + 1)
    import_watched("captum.attr", game.tick)
    from captum.attr import IntegratedGradients

    embeddings = game.model.embed(game.ids)[None]
    baselines = [game.model.embed(row)[None] for row in game.rows(np.zeros((1, game.n), dtype=bool))]
    found = []
    for term in asked:
        integrated = IntegratedGradients(_forward(_Slope(game, term)))
        size = max(1, BATCH_TOKENS // embeddings.shape[1])
        parts = [
            integrated.attribute(embeddings, baseline, n_steps=options.ig_steps, internal_batch_size=size)
            for baseline in baselines
        ]
        found.append(torch.stack(parts).mean(0)[0].sum(-1))
    values = gathered(game, asked, found)
    change = float(game.full[-1] - game.base[-1])
    gap = abs(float(values[-1].sum()) - change) / max(abs(change), 1e-12)
    return values, Details(gap=gap, ig_steps=options.ig_steps)


def _forward(slope: _Slope) -> Callable[..., torch.Tensor]:
    class Known(torch.autograd.Function):
        """A value whose gradient the model has already computed."""

        @staticmethod
        def forward(context: Any, embeddings: torch.Tensor) -> torch.Tensor:
            value, gradient = slope(embeddings)
            context.save_for_backward(gradient.to(embeddings))
            return value.to(embeddings)

        @staticmethod
        def backward(context: Any, upstream: torch.Tensor) -> torch.Tensor:
            [gradient] = context.saved_tensors
            return upstream[:, None, None] * gradient

    return Known.apply


def gathered(game: Game, asked: list[Term], of_tokens: list[torch.Tensor]) -> np.ndarray:
    """Values [T] of each term as [columns, F]: steps, and their sum where they have several."""
    steps = np.zeros((1 + max(term.step for term in asked), len(game.features)))
    for term, found in zip(asked, of_tokens, strict=True):
        values = found.double().numpy()
        steps[term.step] += [values[each.start : each.stop].sum() for each in game.features]
    return np.vstack([steps, steps.sum(0)]) if game.objective.several else steps
