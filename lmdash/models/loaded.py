"""A model in memory and its few verbs: trace, part, score, generate, gradients, unembed, value vectors.

Every verb holds the model's lock around one forward pass, so a long run of one person never stops another's click.
Hooks live inside that lock only: no session meets another's interventions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from lmdash.models.cache import ByteCache
from lmdash.models.interventions.values import Interventions, Resolved, resolve, validate
from lmdash.models.passes.attention_scores import QueryKey, queries_and_keys
from lmdash.models.passes.edits import Edits
from lmdash.models.passes.generation import generate_rows
from lmdash.models.passes.gradients import coefficient_gradients, embedding_gradients, log_odds, part_gradients
from lmdash.models.passes.hooks import Point, PointName
from lmdash.models.passes.network import open_network
from lmdash.models.passes.relevance import Logit, Relevances, relevance_of
from lmdash.models.passes.row_batches import row_logits, score_rows
from lmdash.models.passes.sampling import Sampling
from lmdash.models.passes.summary import summarise
from lmdash.models.passes.trace import Trace, left_out, record, traced_points
from lmdash.models.values import Ids, LogitSummary, Scores, Step

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

LEAST_TRACE_BYTES = 256 * 2**20  # a trace may take this much even where none is kept
LEAST_KEPT_BYTES = 64 * 2**20  # of the traces of a model with smaller weights than that


class LoadedModel:
    """One copy of the weights, shared by every session.

    What needs neither interventions nor what is kept is done by the ``network``, whose verbs are the model's too.

    ``trace_bytes`` bounds what is kept of forward passes, and a trace that would take more goes without its largest
    parts.  No more is kept than the weights take: the passes of a small model are quickly made again.
    Prompts are read up to ``max_tokens``, whatever the model's own context; ``working_bytes`` is the memory that a
    forward pass was estimated to need; ``tokenizer_file`` is the ``tokenizer.json`` that its tokens must be those of.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        model_id: str, revision: str, trace_bytes: int, max_tokens: int = 2**20, working_bytes: int = 0,
        tokenizer_file: Path | None = None, notes: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        facts = {"model_id": model_id, "revision": revision, "working_bytes": working_bytes, "notes": notes}
        self.network = network = open_network(model, tokenizer, max_tokens=max_tokens, **facts)
        self.model, self.tokenizer, self.tokenizer_file = network.module, tokenizer, tokenizer_file
        self.anatomy, self.tokens, self.info = network.anatomy, network.tokens, network.info
        self.inputs, self.passing = network.inputs, network.passing
        self.embed, self.unembed, self.final_scale = network.embed, network.unembed, network.final_scale
        self.neurons, self.value_vectors = network.neurons, network.value_vectors
        self.value_norms = network.value_norms
        self._trace_limit = max(trace_bytes, LEAST_TRACE_BYTES)
        capacity = min(trace_bytes, max(self.info.weight_bytes, LEAST_KEPT_BYTES))
        self._kept = ByteCache(capacity, size=lambda kept: kept.nbytes)

    # The door: what is out of range is refused here, and “last” becomes a number here

    def resolved(self, edits: Interventions, length: int) -> Resolved:
        """Interventions on a prompt of ``length`` tokens; :class:`InputError` for one that this model does not have."""
        validate(edits, self.info)
        return resolve(edits, length)

    def edits(self, edits: Interventions, length: int) -> Edits:
        """Interventions made ready for a prompt of ``length`` tokens; one that is out of range raises InputError."""
        return self._ready(self.resolved(edits, length))

    def _ready(self, edits: Resolved) -> Edits:
        return Edits(self.network, edits, self.part)

    # Traces

    def trace(self, ids: Ids, edits: Interventions = ()) -> Trace:
        """The tensors of one forward pass, kept so that every page on this prompt shares them."""
        return self._trace(ids, self.resolved(edits, len(ids)))

    def _trace(self, ids: Ids, edits: Resolved) -> Trace:
        return self._kept.get(("trace", ids, edits), lambda: self._trace_anew(ids, edits))

    def trace_anew(self, ids: Ids, edits: Interventions = ()) -> Trace:
        """As :meth:`trace`, by a forward pass of its own."""
        return self._trace_anew(ids, self.resolved(edits, len(ids)))

    def _trace_anew(self, ids: Ids, edits: Resolved) -> Trace:
        omitted = left_out(self.info, len(ids), self._trace_limit)
        recording = record(self.network, ids, self._ready(edits).taps(), traced_points(self.anatomy, omitted))
        return recording.trace(ids, self.info, omitted)

    def part(self, ids: Ids, name: PointName, layer: int, edits: Interventions = ()) -> torch.Tensor:
        """One part of one layer (``trace.AXES``), from the trace, or by a pass of its own where the trace left it out.

        ``resid_pre`` of layer L is the state before the final norm.
        """
        return self._part(ids, name, layer, self.resolved(edits, len(ids)))

    def _part(self, ids: Ids, name: PointName, layer: int, edits: Resolved) -> torch.Tensor:
        trace = self._trace(ids, edits)
        if name == "resid_pre" and layer == trace.layers:
            return trace.final_residual
        if name not in trace.omitted:
            return getattr(trace, name)[layer]
        point: Point = (name, layer)
        return self._kept.get(
            (ids, edits, point), lambda: record(self.network, ids, self._ready(edits).taps(), [point]).kept[point]
        )

    def queries_and_keys(self, ids: Ids, layer: int, edits: Interventions = ()) -> QueryKey:
        """Queries and keys of a layer; :class:`InputError` for the families that do not hand them out."""
        chosen = self.resolved(edits, len(ids))
        return self._kept.get(
            ("queries", ids, layer, chosen),
            lambda: queries_and_keys(self.network, ids, layer, self._part(ids, "resid_pre", layer, chosen)),
        )

    # Logits

    def logit_summary(self, ids: Ids, edits: Interventions = ()) -> LogitSummary:
        """What the logits of a prompt say of its own tokens; every position is unembedded once, and only once."""
        chosen = self.resolved(edits, len(ids))
        return self._kept.get(
            ("logits", ids, chosen),
            lambda: summarise(ids, self._trace(ids, chosen).final_residual, self.unembed, self.info.vocabulary),
        )

    def next_logits(
        self, rows: Sequence[Ids], edits: Interventions = (), *, last: int = 1
    ) -> Iterator[tuple[list[int], torch.Tensor]]:
        """Logits [batch, last, V] after the ``last`` tokens of each row, batch by batch with the rows' numbers.

        Rows share a batch only with rows of their length, so that no padding touches a number; what begins alike is
        computed once.
        """
        return row_logits(self.network, partial(self.edits, edits), rows, last)

    def score(
        self,
        rows: Sequence[Ids],
        targets: Sequence[int],
        edits: Interventions = (),
        *,
        on_step: Callable[[int, int], None] | None = None,
    ) -> Scores:
        """Log-probability and logit [rows] of ``targets[i]`` right after ``rows[i]``.

        ``on_step(done, total)`` counts rows; it is called outside the lock, and what it raises ends the work.
        """
        columns = torch.tensor(targets, dtype=torch.long)[:, None]
        scores = score_rows(self.network, partial(self.edits, edits), rows, columns, on_step)
        return Scores(scores.log_probability[:, 0], scores.logit[:, 0])

    def score_text(
        self,
        rows: Sequence[Ids],
        text: Ids,
        edits: Interventions = (),
        *,
        on_step: Callable[[int, int], None] | None = None,
    ) -> Scores:
        """Log-probability and logit [rows, m] of each of the m tokens of ``text``, written after each row; otherwise as
        :meth:`score`.  Edits at the last token stay at the row's own last.
        """
        longer = [(*row, *text[:-1]) for row in rows]
        targets = torch.tensor(text).expand(len(rows), -1)
        return score_rows(self.network, partial(self.edits, edits), longer, targets, on_step)

    def generate(
        self,
        ids: Ids,
        sampling: Sampling,
        new_tokens: int,
        *,
        edits: Interventions = (),
        forced: Ids = (),
        alternatives: int = 10,
        on_step: Callable[[int, int], None] | None = None,
        on_token: Callable[[int, Step], None] | None = None,
    ) -> tuple[Step, ...]:
        """Up to ``new_tokens`` tokens after ``ids``, the first of them ``forced``; stops at the end token or context.

        Edits at the “last” token stay at the prompt's last; those at all tokens or from one on reach what is written.
        ``on_token(0, step)`` and ``on_step(done, total)`` are called outside the lock after every token; what they
        raise ends the generation.
        """
        [steps] = generate_rows(
            self.network, partial(self.edits, edits), [ids], [sampling], new_tokens,
            forced=[forced], alternatives=alternatives, on_step=on_step, on_token=on_token,
        )  # fmt: skip
        return steps

    def generate_batch(
        self,
        prompts: Sequence[Ids],
        samplings: Sequence[Sampling],
        new_tokens: int,
        *,
        edits: Interventions = (),
        alternatives: int = 10,
        on_step: Callable[[int, int], None] | None = None,
        on_token: Callable[[int, Step], None] | None = None,
    ) -> tuple[tuple[Step, ...], ...]:
        """For each row what :meth:`generate` gives for ``prompts[i]`` and ``samplings[i]``, many rows at a time."""
        return generate_rows(
            self.network, partial(self.edits, edits), prompts, samplings, new_tokens,
            forced=[()] * len(prompts), alternatives=alternatives, on_step=on_step, on_token=on_token,
        )  # fmt: skip

    # Gradients

    def gradients(
        self,
        embeddings: torch.Tensor,
        target: int,
        rival: int | None = None, edits: Interventions = (), *, logit: bool = False,
    ) -> tuple[torch.Tensor, torch.Tensor]:  # fmt: skip
        """Value [B] and its gradient [B, T, d] at ``embeddings`` [B, T, d]: after the last token, the target's
        log-probability or ``logit``, or its logit minus the rival's.
        """
        taps = self.edits(edits, embeddings.shape[1]).taps()
        return embedding_gradients(self.network, taps, embeddings, target, rival, logit=logit)

    def relevance(self, ids: Ids, explained: Sequence[Logit], edits: Interventions = ()) -> Relevances:
        """How each of the ``explained`` logits of a text is shared out among its tokens; the shares add up."""
        return relevance_of(self.network, self.edits(edits, len(ids)).taps(), ids, explained)

    def coefficient_gradients(
        self, ids: Ids, target: int, rival: int | None = None, edits: Interventions = ()
    ) -> dict[int, torch.Tensor]:
        """The same value's gradient [T, n] at the neurons' coefficients, by layer, with all later effects."""
        return coefficient_gradients(self.network, self.edits(edits, len(ids)).taps(), ids, target, rival)

    def part_gradients(
        self, ids: Ids, target: int, points: Sequence[Point], edits: Interventions = ()
    ) -> dict[Point, torch.Tensor]:
        """The gradient [T, ...] of the target's log-odds at each of ``points``, from one backward pass."""
        value = partial(log_odds, target=target)
        return part_gradients(self.network, self.edits(edits, len(ids)).taps(), ids, value, points)
