"""Calls about what happens inside on one prompt: the next token, attention and hidden states."""

from lmdash.analyses.attention.patterns import Reading
from lmdash.analyses.common.stream import StreamPoint, stream_points
from lmdash.models.passes.sampling import Sampling
from tests.release.asked import BANK, FRANCE, LETTER, PARROT, Call, ids, last, result, token
from tests.release.material import CORPUS, HEADS_OFF, MIXED, PATCHED, TAGGED

L2, L4_ATTENTION = StreamPoint(2, "ffn"), StreamPoint(4, "attention")

NEXT_TOKEN = (
    Call("next token", "next_token.next_token:next_token", lambda: last(FRANCE)),
    Call(
        "next token, edited, second place",
        "next_token.next_token:next_token",
        lambda: {"ids": ids(BANK), "position": 1, "edits": MIXED},
    ),
    Call("next token, patched", "next_token.next_token:next_token", lambda: last(FRANCE) | {"edits": PATCHED}),
    Call(
        "reshaped",
        "next_token.next_token:reshape",
        lambda: {"prediction": result("next token"), "sampling": Sampling(0.7, 12, 0.9), "shown": 20},
    ),
    Call(
        "tokens left",
        "next_token.next_token:tokens_left",
        lambda: {"prediction": result("next token"), "sampling": Sampling(1.3, 0, 0.95)},
    ),
    Call("surprisal", "next_token.surprisal:surprisal", lambda: {"ids": ids(BANK)}),
    Call("surprisal, edited", "next_token.surprisal:surprisal", lambda: {"ids": ids(LETTER), "edits": HEADS_OFF}),
    Call(
        "watch",
        "common.watch:watch",
        lambda: {"ids": ids(FRANCE), "words": ("Paris", "New York", '"."'), "leading_space": True},
    ),
    Call(
        "watch, no space, edited",
        "common.watch:watch",
        lambda: {"ids": ids(FRANCE)[:4], "words": ("ish", "."), "leading_space": False, "edits": MIXED},
    ),
    Call(
        "continuation",
        "next_token.continuation:continuation",
        lambda: {"ids": ids(PARROT), "sampling": Sampling(), "new_tokens": 12, "edits": HEADS_OFF},
    ),
    Call(
        "continuation, drawn, forced",
        "next_token.continuation:continuation",
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
        "attention.patterns:attention_patterns",
        lambda: {"ids": ids(PARROT), "heads": ((1, 1), (2, 2)), "reading": Reading(hide_first=True)},
    ),
    Call(
        "patterns, mean, words, contribution, edited",
        "attention.patterns:attention_patterns",
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
        "attention.patterns:attention_rollout",
        lambda: {"ids": ids(BANK), "layer": 4, "edits": HEADS_OFF},
    ),
    Call("pair", "attention.pair:attention_pair", lambda: {"ids": ids(PARROT), "head": (2, 2), "query": 6, "key": 3}),
    Call(
        "pair, edited",
        "attention.pair:attention_pair",
        lambda: {"ids": ids(BANK), "head": (4, 1), "query": 9, "key": 2, "edits": MIXED},
    ),
    Call("head scores", "attention.scores:head_scores", lambda: {"ids": ids(BANK), "edits": MIXED}),
    Call("head probe, seed 3", "attention.probe:head_probe", lambda: {"seed": 3}),
    Call("copying accuracy", "attention.probe:copying_accuracy", lambda: {"without": ((1, 1), (2, 2)), "seed": 1}),
    Call(
        "head writes, change",
        "attention.writes:head_writes",
        lambda: last(PARROT) | {"head": (4, 2), "edits": MIXED, "change": True},
    ),
    Call(
        "head writes",
        "attention.writes:head_writes",
        lambda: {"ids": ids(FRANCE), "head": (3, 0), "position": 3, "shown": 6},
    ),
    Call(
        "head pushes",
        "attention.writes:head_pushes",
        lambda: last(FRANCE) | {"token": token("Paris"), "rival": token("London"), "edits": MIXED},
    ),
)
HIDDEN_STATES = (
    Call(
        "lens",
        "hidden_states.lens:lens",
        lambda: {"ids": ids(FRANCE), "points": stream_points(6), "first": 1, "count": 4},
    ),
    Call(
        "lens, edited",
        "hidden_states.lens:lens",
        lambda: {"ids": ids(FRANCE), "points": stream_points(6), "first": 1, "count": 4, "edits": MIXED},
    ),
    Call(
        "lens, difference",
        "hidden_states.lens:lens",
        lambda: {"ids": ids(FRANCE), "points": stream_points(6), "first": 1, "count": 4, "edits": MIXED},
        read=lambda changed: changed.minus(result("lens")).cells,
    ),
    Call(
        "lens cell",
        "hidden_states.lens:lens_cell",
        lambda: {"ids": ids(BANK), "position": 6, "point": L4_ATTENTION, "before": L2, "edits": HEADS_OFF},
    ),
    Call(
        "trajectory",
        "hidden_states.trajectory:trajectory",
        lambda: last(BANK) | {"tokens": (token("water"), token("money")), "edits": MIXED},
    ),
    Call(
        "direct effects",
        "common.direct_effects:direct_effects",
        lambda: last(FRANCE) | {"token": token("Paris")},
    ),
    Call(
        "direct effects by head, rival, edited",
        "common.direct_effects:direct_effects",
        lambda: last(FRANCE) | {"token": token("Paris"), "rival": token("London"), "by_head": True, "edits": MIXED},
    ),
    Call(
        "sizes and angles",
        "hidden_states.geometry:sizes_and_angles",
        lambda: {"ids": ids(BANK), "position": 5, "edits": MIXED},
        read=lambda found: found.table,
    ),
    Call(
        "layer similarity", "hidden_states.geometry:layer_similarity", lambda: {"ids": ids(BANK), "without_first": True}
    ),
    Call(
        "state map of a layer",
        "hidden_states.geometry:state_map",
        lambda: {"ids": ids(BANK), "point": L4_ATTENTION, "without_first": False, "edits": HEADS_OFF},
    ),
    Call(
        "state map of all layers",
        "hidden_states.geometry:state_map",
        lambda: {"ids": ids(FRANCE), "point": None, "without_first": True},
    ),
    Call("state", "hidden_states.states:state_vector", lambda: last(FRANCE) | {"point": L2, "edits": PATCHED}),
    Call(
        "nearest embeddings",
        "hidden_states.states:nearest_embeddings",
        lambda: {"ids": ids(FRANCE), "position": 3, "point": L4_ATTENTION},
    ),
    Call("corpus states", "hidden_states.contexts:corpus_states", lambda: {"corpus": CORPUS, "point": L2}, 1e-3),
    Call(
        "similar contexts",
        "hidden_states.contexts:similar_contexts",
        lambda: {"searched": result("corpus states"), "vector": result("state"), "shown": 8},
        1e-3,
    ),
    Call(
        "corpus states, tagged",
        "hidden_states.contexts:corpus_states",
        lambda: {"corpus": TAGGED, "point": L4_ATTENTION},
        1e-3,
    ),
)
CALLS = (*NEXT_TOKEN, *ATTENTION, *HIDDEN_STATES)
