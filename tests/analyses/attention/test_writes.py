"""What heads write in the vocabulary, against the whole unembedding and the model's own logits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.analyses.attention.writes import head_pushes, head_writes
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.analyses.attention.test_patterns import IDS, open_tiny
from tests.models.families import FAMILIES


def test_promoted_and_suppressed_tokens_by_hand(tiny: LoadedModel, plain: GPT2LMHeadModel) -> None:
    layer, head, position = 1, 2, 6
    result = tiny.trace(IDS).heads[layer][position].view(4, 8)[head]
    written = result @ plain.transformer.h[layer].attn.c_proj.weight[8 * head : 8 * head + 8]
    state, norm = tiny.trace(IDS).final_residual[position], plain.transformer.ln_f
    scaled = (written - written.mean()) / (state.var(unbiased=False) + norm.eps).sqrt() * norm.weight
    expected = (plain.lm_head.weight @ scaled).detach().numpy()
    found = head_writes(tiny, IDS, (layer, head), position, shown=5)
    order = np.argsort(-expected)
    assert found.promoted["id"].tolist() == order[:5].tolist()
    assert found.suppressed["id"].tolist() == order[::-1][:5].tolist()
    assert found.promoted["push"].to_numpy() == pytest.approx(expected[order[:5]], abs=1e-4)
    assert found.suppressed["push"].to_numpy() == pytest.approx(expected[order[::-1][:5]], abs=1e-4)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_push_is_the_same_in_both_views(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    writes = head_writes(model, IDS, (1, 1), 7, shown=model.info.vocabulary)
    token = int(writes.promoted["id"].iloc[0])
    pushes = head_pushes(model, IDS, 7, token).heads.set_index(["layer", "head"])["push"]
    assert pushes.loc[(1, 1)] == pytest.approx(float(writes.promoted["push"].iloc[0]), abs=1e-4)


@pytest.mark.parametrize("edits", ["", "L1H0*0", "L1R+2*[" + ",".join(["1"] * 32) + "]"])
@pytest.mark.parametrize("rival", [None, 9])
def test_all_pushes_are_the_logit(tiny: LoadedModel, plain: GPT2LMHeadModel, edits: str, rival: int | None) -> None:
    chosen = parse_all(edits)
    logits = tiny.unembed(tiny.trace(IDS, chosen).final_residual)[7]
    if not edits:
        with torch.no_grad():
            assert (plain(torch.tensor([IDS])).logits[0, 7] - logits).abs().max() < 1e-4
    pushes = head_pushes(tiny, IDS, 7, 3, rival=rival, edits=chosen)
    assert pushes.together == pytest.approx(float(logits[3] - (logits[rival] if rival else 0)), abs=1e-4)
    assert pushes.heads["push"].is_monotonic_decreasing
    assert len(pushes.heads) == 12
    change = pushes.minus(head_pushes(tiny, IDS, 7, 3, rival=rival))
    plain_logits = tiny.unembed(tiny.trace(IDS).final_residual)[7]
    moved = logits - plain_logits
    assert change.together == pytest.approx(float(moved[3] - (moved[rival] if rival else 0)), abs=1e-4)
    assert pushes.strongest == tuple(pushes.heads.iloc[0][["layer", "head"]].astype(int))


def test_what_edits_change_of_a_result(tiny: LoadedModel) -> None:
    edits, size = parse_all("L0H2*3"), tiny.info.vocabulary
    passes = [head_writes(tiny, IDS, (2, 1), 5, shown=size, edits=each).promoted for each in (edits, ())]
    after, before = (table.set_index("id")["push"] for table in passes)
    change = head_writes(tiny, IDS, (2, 1), 5, shown=size, edits=edits, change=True).promoted.set_index("id")["push"]
    assert (change - (after - before)).abs().max() < 1e-4
    assert change.abs().max() > 0.01
