"""Calls about prompts and texts: reading and typing, ablation and variants, and the checks of what was written."""

import re

from lmdash.analyses.output_checks.checks.registry import DEFAULT
from lmdash.analyses.output_checks.samples import plan
from lmdash.analyses.prompt_ablation.ablation import Cutting
from lmdash.analyses.prompt_ablation.comparison import PromptRow, Reading
from lmdash.models.interventions.text import parse_all
from tests.release.asked import BANK, FRANCE, LETTER, Call, ids, result, token

EDITS = parse_all("L4D288=-4\nL0D523=-8")
LAYER_HALVED = parse_all("L5F*0.5")
FLAWED = (
    "The keys to the cabinet is on the the table. She go home yesterday , and he have a apple.",
    "paris is teh capital of france. It was founded in 1234, that is 2 years ago in 1236 (so they say",
    "Anna was born in 1990. Anna were happy, happy and happy. He was said that the dog barks",
)
ROWS = (
    PromptRow(FRANCE, " Paris", " London", " Paris"),
    PromptRow("The capital of Australia is", " Canberra", "", " Canberra"),
    PromptRow("The capital of Kenya is", " Nairobi", " Paris", " Nairobi"),
)
ASKED = {"reference": FRANCE, "reading": Reading(written=4, reserve=40)}
COLUMNS, CELLS = (
    ("country", "expected", "verb"),
    (("France", "Paris", "is"), ("Peru", "Lima", "was"), ("Italy", "Rome", " ")),
)


def _cut(**how: str) -> dict[str, object]:
    return {"ids": ids(FRANCE), "cutting": Cutting(**how), "target": (token("Paris"),)}


CHECKS_THEN = tuple(name for name in DEFAULT if name != "confusion")  # which came later


def _checked(name: str) -> dict[str, object]:
    written = result(name)
    texts, prompts = (tuple(getattr(each, part) for each in written) for part in ("text", "prompt"))
    return {"texts": texts, "prompts": prompts, "checks": CHECKS_THEN}


READING = (
    Call("read prompt", "common.tokens:read_prompt", lambda: {"text": f"{BANK}  café 🙂", "reserve": 40, "chat": None}),
    Call("text of", "common.tokens:text_of", lambda: {"ids": ids(LETTER)[2:9], "begins": True}),
    Call("spelled", "common.tokens:spelled", lambda: {"ids": ids("Zürich 🙂 is")}),
    Call("typed text", "common.typed_words:typed_text", lambda: {"word": '"."'}),
    Call("typed ids", "common.typed_words:typed_ids", lambda: {"word": "Santo Domingo", "before": ids(FRANCE)}),
    Call(
        "typed target",
        "common.typed_words:typed_target",
        lambda: {"index": token("received"), "words": ("received", "letter"), "before": ids(FRANCE)},
    ),
    Call("text before", "common.text_before:text_before", lambda: {"ids": ids(LETTER)[:6]}),
    Call(
        "marked words",
        "common.word_differences:marked_words",
        lambda: {"text": "The capital of Italy is", "other": FRANCE},
    ),
)
ABLATION = (
    Call("cut", "prompt_ablation.ablation:cut", lambda: {"ids": ids(BANK), "cutting": Cutting("spans", spans="1-2,4")}),
    Call("ablation, left out", "prompt_ablation.ablation:ablation", lambda: _cut(grouping="words", way="left_out")),
    Call(
        "ablation, replaced, edited",
        "prompt_ablation.ablation:ablation",
        lambda: _cut(grouping="tokens", way="replaced", word="Italy") | {"edits": LAYER_HALVED},
    ),
    Call(
        "ablation, blanked, some",
        "prompt_ablation.ablation:ablation",
        lambda: _cut(grouping="words", way="blanked") | {"only": (1, 4)},
    ),
    Call("pairs", "prompt_ablation.pairs:ablation_pairs", lambda: _cut(way="blanked")),
    Call(
        "pair effects",
        "prompt_ablation.pairs:pair_effects",
        lambda: _cut(way="left_out") | {"pairs": ((0, 3), (1, 2)), "edits": LAYER_HALVED},
    ),
    Call(
        "ablation texts",
        "prompt_ablation.ablation:ablation_texts",
        lambda: {"rows": (ids(FRANCE), ids(FRANCE)[1:]), "new_tokens": 6, "edits": LAYER_HALVED},
    ),
)
PROMPTS = (
    *(
        Call(
            f"variants, {kind}",
            "prompt_ablation.variants:variants_of",
            lambda kind=kind: {
                "text": "Mary said that the nurse in France is not happy, but she is kind.",
                "kind": kind,
                "seed": 3,
            },
        )
        for kind in (
            "Typos",
            "Case",
            "Punctuation",
            "Phrasing",
            "Negation",
            "Names",
            "Gender",
            "Countries",
            "Word order",
        )
    ),
    Call(
        "stability, typos",
        "prompt_ablation.stability:stability",
        lambda: {
            "ids": ids(FRANCE),
            "text": FRANCE,
            "kind": "Typos",
            "target": (token("Paris"),),
            "seed": 1,
            "chat": None,
        },
    ),
    Call(
        "stability, countries, edited",
        "prompt_ablation.stability:stability",
        lambda: {
            "ids": ids(FRANCE),
            "text": FRANCE,
            "kind": "Countries",
            "target": (token("Paris"),),
            "edits": LAYER_HALVED,
        },
    ),
    Call("compare prompts", "prompt_ablation.comparison:compare_prompts", lambda: ASKED | {"rows": ROWS}),
    Call(
        "compare prompts, edited",
        "prompt_ablation.comparison:compare_prompts",
        lambda: ASKED | {"rows": ROWS, "edits": LAYER_HALVED},
    ),
    Call(
        "side by side",
        "prompt_ablation.side_by_side:side_by_side",
        lambda: {
            "tables": {"with": result("compare prompts, edited"), "without": result("compare prompts")},
            "word": "target",
        },
    ),
    Call(
        "effect bits",
        "prompt_ablation.side_by_side:effect_bits",
        lambda: {"rows": ROWS, "reading": Reading(reserve=40), "edits": LAYER_HALVED},
    ),
    Call(
        "template, crossed",
        "prompt_ablation.template:crossed",
        lambda: {"columns": COLUMNS, "rows": CELLS, "needed": ("country", "verb"), "most": 5},
    ),
    Call(
        "template, row by row",
        "prompt_ablation.template:row_by_row",
        lambda: {"columns": COLUMNS, "rows": CELLS, "needed": ("country", "verb")},
    ),
    Call(
        "template, filled",
        "prompt_ablation.template:fill",
        lambda: {"template": "{Country} {verb} {x}", "values": {"country": "Peru", "verb": "was"}},
    ),
    Call("judged", "prompt_ablation.accuracy:judged", lambda: {"table": result("compare prompts")}),
    Call(  # the release took 1.96 for the normal distribution's 1.95996
        "accuracy", "prompt_ablation.accuracy:accuracy", lambda: {"rows": result("judged"), "by": "expected"}, 1e-5
    ),
    Call("confusion", "prompt_ablation.accuracy:confusion", lambda: {"rows": result("judged")}),
)
OUTPUT_CHECKS = (
    Call(
        "samples", "output_checks.samples:samples", lambda: {"requests": plan((LETTER,), 3, seed=2), "new_tokens": 20}
    ),
    Call(
        "samples, edited, filtered",
        "output_checks.samples:samples",
        lambda: {
            "requests": plan((LETTER,), 3, seed=2, temperatures=(1.1,), top_k=40, top_p=0.9),
            "new_tokens": 20,
            "chat": None,
            "edits": EDITS,
        },
    ),
    Call("scored", "output_checks.scored:scored", lambda: {"text": FLAWED[0], "prompt": "A text. ", "edits": EDITS}),
    Call("check texts", "output_checks.check_texts:check_texts", lambda: {"texts": FLAWED, "checks": CHECKS_THEN}),
    Call(
        "check texts, other checks",
        "output_checks.check_texts:check_texts",
        lambda: {"texts": FLAWED, "checks": ("entities", "spelling", "tense", "long_sentence"), "continues": False},
    ),
    Call("check what was written", "output_checks.check_texts:check_texts", lambda: _checked("samples")),
    Call(
        "check what was written, edited",
        "output_checks.check_texts:check_texts",
        lambda: _checked("samples, edited, filtered"),
    ),
    Call("batch summary", "output_checks.check_batches:batch_summary", lambda: {"checked": result("check texts")}),
    Call(
        "compare batches",
        "output_checks.check_batches:compare_batches",
        lambda: {"before": result("check what was written"), "after": result("check what was written, edited")},
    ),
    Call(
        "finding steps",
        "output_checks.finding_steps:finding_steps",
        lambda: {"sample": result("scored"), "findings": result("check texts").texts[0].findings},
    ),
    Call("parsed text", "output_checks.parsed_text:parsed_text", lambda: {"text": FLAWED[1]}),
    Call(
        "parse tree",
        "output_checks.parse_tree:parse_tree",
        lambda: {"parsed": result("parsed text"), "sentence": 0, "ink": "#333333"},
        read=re.compile(r">([^<>]*\w[^<>]*)<").findall,
    ),
)
CALLS = (*READING, *ABLATION, *PROMPTS, *OUTPUT_CHECKS)
