"""Does the answer survive when the prompt is said differently?  Every variant of a kind beside the prompt itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmdash.analyses.prompt_ablation.ablation import effects, own_log_probability
from lmdash.analyses.prompt_ablation.variants import KINDS, PromptVariant, VariantKind, variants_of
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Chat, Ids


@dataclass(frozen=True, eq=False)
class Stability:
    """What variants of a kind do to the answer; ``keeps`` says whether they mean the same as the prompt.

    ``table`` has one row per variant: kind (its label), change, text, probability and delta (of the log-probability,
    nats) of the target, kl_bits, token, id and token_probability of the most likely next token, kept (whether it is the
    prompt's own), followed (whether what is expected was exchanged with a name in the prompt: then the new name is),
    tokens.
    """

    kind: VariantKind
    keeps: bool
    table: pd.DataFrame


def stability(
    model: LoadedModel,
    ids: Ids,
    text: str,
    kind: str,
    target: Ids,
    *,
    seed: int = 0,
    chat: Chat | None = None,
    said: Ids = (),
    edits: Interventions = (),
) -> Stability:
    """Run the variants of ``text``, which the model reads as ``ids``; with ``chat`` each is a message, and its answer
    begins with the tokens ``said``.
    """
    of = VariantKind.read(kind)
    variants = variants_of(text, of, seed)
    rows = [model.tokens.encode(variant.text, chat=chat).ids + said for variant in variants]
    answer = (int(model.logit_summary(ids, edits).last_logits.argmax()),)
    targets = [_expected(model, target, variant) for variant in variants]
    answers = [_expected(model, answer, variant)[0] for variant in variants]
    whole = own_log_probability(model, ids, target, edits)
    tables = []
    for each in dict.fromkeys(targets):
        places = [place for place, other in enumerate(targets) if other == each]
        part = effects(model, ids, [rows[place] for place in places], each, edits=edits)
        tables.append(part.assign(place=places))
    table = (
        pd.concat(tables).set_index("place").sort_index() if tables else effects(model, ids, [], target, edits=edits)
    )
    table = table.assign(
        kind=of.label,
        change=[variant.change for variant in variants],
        text=[variant.text for variant in variants],
        delta=table["log_probability"] - whole,
        kept=table["id"].to_numpy() == np.array(answers, dtype=int),
        followed=np.array(answers, dtype=int) != answer[0],
    )
    columns = "kind change text probability delta kl_bits token id token_probability kept followed tokens".split()
    return Stability(of, KINDS[of].keeps, table[columns].reset_index(drop=True))


def _expected(model: LoadedModel, tokens: Ids, variant: PromptVariant) -> Ids:
    """The tokens, or those of the name that replaced the one that they are."""
    for old, new in variant.replaced:
        for space in (" ", ""):  # as the word stands in the text, and as it begins an answer
            if model.tokens.encode_word(space + old) == tokens:
                return model.tokens.encode_word(space + new)
    return tokens
