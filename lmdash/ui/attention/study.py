"""What the Attention page looks at: a text, one head, one token that reads, with or without interventions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lmdash.analyses.attention.patterns import attention_patterns
from lmdash.analyses.attention.writes import head_pushes
from lmdash.analyses.common.heads import Head, name_of
from lmdash.analyses.common.tokens import Token
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.interventions.values import resolve
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.frame.addresses.attention import HEAD, KEY, LAYER, STEP
from lmdash.ui.frame.compare import Shown
from lmdash.ui.frame.inputs import Inputs, set_position, watched_target
from lmdash.ui.kit.strip import Chip, strip


@dataclass(frozen=True)
class Study:
    """``shown`` asks about the prompt and what was written after it from ``start`` on, read at the chosen token."""

    shown: Shown
    start: int
    head: Head

    @property
    def inputs(self) -> Inputs:
        """The text, with interventions on “last” still on the prompt's last token."""
        return self.shown.inputs

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Those of the text."""
        return self.inputs.read.tokens

    @property
    def query(self) -> int:
        """The position of the token that reads."""
        return self.inputs.position

    @property
    def name(self) -> str:
        """The head in short."""
        return name_of(self.head)

    @property
    def all_heads(self) -> dict[str, Head]:
        """Every head of the model by its name."""
        layers, heads = range(self.inputs.model.layers), range(self.inputs.model.heads)
        return {name_of((layer, head)): (layer, head) for layer in layers for head in heads}

    @property
    def change(self) -> bool:
        """Whether numbers are differences that interventions make."""
        return self.shown.change

    def strongest(self) -> tuple[int, float]:
        """The token that the head looks at most from the query, and its weight."""
        weights = self.shown.one(attention_patterns, heads=(self.head,)).weights[0, self.query]
        return int(weights.argmax()), float(weights.max())

    def key(self) -> int:
        """The token that is asked about: one that was chosen, or the one looked at most."""
        asked = KEY.below(self.query + 1)
        return self.strongest()[0] if asked is None else asked

    def read_from(self, position: int) -> None:
        """Look from another token, of the prompt or written after it; the one that was asked about is forgotten."""
        KEY.clear()
        STEP.set(position - self.start if position >= self.start else None)
        if position < self.start:
            set_position(position)


def study(shown: Shown, new_tokens: int) -> Study:
    """What the address asks for, on the prompt and up to ``new_tokens`` that the model goes on with."""
    inputs = shown.inputs
    read, start = inputs.read, len(inputs.read.ids)
    if new_tokens:
        written = inputs.ask_watched(
            continuation, doing="Writing", sampling=Sampling(), new_tokens=new_tokens, forced=()
        )
        if written:
            read = replace(read, ids=read.ids + written.ids, tokens=read.tokens + written.tokens)
    step = STEP.below(len(read.ids) - start)
    text = replace(
        inputs,
        read=read,
        position=inputs.position if step is None else start + step,
        edits=resolve(inputs.edits, start),
    )
    return Study(replace(shown, inputs=text), start, _asked_head(inputs) or _striking_head(inputs))


def _asked_head(inputs: Inputs) -> Head | None:
    layer, head = LAYER.below(inputs.model.layers), HEAD.below(inputs.model.heads)
    return None if layer is None or head is None else (layer, head)


def _striking_head(inputs: Inputs) -> Head:
    """The head that pushes most, at the end of the prompt, towards the target or what the model would write."""
    last, target = len(inputs.read.ids) - 1, watched_target()
    token = target.tokens[0].id if target else int(inputs.ask(next_token, position=last).top["id"].iloc[0])
    return inputs.ask(head_pushes, position=last, token=token).strongest


def set_head(head: Head) -> None:
    """Look at another head; what was picked in the one before is forgotten."""
    LAYER.set(head[0])
    HEAD.set(head[1])
    KEY.clear()


def written_strip(looked: Study) -> None:
    """What the model wrote after the prompt, as chips; a click reads from there."""
    if len(looked.tokens) > looked.start:
        strip(
            "written token",
            [Chip(token.label, special=token.special) for token in looked.tokens[looked.start :]],
            key="written_strip",
            on_click=lambda index: looked.read_from(looked.start + index),
            selected=looked.query - looked.start,
        )
