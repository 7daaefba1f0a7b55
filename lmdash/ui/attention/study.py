"""What the Attention page looks at: a text, one head, one token that reads, with or without interventions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lmdash.analyses.attention.patterns import AttentionPatterns, attention_patterns
from lmdash.analyses.attention.writes import head_pushes
from lmdash.analyses.common.heads import Head, name_of
from lmdash.analyses.common.tokens import Token
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.next_token import next_token
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.frame.ask import ask, ask_watched
from lmdash.ui.frame.compare import DIFFERENCE, WITHOUT
from lmdash.ui.frame.inputs import Inputs, set_position, watched_target
from lmdash.ui.frame.sidebar import STEP, whole_number
from lmdash.ui.kit.strip import Chip, strip

LAYER, HEAD, KEY = "layer", "head", "key"


@dataclass(frozen=True)
class Study:
    """``ids`` are the prompt and what was written after it, ``edits`` the interventions with “last” still the prompt's
    last token; ``query`` is the position of the token that reads, ``compare`` which pass is shown.
    """

    inputs: Inputs
    ids: tuple[int, ...]
    tokens: tuple[Token, ...]
    edits: Interventions
    head: Head
    query: int
    compare: str

    @property
    def model(self) -> str:
        """The model's id."""
        return self.inputs.model.id

    @property
    def name(self) -> str:
        """The head in short."""
        return name_of(self.head)

    @property
    def change(self) -> bool:
        """Whether numbers are differences that interventions make."""
        return self.compare == DIFFERENCE

    @property
    def shown_edits(self) -> Interventions:
        """The interventions of the pass that is shown, the changed one for a difference."""
        return () if self.compare == WITHOUT else self.edits

    def patterns(self, analysis: Callable[..., AttentionPatterns], **arguments: object) -> AttentionPatterns:
        """Patterns with or without the interventions, or what these change."""
        shown = ask(self.model, analysis, ids=self.ids, edits=self.shown_edits, **arguments)
        return shown.minus(ask(self.model, analysis, ids=self.ids, edits=(), **arguments)) if self.change else shown

    @property
    def start(self) -> int:
        """Where the tokens that were written after the prompt start."""
        return len(self.inputs.read.ids)

    def strongest(self) -> tuple[int, float]:
        """The token that the head looks at most from the query, and its weight."""
        row = ask(self.model, attention_patterns, ids=self.ids, heads=(self.head,), edits=self.shown_edits)
        weights = row.weights[0, self.query]
        return int(weights.argmax()), float(weights.max())

    def key(self) -> int:
        """The token that is asked about: one that was chosen, or the one looked at most."""
        asked = whole_number(st.query_params.get(KEY, ""))
        return asked if asked is not None and asked <= self.query else self.strongest()[0]

    def read_from(self, position: int) -> None:
        """Look from another token, of the prompt or written after it; the one that was asked about is forgotten."""
        st.query_params.pop(KEY, None)
        if position < self.start:
            st.query_params.pop(STEP, None)
            set_position(position)
        else:
            st.query_params[STEP] = str(position - self.start)


def study(inputs: Inputs, new_tokens: int, compare: str) -> Study:
    """What the address asks for, on the prompt and up to ``new_tokens`` that the model goes on with."""
    ids, tokens = inputs.read.ids, inputs.read.tokens
    if new_tokens:
        written = ask_watched(
            inputs.model.id,
            continuation,
            doing="Writing",
            ids=ids,
            sampling=Sampling(),
            new_tokens=new_tokens,
            forced=(),
            edits=inputs.edits,
        )
        if written:
            ids, tokens = ids + written.ids, tokens + written.tokens
    step = whole_number(st.query_params.get(STEP, ""))
    there = step is not None and step < len(ids) - len(inputs.read.ids)
    return Study(
        inputs=inputs,
        ids=ids,
        tokens=tokens,
        edits=resolve(inputs.edits, len(inputs.read.ids)),
        head=_asked_head(inputs) or _striking_head(inputs),
        query=len(inputs.read.ids) + step if there else inputs.position,
        compare=compare,
    )


def _asked_head(inputs: Inputs) -> Head | None:
    layer, head = (whole_number(st.query_params.get(name, "")) for name in (LAYER, HEAD))
    if layer is None or head is None or layer >= inputs.model.layers or head >= inputs.model.heads:
        return None
    return layer, head


def _striking_head(inputs: Inputs) -> Head:
    """The head that pushes most, at the end of the prompt, towards the target or what the model would write."""
    ids, last = inputs.read.ids, len(inputs.read.ids) - 1
    target = watched_target()
    if target:
        token = target.tokens[0].id
    else:
        token = int(ask(inputs.model.id, next_token, ids=ids, position=last, edits=inputs.edits).top["id"].iloc[0])
    pushes = ask(inputs.model.id, head_pushes, ids=ids, position=last, token=token, edits=inputs.edits)
    return pushes.strongest


def set_head(head: Head) -> None:
    """Look at another head; what was picked in the one before is forgotten."""
    st.query_params[LAYER], st.query_params[HEAD] = map(str, head)
    st.query_params.pop(KEY, None)


def set_key(position: int) -> None:
    """Ask why a token is looked at as much as it is."""
    st.query_params[KEY] = str(position)


def written_strip(looked: Study) -> None:
    """What the model wrote after the prompt, as chips; a click reads from there."""
    if len(looked.ids) > looked.start:
        strip(
            "written token",
            [Chip(token.label, special=token.special) for token in looked.tokens[looked.start :]],
            key="written_strip",
            on_click=lambda index: looked.read_from(looked.start + index),
            selected=looked.query - looked.start,
        )
