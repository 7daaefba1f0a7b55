"""A batch of texts: written by the model from several prompts, seeds and temperatures, or written by somebody else and
scored, with what every token was given by the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from lmdash.analyses.common.plural import plural
from lmdash.analyses.common.so_far import OnText, SoFar, without_halves
from lmdash.analyses.common.tokens import labels, spelled, text_of
from lmdash.analyses.output_checks.token_spans import token_spans
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Chat, Ids, Step

MOST_SAMPLES = 100  # texts of one batch
ALTERNATIVES = 10


@dataclass(frozen=True)
class SampleRequest:
    """One text to be written: after which prompt, and how tokens are drawn."""

    prompt: str
    sampling: Sampling


@dataclass(frozen=True, eq=False)
class Sample:
    """A text and its T tokens.

    ``text`` follows ``prompt`` (as the model read it, without the format of a chat).  ``start`` and ``end``
    [T] are characters of ``text``: tokens that share a character have the same.  ``probability`` [T] and ``rank``
    [T] (1 = most likely) are what the model gave to each token, NaN and 0 where it was not asked; ``choices`` [T]
    has the most likely tokens with their probabilities.  ``first`` is the position of the text's first token in
    ``ids``, which has those of prompt and text: the address says ``position=first + step``.  ``stopped`` is "length",
    "end", "context", "person" where somebody stopped it, or "given" for a text of somebody else.
    """

    prompt: str
    text: str
    ids: Ids
    first: int
    tokens: tuple[str, ...]
    start: np.ndarray
    end: np.ndarray
    probability: np.ndarray
    rank: np.ndarray
    choices: tuple[tuple[tuple[str, float], ...], ...]
    stopped: str
    sampling: Sampling | None = None
    notes: tuple[str, ...] = ()

    @property
    def surprisal(self) -> np.ndarray:
        """How surprised the model was by each token, in bits [T]."""
        with np.errstate(divide="ignore"):
            return -np.log2(self.probability)

    @property
    def perplexity(self) -> float:
        """Exponential of the mean surprisal in nats of the tokens that were scored; NaN where there are none."""
        known = self.probability[~np.isnan(self.probability)]
        return float(np.exp(-np.log(known).mean())) if len(known) else float("nan")


def plan(
    prompts: Sequence[str],
    count: int,
    *,
    temperatures: Sequence[float] = (0.7,),
    seed: int = 0,
    top_k: int = 0,
    top_p: float = 1.0,
) -> tuple[SampleRequest, ...]:
    """``count`` requests that go through prompts and temperatures in turn, with seeds from ``seed`` on.

    The same arguments give the same requests, so a batch can be written again under interventions and compared.
    """
    if not 1 <= count <= MOST_SAMPLES:
        raise InputError(f"{plural(count, 'text')} cannot be written at once: choose 1 to {MOST_SAMPLES}.")
    places = [(prompt, temperature) for temperature in temperatures for prompt in prompts]
    if not places:
        raise InputError("There is no prompt to continue: type one.")
    return tuple(
        SampleRequest(prompt, Sampling(temperature, top_k, top_p, seed + number // len(places)))
        for number in range(count)
        for prompt, temperature in [places[number % len(places)]]
    )


def samples(
    model: LoadedModel,
    requests: tuple[SampleRequest, ...],
    *,
    new_tokens: int,
    chat: Chat | None = None,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
    on_text: OnText | None = None,
) -> tuple[Sample, ...]:
    """Write all of them, in batches; ``on_step`` counts tokens."""
    prompts = [model.tokens.encode(request.prompt, reserve=new_tokens, chat=chat) for request in requests]
    naming = Naming(model)
    so_far: list[list[Step]] = [[] for _ in requests]

    def made(written: Sequence[Sequence[Step]], *, ended: bool) -> tuple[Sample, ...]:
        found = []
        for request, prompt, steps in zip(requests, prompts, written, strict=True):
            ids = tuple(step.id for step in steps)
            stopped = "person" if not ended else "length" if len(steps) == new_tokens else "context"
            if ids and ids[-1] in model.tokens.end_tokens:
                stopped = "end"
            before = model.tokens.decode(prompt.ids) if prompt.dropped else prompt.text
            before = before if chat is None else request.prompt
            found.append(naming.sample(before, prompt.ids, ids, steps, stopped=stopped, sampling=request.sampling))
        return tuple(found)

    def tell(row: int, step: Step) -> None:
        so_far[row].append(step)
        if on_text:
            on_text(SoFar(texts, lambda: made(so_far, ended=False)))

    def texts() -> tuple[tuple[str, str], ...]:
        return tuple(
            (request.prompt, without_halves(text_of(model, tuple(step.id for step in steps))))
            for request, steps in zip(requests, so_far, strict=True)
            if steps
        )

    written = model.generate_batch(
        [prompt.ids for prompt in prompts],
        [request.sampling for request in requests],
        new_tokens,
        edits=edits,
        alternatives=ALTERNATIVES,
        on_token=tell,
        on_step=on_step,
    )
    return made(written, ended=True)


class Naming:
    """Puts the tokens of samples into words, each id once."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._label = cache(lambda index: labels(model, [index])[0].label)

    def sample(
        self,
        prompt: str,
        before: Ids,
        ids: Ids,
        steps: Sequence[Step | None],
        *,
        stopped: str,
        sampling: Sampling | None = None,
        notes: tuple[str, ...] = (),
        text: str | None = None,
    ) -> Sample:
        """The sample of ids that follow ``before``; ``text`` is what a person wrote, where they did."""
        start, end, joined = token_spans(self._model, ids, text)
        return Sample(
            prompt=prompt,
            text=joined,
            ids=(*before, *ids),
            first=len(before),
            tokens=tuple(token.label for token in spelled(self._model, ids)),
            start=start,
            end=end,
            probability=np.array([np.exp(step.log_probability) if step else np.nan for step in steps], dtype=float),
            rank=np.array([step.rank + 1 if step else 0 for step in steps], dtype=int),
            choices=tuple(self._choices(step) if step else () for step in steps),
            stopped=stopped,
            sampling=sampling,
            notes=notes,
        )

    def _choices(self, step: Step) -> tuple[tuple[str, float], ...]:
        return tuple((self._label(index), float(np.exp(value))) for index, value in step.alternatives)
