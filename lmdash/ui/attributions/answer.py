"""The answer of the Attributions page: which word matters most, the prompt in colours, and what is said without it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.attributions.without import Without, without
from lmdash.analyses.common.features import Feature, free
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.next_token.next_token import next_token
from lmdash.charts.next_token import paired_bars
from lmdash.charts.numbers import percent, percent_in_words, signed_number
from lmdash.ui.attributions.question import Question
from lmdash.ui.frame.addresses.attributions import FEATURE, NUMBERS, STEP, WITHOUT_WORDS
from lmdash.ui.frame.chat_strip import chat_strip
from lmdash.ui.frame.inputs import Inputs, set_position
from lmdash.ui.kit.boxes import opened
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import Part, say, shortened
from lmdash.ui.kit.strip import Chip

SLIGHT = 0.02  # of the largest value: smaller ones are drawn without a sign
COLUMNS = {"token": "Token", "id": "Id", "probability_before": "With it", "probability": "Without it"}


def chosen_step(found: Attribution) -> int | None:
    """The written token that was clicked; None for all of them together."""
    return None if found.steps is None else STEP.below(len(found.steps))


def values_of(found: Attribution, step: int | None) -> np.ndarray:
    """The values [F] of one written token, or of all that is explained."""
    return found.values if step is None or found.steps is None else found.steps[step]


def chosen_feature(found: Attribution) -> int:
    """The part that was clicked, which the address has by its first token, or the one that matters most."""
    if FEATURE.value is not None:
        for number in free(found.features):
            if found.features[number].start <= FEATURE.value < found.features[number].stop:
                return number
    return strongest(found)


def strongest(found: Attribution) -> int:
    """The part that matters most, in either direction."""
    return max(free(found.features), key=lambda number: abs(found.values[number]))


def hidden(question: Question, *numbers: int) -> Without:
    """What the model says without some parts."""
    return question.inputs.ask(without, setup=question.setup, hidden=numbers)


def headline(question: Question, found: Attribution) -> list[Part]:
    """‘␣France matters most: without it the answer ␣Paris drops from 97% to 3%.’, from the numbers."""
    parts = free(found.features)
    first = strongest(found)
    word: Part = (found.features[first].label, "token")
    value = found.values[first]
    if abs(value) < 1e-9:
        return ["No part of the prompt makes a difference to ", question.subject.part, "."]
    estimated = found.method is MethodName.RELEVANCE and found.method is not question.method
    if question.shown.change or estimated:
        return _estimated(question, word, value) if estimated else _changed(question, found, word, value)
    after = hidden(question, first).probability
    if len(parts) == 1:
        return [word, " is the only part of this prompt: without it ", *moves(question, found.probability, after)]
    if found.method is MethodName.ROLLOUT:
        return [
            "The largest share of attention comes from ",
            word,
            f" ({value:.0%}): without it ",
            *moves(question, found.probability, after),
        ]
    moved = moves(question, found.probability, after)
    if found.method is not question.method:
        moved.append(f" This rests on {found.name}; {question.method.label} is more exact.")
    if question.subject.rival:
        rival: Part = (question.subject.rival, "token")
        return [word, " does most to decide between ", question.subject.part, " and ", rival, ": without it ", *moved]
    return [word, " matters most: without it ", *moved]


def _estimated(question: Question, word: Part, value: float) -> list[Part]:
    """‘Not measured yet: by a rough estimate (relevance), ␣France speaks most, for the answer ␣Paris.’."""
    side = "for" if value > 0 else "against"
    what = [f" speaks most, {side} ", *question.subject.named, "."]
    if question.subject.rival:
        rival: Part = (question.subject.rival, "token")
        what = [f" speaks most, {side} ", question.subject.part, " rather than ", rival, "."]
    return ["Not measured yet: by a rough estimate (relevance), ", word, *what]


def _changed(question: Question, found: Attribution, word: Part, value: float) -> list[Part]:
    """‘The interventions make ␣France add 0.20 nats more to the answer ␣Paris.’, for instance."""
    if found.method is MethodName.ROLLOUT:
        what = "raise" if value > 0 else "lower"
        return [f"The interventions {what} the share of attention that comes from ", word, f" by {abs(value):.2f}."]
    adds = f" add {abs(value):.2f} {found.unit} {'more' if value > 0 else 'less'} to "
    return ["The interventions make ", word, adds, *question.subject.named, "."]


def moves(question: Question, before: float, after: float) -> list[Part]:
    """‘the answer ␣Paris drops from 97% to 3%.’, for instance."""
    shown = [percent_in_words(each) for each in (before, after)]
    if shown[0] == shown[1]:
        how = f" stays {'' if shown[0].startswith(('over', 'under')) else 'at '}{shown[0]}."
    else:
        how = f" {'drops' if after < before else 'rises'} from {shown[0]} to {shown[1]}."
    return [*question.subject.named, how]


def signed_strip(inputs: Inputs, found: Attribution, step: int | None) -> None:
    """The prompt in its parts: blue lowers, orange raises; a click asks what the model says without one."""
    if step is not None:
        alone: Part = (found.step_labels[step], "token")
        say("Colours and bars explain only ", alone, ", given the text before it.", tone="small", key="step_alone")
    values = values_of(found, step)
    most = float(np.abs(values).max(initial=0.0)) or 1.0
    chat_strip(
        inputs,
        "part of the prompt",
        [_chip(feature, float(value), most, found) for feature, value in zip(found.features, values, strict=True)],
        key="attribution_strip",
        starts=[feature.start for feature in found.features],
        on_click=lambda index: FEATURE.set(found.features[index].start),
        selected=chosen_feature(found),
        legend=("less attention", "more attention") if found.method is MethodName.ROLLOUT else ("− lowers", "+ raises"),
    )


def _chip(feature: Feature, value: float, most: float, found: Attribution) -> Chip:
    if feature.fixed:
        return Chip(feature.label, tip="never hidden", special=True)
    if found.method is MethodName.ROLLOUT:
        return Chip(
            feature.label, value / most, f"{value:.1%} of the attention", f"{value:.0%}" if NUMBERS.value else ""
        )
    slight = abs(value) < SLIGHT * most
    sign = 0 if value == 0 else (1 if value > 0 else -1)
    what = f"{'raises' if sign > 0 else 'lowers'} the answer by {abs(value):.3f} {found.unit}"
    if abs(value) < 0.0005:
        what = "has almost no effect" if sign else "has no effect"
    written = signed_number(value) if NUMBERS.value else "" if slight else "+" if sign > 0 else "−"
    return Chip(feature.label, abs(value) / most, what, written, sign=sign)


def to_the_end(inputs: Inputs) -> None:
    """What is explained may come after an earlier token of the prompt; back to the last one."""
    if not inputs.at_end:
        last = len(inputs.read.ids) - 1
        st.button("To the end of the prompt", icon=":material/last_page:", on_click=set_position, args=(last,))


def life_without(question: Question, found: Attribution) -> None:
    """What the model says when the chosen part is hidden, with the most likely words on request."""
    number = chosen_feature(found)
    label: Part = (found.features[number].label, "token")
    gone = hidden(question, number)
    table = gone.table
    top = row_of_most(table, table["probability"])
    prompt = question.inputs.ask(next_token, edits=question.edits)
    share = percent_in_words(top["probability"])
    same = top["id"] == prompt.top["id"].iloc[0]
    says: list[Part] = [(str(top["token"]), "token"), f" ({share})."]
    if number == strongest(found):  # the headline says how far the answer falls
        what = [f"the model {'still ' if same else ''}says ", *says]
    else:
        moved = moves(question, found.probability, gone.probability)
        what = moved if same else [*moved, " The model then says ", *says]
    instead: Part = (shortened(gone.replaced[0]), "token")
    say("Without ", label, " (replaced by ", instead, "), ", *what, key="without")
    with opened(WITHOUT_WORDS, "The most likely words without it", ":material/compare_arrows:") as box:
        if box.open:
            say("The model then reads ", ("".join(gone.tokens)[-600:], "token"), tone="small", key="without_text")
            shown = table.rename(columns={"probability_before": "before", "probability": "after"})
            names = {"before": "with it", "after": "without it"}
            target = question.subject.objective.target[0]
            chart = paired_bars(shown, names, target)
            picture(chart, key="without_bars", alt="The most likely next tokens with and without the part")
            shares: dict[Any, Any] = {"probability": percent, "probability_before": percent}
            st.dataframe(
                table.style.format(shares),
                column_config=COLUMNS,
                hide_index=True,
                alt="Next tokens with and without the part",
            )
            downloads("without_a_part", table, chart)
