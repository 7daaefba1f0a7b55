"""A model in memory and its few verbs: encode, trace, score, generate, unembed.

Every verb holds the model's lock around one forward pass, so a long run of one person never stops another's click.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import torch

from lmdash.errors import InputError
from lmdash.models.architectures import architecture
from lmdash.models.cache import ByteCache
from lmdash.models.hooks import recording
from lmdash.models.sampling import Sampling, choose
from lmdash.models.tokens import clean, token_bytes
from lmdash.models.trace import Trace
from lmdash.models.values import Ids, LogitSummary, ModelInfo, Prompt, Scores, Step

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

UNEMBED_BYTES = 64 * 2**20  # logits computed together: some 300 rows of GPT-2's vocabulary
CACHED_ROWS = 8  # rows of logits reduced together: they stay in the processor's cache
SCORE_TOKENS = 2048  # tokens of one scored batch


class LoadedModel:
    """One copy of the weights, shared by every session."""

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        model_id: str,
        revision: str,
        trace_bytes: int,
    ) -> None:
        self.architecture = row = architecture(model.config.model_type)
        self.model = model.eval().requires_grad_(False)
        self.tokenizer = tokenizer
        self._backbone = model.base_model
        self._final_norm = attrgetter(row.final_norm)(self._backbone)
        self._head = model.get_output_embeddings()
        self._lock = threading.Lock()
        self._kept = ByteCache(trace_bytes, size=lambda kept: kept.nbytes)
        config = model.config
        parameter = next(model.parameters())
        self.info = ModelInfo(
            id=model_id,
            revision=revision,
            family=row.family,
            parameters=sum(p.numel() for p in model.parameters()),
            layers=getattr(config, row.layers),
            heads=getattr(config, row.heads),
            width=getattr(config, row.width),
            vocabulary=config.vocab_size,
            context=getattr(config, row.context),
            device=str(parameter.device),
            dtype=str(parameter.dtype).removeprefix("torch."),
            weight_bytes=sum(p.nbytes for p in model.parameters()),
        )
        self.token_bytes = token_bytes(tokenizer, max(self.info.vocabulary, len(tokenizer)))
        self.start_token = next(
            (i for i in (tokenizer.bos_token_id, tokenizer.eos_token_id, config.bos_token_id) if i is not None), None
        )

    # Tokens

    def encode(self, text: str, *, reserve: int = 0) -> Prompt:
        """The ids of a prompt; one that passes the context keeps its end, with room for ``reserve`` new tokens.

        An empty prompt becomes the start token; a model without one raises :class:`InputError`.
        """
        text = clean(text)
        ids = tuple(self.tokenizer(text, add_special_tokens=True, verbose=False)["input_ids"])
        if not ids:
            if self.start_token is None:
                raise InputError(
                    "This model has no start token, so it cannot predict after an empty prompt. Type a word."
                )
            return Prompt(text, (self.start_token,), start_token=True)
        if len(ids) <= self.info.context:
            return Prompt(text, ids)
        cut = len(ids) - max(1, self.info.context - reserve)
        return Prompt(text, ids[cut:], self.decode(ids[:cut]), cut)

    def encode_word(self, text: str) -> Ids:
        """The ids of a word or phrase that continues a text; no special tokens."""
        return tuple(self.tokenizer(clean(text), add_special_tokens=False, verbose=False)["input_ids"])

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids; bytes that form no character become U+FFFD."""
        return b"".join(self.token_bytes[index] for index in ids).decode("utf-8", "replace")

    # Forward passes

    def _tensor(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        for row in rows:
            if not 0 < len(row) <= self.info.context:
                raise InputError(f"{len(row)} tokens do not fit: this model reads 1 to {self.info.context}.")
            if max(row) >= self.info.vocabulary:
                raise InputError(
                    f"The tokenizer wrote token {max(row)} and the model knows only {self.info.vocabulary} tokens: "
                    "they do not belong together. Choose another model, or leave the special word out."
                )
        return torch.tensor(rows, device=self.model.device)

    def trace(self, ids: Ids) -> Trace:
        """The tensors of one forward pass, kept so that every page on this prompt shares them."""
        return self._kept.get(("trace", ids), lambda: self._trace(ids))

    @torch.no_grad()
    def _trace(self, ids: Ids) -> Trace:
        inputs = self._tensor([ids])
        with self._lock, recording(self._backbone, self.architecture) as seen:
            self._backbone(inputs, use_cache=False)
        return Trace.of(ids, seen)

    @torch.no_grad()
    def unembed(self, residual: torch.Tensor) -> torch.Tensor:
        """Logits [..., V] in float32 of residual vectors [..., d], through the model's own final norm and head."""
        # The lock keeps these modules' calls out of a recording that another thread has under way.
        with self._lock:
            vectors = residual.to(self.model.device, self.model.dtype)
            return self._head(self._final_norm(vectors)).float().cpu()

    def logit_summary(self, ids: Ids) -> LogitSummary:
        """What the logits of a prompt say of its own tokens; every position is unembedded once, and only once."""
        return self._kept.get(("logits", ids), lambda: self._summarise(self.trace(ids)))

    def _summarise(self, trace: Trace) -> LogitSummary:
        following = torch.tensor([*trace.ids[1:], 0])[:, None]  # nothing follows the last token: its row is dropped
        log_probability, rank = torch.empty(len(trace.ids)), torch.empty(len(trace.ids), dtype=torch.long)
        # Few large products: each one reads the whole head.
        size = max(1, UNEMBED_BYTES // (4 * self.info.vocabulary))
        for start in range(0, len(trace.ids), size):
            logits = self.unembed(trace.final_residual[start : start + size])
            for row in range(0, len(logits), CACHED_ROWS):
                part = logits[row : row + CACHED_ROWS]
                place = slice(start + row, start + row + len(part))
                chosen = part.gather(1, following[place])
                log_probability[place] = (chosen - part.logsumexp(-1, keepdim=True))[:, 0]
                rank[place] = (part > chosen).sum(-1) + 1
        return LogitSummary(log_probability[:-1], rank[:-1], logits[-1].clone())

    @torch.no_grad()
    def score(self, rows: Sequence[Ids], targets: Sequence[int]) -> Scores:
        """Log-probability and logit of ``targets[i]`` right after ``rows[i]``; only last positions are unembedded.

        Rows of one length share a batch, so that no padding touches a number.
        """
        log_probability, logit = torch.empty(len(rows)), torch.empty(len(rows))
        lengths: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            lengths.setdefault(len(row), []).append(index)
        for length, indices in lengths.items():
            size = max(1, SCORE_TOKENS // max(1, length))
            for start in range(0, len(indices), size):
                batch = indices[start : start + size]
                inputs = self._tensor([rows[index] for index in batch])
                with self._lock:
                    hidden = self._backbone(inputs, use_cache=False).last_hidden_state[:, -1]
                    logits = self._head(hidden).float().cpu()
                chosen = logits.gather(1, torch.tensor([[targets[index]] for index in batch]))[:, 0]
                logit[batch] = chosen
                log_probability[batch] = chosen - logits.logsumexp(-1)
        return Scores(log_probability, logit)

    @torch.no_grad()
    def generate(
        self,
        ids: Ids,
        sampling: Sampling,
        new_tokens: int,
        *,
        forced: Ids = (),
        alternatives: int = 10,
        on_step: Callable[[int, int], None] | None = None,
    ) -> tuple[Step, ...]:
        """Up to ``new_tokens`` tokens after ``ids``, the first of them ``forced``; stops at the end token or context.

        ``on_step(done, total)`` is called outside the lock after every token; what it raises ends the generation.
        """
        generator = torch.Generator().manual_seed(sampling.seed)
        new_tokens = min(new_tokens, self.info.context - len(ids))
        steps: list[Step] = []
        inputs, cache = self._tensor([ids]), None
        while len(steps) < new_tokens:
            with self._lock:
                output = self._backbone(inputs, past_key_values=cache, use_cache=True)
                logits = self._head(output.last_hidden_state[0, -1]).float().cpu()
            cache = output.past_key_values
            drawn = choose(logits, sampling, generator)
            token = forced[len(steps)] if len(steps) < len(forced) else drawn
            steps.append(_step(logits, token, alternatives))
            if on_step:
                on_step(len(steps), new_tokens)
            if token == self.tokenizer.eos_token_id:
                break
            inputs = torch.tensor([[token]], device=self.model.device)
        return tuple(steps)


def _step(logits: torch.Tensor, token: int, alternatives: int) -> Step:
    log_probabilities = logits.log_softmax(-1)
    top = log_probabilities.topk(min(alternatives, len(logits)))
    return Step(
        id=token,
        log_probability=float(log_probabilities[token]),
        rank=int((logits > logits[token]).sum()),
        alternatives=tuple(zip(top.indices.tolist(), top.values.tolist(), strict=True)),
    )
