"""A first estimate within about three forward passes: how the answer's logit is shared out among the prompt's words.

Under the rules of :mod:`lmdash.models.passes.relevance_rules` the shares of all tokens, with that of the model's own
constants, add up to the logit.  A word's value is its share less that of what would stand in its place, as for the
methods that hide words: with resampled words that is what the model itself expects there, on average.  Nothing is
hidden, so what words do only together is judged less well.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import torch

from lmdash.analyses.attributions.game import Game
from lmdash.analyses.attributions.integrated_gradients import Term, gathered, terms
from lmdash.analyses.attributions.objective import Measure
from lmdash.analyses.attributions.result import Details
from lmdash.analyses.common.replacement import ReplacementKind
from lmdash.errors import InputError
from lmdash.models.passes.relevance import Logit, Relevances
from lmdash.models.values import Ids

MOST_OFF = 1e-3  # that shares may differ from what they share, over its size where that is above 1
ROUNDINGS = 4  # of numbers coarser than float32, that they may differ by


def relevance(game: Game) -> tuple[np.ndarray, Details]:
    """Values [columns, F], in logits: of the target's logit less those of the other words (as far as the model expects
    them), or less the rival's, or as it stands where logits are measured.

    :class:`InputError` where the shares do not add up, as in a model that computes something the rules do not cover.
    """
    asked, length = list(terms(game)), len(game.ids)
    texts: dict[Ids, list[Term]] = defaultdict(list)
    for term in asked:  # the steps of one text are explained after one forward pass
        texts[_text(game, term)].append(term)
    game.expect(len(texts))
    plain = game.objective.measure == Measure.LOGIT
    found: dict[Term, torch.Tensor] = {}
    explained = constants = every = 0.0
    for text, steps in texts.items():
        logits = [
            Logit(length - 1 + len(term.written), term.target, term.rival, others=not plain and term.rival is None)
            for term in steps
        ]
        shares = game.model.relevance((*game.ids, *text), logits, game.edits)
        moved = shares.embeddings[:length] - _instead(game, shares)
        for number, term in enumerate(steps):
            one = shares.found[number]
            found[term] = term.sign * (one.gradient[:length] * moved).sum(-1)
            explained += term.sign * one.value
            constants += term.sign * one.constants
            every += term.sign * float(shares.tokens(number).sum())
        game.evaluations += 1
        game.tick()
    off = explained - constants - every
    if not game.edits and abs(off) > _bound(game) * max(1.0, abs(explained)):  # what edits write has a share as well
        raise InputError(
            "This model computes something that the rules of relevance do not cover: the shares of the words are off "
            f"by {abs(off):.3f} logits. Choose another method."
        )
    values = gathered(game, asked, [found[term] for term in asked])
    others = explained - constants - float(values[-1].sum())
    return values, Details(explained=explained, constants=constants, others=others)


def _text(game: Game, term: Term) -> Ids:
    """What follows the prompt in the pass that explains a term."""
    return (game.objective.rival if term.sign < 0 else game.objective.target)[:-1]


def _instead(game: Game, shares: Relevances) -> torch.Tensor:
    """The embeddings [T, d] of what would stand in the place of each token: of marks and what is never hidden, its own.

    The later tokens of a part are not expected after its first, which goes as well: the mean of all places has theirs.
    """
    own = shares.embeddings[: len(game.ids)]
    if game.replacement.kind == ReplacementKind.RESAMPLED:
        there = shares.expected[: len(game.ids)].clone()
        for part in game.features:
            there[part.start + 1 : part.stop] = shares.expected.mean(0)
    else:
        there = game.model.embed(game.fills.rows[0]).double()
    special = game.model.tokens.special
    for part in game.features:
        for place in range(part.start, part.stop):
            if part.fixed or game.ids[place] in special:
                there[place] = own[place]
    return there


def _bound(game: Game) -> float:
    dtype = game.model.network.dtype
    return MOST_OFF if dtype == torch.float32 else max(MOST_OFF, ROUNDINGS * torch.finfo(dtype).eps)
