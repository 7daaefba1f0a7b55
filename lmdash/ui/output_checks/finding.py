"""The chosen finding: what it is, the step that wrote it, what else could have stood there, and where to go from it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import streamlit as st

from lmdash.analyses.common.chat import Moment
from lmdash.analyses.common.text_before import text_before
from lmdash.analyses.common.typed_words import typed_target
from lmdash.analyses.next_token.next_token import next_token
from lmdash.analyses.output_checks.check_texts import Finding
from lmdash.analyses.output_checks.samples import Sample
from lmdash.charts.numbers import count, percent, percent_in_words
from lmdash.charts.output_checks import SIGNS
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.models.values import Ids
from lmdash.ui.frame.addresses import next_token as explorer
from lmdash.ui.frame.addresses.output_checks import VIEW, VIEWS, View
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.output_checks.batch import chosen_step, step_of
from lmdash.ui.output_checks.source import Written
from lmdash.ui.output_checks.ways_on import FIND_EDIT, WHY, Place, branch, questions

SHOWN_CHOICES = 8


@dataclass(frozen=True)
class Spot:
    """A step of a text: ``ids`` are the tokens before it, as many as the model reads; ``source`` is None for a text
    that the model did not write.
    """

    sample: Sample
    step: int
    ids: Ids
    source: Written | None
    edits: Interventions

    @property
    def token(self) -> int:
        """The token of this step."""
        return self.sample.ids[self.sample.first + self.step]

    @property
    def whole(self) -> bool:
        """Whether all that stands before it is read."""
        return len(self.ids) == self.sample.first + self.step


def show_finding(
    inputs: Inputs, finding: Finding | None, sample: Sample | None, source: Written | None, edits: Interventions
) -> None:
    """What is wrong, and from there to its cause and its repair; without a finding the token that was clicked."""
    if finding is not None:
        suggestion: list[Part] = [" Perhaps ", (finding.suggestion, "token"), "."] if finding.suggestion else []
        what = f"{SIGNS[finding.severity]} {finding.title} ({finding.severity}): "
        say(what, finding.reason, *suggestion, key="finding_reason")
    step = chosen_step(sample)
    if finding is not None and sample is not None and step is None:
        step = step_of(finding, sample)
    if sample is None or step is None:
        st.caption("The model has no token at that place, so there is nothing more to show.")
        return
    spot = Spot(sample, step, _ids_before(inputs, sample, step), source, edits)
    before = inputs.ask(text_before, ids=spot.ids)
    answer = Moment(sample.ids[sample.first :], step) if source and source.chat else None
    place = Place(
        sample.prompt if answer else before.text,
        _target(inputs, spot, finding),
        _instead(finding, spot),
        source.prompts if source else (),
        answer,
    )
    _step_in_words(spot)
    if spot.ids:
        _what_if(inputs, spot, place)
    st.caption(
        "Why? Look at the moment just before this word was written: "
        + ("your message stays, " if answer else "the text before it becomes the prompt, ")
        + "the word becomes the target."
    )
    questions(place, WHY, "why")
    st.caption("How can it be repaired? Look for interventions, then come back and compare with Re-check.")
    with st.container(horizontal=True):
        questions(place, (FIND_EDIT,), "repair")
        st.button(
            VIEWS[View.RECHECK],
            key="recheck",
            icon=":material/published_with_changes:",
            on_click=VIEW.set,
            args=(View.RECHECK,),
            help="Writes the same texts with and without the sidebar's interventions and compares the findings.",
        )
    if spot.ids and not answer and not before.same:
        say(
            "Typed as a prompt, this text splits into slightly different tokens than "
            f"{'the model wrote' if source else 'inside the whole text'}, so numbers on the other pages may differ a "
            "little. “What if?” uses the original tokens.",
            tone="small",
            key="other_tokens",
        )


def _ids_before(inputs: Inputs, sample: Sample, step: int) -> Ids:
    """The tokens before a step, as many as the model reads with room to write on."""
    ids = sample.ids[: sample.first + step]
    return ids if len(ids) < inputs.model.context else ids[-max(1, inputs.model.context - 40) :]


def _target(inputs: Inputs, spot: Spot, finding: Finding | None) -> str:
    """What the sidebar's target box is to hold: the marked word where the step begins it, else the step's own token."""
    marked = tuple(finding.words.split()[:1]) if finding else ()
    return inputs.ask(typed_target, index=spot.token, words=marked, before=spot.ids)


def _instead(finding: Finding | None, spot: Spot) -> str:
    """The one word that should stand at this step, where the finding knows it and begins there."""
    if finding is None or len(finding.suggestion.split()) != 1 or len(finding.words.split()) != 1:
        return ""
    return finding.suggestion if step_of(finding, spot.sample) == spot.step else ""


def _step_in_words(spot: Spot) -> None:
    sample, step = spot.sample, spot.step
    label: Part = (sample.tokens[step], "token")
    probability = float(sample.probability[step])
    if math.isnan(probability):
        first = sample.first + step == 0
        why = "nothing comes before it" if first else "the text is too long for the model to read all of it"
        say(label, f" has no probability: {why}.", key="finding_step")
        return
    verb = "gave it" if spot.source else "gives it"
    say(
        f"Token {step + 1} of the text is ",
        label,
        f": the model {verb} {percent_in_words(probability)} (rank {count(int(sample.rank[step]))}, "
        f"{float(sample.surprisal[step]):.1f} bits of surprise).",
        key="finding_step",
    )


def _what_if(inputs: Inputs, spot: Spot, place: Place) -> None:
    """What else could have stood there; a click writes on from it."""
    edits = resolve(spot.edits, spot.sample.first or 1)
    top = inputs.ask(next_token, ids=spot.ids, position=len(spot.ids) - 1, edits=edits).top
    top = top.head(SHOWN_CHOICES)
    st.caption("What if? Choose another token, and the model continues from there.")
    strip(
        "take instead",
        [Chip(token, detail=percent(share)) for token, share in zip(top["token"], top["probability"], strict=True)],
        key="finding_choices",
        on_click=lambda index: _take(spot, int(top["id"].iloc[index]), place),
        selected=next((place for place, index in enumerate(top["id"]) if index == spot.token), -1),
    )


def _take(spot: Spot, token: int, place: Place) -> None:
    """Write on from another token; a text of the model's own goes on with its own seed."""
    sample, source = spot.sample, spot.source
    if source is None or place.answer or sample.sampling is None or not spot.whole:
        branch(place, (token,), {})
        return
    sampling = {
        explorer.LENGTH: source.new_tokens,
        explorer.WRITE_TEMPERATURE: sample.sampling.temperature,
        explorer.TOP_K: 0,
        explorer.TOP_P: 1.0,
        explorer.SEED: sample.sampling.seed,
    }
    written = (*sample.ids[sample.first : sample.first + spot.step], token)
    branch(replace(place, prompt=sample.prompt), written, sampling)
