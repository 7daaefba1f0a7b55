"""Links of the first release, which had the words of the screen, and one control for models of any depth."""

import pytest

from lmdash.analyses.value_vectors.search import Combined
from lmdash.ui.frame.addresses.value_vectors import (
    DIRECTION,
    FIND,
    GROUP_ORDER,
    GROUPS,
    LAYER,
    LAYERS,
    NAMES,
    ORDER,
    PART,
    SOURCE,
    TOGETHER,
    VECTOR,
    VIEW,
    Direction,
    GroupOrder,
    Order,
    Part,
    Source,
    View,
)


@pytest.mark.parametrize(
    ("control", "old", "value"),
    [
        (VIEW, {"vectors_view": ["Browse a layer"]}, View.BROWSE),
        (VIEW, {"vectors_view": ["Where it fires"]}, View.FIRES),
        (DIRECTION, {"direction": ["Suppress"]}, Direction.SUPPRESS),
        (TOGETHER, {"combined": ["Every one"]}, Combined.MINIMUM),
        (ORDER, {"browse_order": ["By number"]}, Order.NEURON),
        (GROUPS, {"clusters": ["25"]}, "25"),
        (GROUP_ORDER, {"clusters_order": ["Smallest"]}, GroupOrder.SMALLEST),
        (SOURCE, {"fires_text": ["A text file"]}, Source.FILE),
        (PART, {"vector_part": ["In the prompt"]}, Part.PROMPT),
        (VECTOR, {"vector": ["l4d352"]}, (4, 352)),
        (VECTOR, {"vector": ["L1"]}, None),
        (NAMES, {"names": ["L4D352:good;nonsense"]}, {(4, 352): "good"}),
        (LAYER, {"browse_layer_of_12": ["3"]}, 3),
        (LAYERS, {"layers_of_12": ["L1", "L2"]}, (1, 2)),
        (LAYERS, {"layers": ["L2-L1"]}, (1, 2)),
        (LAYERS, {"layers_of_12": ["L1"]}, None),
        (FIND, {"find": [""]}, ""),
    ],
)
def test_an_old_link_reads(control, old, value):
    assert control.found(old) == value
