"""A batch of texts: written by the model from several prompts, seeds and temperatures, or written by somebody else and
scored, with what every token was given by the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lmdash.analyses.common.plural import plural
from lmdash.analyses.common.tokens import labels, spelled
from lmdash.analyses.output_checks.token_spans import token_spans
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions, Positions, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids, Step

MOST_SAMPLES = 100  # texts of one batch
MOST_SCORED = 20_000  # tokens of a text of somebody else that are scored; the rest goes without
ALTERNATIVES = 10
_STRIDE = 256  # tokens of a long text that are scored by one pass, with what fits before them
_LOGITS_BYTES = 64 * 2**20


@dataclass(frozen=True)
class SampleRequest:
    """One text to be written: after which prompt, and how tokens are drawn."""

    prompt: str
    sampling: Sampling


@dataclass(frozen=True, eq=False)
class Sample:
    """A text and its T tokens.

    ``text`` follows ``prompt`` (as the model read it; a ``chat`` prompt is not gone on with).  ``start`` and ``end``
    [T] are characters of ``text``: tokens that share a character have the same.  ``probability`` [T] and ``rank``
    [T] (1 = most likely) are what the model gave to each token, NaN and 0 where it was not asked; ``choices`` [T]
    has the most likely tokens with their probabilities.  ``first`` is the position of the text's first token in
    ``ids``, which has those of prompt and text: the address says ``position=first + step``.  ``stopped`` is "length",
    "end", "context", or "given" for a text of somebody else.
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
    chat: bool = False,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> tuple[Sample, ...]:
    """Write all of them, in batches; ``on_step`` counts tokens."""
    prompts = [model.tokens.encode(request.prompt, reserve=new_tokens, chat=chat) for request in requests]
    written = model.generate_batch(
        [prompt.ids for prompt in prompts],
        [request.sampling for request in requests],
        new_tokens,
        edits=edits,
        alternatives=ALTERNATIVES,
        on_step=on_step,
    )
    naming = _Naming(model)
    found = []
    for request, prompt, steps in zip(requests, prompts, written, strict=True):
        ids = tuple(step.id for step in steps)
        ended = bool(ids) and ids[-1] in model.tokens.end_tokens
        stopped = "end" if ended else "length" if len(steps) == new_tokens else "context"
        before = model.tokens.decode(prompt.ids) if prompt.dropped else prompt.text
        found.append(naming.sample(before, prompt.ids, ids, steps, stopped=stopped, sampling=request.sampling))
    return tuple(found)


def scored(
    model: LoadedModel,
    text: str,
    prompt: str = "",
    *,
    edits: Interventions = (),
    on_step: Callable[[int, int], None] | None = None,
) -> Sample:
    """A text of somebody else with what the model gives to each of its tokens, after ``prompt`` if there is one.

    A text longer than the context is scored in windows: each token is given at least half the context before it (or all
    that there is).  Without a prompt the first token has nothing before it, so it has no probability; after
    :data:`MOST_SCORED` tokens none has.  ``on_step`` counts tokens.
    """
    front, before, own = _read(model, text, prompt)
    ids = (*front, *before, *own)
    first = len(front) + len(before)
    end = min(len(ids), first + MOST_SCORED)
    steps: list[Step | None] = [None] * len(own)
    for place, step in _steps(model, ids, len(front), range(max(first, 1), end), resolve(edits, first or 1)):
        steps[place - first] = step
        if on_step and ((place - first) % 64 == 63 or place == end - 1):
            on_step(place - first + 1, end - first)
    notes = (
        ()
        if end == len(ids)
        else (f"The model read only the first {plural(MOST_SCORED, 'token')} of this text; the rest have no numbers.",)
    )
    return _Naming(model).sample(prompt, ids[:first], own, steps, stopped="given", notes=notes, text=text)


def _read(model: LoadedModel, text: str, prompt: str) -> tuple[Ids, Ids, Ids]:
    """What the tokenizer puts in front, the prompt's ids and the text's."""
    if prompt:
        return (), model.tokens.encode(prompt).ids, model.tokens.encode_word(text)
    whole = model.tokens.encode(text)
    if whole.start_token:
        return (), (), ()
    front = tuple(_marks(model))
    front = front if whole.ids[: len(front)] == front else ()
    return front, (), model.tokens.encode_word(text) if whole.dropped else whole.ids[len(front) :]


def _marks(model: LoadedModel) -> Ids:
    """The marks that a text of this model begins with."""
    ids = model.tokens.encode("a").ids
    return ids[: next((place for place, index in enumerate(ids) if index not in model.tokens.special), 0)]


def _steps(model: LoadedModel, ids: Ids, front: int, places: range, edits: Interventions):
    """Place and step of each of the tokens, in windows of the context."""
    context = model.info.context
    stride = max(1, min(_STRIDE, (context - front) // 2, _LOGITS_BYTES // (4 * model.info.vocabulary)))
    if places and places.stop <= context:
        stride = min(max(1, _LOGITS_BYTES // (4 * model.info.vocabulary)), context)
    for start in range(places.start, places.stop, stride):
        stop = min(start + stride, places.stop)
        begin = max(front, stop - 1 - (context - front))  # the window holds tokens begin to stop - 2
        row = (*ids[:front], *ids[begin : stop - 1])
        moved = _moved(edits, begin - front, len(row))
        [(_, logits)] = list(model.next_logits([row], moved, last=stop - start))
        yield from zip(range(start, stop), Step.of_rows(logits[0], ids[start:stop], ALTERNATIVES), strict=True)


def _moved(edits: Interventions, by: int, length: int) -> Interventions:
    """Interventions at the same tokens of a window that begins ``by`` tokens later and has ``length``; those outside it
    do nothing there.
    """
    moved = []
    for edit in edits:
        kind, values = edit.positions.kind, edit.positions.values
        if kind == "all":
            moved.append(edit)
        elif kind == "from" and values[0] - by < length:
            moved.append(replace(edit, positions=Positions("from", (max(0, values[0] - by),))))
        elif kind == "list" and (inside := tuple(value - by for value in values if 0 <= value - by < length)):
            moved.append(replace(edit, positions=Positions("list", inside)))
    return tuple(moved)


class _Naming:
    """Puts the tokens of samples into words, each id once."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._labels: dict[int, str] = {}

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

    def _label(self, index: int) -> str:
        if index not in self._labels:
            [token] = labels(self._model, [index])
            self._labels[index] = token.label
        return self._labels[index]
