"""What do the interventions do to the answer?  The next token with and without, and how much of it is their doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lmdash.analyses.common.divergence import kl_bits
from lmdash.analyses.common.doses import Variant, last_logits
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.common.tokens import labels
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

DOSES = tuple(round(0.1 * step, 1) for step in range(21))
RANDOM_VECTORS = 20


@dataclass(frozen=True, eq=False)
class EditEffects:
    """The next token with interventions and without.

    ``table`` has a row for each of the most likely tokens of either: token, id, without and with_edits (probabilities),
    change (of the probability), log_change (of the log-probability, nats), most likely first, with interventions.
    ``kl_bits``: how many bits more a token of the unchanged model costs when it is guessed with the changed one.
    """

    table: pd.DataFrame
    kl_bits: float

    @property
    def before(self) -> pd.Series:
        """The row of the top token without interventions."""
        return row_of_most(self.table, self.table["without"])

    @property
    def after(self) -> pd.Series:
        """The row of the top token with them."""
        return row_of_most(self.table, self.table["with_edits"])

    def most(self, count: int) -> pd.DataFrame:
        """The rows with the largest probabilities, with interventions or without."""
        size = self.table[["without", "with_edits"]].max(axis=1)
        return self.table.assign(most=size).nlargest(count, "most")


def edit_effects(
    model: LoadedModel, ids: Ids, edits: Interventions, tokens: tuple[int, ...] = (), shown: int = 10
) -> EditEffects:
    """Compare the predictions after ``ids``; ``tokens`` have a row in any case."""
    plain = model.logit_summary(ids).last_logits.log_softmax(-1)
    changed = model.logit_summary(ids, edits).last_logits.log_softmax(-1)
    tops = [each.topk(min(shown, len(each))).indices.tolist() for each in (changed, plain)]
    rows = list(dict.fromkeys([*tops[0], *tops[1], *tokens]))
    rows.sort(key=lambda index: -float(changed[index]))
    before, after = plain[rows], changed[rows]
    table = pd.DataFrame(
        {
            "token": [token.label for token in labels(model, rows)],
            "id": rows,
            "without": before.exp().numpy(),
            "with_edits": after.exp().numpy(),
            "change": (after.exp() - before.exp()).numpy(),
            "log_change": (after - before).numpy(),
        }
    )
    return EditEffects(table, float(kl_bits(plain, changed)))


def dose_response(model: LoadedModel, ids: Ids, edits: Interventions, token: int) -> pd.DataFrame:
    """The token's log-probability (nats) and probability over the dose: 0 is without the interventions, 1 is what they
    say, 2 is twice as far from what was there.  Columns dose, log_probability, probability.
    """
    logits = last_logits(model, ids, [Variant(edits, dose) for dose in DOSES])
    log_probability = logits.log_softmax(-1)[:, token].numpy()
    return pd.DataFrame({"dose": DOSES, "log_probability": log_probability, "probability": np.exp(log_probability)})


@dataclass(frozen=True, eq=False)
class Control:
    """What the same change of other neurons of the same layers does to a token's log-probability, in nats.

    ``changes`` [controls] are those of random neurons (``names`` says which), ``own`` is the real one's.
    """

    own: float
    changes: np.ndarray
    names: tuple[str, ...]

    @property
    def mean(self) -> float:
        """The mean change of the random ones."""
        return float(self.changes.mean())

    @property
    def spread(self) -> float:
        """Their standard deviation."""
        return float(self.changes.std(ddof=1))

    @property
    def beaten(self) -> int:
        """How many of them change less, in either direction."""
        return int((np.abs(self.changes) < abs(self.own)).sum())

    @property
    def percentile(self) -> float:
        """The same as a share of all, from 0 to 1."""
        return self.beaten / len(self.changes)


def control(
    model: LoadedModel,
    ids: Ids,
    edits: Interventions,
    token: int,
    *,
    seed: int = 0,
    on_step: Callable[[int, int], None] | None = None,
) -> Control:
    """Do to :data:`RANDOM_VECTORS` random neurons what ``edits`` do to theirs; changes of other parts stay as they are.

    Each random list takes the place of all neurons that are changed, layer by layer, without meeting any of them.
    :class:`InputError` where no neuron is changed.
    """
    if not any(edit.site.part == "neuron" for edit in edits):
        raise InputError(
            "The control repeats your change on random value vectors, so it needs one of yours, for example L2D7=0."
        )
    generator = np.random.default_rng(seed)
    lists = [_elsewhere(model, edits, generator) for _ in range(RANDOM_VECTORS)]
    variants = [Variant(each) for each in ((), edits, *lists)]
    log_probability = last_logits(model, ids, variants, on_step).log_softmax(-1)[:, token]
    changes = (log_probability[1:] - log_probability[0]).numpy()
    names = tuple(" ".join(str(edit.site) for edit in each if edit.site.part == "neuron") for each in lists)
    return Control(float(changes[0]), changes[1:], names)


def _elsewhere(model: LoadedModel, edits: Interventions, generator: np.random.Generator) -> Interventions:
    """The same interventions on other neurons of the same layers."""
    places: dict[int, dict[int, int]] = {}
    for layer in {edit.site.layer for edit in edits if edit.site.part == "neuron"}:
        here = (edit.site for edit in edits if edit.site.part == "neuron" and edit.site.layer == layer)
        own = sorted({site.index for site in here if site.index is not None})
        free = np.setdiff1d(np.arange(model.neurons(layer)), own)
        drawn = generator.choice(free, len(own), replace=len(free) < len(own))
        places[layer] = dict(zip(own, map(int, drawn), strict=True))
    return tuple(
        replace(edit, site=replace(edit.site, index=places[edit.site.layer][edit.site.index]))
        if edit.site.part == "neuron" and edit.site.index is not None
        else edit
        for edit in edits
    )
