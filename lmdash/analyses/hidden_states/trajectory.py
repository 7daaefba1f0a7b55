"""When does the answer appear?  Some tokens through the logit lens, from point to point, at one position."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import torch

from lmdash.analyses.common.difference import difference
from lmdash.analyses.common.stream import StreamPoint, state, stream_points
from lmdash.analyses.common.tokens import labels
from lmdash.analyses.hidden_states.lens import ranks_of
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

POINTS_TOGETHER = 16  # unembedded at once


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The lens on chosen tokens at one position, point by point.

    ``leaders`` [points] are the ids of the top tokens.  ``frame`` has one row per token and point: step, layer, part,
    point (its name), token, id, probability, log_probability (nats), logit, rank (1 = most likely).
    """

    points: tuple[StreamPoint, ...]
    leaders: np.ndarray
    frame: pd.DataFrame

    def first_lead(self, token: int) -> StreamPoint | None:
        """The first point where the token is on top."""
        leading = np.flatnonzero(self.leaders == token)
        return self.points[leading[0]] if len(leading) else None

    def leads_from(self, token: int) -> StreamPoint | None:
        """The point from which the token is on top for good; None where it does not win."""
        behind = np.flatnonzero(self.leaders != token)
        start = int(behind[-1]) + 1 if len(behind) else 0
        return self.points[start] if start < len(self.points) else None

    def best_rank(self, token: int) -> tuple[int, StreamPoint]:
        """The best rank of a followed token, and where it first has it."""
        ranks = self.frame.loc[self.frame["id"] == token, "rank"].to_numpy()
        return int(ranks.min()), self.points[int(ranks.argmin())]

    def minus(self, other: Trajectory) -> Trajectory:
        """Its numbers as changes from those of the same tokens and points in another pass; leaders stay its own."""
        numbers = ("probability", "log_probability", "logit", "rank")
        return replace(self, frame=difference(self.frame, other.frame, numbers, ("step", "id")))


def trajectory(
    model: LoadedModel, ids: Ids, position: int, tokens: tuple[int, ...], edits: Interventions = ()
) -> Trajectory:
    """Follow ``tokens`` through all points at ``position``."""
    trace = model.trace(ids, edits)
    points = stream_points(trace.layers)
    states = torch.stack([state(trace, point)[position] for point in points])
    chosen, leaders = list(tokens), []
    numbers: dict[str, list[np.ndarray]] = {"log_probability": [], "logit": [], "rank": []}
    for start in range(0, len(points), POINTS_TOGETHER):
        logits = model.unembed(states[start : start + POINTS_TOGETHER])
        leaders.append(logits.argmax(-1).numpy())
        if chosen:
            numbers["logit"].append(logits[:, chosen].numpy())
            numbers["log_probability"].append((logits[:, chosen] - logits.logsumexp(-1, keepdim=True)).numpy())
            numbers["rank"].append(ranks_of(logits, chosen))
    table = pd.DataFrame(
        {
            "step": np.repeat([point.step for point in points], len(chosen)),
            "layer": np.repeat([point.layer for point in points], len(chosen)),
            "part": np.repeat([point.part for point in points], len(chosen)),
            "point": np.repeat([str(point) for point in points], len(chosen)),
            "token": [token.label for token in labels(model, chosen)] * len(points),
            "id": chosen * len(points),
            **{name: np.concatenate(parts).ravel() if parts else [] for name, parts in numbers.items()},
        }
    )
    return Trajectory(points, np.concatenate(leaders), table.assign(probability=np.exp(table["log_probability"])))
