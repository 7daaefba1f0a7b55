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
        "Each cell takes the state after a layer (the embedding at the bottom) and lets the "
        "model speak from it at once.",
        "Caution: early states are not made to be read this way, so an odd word there says little.",
    ),
    View.TRAJECTORIES: Reading(
        trajectories,
        "Each line is a token that might come next: how likely the model would find it if it stopped there.",
        "Caution: the lens sees what is said in the output's own terms; a model may know before it shows.",
    ),
    View.MOVED: Reading(
        what_moved_it,
        "Every attention and FFN adds a vector to the state; a bar is what that vector alone adds to the logit.",
        "Caution: these are direct effects; what a part does through later parts is counted as theirs.",
    ),
    View.GEOMETRY: Reading(
        geometry,
        "A state is a long list of numbers: a direction and a length, which these pictures compare.",
        "Caution: states that lie close need not mean the same, and a map of two directions hides all others.",
    ),
    View.RAW: Reading(
        raw_state,
        "These are the numbers that the next layer reads, and the tokens whose embeddings point the same way.",
        "Caution: a single number of a state has no meaning of its own.",
    ),
    View.CONTEXTS: Reading(
        contexts,
        "The model read a corpus; these are the places where its state was closest to the one chosen here.",
        "Caution: a corpus shows what is in it; other texts may have closer states, and alike is not the same.",
    ),
}
