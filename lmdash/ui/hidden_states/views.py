"""The views of the Hidden states page, each computed only when it is chosen, with how it is to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lmdash.ui.frame.addresses.hidden_states import View
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.hidden_states.contexts import contexts
from lmdash.ui.hidden_states.followed import Followed
from lmdash.ui.hidden_states.geometry import geometry
from lmdash.ui.hidden_states.lens import logit_lens
from lmdash.ui.hidden_states.path import trajectories, what_moved_it
from lmdash.ui.hidden_states.state import raw_state


class Reading(NamedTuple):
    """What draws a view, what it shows in a sentence, and a caution."""

    draw: Callable[[Inputs, Followed], None]
    reading: str
    caution: str


READINGS: dict[View, Reading] = {
    View.LENS: Reading(
        logit_lens,
        "Each cell shows what the model would say if it stopped after that layer; the bottom row is the embedding, "
        "before any layer.",
        "Caution: early states are not made to be read this way, so an odd word there means little.",
    ),
    View.TRAJECTORIES: Reading(
        trajectories,
        "Each line is a token that might come next, and shows how likely it would be if the model stopped there.",
        "Caution: the lens only sees what already looks like output; the model may know an answer before it shows.",
    ),
    View.MOVED: Reading(
        what_moved_it,
        "Every attention and feed-forward part (FFN) adds to the state; a bar shows what this alone adds to the logit.",
        "Caution: these are direct effects; what a part does by way of later parts is counted as theirs.",
    ),
    View.GEOMETRY: Reading(
        geometry,
        "A state is a long list of numbers that has a direction and a length; these pictures compare them.",
        "Caution: states that are close need not mean the same, and a map of two directions hides all the others.",
    ),
    View.RAW: Reading(
        raw_state,
        "These are the numbers that the next layer reads, and the tokens whose embeddings point the same way.",
        "Caution: a single number of a state has no meaning of its own.",
    ),
    View.CONTEXTS: Reading(
        contexts,
        "The model read a corpus; these are the places where its state was closest to the one chosen here.",
        "Caution: only this corpus was searched; other texts may have closer states, and similar is not the same.",
    ),
}
