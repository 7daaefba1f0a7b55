"""Calls about value vectors, and about what interventions do."""

from dataclasses import replace

from lmdash.analyses.ffn_interventions.find_edit import Aim
from lmdash.models.interventions.values import resolve
from tests.release.asked import AUSTRALIA, BANK, FRANCE, LETTER, Call, ids, last, result, token
from tests.release.material import CANBERRA, CORPUS, HEADS_OFF, MIXED

VALUE_VECTORS = (
    Call("layers with neurons", "value_vectors.vectors:layers_with_neurons"),
    Call("vector tokens", "value_vectors.vectors:vector_tokens", lambda: {"vectors": ((3, 117), (5, 29)), "count": 20}),
    Call("nearest vectors", "value_vectors.vectors:nearest_vectors", lambda: {"vector": (4, 288), "count": 12}),
    Call(
        "coefficients",
        "value_vectors.vectors:coefficients",
        lambda: {"ids": ids(LETTER), "vector": (4, 288), "edits": MIXED},
    ),
    Call(
        "layer vectors",
        "value_vectors.vectors:layer_vectors",
        lambda: {"ids": ids(FRANCE)[:4], "layer": 5, "edits": CANBERRA},
    ),
    Call("value spread", "value_vectors.search:value_spread", read=lambda spread: replace(spread, revision="")),
    Call("search words", "value_vectors.search:search_words", lambda: {"words": ("wonderful", "lovely", "New York")}),
    Call(
        "value search",
        "value_vectors.search:value_search",
        lambda: {
            "spread": result("value spread"),
            "words": ((token("water"),), (token("money"),)),
            "count": 15,
            "together": "minimum",
            "layers": (1, 4),
        },
    ),
    Call(
        "value search, suppress",
        "value_vectors.search:value_search",
        lambda: {"spread": result("value spread"), "words": ((token("Paris"),),), "count": 10, "promote": False},
    ),
    Call("value clusters", "value_vectors.clusters:value_clusters", lambda: {"number": 25, "tokens": 9}),
    Call(
        "group of a vector",
        "value_vectors.clusters:value_clusters",
        lambda: {"number": 25, "tokens": 9},
        read=lambda found: found.of(found.with_vector((3, 117))),
    ),
    Call("value fires", "value_vectors.fires:value_fires", lambda: {"corpus": CORPUS}),
    Call(
        "where one vector fires",
        "value_vectors.fires:value_fires",
        lambda: {"corpus": CORPUS},
        read=lambda firing: firing.of((4, 288)),
    ),
)
INTERVENTIONS = (
    Call(
        "ffn trace",
        "ffn_interventions.trace:ffn_trace",
        lambda: last(BANK) | {"token": token("water"), "rival": token("money"), "shown": 6, "edits": MIXED},
    ),
    Call(
        "ffn trace, difference",
        "ffn_interventions.trace:ffn_trace_difference",
        lambda: last(AUSTRALIA) | {"token": token("Canberra"), "shown": 5, "edits": CANBERRA},
    ),
    Call(
        "edit effects",
        "ffn_interventions.effects:edit_effects",
        lambda: {"ids": ids(AUSTRALIA), "edits": CANBERRA, "tokens": (token("Canberra"),)},
    ),
    Call(
        "dose response",
        "ffn_interventions.effects:dose_response",
        lambda: {"ids": ids(AUSTRALIA), "edits": resolve(MIXED, 4), "token": token("Sydney")},
    ),
    Call(
        "control, seed 4",
        "ffn_interventions.effects:control",
        lambda: {"ids": ids(AUSTRALIA), "edits": CANBERRA, "token": token("Canberra"), "seed": 4},
    ),
    Call(
        "find edit",
        "ffn_interventions.find_edit:find_edit",
        lambda: {
            "ids": ids(AUSTRALIA),
            "aim": Aim(token("Canberra")),
            "texts": ("The capital of France is Paris.",),
            "candidates": 10,
        },
    ),
    Call(
        "find edit against, last token",
        "ffn_interventions.find_edit:find_edit",
        lambda: {
            "ids": ids(LETTER),
            "aim": Aim(token("recieved"), token("received"), True, 0.5),
            "everywhere": False,
            "candidates": 8,
            "most": 2,
            "edits": HEADS_OFF,
        },
    ),
)
CALLS = (*VALUE_VECTORS, *INTERVENTIONS)
