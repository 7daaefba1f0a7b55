"""A chat as people know it: what was said in turn, and the model's answer, each word of which can be asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from lmdash.analyses.common.chat import AnswerWord, answer_words, own_system_message, word_of
from lmdash.analyses.next_token.continuation import continuation
from lmdash.analyses.next_token.surprisal import surprisal
from lmdash.charts.numbers import percent
from lmdash.models.interventions.values import resolve
from lmdash.models.passes.sampling import Sampling
from lmdash.models.values import Ids
from lmdash.settings import settings
from lmdash.ui.frame.addresses.every_page import ANSWER_LENGTH
from lmdash.ui.frame.inputs import Inputs, current, leave_answer, look_at
from lmdash.ui.frame.sitemap import START, PageInfo
from lmdash.ui.kit import address
from lmdash.ui.kit.assets import component
from lmdash.ui.kit.sentence import say, shortened

UNSURE = 0.5  # a word that was less likely is underlined
_conversation = component("lmdash.conversation", __file__, "conversation", shared=("in_place.js", "tokens.js"))
_CAME_FROM = "_answer_came_from"


def turns_of(inputs: Inputs) -> list[dict[str, str]]:
    """What was said until now, with who said it."""
    chat = inputs.chat
    if chat is None:
        return []
    own = "" if chat.system else inputs.ask(own_system_message)
    turns = [_turn("system", "System message", chat.system)] if chat.system else []
    turns += [_turn("system", "System message of the chat format", own)] if own else []
    for you, model in chat.earlier:
        turns += [_turn("you", "You", you), _turn("model", "Model", model)]
    return [*turns, _turn("you", "You", inputs.prompt)]


def _turn(kind: str, who: str, text: str) -> dict[str, str]:
    return {"kind": kind, "who": who, "text": text or "(nothing)"}


def conversation(inputs: Inputs) -> Callable[[], None]:
    """Draw what was said in turn, and give what draws the answer below it, at the end of a page: it takes longest."""
    place = st.container()
    with place:
        if inputs.chat:
            _conversation(key="turns", data={"turns": turns_of(inputs)})

    def answer() -> None:
        with place:
            _answer(inputs)

    return answer


def _answer(inputs: Inputs) -> None:
    """The answer, written now or the one that is looked at; a click on a word asks why it is there."""
    moment = inputs.moment
    if moment:
        edits = resolve(inputs.edits, len(inputs.asked))
        probability = inputs.ask(surprisal, ids=(*inputs.asked, *moment.ids), edits=edits).probability
        _words(inputs, moment.ids, probability[len(inputs.asked) :], moment.said)
        return
    most = settings().max_new_tokens
    length = min(ANSWER_LENGTH.value, most)
    written = inputs.ask_watched(
        continuation, doing="Writing", ids=inputs.asked, sampling=Sampling(), new_tokens=length, forced=()
    )
    if written is None:
        return
    _words(inputs, written.ids, written.probability, None)
    if written.stopped == "length" and length < most:
        longer = min(2 * length, most)
        st.button(
            "Write more", icon=":material/more_horiz:", on_click=ANSWER_LENGTH.set, args=(longer,), type="tertiary"
        )
    if written.stopped == "context":
        st.caption("The model's context is full, so the answer ends here.")


def _words(inputs: Inputs, ids: Ids, probability: np.ndarray, said: int | None) -> None:
    words = inputs.ask(answer_words, ids=ids)

    def clicked() -> None:
        index = st.session_state["answer_words"].get("clicked")
        if isinstance(index, int) and 0 <= index < len(words):
            look_at(ids, words[index].start)

    _conversation(
        key="answer_words",
        data={
            "turns": [],
            "who": f"Model ({shortened(inputs.model.id)})",
            "name": "word of the answer",
            "words": [_word(word, probability) for word in words],
            "none": "The model ends its answer at once.",
            "chosen": -1 if said is None else word_of(words, said),
        },
        on_clicked_change=clicked,
    )
    if words:
        st.caption(
            "Click a word to see why the model wrote it. Dotted: the model was less than 50% sure of it."
            if said is None
            else "Click another word to look at that one."
        )


def _word(word: AnswerWord, probability: Sequence[float] | np.ndarray) -> dict[str, str]:
    share = float(np.prod(probability[word.start : word.stop]))
    kind = "mark" if word.mark else "unsure" if share < UNSURE else ""
    tip = f"{percent(share)}" + (": the mark that ends the answer" if word.mark else "")
    return {"text": word.text, "label": word.label, "kind": kind, "tip": tip}


# On every page


def show_moment() -> None:
    """Which word of an answer every page is about, and the way back."""
    inputs = current()
    if inputs.moment is None:
        return
    words = inputs.ask(answer_words, ids=inputs.moment.ids)
    with st.container(horizontal=True, vertical_alignment="center"):
        place = inputs.position + 1 - inputs.read.asked
        if place >= 0:
            number = word_of(words, place)
            say(
                f"Looking at word {number + 1} of the answer, ",
                (shortened(words[number].label), "token"),
                tone="comment",
                key="moment",
            )
        else:
            say("Looking at a token of your message, before the answer.", tone="comment", key="moment")
        st.button("Back to the answer", key="back_to_answer", icon=":material/undo:", on_click=_back)


def came_from(page: PageInfo) -> None:
    """The answer that is looked at stands on this page; for callbacks."""
    st.session_state[_CAME_FROM] = page


def _back() -> None:
    leave_answer()
    address.go(st.session_state.pop(_CAME_FROM, START))
