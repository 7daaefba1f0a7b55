"""What the worked cases of the FFN interventions page do, measured: ``python -m lmdash.demo.cases.worked_cases``."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch

from lmdash.analyses.ffn_interventions.effects import edit_effects
from lmdash.analyses.ffn_interventions.trace import ffn_trace
from lmdash.demo.cases.examples import KIND_REVIEWS, TWO_MEANINGS, WRONG_CAPITAL
from lmdash.demo.corpus import documents
from lmdash.demo.evaluate import says
from lmdash.demo.texts.heldout import Question
from lmdash.demo.texts.relations import CAPITAL, FAULTY_COUNTRY
from lmdash.demo.texts.reviews import NEGATIVE, POSITIVE, neutral_prompts
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

SEED = 2026
REVIEWS, UNRELATED, CUT = 40, 200, 12  # prompts, prompts, words of an unrelated one


@dataclass(frozen=True)
class Capital:
    """What the model says, and how many capitals of the other countries it still gets right."""

    says: str
    probability: float
    right: int
    right_before: int
    asked: int


@dataclass(frozen=True)
class Reviews:
    """The share of neutral reviews with a positive adjective on top; by how many bits unrelated prompts move."""

    positive: float
    positive_before: float
    mean_bits: float
    most_bits: float


@dataclass(frozen=True)
class Meaning:
    """The layer from whose FFN on the first meaning leads, what its FFN adds (logits) and what is left without it;
    and what the model says when the vectors are changed.
    """

    layer: int
    effect: float
    difference: float
    difference_without: float
    says: str
    difference_changed: float


def capital(model: LoadedModel) -> Capital:
    """The wrong fact, repaired; every other country is asked for in the same words."""
    edits, ids = parse_all(WRONG_CAPITAL.edits), model.tokens.encode(WRONG_CAPITAL.prompt).ids
    after = edit_effects(model, ids, edits).after
    asked = [
        Question(f"The capital of {country.name} is", (f" {country.capital}",))
        for country in CAPITAL.countries
        if country.name != FAULTY_COUNTRY
    ]
    right, before = (sum(says(model, question, each) for question in asked) for each in (edits, ()))
    return Capital(after["token"], float(after["with_edits"]), int(right), int(before), len(asked))


def reviews(model: LoadedModel) -> Reviews:
    """Neutral reviews, turned kind, and what that does to prompts that are not reviews."""
    edits = parse_all(KIND_REVIEWS.edits)
    prompts = [model.tokens.encode(prompt).ids for prompt in neutral_prompts(random.Random(SEED), REVIEWS)]
    kind, unkind = ({model.tokens.encode_word(f" {word}")[0] for word in words} for words in (POSITIVE, NEGATIVE))
    kind -= unkind

    def positive(edits: Interventions) -> float:
        return float(np.mean([int(model.logit_summary(ids, edits).last_logits.argmax()) in kind for ids in prompts]))

    texts = (document.text for document in documents(SEED, 10**6) if document.family != "review")
    unrelated = islice((model.tokens.encode(" ".join(text.split()[:CUT])).ids for text in texts), UNRELATED)
    bits = [edit_effects(model, ids, edits).kl_bits for ids in unrelated]
    return Reviews(positive(edits), positive(()), float(np.mean(bits)), max(bits))


def meaning(model: LoadedModel) -> Meaning:
    """The word with two meanings: where the lens turns for good, and what turns the answer round."""
    ids = model.tokens.encode(TWO_MEANINGS.prompt).ids
    words = (TWO_MEANINGS.target, TWO_MEANINGS.against)
    target, rival = (model.tokens.encode_word(f" {word}")[0] for word in words)
    trace = model.trace(ids)
    states = torch.stack([trace.resid_post(layer)[-1] for layer in range(trace.layers)])
    logits = model.unembed(states)
    behind = (logits[:, target] <= logits[:, rival]).nonzero()
    layer = int(behind[-1]) + 1 if len(behind) else 0

    def difference(edits: Interventions) -> tuple[float, int]:
        logits = model.logit_summary(ids, edits).last_logits
        return float(logits[target] - logits[rival]), int(logits.argmax())

    changed, top = difference(tuple(parse_all(TWO_MEANINGS.edits.replace("!", ""))))
    return Meaning(
        layer=layer,
        effect=float(ffn_trace(model, ids, len(ids) - 1, target, rival).layers["ffn"][layer]),
        difference=difference(())[0],
        difference_without=difference(parse_all(f"L{layer}F@last*0"))[0],
        says=model.tokens.decode([top]).strip(),
        difference_changed=changed,
    )


def main() -> None:
    """Print what the model card says of them."""
    source = Source(DEMO, folder=DEMO_FOLDER)
    model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=0, progress=lambda *_: None)
    fact, verdict, sense = capital(model), reviews(model), meaning(model)
    print("| worked case | changed | measured |\n|---|---|---|")
    rows = {
        WRONG_CAPITAL: f"says {fact.says.strip('␣')} ({fact.probability:.0%}); other capitals right: {fact.right} of "
        f"{fact.asked} ({fact.right_before} without)",
        KIND_REVIEWS: f"{verdict.positive:.0%} of {REVIEWS} neutral reviews turn out positive "
        f"({verdict.positive_before:.0%} without); {UNRELATED} unrelated prompts move by {verdict.mean_bits:.4f} bits "
        f"on average, {verdict.most_bits:.3f} at most",
        TWO_MEANINGS: f"“{TWO_MEANINGS.target}” leads “{TWO_MEANINGS.against}” for good from the FFN of L{sense.layer} "
        f"on, which adds {sense.effect:+.2f} of {sense.difference:+.2f} logits ({sense.difference_without:+.2f} left "
        f"when it is off); with the vectors changed it says {sense.says} ({sense.difference_changed:+.2f})",
    }
    for case, measured in rows.items():
        print(
            f"| {case.title}: `{case.prompt}` | `{case.edits.replace(chr(10), '; ').replace('!', '')}` | {measured} |"
        )


if __name__ == "__main__":
    main()
