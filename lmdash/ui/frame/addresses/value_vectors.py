"""What the address of Value vectors may say; the open vector and the names are those of FFN interventions too."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from lmdash.analyses.common.named import Named
from lmdash.analyses.common.vectors import Vector, name_of, vector_named
from lmdash.analyses.value_vectors.search import Combined
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS
from lmdash.ui.kit.kinds import Choice, Parsed, Place, Text, Toggle, Whole

PAGE = "value_vectors"
LONGEST_NAME, MOST_NAMES = 40, 200  # characters, names
LONGEST_NAMES = 8000  # characters of all of them in an address
Layers = tuple[int, int]


class View(Named):
    """How vectors are looked for."""

    SEARCH = "search", "Search words"
    BROWSE = "browse", "Browse a layer"
    CLUSTERS = "clusters", "Clusters"
    FIRES = "fires", "Where it fires"


class Direction(Named):
    """What the vectors do to the words."""

    PROMOTE = "promote", "Promote"
    SUPPRESS = "suppress", "Suppress"


class Order(Named):
    """What the vectors of a layer are sorted by: a column."""

    DOMINANCE = "dominance", "Writes most here"
    LENGTH = "length", "Longest"
    NEURON = "neuron", "By number"


class GroupOrder(Named):
    """What the groups are sorted by."""

    TIGHTEST = "tightest", "Tightest"
    LARGEST = "largest", "Largest"
    SMALLEST = "smallest", "Smallest"


class Source(Named):
    """Which text is read to see where a vector fires."""

    BUILT_IN = "built_in", "The built-in text"
    FILE = "file", "A text file"


class Part(Named):
    """What is shown about the open vector."""

    TOKENS = "tokens", "Tokens"
    PROMPT = "prompt", "In the prompt"
    NEAREST = "nearest", "Nearest"
    GROUP = "group", "Its group"


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


VIEW = Choice(PAGE, "vectors_view", View, "how to look for vectors")
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
PART = Choice(
    PAGE,
    "vector_part",
    Part,
    "what is shown about the open vector",
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
FIND = Text(PAGE, "find", "the words to search, separated by commas", default="wonderful, lovely, great")
DIRECTION = Choice(PAGE, "direction", Direction, "what the vectors do to the words")
TOGETHER = Choice(PAGE, "combined", Combined, "how the scores of several words are combined")


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
    "the layer; left out: the last one that has value vectors",
    old_names=[f"browse_layer_of_{layers}" for layers in range(1, 101)],
    within=_BROWSE,
)
ORDER = Choice(PAGE, "browse_order", Order, "what the layer's vectors are sorted by", within=_BROWSE)
LIST_PAGE = Whole(PAGE, "browse_page", 1, 1_000_000, "the page of their list", default=1, within=_BROWSE)

GROUPS = Choice(
    PAGE,
    "clusters",
    {number: number for number in ("25", "50", "100", "200", "300")},
    "the number of groups",
    default="100",
    within=_CLUSTERS,
)
GROUP_ORDER = Choice(PAGE, "clusters_order", GroupOrder, "what the groups are sorted by", within=_CLUSTERS)
GROUPS_SHOWN = Whole(PAGE, "clusters_shown", 5, 100, "how many groups are listed", default=20, within=_CLUSTERS)
GROUP_WORD = Text(PAGE, "clusters_word", "only groups with this token are listed", within=_CLUSTERS)
GROUP = Place(PAGE, "cluster", "the open group", within=_CLUSTERS)

SOURCE = Choice(
    PAGE, "fires_text", Source, "the text that is read to see where the vector fires", within={VIEW: View.FIRES}
)
