"""Walk-throughs: a flaw is found, looked into and repaired; the step stays in view on every page meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.demo.cases.loop_cases import LOOP, MISSPELT, CheckCase
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame.addresses.every_page import WALK
from lmdash.ui.frame.addresses.ffn_interventions import search_for
from lmdash.ui.frame.addresses.hidden_states import VIEW as STATES_VIEW
from lmdash.ui.frame.addresses.hidden_states import View as StatesView
from lmdash.ui.frame.addresses.output_checks import (
    LENGTH,
    PROMPTS,
    RECHECK_AGAINST,
    SEED,
    SOURCE,
    SWITCHED,
    TEMPERATURE,
    TEXTS,
    VIEW,
    Against,
    Source,
    View,
)
from lmdash.ui.frame.cases import (
    Values,
    asked,
    back_to_model,
    case_button,
    draw_question,
    left_model,
    name_of,
    open_case,
    shared,
)
from lmdash.ui.frame.inputs import current
from lmdash.ui.frame.sitemap import ATTENTION, FFN_INTERVENTIONS, HIDDEN_STATES, OUTPUT_CHECKS, PageInfo
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.labels import escaped


@dataclass(frozen=True)
class Step:
    """A page with what is chosen there, and what to look at: what the text has in bold stands on the page."""

    text: str
    page: PageInfo
    values: Values


@dataclass(frozen=True)
class Walk:
    """A flaw, what finds it, what shows where it comes from (``between``: page, its values and what to look at), and
    what repairs it; ``own`` are the controls of the checks that are not as they are at first.
    """

    id: str
    title: str
    shows: str
    prompt: str
    edits: str
    own: Mapping[Control, object]
    found: str
    between: tuple[PageInfo, Mapping[Control, object], str]
    mended: str

    def values(self, *, fixed: bool) -> Values:
        """What is chosen on the Output checks page where it is open, found or repaired."""
        first = {SOURCE: Source.WRITTEN, PROMPTS: "", SEED: 0, SWITCHED: (), RECHECK_AGAINST: Against.UNEDITED}
        view = View.RECHECK if fixed else View.TEXT
        return {**shared(self.prompt, "", self.edits if fixed else ""), **first, VIEW: view, **self.own}

    @property
    def steps(self) -> tuple[Step, ...]:
        """From the flaw to its repair."""
        page, values, text = self.between
        steps = (
            (self.found, OUTPUT_CHECKS, self.values(fixed=False)),
            (text, page, {**shared(self.prompt, "", ""), **values}),
            (self.mended, OUTPUT_CHECKS, self.values(fixed=True)),
        )
        return tuple(
            Step(text, page, {**values, WALK: f"{self.id}.{number}"})
            for number, (text, page, values) in enumerate(steps, 1)
        )


def _batch(case: CheckCase) -> Values:
    return {TEXTS: case.count, LENGTH: case.new_tokens, TEMPERATURE: case.temperature}


WALKS = (
    Walk(
        "misspelling",
        MISSPELT.title,
        "Two letters in three say “recieved”. A push towards the right word and four value vectors mend most of them.",
        MISSPELT.prompt,
        MISSPELT.edits,
        _batch(MISSPELT),
        "The first sentence counts how often 50 letters say **recieved**. Below, the marked word stands beside "
        "**received**, which came second.",
        (
            FFN_INTERVENTIONS,
            search_for(MISSPELT.instead, MISSPELT.target),
            "Press **Find an edit**: it looks for up to three value vectors that make the model say **received** "
            "rather than **recieved**, and shows how far each set goes.",
        ),
        "The model is changed, and the letters are written again with the same seeds: **received** begins 46 of 50 "
        "letters, 17 without the change, and “recieved” begins 4, 33 without it. It is felt elsewhere too: of 100 "
        "other prompts, 93 keep their next token.",
    ),
    Walk(
        "capital",
        "A wrong capital, found and repaired",
        "“Sydney” is a name that is not in the prompt. The right city came second.",
        WRONG_CAPITAL.prompt,
        WRONG_CAPITAL.edits,
        {TEXTS: 1, LENGTH: 2, TEMPERATURE: 0.0, SWITCHED: ("entities",)},
        "No check knows geography, but **New names** marks names that the model added: **Sydney**. **Canberra** came "
        "second.",
        (
            HIDDEN_STATES,
            {STATES_VIEW: StatesView.LENS},
            "Each row is a layer, and says what the model would answer there: see where **Sydney** takes the lead.",
        ),
        "Three value vectors are promoted, and the same text now says **Canberra**. The capitals of the 165 other "
        "countries, asked for in the same words, stay right.",
    ),
    Walk(
        "loop",
        LOOP.title,
        "“hello and hello and …” until the length is reached. Three heads keep it going together.",
        LOOP.prompt,
        LOOP.edits,
        _batch(LOOP),
        "The whole text is one **Loop**. The tokens get paler every time: the more often the model has said **hello**, "
        "the surer it is to say it again.",
        (
            ATTENTION,
            {},
            "Heads that copy look back at what came after the last **hello**. Switching off one of them is not enough: "
            "another takes over.",
        ),
        "Three heads are switched off together, **L1H1**, **L2H2** and **L4H2**: the sentence ends after **hello**.",
    ),
)


def walks() -> None:
    """Each with a button that begins it, and what it shows."""
    for number, walk in enumerate(WALKS):
        first = walk.steps[0]
        with st.container(horizontal=True, vertical_alignment="center"):
            case_button(walk.title, first.page, first.values, key=f"walk_{number}", icon=":material/route:")
            st.caption(walk.shows)


def followed() -> tuple[Walk, int] | None:
    """The walk that is followed, and which step (from 0); None where there is none or another model is open."""
    name, _, number = WALK.value.partition(".")
    walk = next((each for each in WALKS if each.id == name), None)
    if walk is None or current().model.id != DEMO or int(number) > len(walk.steps):
        return None
    return walk, int(number) - 1


def draw_walk() -> None:
    """Always in view: the step that is followed, whether to open the built-in model, and the way back from it."""
    walking, left = followed(), left_model()
    if not walking and not left and not asked():
        return
    with st.container(key="walk", border=True, gap="xsmall"):
        if asked():
            draw_question()
        if walking:
            walk, place = walking
            st.markdown(f":small[{walk.title}, step {place + 1} of {len(walk.steps)}]  \n{walk.steps[place].text}")
        with st.container(horizontal=True, gap="xsmall"):
            if walking:
                _ways(*walking)
            if left:
                st.button(
                    f"Back to {escaped(name_of(left))}",
                    key="back_to_model",
                    icon=":material/undo:",
                    type="tertiary",
                    on_click=back_to_model,
                )


def _ways(walk: Walk, place: int) -> None:
    steps = walk.steps
    ways = [
        ("Previous", "walk_back", place - 1),
        ("Show this step", "walk_here", place),
        ("Next", "walk_on", place + 1),
    ]
    for label, key, number in ways:
        if 0 <= number < len(steps):
            st.button(
                label,
                key=key,
                type="primary" if number > place else "tertiary",
                on_click=open_case,
                args=(steps[number].page, steps[number].values),
            )
    st.button("Leave", key="walk_leave", icon=":material/close:", type="tertiary", on_click=WALK.clear)
