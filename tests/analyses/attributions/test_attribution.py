"""What every method promises, on every supported family: identities, hand computations, clear refusals."""

import math
from itertools import combinations
from unittest.mock import Mock

import numpy as np
import pytest
import torch

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.integrated_gradients import gradient_times_input
from lmdash.analyses.attributions.objective import Objective, measure, predicted
from lmdash.analyses.attributions.result import METHODS, Options
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.features import features
from lmdash.analyses.common.neutral import neutral_token
from lmdash.analyses.common.replacement import Replacement
from lmdash.errors import InputError
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes import relevance_rules
from tests.models.families import FAMILIES, tiny_model

IDS = (7, 12, 31, 9, 44, 15)
EDITS = parse_all("L0H1*0.5; L1H2@last*0")


def loaded(name, tokenizer, **differently):
    plain = tiny_model(name, len(tokenizer), **differently)
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


def by_hand(model, masks, target, edits=()):
    """The target's log-probability with tokens replaced by the neutral one, row by row."""
    hidden = neutral_token(model)
    rows = [tuple(own if stays else hidden for own, stays in zip(IDS, mask, strict=True)) for mask in masks]
    return [float(model.logit_summary(row, edits).last_logits.double().log_softmax(-1)[target]) for row in rows]


def brute_force(worth, n):
    """Shapley values by their definition, from the worth of every coalition."""
    values = []
    for player in range(n):
        others = [each for each in range(n) if each != player]
        values.append(
            sum(
                (worth[frozenset((*group, player))] - worth[frozenset(group)])
                * math.factorial(size) * math.factorial(n - 1 - size) / math.factorial(n)
                for size in range(n)
                for group in combinations(others, size)
            )
        )  # fmt: skip
    return np.array(values)


@pytest.mark.parametrize("name", FAMILIES)
def test_shap_is_shapleys_definition_and_adds_up(name, tokenizer):
    model = loaded(name, tokenizer)
    target = predicted(model, IDS, EDITS)
    found = attribute(model, Setup(IDS, Objective((target,)), grouping="tokens", edits=EDITS), "shap")
    n = len(IDS)
    groups = [frozenset(group) for size in range(n + 1) for group in combinations(range(n), size)]
    masks = [[place in group for place in range(n)] for group in groups]
    worth = dict(zip(groups, by_hand(model, masks, target, EDITS), strict=True))
    assert found.details.solver == "exact"
    assert found.values == pytest.approx(brute_force(worth, n), abs=1e-5)
    assert found.base + found.values.sum() == pytest.approx(found.full, abs=1e-5)
    own = float(model.score([IDS], [target], EDITS).log_probability[0])
    assert found.full == pytest.approx(own, abs=1e-5)
    assert found.probability == pytest.approx(math.exp(own), abs=1e-5)
    assert found.residual == pytest.approx(0, abs=1e-5)
    assert found.evaluations == 2**n


@pytest.mark.parametrize("name", FAMILIES)
def test_leave_one_out_is_the_difference_that_each_token_makes(name, tokenizer):
    model = loaded(name, tokenizer)
    target = 17
    found = attribute(model, Setup(IDS, Objective((target,)), grouping="tokens", edits=EDITS), "leave_one_out")
    n = len(IDS)
    masks = [[True] * n, *([place != out for place in range(n)] for out in range(n))]
    [full, *left] = by_hand(model, masks, target, EDITS)
    assert found.values == pytest.approx([full - each for each in left], abs=1e-5)
    assert found.evaluations == n + 2


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("objective", [Objective((17,)), Objective((17,), (5,)), Objective((17,), measure="logit")])
def test_gradient_times_input_is_a_central_difference(name, objective, tokenizer):
    plain = tiny_model(name, len(tokenizer)).double()
    plain.set_experts_implementation("eager")
    model = LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)
    parts = features(model, IDS, "tokens")
    asked = Mock(model=model, ids=IDS, objective=objective, features=parts, edits=parse_all("L0H1*0.5"), evaluations=0)
    [values] = gradient_times_input(asked)
    assert asked.evaluations == 1
    embeddings, step = (
        model.anatomy.embedding(torch.tensor([IDS])).detach(),
        3e-3,
    )  # many families compute norms in float32 whatever the model
    taps = model.edits(parse_all("L0H1*0.5"), len(IDS)).taps()

    @torch.no_grad()
    def value(bolder):
        with model.passing(taps, 1) as forward:
            logits = model.anatomy.logits(forward(inputs_embeds=bolder, use_cache=False).last_hidden_state)[0, -1]
        logits = logits.double()
        if objective.rival:
            return float(logits[17] - logits[5])
        return float(logits[17] if objective.measure == "logit" else logits.log_softmax(-1)[17])

    for place in range(len(IDS)):
        up, down = embeddings.clone(), embeddings.clone()
        up[0, place] *= 1 + step
        down[0, place] *= 1 - step
        expected = (value(up) - value(down)) / (2 * step)
        assert values[place] == pytest.approx(expected, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("kind", ["resampled", "token"])
@pytest.mark.parametrize("objective", [Objective((17,)), Objective((17,), (5,)), Objective((17, 3), measure="logit")])
def test_relevance_adds_up_to_the_logit_and_hides_nothing(kind, objective, tiny):
    setup = Setup(IDS, objective, grouping="tokens", replacement=Replacement(kind))
    found = attribute(tiny, setup, "relevance")
    rows = [IDS, (*IDS, 17)][: len(objective.target)]
    every = [tiny.logit_summary(row).last_logits.double() for row in rows]
    logits = sum(float(each[token]) for each, token in zip(every, objective.target, strict=True))
    if objective.rival:
        logits -= float(every[0][5])
    elif objective.measure == "log_probability":
        others = every[0].clone()
        others[17] = -math.inf
        logits -= float(others.softmax(-1) @ every[0])
    assert found.full == pytest.approx(logits, abs=1e-3)
    assert found.residual == pytest.approx(0, abs=1e-6)
    assert found.unit == "logits"
    assert found.evaluations == 2  # the prompt itself, and the pass with its gradients
    assert found.base == found.details.constants + found.details.others
    assert np.abs(found.values).min() > 0


def test_relevance_of_an_interventions_model_and_of_one_that_the_rules_do_not_cover(tiny, monkeypatch):
    edited = attribute(tiny, Setup(IDS, Objective((17,)), "tokens", edits=parse_all("L1D3=4")), "relevance")
    assert edited.residual == pytest.approx(0, abs=1e-6)
    monkeypatch.setattr(relevance_rules, "_RATIO", set())
    monkeypatch.setattr(relevance_rules, "_activates", lambda module: False)
    with pytest.raises(InputError, match="rules of relevance do not cover"):
        attribute(tiny, Setup(IDS, Objective((17,)), "tokens"), "relevance")


# Where the router of a mixture of experts changes its mind, the objective jumps, and no slope knows of that.
@pytest.mark.parametrize("name", [name for name in FAMILIES if "moe" not in name and name != "mixtral"])
def test_integrated_gradients_add_up_to_the_change(name, tokenizer):
    model = loaded(name, tokenizer)
    options = Options(ig_steps=256)  # random weights are rougher than a trained model
    found = attribute(model, Setup(IDS, Objective((17,)), grouping="tokens"), "integrated_gradients", options=options)
    change = found.full - found.base
    assert found.details.gap == pytest.approx(abs(found.values.sum() - change) / abs(change), rel=1e-3, abs=1e-6)
    assert abs(found.residual) <= 0.05 * max(abs(change), np.abs(found.values).sum())


@pytest.mark.parametrize("name", ["gpt2", "llama", "gemma2", "gpt_neox", "bloom"])
def test_rollout_is_the_product_of_mixed_patterns(name, tokenizer):
    model = loaded(name, tokenizer)
    found = attribute(model, Setup(IDS, Objective((17,)), grouping="tokens"), "rollout")
    rolled = np.eye(len(IDS))
    for layer in range(model.info.layers):
        pattern = model.part(IDS, "attention_patterns", layer).double().mean(0).numpy()
        rolled = (pattern + np.eye(len(IDS))) / 2 @ rolled
    assert found.values == pytest.approx(rolled[-1], abs=1e-6)
    assert found.values.sum() == pytest.approx(1, abs=1e-6)
    assert found.unit == "share"


@pytest.mark.parametrize("method", METHODS)
def test_steps_of_a_continuation_add_up_and_each_is_its_own_question(method, tiny):
    text = (17, 5, 40)
    options = Options(evaluations=64, samples=60, ig_steps=40)
    whole = attribute(tiny, Setup(IDS, Objective(text), grouping="tokens", edits=EDITS), method, options=options)
    assert whole.steps.shape == (3, len(IDS))
    total = whole.steps.mean(0) if method == "rollout" else whole.steps.sum(0)
    assert whole.values == pytest.approx(total, abs=1e-5)
    assert len(whole.step_labels) == 3
    first = attribute(tiny, Setup(IDS, Objective(text[:1]), grouping="tokens", edits=EDITS), method, options=options)
    assert whole.steps[0] == pytest.approx(first.values, abs=1e-4)
    if method in {"gradient", "integrated_gradients", "leave_one_out"}:
        plain, last = (
            attribute(
                tiny, Setup(ids, Objective(target), grouping="spans", spans="0,1,2,3,4,5"), method, options=options
            )
            for ids, target in ((IDS, text), ((*IDS, *text[:2]), text[2:]))
        )
        assert plain.steps[2] == pytest.approx(last.values[:6], abs=1e-4)
    table = whole.step_frame()
    assert len(table) == 18
    assert table["value"].to_numpy() == pytest.approx(whole.steps.ravel())
    assert first.step_frame().empty
    # The third step is the question about its token alone, were the first two written there.
    scores = [float(tiny.score([(*IDS, *text[:step])], [text[step]], ()).log_probability[0]) for step in range(3)]
    plain = measure(tiny, [IDS], Objective(text))
    assert plain.steps[0].tolist() == pytest.approx(scores, abs=1e-5)
    assert float(plain.log_probability[0]) == pytest.approx(sum(scores), abs=1e-5)


def test_a_against_b_is_the_difference_of_logits(tiny):
    rows = [IDS, IDS[::-1]]
    logits = [tiny.logit_summary(row).last_logits.double() for row in rows]
    single = measure(tiny, rows, Objective((17,), (5,), "logit"))
    assert single.steps[:, 0].tolist() == pytest.approx([float(each[17] - each[5]) for each in logits], abs=1e-5)
    same = measure(tiny, rows, Objective((17,), (5,)))
    assert torch.equal(single.steps, same.steps)
    several = measure(tiny, rows, Objective((17, 3), (5,)))
    alone = [measure(tiny, rows, Objective(text)) for text in ((17, 3), (5,))]
    assert several.steps[:, 0].tolist() == pytest.approx(
        (alone[0].steps.sum(1) - alone[1].steps.sum(1)).tolist(), abs=1e-5
    )


def test_permutations_leave_numpys_generator_alone(tiny):
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    attribute(tiny, Setup(IDS, Objective((17,)), grouping="tokens"), "shap", options=Options(solver="permutation"))
    assert np.array_equal(np.random.get_state()[1], before)


def test_progress_counts_up_and_what_it_raises_ends_the_work(tiny):
    for method in METHODS:
        seen = []

        def watch(done, total, seen=seen):
            seen.append((done, total))

        attribute(tiny, Setup(IDS, Objective((17,)), grouping="tokens"), method, on_step=watch)
        done = [each for each, _ in seen]
        assert done == sorted(done)
        assert all(0 < each <= total for each, total in seen)

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(done, total):
        if done > 5:
            raise Stopped

    with pytest.raises(Stopped):
        attribute(tiny, Setup(IDS, Objective((17,)), grouping="tokens"), "shap", on_step=stop)
