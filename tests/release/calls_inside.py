"""Calls about what happens inside on one prompt: the next token, attention and hidden states."""

from lmdash.analyses.attention_patterns import Reading
from lmdash.analyses.stream import StreamPoint, stream_points
from lmdash.models.sampling import Sampling

from tests.release.asked import BANK, FRANCE, LETTER, PARROT, Call, ids, last, result, token
from tests.release.material import CORPUS, HEADS_OFF, MIXED, PATCHED, TAGGED

L2, L4_ATTENTION = StreamPoint(2, "ffn"), StreamPoint(4, "attention")

NEXT_TOKEN = (
    Call("next token", "next_token:next_token", lambda: last(FRANCE)),
    Call(
        "next token, edited, second place",
        "next_token:next_token",
        lambda: {"ids": ids(BANK), "position": 1, "edits": MIXED},
    ),
    Call("next token, patched", "next_token:next_token", lambda: last(FRANCE) | {"edits": PATCHED}),
    Call(
        "reshaped",
        "next_token:reshape",
        lambda: {"prediction": result("next token"), "sampling": Sampling(0.7, 12, 0.9), "shown": 20},
    ),
    Call(
        "tokens left",
        "next_token:tokens_left",
        lambda: {"prediction": result("next token"), "sampling": Sampling(1.3, 0, 0.95)},
    ),
    Call("surprisal", "surprisal:surprisal", lambda: {"ids": ids(BANK)}),
    Call("surprisal, edited", "surprisal:surprisal", lambda: {"ids": ids(LETTER), "edits": HEADS_OFF}),
    Call(
        "watch",
        "watch:watch",
        lambda: {"ids": ids(FRANCE), "words": ("Paris", "New York", '"."'), "leading_space": True},
    ),
    Call(
        "watch, no space, edited",
        "watch:watch",
        lambda: {"ids": ids(FRANCE)[:4], "words": ("ish", "."), "leading_space": False, "edits": MIXED},
    ),
    Call(
        "continuation",
        "continuation:continuation",
        lambda: {"ids": ids(PARROT), "sampling": Sampling(), "new_tokens": 12, "edits": HEADS_OFF},
    ),
    Call(
        "continuation, drawn, forced",
        "continuation:continuation",
        lambda: {
            "ids": ids(LETTER),
            "sampling": Sampling(0.8, 20, 0.95, 3),
            "new_tokens": 10,
            "forced": (token("received"),),
        },
    ),
)
ATTENTION = (
    Call(
        "patterns",
        "attention_patterns:attention_patterns",
        lambda: {"ids": ids(PARROT), "heads": ((1, 1), (2, 2)), "reading": Reading(hide_first=True)},
    ),
    Call(
        "patterns, mean, words, contribution, edited",
        "attention_patterns:attention_patterns",
        lambda: {
            "ids": ids(BANK),
            "heads": ((0, 0), (5, 3)),
            "together": "mean",
            "reading": Reading(words=True, contribution=True),
            "edits": MIXED,
        },
    ),
    Call(
        "rollout of attention",
        "attention_patterns:attention_rollout",
        lambda: {"ids": ids(BANK), "layer": 4, "edits": HEADS_OFF},
    ),
    Call("pair", "attention_pair:attention_pair", lambda: {"ids": ids(PARROT), "head": (2, 2), "query": 6, "key": 3}),
    Call(
        "pair, edited",
        "attention_pair:attention_pair",
        lambda: {"ids": ids(BANK), "head": (4, 1), "query": 9, "key": 2, "edits": MIXED},
    ),
    Call("head scores", "head_scores:head_scores", lambda: {"ids": ids(BANK), "edits": MIXED}),
    Call("head probe, seed 3", "head_probe:head_probe", lambda: {"seed": 3}),
    Call("copying accuracy", "head_probe:copying_accuracy", lambda: {"without": ((1, 1), (2, 2)), "seed": 1}),
    Call(
        "head writes, change",
        "head_writes:head_writes",
        lambda: last(PARROT) | {"head": (4, 2), "edits": MIXED, "change": True},
    ),
    Call(
        "head writes",
        "head_writes:head_writes",
        lambda: {"ids": ids(FRANCE), "head": (3, 0), "position": 3, "shown": 6},
    ),
    Call(
        "head pushes",
        "head_writes:head_pushes",
        lambda: last(FRANCE) | {"token": token("Paris"), "rival": token("London"), "edits": MIXED},
    ),
)
HIDDEN_STATES = (
    Call("lens", "lens:lens", lambda: {"ids": ids(FRANCE), "points": stream_points(6), "first": 1, "count": 4}),
    Call(
        "lens, edited",
        "lens:lens",
        lambda: {"ids": ids(FRANCE), "points": stream_points(6), "first": 1, "count": 4, "edits": MIXED},
    ),
    Call(
        "lens, difference", "lens:lens_difference", lambda: {"changed": result("lens, edited"), "plain": result("lens")}
    ),
    Call(
        "lens cell",
        "lens:lens_cell",
        lambda: {"ids": ids(BANK), "position": 6, "point": L4_ATTENTION, "before": L2, "edits": HEADS_OFF},
    ),
    Call(
        "trajectory",
        "trajectory:trajectory",
        lambda: last(BANK) | {"tokens": (token("water"), token("money")), "edits": MIXED},
    ),
    Call("direct effects", "direct_effects:direct_effects", lambda: last(FRANCE) | {"token": token("Paris")}),
    Call(
        "direct effects by head, rival, edited",
        "direct_effects:direct_effects",
        lambda: last(FRANCE) | {"token": token("Paris"), "rival": token("London"), "by_head": True, "edits": MIXED},
    ),
    Call(
        "direct effects, difference",
        "direct_effects:effects_difference",
        lambda: {"changed": result("direct effects by head, rival, edited"), "plain": result("direct effects")},
    ),
    Call("sizes and angles", "geometry:sizes_and_angles", lambda: {"ids": ids(BANK), "position": 5, "edits": MIXED}),
    Call("layer similarity", "geometry:layer_similarity", lambda: {"ids": ids(BANK), "without_first": True}),
    Call(
        "state map of a layer",
        "geometry:state_map",
        lambda: {"ids": ids(BANK), "point": L4_ATTENTION, "without_first": False, "edits": HEADS_OFF},
    ),
    Call(
        "state map of all layers",
        "geometry:state_map",
        lambda: {"ids": ids(FRANCE), "point": None, "without_first": True},
    ),
    Call("state", "states:state_vector", lambda: last(FRANCE) | {"point": L2, "edits": PATCHED}),
    Call(
        "nearest embeddings",
        "states:nearest_embeddings",
        lambda: {"ids": ids(FRANCE), "position": 3, "point": L4_ATTENTION},
    ),
    Call("corpus states", "contexts:corpus_states", lambda: {"corpus": CORPUS, "point": L2}, 1e-3),
    Call(
        "similar contexts",
        "contexts:similar_contexts",
        lambda: {"searched": result("corpus states"), "vector": result("state"), "shown": 8},
        1e-3,
    ),
    Call("corpus states, tagged", "contexts:corpus_states", lambda: {"corpus": TAGGED, "point": L4_ATTENTION}, 1e-3),
)
CALLS = (*NEXT_TOKEN, *ATTENTION, *HIDDEN_STATES)
