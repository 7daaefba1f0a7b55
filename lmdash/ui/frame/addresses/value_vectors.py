"""What the address of Value vectors may say; the open vector and the names are those of FFN interventions too."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, unquote

from lmdash.analyses.common.vectors import Vector, name_of, vector_named
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS
from lmdash.ui.kit.kinds import Choice, Parsed, Place, Text, Toggle, Whole, by_label

PAGE = "value_vectors"
LONGEST_NAME, MOST_NAMES = 40, 200  # characters, names
LONGEST_NAMES = 8000  # characters of all of them in an address
Layers = tuple[int, int]


class View(StrEnum):
    """How vectors are looked for."""

    SEARCH = "search"
    BROWSE = "browse"
    CLUSTERS = "clusters"
    FIRES = "fires"


class Direction(StrEnum):
    """What the vectors do to the words."""

    PROMOTE = "promote"
    SUPPRESS = "suppress"


class Together(StrEnum):
    """How the scores of several words become one."""

    MEAN = "mean"
    MINIMUM = "minimum"


class Order(StrEnum):
    """By what the vectors of a layer are sorted: a column."""

    DOMINANCE = "dominance"
    LENGTH = "length"
    NEURON = "neuron"


class GroupOrder(StrEnum):
    """By what the groups are sorted."""

    TIGHTEST = "tightest"
    LARGEST = "largest"
    SMALLEST = "smallest"


class Source(StrEnum):
    """Which text is read to see where a vector fires."""

    BUILT_IN = "built_in"
    FILE = "file"


class Part(StrEnum):
    """What is shown about the open vector."""

    TOKENS = "tokens"
    PROMPT = "prompt"
    NEAREST = "nearest"
    GROUP = "group"


def write_names(names: dict[Vector, str]) -> str:
    """The text that :func:`read_names` reads back, whatever characters the names hold."""
    return ";".join(f"{name_of(vector)}:{quote(name, safe=' ')}" for vector, name in names.items())


def read_names(text: str) -> dict[Vector, str]:
    """Names by vector; parts that make no sense are left out."""
    names: dict[Vector, str] = {}
    for part in text.split(";")[:MOST_NAMES]:
        place, _, name = part.partition(":")
        vector, name = vector_named(place), " ".join(unquote(name).split())[:LONGEST_NAME]
        if vector and name:
            names[vector] = name
    return names


VIEWS = {
    View.SEARCH: "Search words",
    View.BROWSE: "Browse a layer",
    View.CLUSTERS: "Clusters",
    View.FIRES: "Where it fires",
}
VIEW = Choice(PAGE, "vectors_view", VIEWS, "how vectors are looked for", old=by_label(VIEWS))
VECTOR: Parsed[Vector | None] = Parsed(
    PAGE,
    "vector",
    "the open value vector, as `L2D117`",
    default=None,
    reads=vector_named,
    writes=lambda vector: name_of(vector) if vector else "",
    examples=[(4, 352), (0, 0)],
    also_on=(FFN_INTERVENTIONS.name,),
)
NAMES: Parsed[dict[Vector, str]] = Parsed(
    PAGE,
    "names",
    "names given to value vectors, as `L2D117:music;L0D3:end`",
    default={},
    reads=read_names,
    writes=write_names,
    examples=[{(2, 117): "music", (0, 3): "a;b:c"}],
    longest=LONGEST_NAMES,
    also_on=(FFN_INTERVENTIONS.name,),
)

_OPEN = {VECTOR: (4, 352)}
PARTS = {Part.TOKENS: "Tokens", Part.PROMPT: "In the prompt", Part.NEAREST: "Nearest", Part.GROUP: "Its group"}
PART = Choice(
    PAGE,
    "vector_part",
    PARTS,
    "what is shown about the open vector",
    old=by_label(PARTS),
    within=_OPEN,
    also_on=(FFN_INTERVENTIONS.name,),
)
CLOUD = Toggle(
    PAGE,
    "vector_cloud",
    "its tokens are shown as a cloud",
    within=_OPEN | {PART: Part.TOKENS},
    also_on=(FFN_INTERVENTIONS.name,),
)

SHOWN = Whole(PAGE, "vectors_shown", 5, 50, "how many vectors are listed", default=10)
FIND = Text(PAGE, "find", "the words to search, with commas between", default="wonderful, lovely, great")
DIRECTIONS = {Direction.PROMOTE: "Promote", Direction.SUPPRESS: "Suppress"}
DIRECTION = Choice(PAGE, "direction", DIRECTIONS, "what the vectors do to the words", old=by_label(DIRECTIONS))
COMBINED = {Together.MEAN: "On average", Together.MINIMUM: "Every one"}
TOGETHER = Choice(PAGE, "combined", COMBINED, "how the scores of several words become one", old=by_label(COMBINED))


def _read_layers(text: str) -> Layers | None:
    match = re.fullmatch(r"L(\d{1,4})-L(\d{1,4})", text, re.ASCII)
    return (min(found), max(found)) if match and (found := [int(match[1]), int(match[2])]) else None


LAYERS: Parsed[Layers | None] = Parsed(
    PAGE,
    "layers",
    "the first and the last layer to search, as `L1-L2`; left out: all",
    default=None,
    reads=_read_layers,
    writes=lambda layers: "-".join(f"L{layer}" for layer in layers or ()),
    examples=[(1, 2), (3, 3)],
    joint="-",  # the first release wrote both ends as values of their own
    old_names=[f"layers_of_{layers}" for layers in range(2, 101)],
)

_BROWSE, _CLUSTERS = {VIEW: View.BROWSE}, {VIEW: View.CLUSTERS}
LAYER = Place(
    PAGE,
    "browse_layer",
    "the layer; left out: the last that has neurons",
    old_names=[f"browse_layer_of_{layers}" for layers in range(1, 101)],
    within=_BROWSE,
)
ORDERS = {Order.DOMINANCE: "Writes most here", Order.LENGTH: "Longest", Order.NEURON: "By number"}
ORDER = Choice(
    PAGE,
    "browse_order",
    ORDERS,
    "by what the vectors of the layer are sorted",
    old=by_label(ORDERS),
    within=_BROWSE,
)
LIST_PAGE = Whole(PAGE, "browse_page", 1, 1_000_000, "the page of their list", default=1, within=_BROWSE)

GROUPS = Choice(
    PAGE,
    "clusters",
    {number: number for number in ("25", "50", "100", "200", "300")},
    "number of groups",
    default="100",
    within=_CLUSTERS,
)
GROUP_ORDERS = {GroupOrder.TIGHTEST: "Tightest", GroupOrder.LARGEST: "Largest", GroupOrder.SMALLEST: "Smallest"}
GROUP_ORDER = Choice(
    PAGE,
    "clusters_order",
    GROUP_ORDERS,
    "by what the groups are sorted",
    old=by_label(GROUP_ORDERS),
    within=_CLUSTERS,
)
GROUPS_SHOWN = Whole(PAGE, "clusters_shown", 5, 100, "how many groups are listed", default=20, within=_CLUSTERS)
GROUP_WORD = Text(PAGE, "clusters_word", "only groups with such a token are listed", within=_CLUSTERS)
GROUP = Place(PAGE, "cluster", "the open group", within=_CLUSTERS)

SOURCES = {Source.BUILT_IN: "The built-in text", Source.FILE: "A text file"}
SOURCE = Choice(
    PAGE,
    "fires_text",
    SOURCES,
    "the text that is read to see where the vector fires",
    old=by_label(SOURCES),
    within={VIEW: View.FIRES},
)
