"""The question as a game: features take part or are hidden, and the objective is what they win together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from lmdash.analyses.attributions.objective import Measured, alone_measured, measure
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import features, free
from lmdash.analyses.common.replacement import Fills, fills
from lmdash.models.interventions.values import resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

TOGETHER = 512  # rows between two calls of the model's verbs, which cut them into batches


class Game:
    """Masks over the n features that can be hidden (True: it stays) to the objective.

    A value is a row of ``columns`` numbers: the objective, or, where each token of a target has its own, those and
    last their sum.  Rows that were run are remembered; ``evaluations`` counts them.  With several fills a value is the
    mean over them, in which a feature that the model writes again in one of them stays there, but for ``always``.
    """

    def __init__(
        self,
        model: LoadedModel,
        setup: Setup,
        on_step: Callable[[int, int], None] | None = None,
        *,
        always: bool = False,
    ) -> None:
        ids, objective = setup.ids, setup.objective
        self.model, self.ids, self.objective = model, ids, objective
        self.edits = resolve(setup.edits, len(ids))
        self.features = features(model, ids, setup.grouping, setup.spans, setup.kept)
        self.replacement = setup.replacement
        self.players = free(self.features)
        self.evaluations = 0
        self.on_step, self._expected, self._always = on_step, 2, always
        self._hidden_by = np.full(len(ids), -1)  # which player hides each token; the fills keep marks as they are
        for player, number in enumerate(self.players):
            self._hidden_by[self.features[number].start : self.features[number].stop] = player
        self._ids = np.array(ids)
        self._known: dict[bytes, np.ndarray] = {}
        # The prompt as every other page has it, from the trace that they share.
        alone = alone_measured(model, ids, objective, self.edits)
        self.columns = alone.steps.shape[1] + objective.several
        self._remember(self._mask(True), self._columns(alone))
        self.evaluations += 1

    @cached_property
    def fills(self) -> Fills:
        """What hidden features become, which takes passes of its own to say where words are resampled."""
        return fills(self.model, self.ids, self.features, self.replacement)

    @cached_property
    def _filled(self) -> np.ndarray:
        """The tokens [fills, T] that stand in where a player is hidden."""
        stays = np.array(self.fills.stays)[:, self.players] & (not self._always)
        return np.where(self._by_token(stays), self._ids, np.array(self.fills.rows))

    def _by_token(self, players: np.ndarray) -> np.ndarray:
        """What is said of the players [N, n], of the tokens [N, T]; True of those that nobody hides."""
        return np.hstack([players, np.ones((len(players), 1), dtype=bool)])[:, self._hidden_by]  # -1 is the last

    def _mask(self, stays: bool) -> np.ndarray:
        return np.full((1, self.n), stays)

    @property
    def full(self) -> np.ndarray:
        """The values [columns] of the prompt as it is."""
        return self(self._mask(True))[0]

    @property
    def base(self) -> np.ndarray:
        """The values [columns] with everything hidden."""
        return self(self._mask(False))[0]

    @property
    def n(self) -> int:
        """How many features can be hidden."""
        return len(self.players)

    @property
    def fill_count(self) -> int:
        """How many rows one mask takes."""
        return len(self.fills.rows)

    def expect(self, masks: int) -> None:
        """Say how many more masks will be asked for, as far as is known: progress counts their rows."""
        self._expected = self.evaluations + masks * self.fill_count
        self.tick()

    def tick(self) -> None:
        """Report the progress made so far; what ``on_step`` raises ends the work."""
        if self.on_step:
            self.on_step(self.evaluations, max(self._expected, self.evaluations))

    def __call__(self, masks: np.ndarray) -> np.ndarray:
        """Values [N, columns] of masks [N, n]."""
        return self._look_up(masks)[:, :-1]

    def log_probability(self, masks: np.ndarray) -> np.ndarray:
        """The target's log-probability [N] in nats, whatever the objective measures."""
        return self._look_up(masks)[:, -1]

    def rows(self, masks: np.ndarray) -> list[Ids]:
        """The token rows of masks, all fills of one after another."""
        rows = np.where(self._by_token(masks)[:, None], self._ids, self._filled[None])
        return [tuple(row) for row in rows.reshape(-1, len(self.ids)).tolist()]

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Values [..., n] of the players as values [..., F] of all features."""
        every = np.zeros((*values.shape[:-1], len(self.features)))
        every[..., self.players] = values
        return every

    def _look_up(self, masks: np.ndarray) -> np.ndarray:
        masks = np.ascontiguousarray(masks, dtype=bool)
        keys = [mask.tobytes() for mask in masks]
        new = {key: row for row, key in enumerate(keys) if key not in self._known}
        order = list(new.values())
        size = max(1, TOGETHER // self.fill_count)
        for start in range(0, len(order), size):
            self._run(masks[order[start : start + size]])
        return np.array([self._known[key] for key in keys])

    def _run(self, masks: np.ndarray) -> None:
        before = self.evaluations

        def count(done: int, _total: int) -> None:
            self.evaluations = before + done
            self.tick()

        rows = self.rows(masks)
        found = self._columns(measure(self.model, rows, self.objective, self.edits, on_step=count))
        self.evaluations = before + len(rows)
        self._remember(masks, found.reshape(len(masks), self.fill_count, -1).mean(1))

    def _columns(self, measured: Measured) -> np.ndarray:
        steps = measured.steps.numpy()
        total = [steps.sum(1, keepdims=True)] if self.objective.several else []
        return np.hstack([steps, *total, measured.log_probability.numpy()[:, None]])

    def _remember(self, masks: np.ndarray, values: np.ndarray) -> None:
        for mask, value in zip(masks, values, strict=True):
            self._known[mask.tobytes()] = value
