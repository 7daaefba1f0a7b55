import math

import pytest
import torch

from lmdash.analyses.ffn_interventions.effects import edit_effects
from lmdash.analyses.ffn_interventions.find_edit import Aim, Proposal, _choose, find_edit
from lmdash.models.interventions.text import parse_all, write
from lmdash.models.interventions.values import Promote, Set
from lmdash.models.loaded import LoadedModel
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 10))


def loaded(name, tokenizer):
    return LoadedModel(tiny_model(name, len(tokenizer)), tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def runner_up(model):
    return model.logit_summary(IDS).last_logits.topk(2).indices.tolist()


@pytest.mark.parametrize("name", ["gpt2", "gptj", "llama", "olmo2", "gemma2", "opt", "qwen2_moe"])
def test_a_proposal_does_what_it_says(name, tokenizer):
    model = loaded(name, tokenizer)
    _, second = runner_up(model)
    found = find_edit(model, IDS, Aim(second), texts=("The cat sat.", "Mary gave the pen to John."))
    assert found.best
    for number, proposal in enumerate(found.best, 1):
        assert len(proposal.edits) == number
        logits = model.logit_summary(IDS, proposal.edits).last_logits
        assert proposal.value == pytest.approx(float(logits.log_softmax(-1)[second]), abs=2e-4)
        assert proposal.reached == (int(logits.argmax()) == second)
        assert proposal.probability == pytest.approx(float(logits.softmax(-1).max()), abs=2e-4)
        assert all(isinstance(edit.action, Promote) or edit.action == Set(0.0) for edit in proposal.edits)
    bits = [edit_effects(model, IDS[:end], proposal.edits).kl_bits for end in range(1, len(IDS))]
    assert found.best[-1].bits_here == pytest.approx(sum(bits) / len(bits), abs=1e-4)
    elsewhere = []
    for text in ("The cat sat.", "Mary gave the pen to John."):
        ids = model.tokens.encode(text).ids
        elsewhere.append(
            sum(edit_effects(model, ids[:end], proposal.edits).kl_bits for end in range(1, len(ids) + 1)) / len(ids)
        )
    assert found.best[-1].bits_elsewhere == pytest.approx(sum(elsewhere) / 2, abs=1e-4)


@pytest.mark.parametrize("name", FAMILIES)
def test_first_order_is_the_gradient_times_the_change_and_ranks_all_neurons(name, tokenizer):
    model = loaded(name, tokenizer)
    if not any(model.anatomy.neurons):
        return
    top, second = runner_up(model)
    found = find_edit(model, IDS, Aim(second, top), most=1, candidates=20)
    assert len(found.tried) == 20
    gradients = model.coefficient_gradients(IDS, second, top)
    off, promoted = {}, {}
    for layer, gradient in gradients.items():
        now, norms = model.trace(IDS).coefficients[layer], model.value_norms(layer)
        for neuron in range(model.anatomy.neurons[layer]):
            strongest = (now.abs() * norms).max(-1).values
            off[f"L{layer}D{neuron}=0"] = float(-(gradient[:, neuron] * now[:, neuron]).sum())
            most = 1.1 * strongest / norms[neuron]
            promoted[f"L{layer}D{neuron}^"] = float((gradient[:, neuron] * (most - now[:, neuron])).sum())
    for kind in (off, promoted):
        best = sorted(kind, key=kind.get, reverse=True)[:10]
        rows = found.tried[found.tried["edits"].isin(kind)]
        assert sorted(rows["edits"]) == sorted(best)
        assert rows["first_order"].tolist() == pytest.approx([kind[edit] for edit in rows["edits"]], abs=1e-3, rel=1e-3)


def test_at_the_last_token_earlier_ones_stay_as_they_are_to_the_bit(tiny):
    _, second = runner_up(tiny)
    found = find_edit(tiny, IDS, Aim(second), everywhere=False, most=2)
    edits = found.best[-1].edits
    assert all(edit.positions.kind == "last" for edit in edits)
    assert found.best[-1].bits_here < 1e-5
    plain, changed = tiny.trace(IDS), tiny.trace(IDS, edits)
    assert torch.equal(plain.final_residual[:-1], changed.final_residual[:-1])
    assert not torch.equal(plain.final_residual[-1], changed.final_residual[-1])


def test_the_top_token_can_be_pushed_down(tiny):
    top, second = runner_up(tiny)
    found = find_edit(tiny, IDS, Aim(top, lower=True))
    assert found.reached
    assert int(tiny.logit_summary(IDS, found.best[-1].edits).last_logits.argmax()) != top
    against = find_edit(tiny, IDS, Aim(top, second, lower=True, margin=0.5))
    logits = tiny.logit_summary(IDS, against.best[-1].edits).last_logits
    assert against.reached == (float(logits[second] - logits[top]) > 0.5)


def test_a_search_goes_on_from_the_interventions_there_are(tiny):
    edits = parse_all("L0H1*0")
    _, second = tiny.logit_summary(IDS, edits).last_logits.topk(2).indices.tolist()
    proposal = find_edit(tiny, IDS, Aim(second), most=1, edits=edits).best[0]
    plain, changed = (
        tiny.logit_summary(IDS, each).last_logits.log_softmax(-1) for each in (edits, (*edits, *proposal.edits))
    )
    assert proposal.before == pytest.approx(float(plain[second]), abs=1e-4)
    assert proposal.value == pytest.approx(float(changed[second]), abs=1e-4)


def test_no_vector_is_proposed_twice_and_the_search_ends_when_it_is_done(tiny):
    _, second = runner_up(tiny)
    found = find_edit(tiny, IDS, Aim(second, margin=50.0))
    assert not found.reached
    assert len({edit.site for edit in found.best[-1].edits}) == len(found.best) == 3
    near = find_edit(tiny, IDS, Aim(second))
    assert [proposal.reached for proposal in near.best[:-1]] == [False] * (len(near.best) - 1)
    assert near.tried["size"].max() == len(near.best)


def proposal(name, lacking, bits):
    return Proposal(parse_all(name), 0.0, 0.0, lacking, "x", 0.5, bits, math.nan)


def test_the_cheapest_that_goes_its_share_of_the_way_is_chosen():
    near, far, farthest = proposal("L0D1=0", 2.5, 0.001), proposal("L0D2=0", 1.8, 0.01), proposal("L0D3=0", 0.5, 0.5)
    chosen = [_choose([near, far, farthest], 3.0, left) for left in (3, 2, 1)]
    assert [write(each.edits[0]) for each in chosen] == ["L0D2=0", "L0D3=0", "L0D3=0"]
    assert _choose([proposal("L0D1=0", 3.5, 0.0)], 3.0, 3) is None
    assert _choose([], 3.0, 3) is None


def test_progress_is_told_and_a_stop_leaves_nothing_behind(tiny):
    steps = []
    _, second = runner_up(tiny)
    find_edit(tiny, IDS, Aim(second), texts=("The cat sat.",), most=2, on_step=lambda *step: steps.append(step))
    assert steps == [(done + 1, 4) for done in range(len(steps))]
    assert len(steps) in (2, 4)

    def stop(done, _total):
        if done == 2:
            raise KeyboardInterrupt

    before = tiny.trace_anew(IDS).final_residual
    with pytest.raises(KeyboardInterrupt):
        find_edit(tiny, IDS, Aim(second), texts=("The cat sat.",), on_step=stop)
    assert torch.equal(tiny.trace_anew(IDS).final_residual, before)


def test_a_proposal_says_both_words_and_which_texts_keep_their_next_token(tiny):
    top, second = runner_up(tiny)
    texts = ("The cat sat.", "Mary gave the pen to John.", "The keys are")
    for proposal in find_edit(tiny, IDS, Aim(second, top), texts=texts).best:

        def shares(ids, edits):
            [(_, logits)] = tiny.next_logits([ids], edits)
            return logits[0, -1].softmax(-1)

        before, after = (shares(IDS, edits) for edits in ((), proposal.edits))
        assert proposal.target == pytest.approx((before[second].item(), after[second].item()), abs=1e-5)
        assert proposal.rival == pytest.approx((before[top].item(), after[top].item()), abs=1e-5)
        read = [tiny.tokens.encode(text).ids for text in texts]
        kept = [shares(ids, ()).argmax() == shares(ids, proposal.edits).argmax() for ids in read]
        assert (proposal.kept, proposal.texts) == (sum(map(bool, kept)), len(texts))
