"""Do two models say the same to many prompts?  Or one model with and without interventions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lmdash.analyses.common.divergence import kl_bits
from lmdash.analyses.prompt_ablation.comparison import PromptRow, Reading, read_as
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel


@dataclass(frozen=True, eq=False)
class SideBySide:
    """``tables`` by name, of the same prompts in the same order; the first one is what the others are compared with.

    ``agree`` [others, prompts] says where the most likely next token is spelled alike, ``change`` [others, prompts] how
    much more log-probability (nats) the watched word has than in the first; NaN where there is none.
    """

    tables: dict[str, pd.DataFrame]
    word: str
    agree: np.ndarray
    change: np.ndarray

    def frame(self) -> pd.DataFrame:
        """One row per prompt, for download: answers, probabilities, agreement and changes, by name."""
        names = list(self.tables)
        columns: dict[str, object] = {"prompt": self.tables[names[0]]["prompt"]}
        for name, table in self.tables.items():
            columns[f"answer ({name})"] = table["token_1"]
            columns[f"probability ({name})"] = table["probability_1"]
            columns[f"{self.word}_probability ({name})"] = table[f"{self.word}_probability"]
        for place, name in enumerate(names[1:]):
            columns[f"same answer ({name})"] = self.agree[place]
            columns[f"{self.word}_change_nats ({name})"] = self.change[place]
        return pd.DataFrame(columns)


def side_by_side(tables: Mapping[str, pd.DataFrame], word: str) -> SideBySide:
    """Put results of ``compare_prompts`` beside each other, by their index the rows that all have; ``word`` is target
    or expected.
    """
    common = next(iter(tables.values())).index
    for table in tables.values():
        common = common.intersection(table.index)
    cut = {name: table.loc[common] for name, table in tables.items()}
    first, *others = cut.values()
    column = f"{word}_log_probability"
    return SideBySide(
        tables=cut,
        word=word,
        agree=np.array([(other["token_1"] == first["token_1"]).to_numpy() for other in others], dtype=bool),
        change=np.array([(other[column] - first[column]).to_numpy() for other in others], dtype=float),
    )


def effect_bits(
    model: LoadedModel, rows: tuple[PromptRow, ...], reading: Reading, edits: Interventions
) -> tuple[float, ...]:
    """KL divergence in bits from each prompt's prediction without the interventions to the one with them."""
    ids = [read_as(model, row.prompt, reading).ids for row in rows]
    found = [0.0] * len(ids)
    plain = {row: logits for batch, each in model.next_logits(ids) for row, logits in zip(batch, each, strict=True)}
    for batch, changed in model.next_logits(ids, edits):
        for row, logits in zip(batch, changed, strict=True):
            found[row] = float(kl_bits(plain[row].log_softmax(-1), logits.log_softmax(-1)))
    return tuple(found)
