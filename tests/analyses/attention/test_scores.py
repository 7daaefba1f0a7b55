"""Numbers of heads by loops over transformers' attention."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.analyses.attention.scores import head_scores
from lmdash.analyses.common.heads import written_by_heads
from lmdash.models.anatomy.modules import bias
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from tests.analyses.attention.test_patterns import IDS, open_tiny
from tests.models.families import FAMILIES


def test_scores_of_every_head(tiny: LoadedModel, plain: GPT2LMHeadModel) -> None:
    with torch.no_grad():
        attentions = plain(torch.tensor([IDS]), output_attentions=True).attentions
    rows = head_scores(tiny, IDS).set_index(["layer", "head"])
    assert len(rows) == 12
    for (layer, head), row in rows.iterrows():
        pattern = attentions[layer][0, head].double().numpy()
        entropies, distances = [], []
        for query, weights in enumerate(pattern):
            entropies.append(-sum(w * math.log2(w) for w in weights if w > 0))
            distances.append(sum(w * (query - key) for key, w in enumerate(weights)))
        assert row["first"] == pytest.approx(pattern[1:, 0].mean(), abs=1e-5)
        assert row["entropy"] == pytest.approx(np.mean(entropies), abs=1e-4)
        assert row["distance"] == pytest.approx(np.mean(distances), abs=1e-4)
        result = tiny.trace(IDS).heads[layer].view(len(IDS), 4, 8)[:, head]
        written = result @ plain.transformer.h[layer].attn.c_proj.weight[8 * head : 8 * head + 8]
        assert row["norm"] == pytest.approx(float(written.norm(dim=-1).mean().detach()), rel=1e-4)


@pytest.mark.parametrize("name", FAMILIES)
def test_what_heads_write_and_the_bias_is_what_attention_adds(name: str, tokenizer: PreTrainedTokenizerFast) -> None:
    model = open_tiny(name, tokenizer)
    trace = model.trace(IDS)
    for layer, block in enumerate(model.anatomy.blocks):
        added = bias(block.out)
        written = written_by_heads(model, IDS, layer).double().sum(1)
        if block.attention_norm is None:
            assert (written + added - trace.attn_out[layer]).abs().max() < 1e-5
        else:  # both families with a norm there: RMS, without a shift; the bias passes it as well
            share = trace.attn_out[layer] / trace.attn_sum[layer]
            assert (written + share * added - trace.attn_out[layer]).abs().max() < 1e-3


def test_a_head_that_is_off_writes_nothing(tiny: LoadedModel) -> None:
    rows = head_scores(tiny, IDS, parse_all("L1H2*0")).set_index(["layer", "head"])
    assert rows.loc[(1, 2), "norm"] == 0
    assert rows.loc[(1, 1), "norm"] > 0
    later = head_scores(tiny, IDS).set_index(["layer", "head"])
    assert (rows.loc[2] - later.loc[2]).abs().to_numpy().max() > 1e-4


def test_one_token_rests_on_itself(tiny: LoadedModel) -> None:
    rows = head_scores(tiny, (5,))
    assert rows["first"].tolist() == [1.0] * 12
    assert rows["entropy"].abs().max() == 0
    assert rows["distance"].max() == 0
