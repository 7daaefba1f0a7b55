"""Parts of a logit: they add up to it, each is a brute-force projection, and interventions have their own."""

from __future__ import annotations

import pandas as pd
import pytest
import torch
from transformers import GPT2LMHeadModel

from lmdash.analyses.common.direct_effects import direct_effects, in_short
from lmdash.models.interventions.text import parse_all

PROMPT = "The capital of France is"


@pytest.fixture(scope="module")
def ids(tiny):
    return tiny.tokens.encode(PROMPT).ids


def effect_of(parts: pd.DataFrame, name: str) -> float:
    [effect] = parts.loc[parts["part"] == name, "effect"]
    return effect


def test_each_part_is_its_projection_through_the_norm_at_its_real_scale(tiny, plain: GPT2LMHeadModel, ids):
    writes: dict[str, torch.Tensor] = {}
    handles = [
        module.register_forward_hook(
            lambda _module, _inputs, output, name=name: writes.__setitem__(name, output[0, -1].double())
        )
        for layer, block in enumerate(plain.transformer.h)
        for name, module in ((f"L{layer} attention", block.attn.c_proj), (f"L{layer} FFN", block.mlp.c_proj))
    ]
    norm = plain.transformer.ln_f
    seen = []
    handles.append(norm.register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0][0, -1].double())))
    with torch.no_grad():
        logits = plain(torch.tensor([ids])).logits[0, -1]
    for handle in handles:
        handle.remove()
    scale = (seen[0].var(unbiased=False) + norm.eps).rsqrt()
    found = direct_effects(tiny, ids, len(ids) - 1, 7, rival=9)
    towards = (plain.lm_head.weight[7] - plain.lm_head.weight[9]).double()
    for name, written in writes.items():
        expected = float(((written - written.mean()) * scale * norm.weight) @ towards)
        assert effect_of(found.parts, name) == pytest.approx(expected, abs=1e-4)
    assert found.logit == pytest.approx(float(logits[7] - logits[9]), abs=1e-4)
    assert found.total == pytest.approx(found.logit, abs=1e-4)


def test_heads_and_their_bias_are_the_attention(tiny, ids):
    whole = direct_effects(tiny, ids, 2, 7).parts
    split = direct_effects(tiny, ids, 2, 7, by_head=True).parts
    for layer in range(3):
        pieces = [f"L{layer}H{head}" for head in range(4)] + [f"L{layer} attention bias"]
        together = sum(effect_of(split, piece) for piece in pieces)
        assert together == pytest.approx(effect_of(whole, f"L{layer} attention"), abs=1e-5)


@pytest.mark.parametrize("by_head", [False, True])
def test_interventions_have_parts_of_their_own_and_all_add_up(tiny, ids, by_head):
    edits = parse_all('L0R+2*" the"; L1H2*0; L1A*0.5; L2F*0; L3R+3*" to"')
    found = direct_effects(tiny, ids, len(ids) - 1, 7, by_head=by_head, edits=edits)
    assert found.total == pytest.approx(found.logit, abs=1e-4)
    assert found.logit == pytest.approx(float(tiny.unembed(tiny.trace(ids, edits).final_residual[-1])[7]), abs=1e-5)
    own = set(found.parts.loc[found.parts["kind"] == "intervention", "part"])
    streams = {"intervention on what enters L0", "intervention on final state"}
    assert own == streams | ({"intervention on L1 attention"} if by_head else set())
    assert effect_of(found.parts, "L2 FFN") == 0
    if by_head:
        assert effect_of(found.parts, "L1H2") == 0


def test_the_difference_adds_up_to_the_change_of_the_logit(tiny, ids):
    plain = direct_effects(tiny, ids, 3, 7)
    changed = direct_effects(tiny, ids, 3, 7, edits=parse_all('L1R+2*" the"; L0F*0'))
    difference = changed.minus(plain)
    parts = difference.parts
    assert difference.logit == pytest.approx(changed.logit - plain.logit)
    assert parts["effect"].sum() == pytest.approx(changed.logit - plain.logit, abs=1e-4)
    assert effect_of(parts, "embedding") != 0  # the frozen scale is another one
    back = plain.minus(changed).parts.set_index("part")["effect"]
    assert back.to_dict() == pytest.approx({row.part: -row.effect for row in parts.itertuples()})


def test_effects_by_head_are_no_difference_from_effects_by_layer(tiny, ids):
    with pytest.raises(ValueError, match="No difference"):
        direct_effects(tiny, ids, 3, 7, by_head=True).minus(direct_effects(tiny, ids, 3, 7))


def test_the_strongest_write_may_lower(tiny, ids):
    found = direct_effects(tiny, ids, 3, 7)
    writes = found.parts[found.parts["kind"].isin(("attention", "ffn"))]
    assert abs(found.strongest["effect"]) == writes["effect"].abs().max()


def test_in_short_keeps_the_strongest_in_their_order_and_the_sum():
    parts = pd.DataFrame(
        {"part": list("abcde"), "kind": "ffn", "layer": range(5), "effect": [0.1, -5.0, 0.2, 3.0, -0.4]}
    )
    short = in_short(parts, 3)
    assert short["part"].tolist() == ["b", "d", "3 others"]
    assert short["effect"].sum() == pytest.approx(parts["effect"].sum())
    assert in_short(parts, 5) is parts
