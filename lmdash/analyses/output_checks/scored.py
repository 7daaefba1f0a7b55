"""A text of somebody else with what the model gives to each of its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lmdash.analyses.common.plural import plural
from lmdash.analyses.output_checks.samples import ALTERNATIVES, Naming, Sample
from lmdash.models.interventions.values import Interventions, Positions, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids, Step

_LOGITS_BYTES = 64 * 2**20
_STRIDE = 256  # tokens of a long text that are scored by one pass, with what fits before them
MOST_SCORED = 20_000  # tokens of a text of somebody else that are scored; the rest goes without


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
    return Naming(model).sample(prompt, ids[:first], own, steps, stopped="given", notes=notes, text=text)


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
