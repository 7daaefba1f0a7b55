"""Three flaws from their finding to their cure: each opens on the Output checks page, and is walked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import streamlit as st

from lmdash.demo.cases.examples import WRONG_CAPITAL
from lmdash.demo.cases.loop_cases import LOOP, MISSPELT, CheckCase
from lmdash.models.interventions.text import parse_all
from lmdash.models.opening.catalog import DEMO
from lmdash.ui.frame.addresses.every_page import CHAT, MODEL, PROMPT, TARGET
from lmdash.ui.frame.interventions import EDITS, EDITS_ON, put
from lmdash.ui.frame.sitemap import OUTPUT_CHECKS
from lmdash.ui.output_checks.finding import RECHECK, VIEW
from lmdash.ui.output_checks.recheck import AGAINST, EDITS_OFF
from lmdash.ui.output_checks.settings import SWITCHED, keep_switched
from lmdash.ui.output_checks.source import LENGTH, PROMPTS, SEED, SOURCE, TEMPERATURE, TEXTS, WRITES, forget_choice


@dataclass(frozen=True)
class Walk:
    """A flaw with what finds and what cures it; ``steps`` walk from one to the other, ``switched`` are the checks that
    are not as they are at first.
    """

    title: str
    shows: str
    prompt: str
    edits: str
    steps: tuple[str, ...]
    controls: Mapping[str, object] = field(default_factory=dict)
    switched: tuple[str, ...] = ()

    def address(self, *, cured: bool) -> dict[str, str]:
        """What the address of the page says where it is open, found or cured."""
        own = {name: str(value) for name, value in self.controls.items()}
        if self.switched:
            own[SWITCHED] = ".".join(self.switched)
        cure = {EDITS: self.edits, VIEW: RECHECK} if cured else {}
        return {PROMPT: self.prompt, **own, **cure}

    def link(self, *, cured: bool) -> str:
        """Page and parameters of the link that opens it."""
        return f"{OUTPUT_CHECKS.name}?{urlencode(self.address(cured=cured), quote_via=quote)}"


def _of(case: CheckCase) -> dict[str, object]:
    return {TEXTS: case.count, LENGTH: case.new_tokens, TEMPERATURE: case.temperature}


WALKS = (
    Walk(
        MISSPELT.title,
        "Two letters in three say “recieved”. Two value vectors write it.",
        MISSPELT.prompt,
        MISSPELT.edits,
        (
            "**Find it**: of 50 letters the page says how many have “recieved”. The marked word was written with 70%; "
            "“received” came second, with 29%.",
            "**What did the FFNs write?** opens the trace at that step: unfold L4, where L4D288 pushes “recieved” up "
            "most. “Find an edit against it” looks for more.",
            "**Cure it** turns L4D288 and L0D523 round, at all tokens, and writes the 50 letters again with the same "
            "dice. The misspelling is all but gone, and nothing else got worse.",
        ),
        _of(MISSPELT),
    ),
    Walk(
        "A wrong capital, from the text to its cure",
        "“Sydney” is a new name that the prompt does not bring. The right city came second.",
        WRONG_CAPITAL.prompt,
        WRONG_CAPITAL.edits,
        (
            "**Find it**: no check knows geography, but “New names” marks what the model brought in by itself: Sydney, "
            "with 65%, ahead of Canberra. Click that one under “What if?” to see the other text.",
            "**Which layer wrote it?** shows where Sydney gets ahead; **Find an edit against it** finds value vectors "
            "that turn it round.",
            "**Cure it** promotes three of them: the same text now says Canberra, and all other capitals stay right.",
        ),
        {TEXTS: 1, LENGTH: 2, TEMPERATURE: 0.0},
        ("entities",),
    ),
    Walk(
        LOOP.title,
        "“hello and hello and …” until the length is reached. Three heads feed it together.",
        LOOP.prompt,
        LOOP.edits,
        (
            "**Find it**: the whole text is one loop. The tokens get paler with every turn: the more often it "
            "said so, the surer it is to go on.",
            "**Which head brought it?** opens Attention at that step: the heads that copy look back at what came after "
            "the last “hello”. Switching one of them off changes nothing, another takes over.",
            "**Cure it** switches off L1H1, L2H2 and L4H2 together: the sentence ends after “hello”.",
        ),
        _of(LOOP),
    ),
)


def loop_walks(elsewhere: bool) -> None:
    """Each with what it shows, its two links, and the way from one to the other; ``elsewhere`` is any other page."""
    for number, walk in enumerate(WALKS):
        with st.expander(walk.title, icon=":material/route:", expanded=elsewhere and not number):
            st.caption(walk.shows)
            st.markdown("\n".join(f"{place}. {step}" for place, step in enumerate(walk.steps, 1)))
            with st.container(horizontal=True):
                for cured, label, icon in (
                    (False, "Find it", ":material/fact_check:"),
                    (True, "Cure it", ":material/healing:"),
                ):
                    clicked = st.button(
                        label,
                        key=f"walk_{number}_{'cure' if cured else 'find'}",
                        icon=icon,
                        type="secondary" if cured else "primary",
                        on_click=_open,
                        args=(walk, cured),
                    )
                    if clicked and elsewhere:
                        own = {
                            name: value
                            for name, value in walk.address(cured=cured).items()
                            if name not in (PROMPT, EDITS)
                        }
                        st.switch_page(OUTPUT_CHECKS.file, query_params=own)


def _open(walk: Walk, cured: bool) -> None:
    forget_choice()
    keep_switched(walk.switched)
    values = {PROMPTS: "", SEED: 0, SOURCE: WRITES, VIEW: RECHECK if cured else "Text", AGAINST: EDITS_OFF}
    st.session_state.update({MODEL: DEMO, PROMPT: walk.prompt, TARGET: "", CHAT: False, **values, **walk.controls})
    put(parse_all(walk.edits) if cured else ())
    st.session_state[EDITS_ON] = True
