"""Every identity holds on a tiny random model of every family; the table of both is printed at the end of the run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from transformers import PreTrainedTokenizerFast

from lmdash.models.anatomy.architectures import ARCHITECTURES
from lmdash.models.checks.check import IDENTITIES, Check, check_model
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model
from tests.models.table import TABLE

TOKENS = 14  # more than three sliding windows


def measured(name: str, tokenizer: PreTrainedTokenizerFast) -> tuple[LoadedModel, tuple[Check, ...]]:
    plain = tiny_model(name, len(tokenizer))
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    generator = torch.Generator().manual_seed(1)
    ids = tuple(torch.randint(1, model.info.vocabulary, (TOKENS,), generator=generator).tolist())
    return model, check_model(model, ids)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_identity_holds(
    name: str, tokenizer: PreTrainedTokenizerFast, record_property: Callable[[str, object], None]
) -> None:
    model, checks = measured(name, tokenizer)
    rows = [(check.name, check.bound, None if check.skipped else check.measured) for check in checks]
    record_property(TABLE, (name, rows))
    broken = {check.name: (check.measured, check.bound) for check in checks if not check.passed}
    assert not broken
    skipped = {check.name for check in checks if check.skipped}
    assert skipped == (set() if model.info.neurons else {"neurons", "one neuron off"})
    assert [check.name for check in checks] == list(IDENTITIES)


def test_every_row_has_a_model() -> None:
    assert {name.partition(" ")[0] for name in FAMILIES} == set(ARCHITECTURES)
