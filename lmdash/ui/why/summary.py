"""The five sentences in the order of what they tell, with the ways on, and the picture of what is left without each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lmdash.analyses.attributions.result import Attribution
from lmdash.analyses.attributions.without import Without
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.why.ordinary import Usual
from lmdash.analyses.why.parts import PartsBehind
from lmdash.charts.numbers import percent
from lmdash.charts.why import left_without
from lmdash.models.interventions.values import Intervention
from lmdash.ui.frame.addresses import ffn_interventions
from lmdash.ui.frame.addresses.every_page import TARGET
from lmdash.ui.frame.addresses.why import TABLE, WORD, Word
from lmdash.ui.frame.interventions import add
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS
from lmdash.ui.frame.way_on import way_on
from lmdash.ui.kit import address
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.figure import figure
from lmdash.ui.kit.sentence import say
from lmdash.ui.why.question import Question, ask_usual, known_usual
from lmdash.ui.why.sentences import (
    Sentence,
    nothing_to_hide,
    of_doubt,
    of_layers,
    of_parts,
    of_words,
    part_first,
    stands_out,
)

SHOWN_WORDS, SHOWN_PARTS = 3, 3
SENTENCE_WIDTH = 480  # pixels


@dataclass(frozen=True)
class Measured:
    """What was run: ``found`` by hiding words one by one (None where there was nothing to hide, or somebody stopped
    it), ``gone`` without the first of them, ``other`` with another word in their place, and the ``parts`` switched off.
    """

    question: Question
    found: Attribution | None
    gone: tuple[Without, ...]
    other: Attribution | None
    parts: PartsBehind

    @property
    def drop(self) -> float:
        """What hiding the most important word takes, in nats."""
        return float(self.found.values.max()) if self.found else 0.0

    def sentences(self, usual: Usual | None) -> list[Sentence]:
        """Words first, unless only the part does more than is usual."""
        words = of_words(self.found, self.gone[0], usual) if self.found else nothing_to_hide()
        part, layers = of_parts(self.parts, usual), of_layers(self.question)
        doubt = [of_doubt(self.found, self.other, self.parts)] if self.found else []
        if part_first(self.drop, self.parts.most.drop, usual):
            return [part, words, layers, *doubt]
        return [words, layers, part, *doubt]

    def table(self) -> pd.DataFrame:
        """Columns without, probability, says, kind: the answer as it is, words, parts; the largest drops first."""
        rows = [("nothing", self.question.target.probability, "", "as it is")]
        if self.found:
            for number, each in zip(self.found.order, self.gone, strict=False):
                top = row_of_most(each.table, each.table["probability"])
                says = f"{top['token']} {percent(float(top['probability']))}"
                rows.append((self.found.features[number].label, each.probability, says, "word"))
        for part in self.parts.parts[:SHOWN_PARTS]:
            rows.append((part.name, part.probability, f"{part.token} {percent(part.share)}", "part"))
        return pd.DataFrame(rows, columns=["without", "probability", "says", "kind"])


def summary(question: Question) -> None:
    """Measure, say and draw; what is usual comes last, as the rest is there before it."""
    sentences, busy = st.container(), st.empty()
    busy.caption("Hiding words, switching parts off and running the model again …")
    setup = question.setup
    found = question.words(setup, "Hiding one word at a time")
    gone = tuple(question.without(setup, number) for number in found.order[:SHOWN_WORDS]) if found else ()
    other = question.behind_one_word(setup) if found else None
    measured = Measured(question, found, gone, other, question.parts())
    busy.empty()
    usual = known_usual(question.inputs)
    with sentences:
        for sentence in measured.sentences(usual):
            _row(sentence)
        if usual and not stands_out(measured.drop, measured.parts.most.drop, usual):
            say(
                f"Nothing stands out here: in {usual.prompts} ordinary prompts words and parts did about as much.",
                tone="note",
                key="nothing_stands_out",
            )
    _picture(measured)
    _switch_off(measured.parts.most.off, measured.parts.most.name)
    if usual is None and ask_usual(question.inputs):
        st.rerun()


def _row(sentence: Sentence) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"why_row_{sentence.name}"):
        with st.container(width=SENTENCE_WIDTH):  # on a phone the button stands below
            say(*sentence.words, key=f"why_{sentence.name}")
        # Other pages are about the target word, so one that was not asked about is left behind.
        other: dict[Control, object] = {TARGET: ""} if WORD.value is Word.ANSWER else {}
        way_on(
            sentence.page.asks,
            sentence.page,
            sentence.page.question,
            key=f"why_go_{sentence.name}",
            type="tertiary",
            on_click=address.go,
            args=(sentence.page, dict(sentence.values) | other),
        )


def _picture(measured: Measured) -> None:
    table = measured.table()
    st.subheader("What is left of the answer without …")
    figure(
        "why",
        left_without(table),
        table,
        "One bar for the answer as it is, and one for each word that is hidden or part that is switched off",
        caption="Each bar is how likely the answer is; beside it stands what the model then says. A hidden word is "
        "replaced by others; a part is switched off.",
        open_table=TABLE,
    )


def _switch_off(off: Intervention, name: str) -> None:
    """One click to see what the model writes without the part."""

    def go() -> None:
        add(off)
        view, effect = ffn_interventions.View.EFFECT, ffn_interventions.Effect.TEXT
        address.go(FFN_INTERVENTIONS, {ffn_interventions.VIEW: view, ffn_interventions.EFFECT: effect})

    way_on(
        f"Switch {name} off and see the text",
        FFN_INTERVENTIONS,
        "Adds it to the interventions, where it can be undone.",
        key="why_switch_off",
        on_click=go,
    )
