"""What links of the first release said still opens what it opened."""

import pytest

from lmdash.analyses.common.stream import EMBEDDING, StreamPoint
from lmdash.analyses.hidden_states.lens import LensMeasure
from lmdash.ui.frame.addresses import hidden_states as address
from lmdash.ui.frame.addresses.hidden_states import STATE, MapColour, Number, Picture, Rival, Rows, Source, Speech, View
from lmdash.ui.kit.control import Control

OLD: dict[Control, dict[str, object]] = {
    address.VIEW: {
        "Logit lens": View.LENS,
        "Trajectories": View.TRAJECTORIES,
        "What moved it": View.MOVED,
        "Geometry": View.GEOMETRY,
        "Raw state": View.RAW,
        "Similar contexts": View.CONTEXTS,
    },
    address.ROWS: {
        "After each layer": Rows.LAYERS,
        "After each attention": Rows.ATTENTIONS,
        "Every step": Rows.EVERY_STEP,
    },
    STATE: {"embedding": EMBEDDING, "L3": StreamPoint(3, "ffn"), "L0 attention": StreamPoint(0, "attention")},
    address.COLOUR: {
        "Probability": LensMeasure.PROBABILITY,
        "Entropy": LensMeasure.ENTROPY,
        "KL to the end": LensMeasure.KL,
        "Rank of the final token": LensMeasure.RANK,
    },
    address.NUMBER: {"Probability": Number.PROBABILITY, "Logit": Number.LOGIT, "Rank": Number.RANK},
    address.COMPARED_WITH: {
        "The strongest other token": Rival.RUNNER_UP,
        "Another word": Rival.WORD,
        "Nothing: the logit itself": Rival.NOTHING,
    },
    address.PICTURE: {
        "Sizes and angles": Picture.SIZES,
        "Layers alike": Picture.ALIKE,
        "Map of states": Picture.MAP,
    },
    address.MAP_COLOUR: {each.value: each for each in MapColour},
    address.CORPUS: {"The built-in corpus": Source.BUILT_IN, "A text file": Source.FILE},
    address.SPEECH_OF: {"The token": Speech.TOKEN, "What came next": Speech.NEXT},
    address.BY_HEAD: {"true": True, "false": False},
    address.CONTEXTS_SHOWN: {"20": 20, "15.0": 15},
}


@pytest.mark.parametrize("control", OLD, ids=lambda control: control.id)
def test_old_links_are_read(control):
    assert {text: control.read([text]) for text in OLD[control]} == OLD[control]


def test_a_state_in_the_address_has_no_space():
    assert STATE.write(StreamPoint(0, "attention")) == ["L0_attention"]
    assert [STATE.read([text]) for text in ("L", "L-1", "L0_ffn", "l3", "", "L" + "9" * 20)] == [None] * 6
