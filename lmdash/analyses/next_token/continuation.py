"""What would the model write, and what else could it have written at each step: the generation explorer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmdash.analyses.common.so_far import OnText, SoFar, without_halves
from lmdash.analyses.common.tokens import Token, labels, spelled, text_of
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Step


@dataclass(frozen=True, eq=False)
class Continuation:
    """A generated text: per step the token, its probability, rank (1 = most likely) and what else was likely.

    ``forced`` counts the first tokens that were given, not chosen.  ``stopped`` says why it ended: "length", "end" (the
    model ended the text), "context" (no room was left) or "person" (somebody stopped it).
    """

    text: str
    tokens: tuple[Token, ...]
    probability: np.ndarray
    rank: np.ndarray
    alternatives: tuple[pd.DataFrame, ...]
    forced: int
    stopped: str

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the generated tokens."""
        return tuple(token.id for token in self.tokens)

    def frame(self) -> pd.DataFrame:
        """One row per step, for download."""
        columns = {
            "step": range(1, len(self.tokens) + 1),
            "token": [token.label for token in self.tokens],
            "id": self.ids,
            "probability": self.probability,
            "rank": self.rank,
        }
        for place in range(min(map(len, self.alternatives), default=0)):
            columns[f"choice_{place + 1}"] = [table["token"].iloc[place] for table in self.alternatives]
            columns[f"probability_{place + 1}"] = [table["probability"].iloc[place] for table in self.alternatives]
        return pd.DataFrame(columns)


def continuation(
    model: LoadedModel,
    ids: tuple[int, ...],
    sampling: Sampling,
    *,
    new_tokens: int,
    forced: tuple[int, ...] = (),
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
    on_text: OnText | None = None,
) -> Continuation:
    """Generate up to ``new_tokens`` tokens after ``ids``, the first of them ``forced`` (a branch somebody took)."""
    so_far: list[Step] = []

    def tell(_row: int, step: Step) -> None:
        so_far.append(step)
        if on_text:
            on_text(SoFar(texts, lambda: _made(model, so_far, forced, "person")))

    def texts() -> tuple[tuple[str, str], ...]:
        return (("", without_halves(text_of(model, tuple(each.id for each in so_far)))),)

    steps = model.generate(ids, sampling, new_tokens, forced=forced, edits=edits, on_token=tell, on_step=on_step)
    if steps and steps[-1].id in model.tokens.end_tokens:
        stopped = "end"
    else:
        stopped = "length" if len(steps) == new_tokens else "context"
    return _made(model, steps, forced, stopped)


def _made(model: LoadedModel, steps: Sequence[Step], forced: tuple[int, ...], stopped: str) -> Continuation:
    generated = [step.id for step in steps]
    return Continuation(
        text=text_of(model, tuple(generated)),
        tokens=spelled(model, generated),
        probability=np.exp([step.log_probability for step in steps]),
        rank=np.array([step.rank + 1 for step in steps], dtype=int),
        alternatives=tuple(_table(model, step) for step in steps),
        forced=min(len(forced), len(steps)),
        stopped=stopped,
    )


def _table(model: LoadedModel, step: Step) -> pd.DataFrame:
    indices = [index for index, _ in step.alternatives]
    return pd.DataFrame(
        {
            "rank": range(1, len(indices) + 1),
            "token": [token.label for token in labels(model, indices)],
            "id": indices,
            "probability": np.exp([value for _, value in step.alternatives]),
        }
    )
