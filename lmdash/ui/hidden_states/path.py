"""How the answer forms: chosen tokens from layer to layer, and what each part of the model adds to one of them."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.direct_effects import DirectEffects, direct_effects, in_short
from lmdash.analyses.common.tokens import Token
from lmdash.analyses.common.watch import watch
from lmdash.analyses.hidden_states.trajectory import trajectory
from lmdash.charts.hidden_states.direct_effects import effect_bars
from lmdash.charts.hidden_states.trajectories import trajectory_lines
from lmdash.charts.numbers import signed_number, with_minus
from lmdash.charts.theme import STRENGTH, TARGET
from lmdash.ui.frame.addresses.hidden_states import (
    AGAINST_WORD,
    BY_HEAD,
    COMPARED_WITH,
    FOLLOW,
    NUMBER,
    Rival,
)
from lmdash.ui.frame.compare import comparison
from lmdash.ui.frame.inputs import Inputs, word_after
from lmdash.ui.hidden_states.followed import Followed
from lmdash.ui.kit.controls import segmented, select, text, toggle
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import COLUMNS, show_table

MOST_WORDS = 12
MOST_BARS = 40


def trajectories(inputs: Inputs, answer: Followed) -> None:
    """Probability, logit or rank of some tokens after every part of every layer."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = segmented(NUMBER, "Number")
        shown = comparison(inputs)
    typed = text(
        FOLLOW,
        "Words to follow, separated by commas",
        placeholder="the most likely tokens",
        help="Any words; a space is added before each. Of a word with several tokens, the first one is followed.",
    )
    words = tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))[:MOST_WORDS]
    tokens = _tokens(inputs, words) if words else answer.most_likely
    ids = tuple(dict.fromkeys([answer.token.id, *(token.id for token in tokens)]))
    frame = shown.ask(trajectory, tokens=ids).frame
    followed = (answer.token.id, TARGET if answer.is_target else STRENGTH)
    chart = trajectory_lines(frame, number, followed, shown.change)
    picture(
        chart, key="trajectories", alt=f"{NUMBER.labels[number]} of {len(ids)} tokens after every part of every layer"
    )
    st.caption(
        "Circles show the state after a layer, triangles after its attention: a jump from a circle to a triangle is "
        "the work of attention, from a triangle to the next circle that of the feed-forward part (FFN)."
    )
    columns = COLUMNS | {"point": "After", "step": None, "layer": None, "part": None}
    show_table(frame, columns, "The same numbers as a table")
    downloads("trajectories", frame, chart)


def _tokens(inputs: Inputs, words: tuple[str, ...]) -> tuple[Token, ...]:
    """The first tokens of words that follow a space."""
    watched = inputs.ask(watch, ids=inputs.ids, words=words, leading_space=True)
    return tuple(word.tokens[0] for word in watched)


def what_moved_it(inputs: Inputs, answer: Followed) -> None:
    """Signed bars of what each attention and feed-forward part adds to the answer's logit, down to heads on request."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        against = select(COMPARED_WITH, "Compared with", width=240)
        word = text(AGAINST_WORD, "Word", placeholder="London", width=160) if against is Rival.WORD else ""
        by_head = toggle(BY_HEAD, "Per head", help="Split attention into its heads.")
        shown = comparison(inputs)
    watched = word_after(inputs, word)
    rival = answer.rival if against is Rival.RUNNER_UP else watched.tokens[0] if watched else None
    if rival and rival.id == answer.token.id:
        st.info("That is the same token: choose another word to compare with.")
        return
    question = {"token": answer.token.id, "rival": rival.id if rival else None, "by_head": by_head}
    effects = shown.ask(direct_effects, **question)
    what: list[Part] = [(answer.token.label, answer.style)]
    if rival:
        what += [" minus ", (rival.label, "token")]
    if shown.change:
        say("The interventions change the logit of ", *what, f" by {signed_number(effects.logit)}.", key="sum")
    else:
        say(*_sum(effects, what), key="sum")
    parts = effects.parts
    title = "change in effect (logits)" if shown.change else "effect (logits)"
    chart = effect_bars(in_short(parts, MOST_BARS), f"{title}: ← lowers · raises →")
    picture(chart, key="direct_effects", alt=f"What each of {len(parts)} parts of the model adds to the logit")
    columns = {
        "part": "Part",
        "kind": "Kind",
        "layer": "Layer",
        "effect": st.column_config.NumberColumn("Effect (logits)", format="%+.3f"),
    }
    show_table(parts, columns, "The same effects as a table")
    downloads("direct_effects", parts, chart)


def _sum(effects: DirectEffects, what: list[Part]) -> list[Part]:
    """That the parts add up to the logit on screen, with how far they are off."""
    parts: list[Part] = [with_minus(f"All {len(effects.parts)} parts add up to {effects.total:.2f}")]
    if effects.soft_cap:
        parts.append(with_minus(f" before this model's soft cap, {effects.capped:.2f} after it"))
    off = abs(effects.capped - effects.logit)
    return [
        *parts,
        "; the logit of ",
        *what,
        with_minus(f" is {effects.logit:.2f}") + f" (off by {'less than 0.0001' if off < 1e-4 else f'{off:.4f}'}).",
    ]
