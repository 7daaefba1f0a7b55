"""What the interventions do: to the next token, to the text, with their strength, and beside random ones."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pandas as pd
import streamlit as st

from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.ffn_interventions.effects import RANDOM_VECTORS, control, dose_response, edit_effects
from lmdash.analyses.next_token.continuation import Continuation, continuation
from lmdash.charts.ffn_interventions.effects import NAMES, control_dots, dose_line
from lmdash.charts.next_token import paired_bars
from lmdash.charts.numbers import percent, percent_in_words, signed_number
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.passes.sampling import Sampling
from lmdash.ui.frame.addresses.ffn_interventions import (
    CONTROL_SEED,
    EFFECT,
    LENGTH,
    SEED,
    TEMPERATURE,
    Effect,
)
from lmdash.ui.frame.inputs import Inputs, set_prompt
from lmdash.ui.frame.target import Answer
from lmdash.ui.kit.controls import number, segmented, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import figure, picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import Part, say

SHOWN_BARS = 6
COLUMNS = {
    "token": "Token",
    "id": "Id",
    "without": "Without",
    "with_edits": "With",
    "change": "Change",
    "log_change": st.column_config.NumberColumn(
        "Change of log-probability (nats)", format="%+.2f", help=GLOSSARY["log-probability"]
    ),
}


def show_effect(inputs: Inputs, answer: Answer) -> None:
    """The effect of the interventions that are on, on what comes after the chosen token."""
    if not inputs.edits:
        st.info(
            "No intervention is on, so there is no effect to show. Click a value vector in the trace and switch it off "
            "or promote it, or choose “Find an edit”."
        )
        return
    _DRAWN[segmented(EFFECT, "Effect on", label_visibility="collapsed")](inputs, answer)


def _in_place(inputs: Inputs) -> Interventions:
    """The interventions for the text up to the chosen token; “last” stays the last token of the whole prompt."""
    return resolve(inputs.edits, len(inputs.read.ids))


def _next_token(inputs: Inputs, answer: Answer) -> None:
    effects = inputs.ask(edit_effects, ids=inputs.ids, edits=_in_place(inputs), tokens=(answer.token,))
    before, after = effects.before, effects.after
    say(
        "Without the interventions the model says ",
        (before["token"], "token"),
        f" ({percent_in_words(before['without'])}); with them it says ",
        (after["token"], "token"),
        f" ({percent_in_words(after['with_edits'])}). The whole prediction shifts by {effects.kl_bits:.3g} bits.",
        key="effect_sentence",
    )
    chart = paired_bars(effects.most(SHOWN_BARS), NAMES, answer.token)
    picture(chart, key="effect_bars", alt="Bars of the most likely tokens without and with the interventions")
    formats: dict[Any, Any] = {"without": percent, "with_edits": percent, "change": _points}
    styled = effects.table.style.format(formats)
    st.dataframe(styled, column_config=COLUMNS, hide_index=True, alt="The next token without and with interventions")
    st.caption("Bits measure how far the prediction moved (Kullback–Leibler divergence). 0 is no change.")
    downloads("intervention_effects", effects.table, chart)


def _points(change: float) -> str:
    return f"{signed_number(100 * change, 1)} points"


def _text(inputs: Inputs, _answer: Answer) -> None:
    with st.container(horizontal=True):
        length = slider(LENGTH, "Tokens to write")
        temperature = slider(TEMPERATURE, "Temperature", step=0.05, term="temperature")
        seed = number(SEED, "Seed", help=GLOSSARY["seed"] + " Both texts use the same one.", disabled=temperature == 0)
    texts: dict[str, Continuation] = {}
    for name, edits in (("Without", ()), ("With", _in_place(inputs))):
        written = inputs.ask_watched(
            continuation,
            doing="Writing",
            ids=inputs.ids,
            sampling=Sampling(temperature, seed=seed),
            new_tokens=length,
            edits=edits,
        )
        if written is None:
            return
        texts[name] = written
    start = inputs.ask(text_of, ids=inputs.ids)
    marked = {"Without": _marked(texts["Without"], texts["With"]), "With": _marked(texts["With"], texts["Without"])}
    for name, column in zip(texts, st.columns(2, gap="medium"), strict=True):
        with column, st.container(border=True):
            st.caption(f"**{name} the interventions**")
            say((start[-200:], "faint"), *marked[name], key=f"text_{name}")
            st.button(
                "Continue from here",
                key=f"continue_{name}",
                icon=":material/playlist_add:",
                on_click=set_prompt,
                args=(start + texts[name].text, inputs.target),
                type="tertiary",
                help="Makes this text the prompt; the interventions stay.",
            )
    same = texts["With"].ids == texts["Without"].ids
    st.caption("Both texts are the same." if same else "The differences are marked.")
    frames = [text.frame().assign(interventions=name.lower()) for name, text in texts.items()]
    downloads("text_with_and_without", pd.concat(frames, ignore_index=True))


def _marked(text: Continuation, other: Continuation) -> list[Part]:
    """A text, with the pieces marked that the other does not have."""
    pieces: list[Part] = []
    labels = [token.label.replace("␣", " ").replace("⏎", "\n").replace("⇥", "\t") for token in text.tokens]
    for kind, start, stop, _, _ in SequenceMatcher(a=text.ids, b=other.ids, autojunk=False).get_opcodes():
        words = "".join(labels[start:stop])
        if words:
            pieces.append(words if kind == "equal" else (words, "strong"))
    return pieces or [" (the model ends the text here)"]


def _strength(inputs: Inputs, answer: Answer) -> None:
    doses = inputs.ask(dose_response, ids=inputs.ids, edits=_in_place(inputs), token=answer.token)
    first, full, last = (doses["probability"].iloc[place] for place in (0, len(doses) // 2, -1))
    say(
        (answer.label, "target" if inputs.target else "token"),
        f": {percent_in_words(first)} without the interventions, {percent_in_words(full)} with them, "
        f"{percent_in_words(last)} at twice their strength.",
        key="dose_sentence",
    )
    figure(
        "dose_response",
        dose_line(doses),
        doses,
        "Log-probability at each strength of the interventions",
        caption="0 is without your interventions, 1 as you set them, and at 2 every change goes twice as far. An "
        "effect that grows evenly is easier to trust than one that jumps.",
    )


def _control(inputs: Inputs, answer: Answer) -> None:
    if not any(edit.site.part == "neuron" for edit in inputs.edits):
        st.info(
            "The control repeats your change on random value vectors, so it needs one of yours, for example L2D117=0."
        )
        return
    seed = number(CONTROL_SEED, "Seed", help=GLOSSARY["seed"])
    found = inputs.ask_watched(
        control,
        doing="Changing random vectors",
        ids=inputs.ids,
        edits=_in_place(inputs),
        token=answer.token,
        seed=seed,
    )
    if found is None:
        return
    say(
        "Your interventions change the log-probability of ",
        (answer.label, "target" if inputs.target else "token"),
        f" by {signed_number(found.own, 3)} nats. That is more than {found.beaten} of {RANDOM_VECTORS} random changes "
        f"(percentile {100 * found.percentile:.0f}); on average they change it by {signed_number(found.mean, 3)} ± "
        f"{found.spread:.3f} nats.",
        key="control_sentence",
    )
    table = pd.DataFrame({"changed": ["your interventions", *found.names], "change_nats": [found.own, *found.changes]})
    figure(
        "control",
        control_dots(found),
        table,
        "Your change compared with the same change to random vectors",
        caption="Each grey dot is the same change made to random value vectors of the same layers. If yours lies among "
        "them, any vectors of these layers would do about the same here.",
    )


_DRAWN = {
    Effect.NEXT_TOKEN: _next_token,
    Effect.TEXT: _text,
    Effect.STRENGTH: _strength,
    Effect.CONTROL: _control,
}
