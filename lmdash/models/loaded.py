"""A model in memory and its few verbs: trace, part, score, generate, gradients, unembed, value vectors.

Every verb holds the model's lock around one forward pass, so a long run of one person never stops another's click.
Hooks live inside that lock only: no session meets another's interventions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch

from lmdash.errors import InputError
from lmdash.models.anatomy.architectures import architecture
from lmdash.models.anatomy.info import own_context, read_info
from lmdash.models.anatomy.modules import Anatomy
from lmdash.models.cache import ByteCache
from lmdash.models.interventions.values import Interventions, resolve, validate
from lmdash.models.passes.attention_scores import QueryKey, queries_and_keys
from lmdash.models.passes.edits import Edits
from lmdash.models.passes.generation import generate_rows
from lmdash.models.passes.gradients import coefficient_gradients, embedding_gradients
from lmdash.models.passes.hooks import Point, Tap, tapped
from lmdash.models.passes.row_batches import row_logits, score_rows
from lmdash.models.passes.sampling import Sampling
from lmdash.models.passes.summary import summarise
from lmdash.models.passes.trace import Recording, Trace, left_out, traced_points
from lmdash.models.text.reference import REFERENCE_TEXT
from lmdash.models.text.tokenization import Tokenization
from lmdash.models.values import Ids, LogitSummary, Scores, Step

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

LEAST_TRACE_BYTES = 256 * 2**20  # a trace may take this much even where none is kept


class LoadedModel:
    """One copy of the weights, shared by every session.

    ``trace_bytes`` bounds what is kept of forward passes; a trace that would take more goes without its largest parts.
    Prompts are read up to ``max_tokens``, whatever the model's own context; ``working_bytes`` is the memory that a
    forward pass was estimated to need.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        model_id: str,
        revision: str,
        trace_bytes: int,
        max_tokens: int = 2**20,
        working_bytes: int = 0,
    ) -> None:
        config = model.config
        context = min(own_context(config), max_tokens)
        self.model = model.eval().requires_grad_(False)
        self.anatomy = Anatomy(model, architecture(config.model_type))
        self.tokenizer = tokenizer
        self.tokens = Tokenization(
            tokenizer,
            vocabulary=config.vocab_size,
            context=context,
            config_start=config.bos_token_id,
            extra_end=model.generation_config.eos_token_id,
        )
        self.info = read_info(
            model,
            self.anatomy,
            model_id=model_id,
            revision=revision,
            chat=self.tokens.has_chat,
            context=context,
            working_bytes=working_bytes,
        )
        self._lock = threading.Lock()
        self._trace_limit = max(trace_bytes, LEAST_TRACE_BYTES)
        self._kept = ByteCache(trace_bytes, size=lambda kept: kept.nbytes)

    # One forward pass

    def inputs(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        """Rows of ids as the model takes them; :class:`InputError` for what it cannot read."""
        for row in rows:
            if not 0 < len(row) <= self.info.context:
                raise InputError(f"{len(row)} tokens do not fit: this model reads 1 to {self.info.context}.")
            if max(row) >= self.info.vocabulary:
                raise InputError(
                    f"The tokenizer wrote token {max(row)} and the model knows only {self.info.vocabulary} tokens: "
                    "they do not belong together. Choose another model, or leave the special word out."
                )
        return torch.tensor(rows, device=self.anatomy.device)

    @contextmanager
    def passing(self, taps: Mapping[Point, Sequence[Tap]], batch: int = 1) -> Iterator[Callable[..., Any]]:
        """The backbone for forward passes of ``batch`` rows, alone with its taps for as long as the context lasts."""
        with self._lock, tapped(self.anatomy, taps, batch) as cache:
            tapping = {} if cache is None else {"past_key_values": cache}
            yield lambda *inputs, **options: self.anatomy.backbone(*inputs, **tapping, **options)

    def edits(self, edits: Interventions, length: int) -> Edits:
        """Interventions made ready for a prompt of ``length`` tokens; one that is out of range raises InputError."""
        validate(edits, self.info)
        return Edits(self, resolve(edits, length))

    def _record(self, ids: Ids, edits: Interventions, points: Iterable[Point]) -> Recording:
        inputs, compiled, recording = self.inputs([ids]), self.edits(edits, len(ids)), Recording()
        taps: dict[Point, list[Tap]] = {point: [recording.keep(point)] for point in points}
        for point, changes in compiled.taps.items():
            before = [recording.keep_unedited(point[1])] if point[0] == "resid_pre" else []
            taps[point] = [*before, *changes, *taps.get(point, ())]
        with self.passing(taps) as forward:
            forward(inputs, use_cache=False)
        return recording

    # Traces

    def trace(self, ids: Ids, edits: Interventions = ()) -> Trace:
        """The tensors of one forward pass, kept so that every page on this prompt shares them."""
        edits = resolve(edits, len(ids))
        return self._kept.get(("trace", ids, edits), lambda: self.trace_anew(ids, edits))

    @torch.no_grad()
    def trace_anew(self, ids: Ids, edits: Interventions = ()) -> Trace:
        """As :meth:`trace`, by a forward pass of its own."""
        omitted = left_out(self.info, len(ids), self._trace_limit)
        points = traced_points(self.anatomy, omitted)
        return self._record(ids, edits, points).trace(ids, self.info, omitted)

    @torch.no_grad()
    def part(self, ids: Ids, name: str, layer: int, edits: Interventions = ()) -> torch.Tensor:
        """One part of one layer (``trace.AXES``), from the trace, or by a pass of its own where the trace left it out.

        ``resid_pre`` of layer L is the state before the final norm.
        """
        trace = self.trace(ids, edits)
        if name == "resid_pre" and layer == trace.layers:
            return trace.final_residual
        if name not in trace.omitted:
            return getattr(trace, name)[layer]
        point, edits = (name, layer), resolve(edits, len(ids))
        return self._kept.get((ids, edits, point), lambda: self._record(ids, edits, [point]).kept[point])

    def queries_and_keys(self, ids: Ids, layer: int, edits: Interventions = ()) -> QueryKey:
        """Queries and keys of a layer; :class:`InputError` for the families that do not hand them out."""
        edits = resolve(edits, len(ids))
        return self._kept.get(("queries", ids, layer, edits), lambda: queries_and_keys(self, ids, layer, edits))

    # Logits

    @torch.no_grad()
    def unembed(self, residual: torch.Tensor) -> torch.Tensor:
        """Logits [..., V] in float32 of residual vectors [..., d], through the model's own final norm and head."""
        # The lock keeps these modules' calls out of a recording that another thread has under way.
        with self._lock:
            vectors = residual.to(self.anatomy.device, self.model.dtype)
            return self.anatomy.logits(self.anatomy.final_norm(vectors)).cpu()

    @torch.no_grad()
    def final_scale(self, residual: torch.Tensor) -> torch.Tensor:
        """The factor [..., 1] by which the final norm scales residual vectors [..., d], float64."""
        with self._lock:
            normed = self.anatomy.final_norm(residual.to(self.anatomy.device, self.model.dtype)).float().cpu()
        return self.anatomy.final_frozen.scale(residual, normed)

    def logit_summary(self, ids: Ids, edits: Interventions = ()) -> LogitSummary:
        """What the logits of a prompt say of its own tokens; every position is unembedded once, and only once."""
        edits = resolve(edits, len(ids))
        return self._kept.get(
            ("logits", ids, edits),
            lambda: summarise(ids, self.trace(ids, edits).final_residual, self.unembed, self.info.vocabulary),
        )

    def next_logits(
        self, rows: Sequence[Ids], edits: Interventions = (), *, last: int = 1
    ) -> Iterator[tuple[list[int], torch.Tensor]]:
        """Logits [batch, last, V] after the ``last`` tokens of each row, batch by batch with the rows' numbers.

        Rows share a batch only with rows of their length, so that no padding touches a number; what begins alike is
        computed once.
        """
        return row_logits(self, rows, edits, last)

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
        scores = score_rows(self, rows, torch.tensor(targets, dtype=torch.long)[:, None], edits, on_step)
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
        return score_rows(self, longer, torch.tensor(text).expand(len(rows), -1), edits, on_step)

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
    ) -> tuple[Step, ...]:
        """Up to ``new_tokens`` tokens after ``ids``, the first of them ``forced``; stops at the end token or context.

        Edits at the “last” token stay at the prompt's last; those at all tokens or from one on reach what is written.
        ``on_step(done, total)`` is called outside the lock after every token; what it raises ends the generation.
        """
        [steps] = generate_rows(
            self, [ids], [sampling], new_tokens,
            edits=edits, forced=[forced], alternatives=alternatives, on_step=on_step,
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
    ) -> tuple[tuple[Step, ...], ...]:
        """For each row what :meth:`generate` gives for ``prompts[i]`` and ``samplings[i]``, many rows at a time."""
        return generate_rows(
            self, prompts, samplings, new_tokens,
            edits=edits, forced=[()] * len(prompts), alternatives=alternatives, on_step=on_step,
        )  # fmt: skip

    # Gradients

    @torch.no_grad()
    def embed(self, ids: Ids) -> torch.Tensor:
        """The embeddings [T, d] that the first layer starts from, before positions are added."""
        with self._lock:
            return self.anatomy.embedding(self.inputs([ids]))[0].float().cpu()

    def gradients(
        self,
        embeddings: torch.Tensor,
        target: int,
        rival: int | None = None,
        edits: Interventions = (),
        *,
        logit: bool = False,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Value [B] and its gradient [B, T, d] at ``embeddings`` [B, T, d]: after the last token, the target's
        log-probability or ``logit``, or its logit minus the rival's.
        """
        return embedding_gradients(self, embeddings, target, rival, edits, logit=logit)

    def coefficient_gradients(
        self, ids: Ids, target: int, rival: int | None = None, edits: Interventions = ()
    ) -> dict[int, torch.Tensor]:
        """The same value's gradient [T, n] at the neurons' coefficients, by layer, with all later effects."""
        return coefficient_gradients(self, ids, target, rival, edits)

    # Weights

    def neurons(self, layer: int) -> int:
        """How many neurons a layer's FFN has; :class:`InputError` where it has none."""
        if not self.anatomy.neurons[layer]:
            raise InputError(f"Layer {layer} of this model is a mixture of experts, which has no single neurons.")
        return self.anatomy.neurons[layer]

    def value_vectors(self, layer: int) -> torch.Tensor:
        """What each neuron of a layer writes, [n, d] in float32; :class:`InputError` where there are none."""
        self.neurons(layer)
        return self.anatomy.value_vectors(layer)

    def value_norms(self, layer: int) -> torch.Tensor:
        """The length [n] of each value vector of a layer."""
        return self._kept.get(("norms", layer), lambda: self.value_vectors(layer).norm(dim=-1))

    def mean(self, name: str, layer: int) -> torch.Tensor:
        """The mean of a part of a layer over the reference text, without its first token, which attention uses as a
        resting place.
        """
        ids = self.tokens.encode(REFERENCE_TEXT).ids
        return self._kept.get(("mean", name, layer), lambda: self.part(ids, name, layer)[1:].mean(0))
