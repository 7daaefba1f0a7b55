"""The worked cases of the app: flaws that are found and repaired, and finished repairs to take apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from lmdash.demo.cases.examples import WORKED_CASES, WRONG_CAPITAL, WorkedCase
from lmdash.demo.cases.loop_cases import LOOP, MISSPELT, CheckCase
from lmdash.models.interventions.text import parse_all
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame.addresses import ffn_interventions as ffn
from lmdash.ui.frame.addresses.every_page import CHAT, EDITS, EDITS_ON, MODEL, PROMPT, TARGET
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
from lmdash.ui.frame.interventions import put
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, OUTPUT_CHECKS, PageInfo
from lmdash.ui.kit import address
from lmdash.ui.kit.control import About, Control

Values = dict[Control, object]


def _shared(prompt: str, target: str, edits: str) -> Values:
    return {MODEL: DEMO, PROMPT: prompt, TARGET: target, CHAT: False, EDITS: edits, EDITS_ON: True}


def _open(page: PageInfo, values: Values) -> None:
    for about in (About.WORDING, About.PROMPT, About.TEXTS):
        address.forget(about)
    put(parse_all(str(values[EDITS])))  # so that it can be taken back
    address.go(page, values)


# Flaws


@dataclass(frozen=True)
class Walk:
    """A flaw with what finds and what repairs it; ``steps`` walk from one to the other, ``own`` are the controls of the
    page that are not as they are at first.
    """

    title: str
    shows: str
    prompt: str
    edits: str
    steps: tuple[str, ...]
    own: Mapping[Control, object]

    def values(self, *, fixed: bool) -> Values:
        """What is chosen on the Output checks page where it is open, found or repaired."""
        first = {SOURCE: Source.WRITTEN, PROMPTS: "", SEED: 0, SWITCHED: (), RECHECK_AGAINST: Against.UNEDITED}
        view = View.RECHECK if fixed else View.TEXT
        return {**_shared(self.prompt, "", self.edits if fixed else ""), **first, VIEW: view, **self.own}


def _batch(case: CheckCase) -> Values:
    return {TEXTS: case.count, LENGTH: case.new_tokens, TEMPERATURE: case.temperature}


WALKS = (
    Walk(
        MISSPELT.title,
        "Two letters in three say “recieved”. A push towards the right word and four value vectors mend most of them.",
        MISSPELT.prompt,
        MISSPELT.edits,
        (
            "**Find it** counts the letters, of 50, that say “recieved”. The marked word had a probability of 70%; "
            "“received” came second with 29%.",
            "**Make it say something else** looks for up to three value vectors that make the model say “received” "
            "rather than “recieved”, and shows how far each set goes.",
            "**Fix it** pushes the state at the last token from “recieved” towards “received”, turns four value "
            "vectors around, and writes the 50 letters again with the same seeds: 46 begin with “received”, 17 without "
            "the change; 4 begin with “recieved”, 33 without it. It is felt elsewhere too: of 100 other prompts, 93 "
            "keep their next token.",
        ),
        _batch(MISSPELT),
    ),
    Walk(
        "A wrong capital, found and repaired",
        "“Sydney” is a name that is not in the prompt. The right city came second.",
        WRONG_CAPITAL.prompt,
        WRONG_CAPITAL.edits,
        (
            "**Find it**: no check knows geography, but “New names” marks names that the model added: Sydney (65%), "
            "ahead of Canberra. Click Canberra under “What if?” to see the other text.",
            "**Which layer wrote it?** shows where Sydney takes the lead; **Make it say something else** finds value "
            "vectors that change the answer.",
            "**Fix it** promotes three of them: the same text now says Canberra. The capitals of the 165 other "
            "countries, asked for in the same words, stay right.",
        ),
        {TEXTS: 1, LENGTH: 2, TEMPERATURE: 0.0, SWITCHED: ("entities",)},
    ),
    Walk(
        LOOP.title,
        "“hello and hello and …” until the length is reached. Three heads keep it going together.",
        LOOP.prompt,
        LOOP.edits,
        (
            "**Find it**: the whole text is one loop. The tokens get paler every time: the more often the model has "
            "said it, the surer it is to say it again.",
            "**Which head brought it?** opens Attention at that step: the heads that copy look back at what came after "
            "the last “hello”. Switching off one of them is not enough: another takes over.",
            "**Fix it** switches off L1H1, L2H2 and L4H2 together: the sentence ends after “hello”.",
        ),
        _batch(LOOP),
    ),
)


def walks(*, unfolded: bool = False) -> None:
    """Each with what it shows, its two links, and the way from one to the other; the first may be ``unfolded``."""
    for number, walk in enumerate(WALKS):
        with st.expander(walk.title, icon=":material/route:", expanded=unfolded and not number):
            st.caption(walk.shows)
            st.markdown("\n".join(f"{place}. {step}" for place, step in enumerate(walk.steps, 1)))
            with st.container(horizontal=True):
                st.button(
                    "Find it",
                    key=f"walk_{number}_find",
                    icon=":material/fact_check:",
                    type="primary",
                    on_click=_open,
                    args=(OUTPUT_CHECKS, walk.values(fixed=False)),
                )
                st.button(
                    "Fix it",
                    key=f"walk_{number}_fix",
                    icon=":material/build_circle:",
                    on_click=_open,
                    args=(OUTPUT_CHECKS, walk.values(fixed=True)),
                )


# Repairs


def repaired(case: WorkedCase) -> Values:
    """What is chosen on the FFN interventions page where a worked case is open."""
    own: Values = {ffn.VIEW: ffn.View(case.view), ffn.AGAINST: case.against}
    return _shared(case.prompt, case.target, case.edits) | own


def worked_cases() -> None:
    """Each with a button that opens it on the FFN interventions page, and what it shows."""
    for number, case in enumerate(WORKED_CASES):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                case.title,
                key=f"worked_case_{number}",
                icon=":material/build:",
                on_click=_open,
                args=(FFN_INTERVENTIONS, repaired(case)),
            )
            st.caption(case.shows)
