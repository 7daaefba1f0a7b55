"""The checks find what is broken, refuse what is built differently, and say it in words; so does the command."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, normalizers
from transformers import PreTrainedTokenizerFast

from lmdash.__main__ import STOPPED, main
from lmdash.errors import ModelUnavailableError
from lmdash.models.anatomy.norms import FrozenNorm
from lmdash.models.checks import check as checks_module
from lmdash.models.checks.check import IDENTITIES, Check, accept, check_model, headline, rounding
from lmdash.models.loaded import LoadedModel
from lmdash.models.passes import edits as edits_module
from lmdash.models.passes import hooks as hooks_module
from lmdash.models.passes import relevance_rules
from lmdash.models.passes.edits import Edits
from lmdash.models.passes.trace import Recording
from lmdash.models.text.verbatim import mixed_strings
from tests.models.families import FAMILIES, tiny_model

IDS = tuple(range(1, 15))


def open_tiny(tokenizer: PreTrainedTokenizerFast, name: str = "gpt2") -> LoadedModel:
    plain = tiny_model(name, len(tokenizer))
    return LoadedModel(plain, tokenizer, model_id=name, revision="1", trace_bytes=2**24)


@pytest.fixture
def model(tokenizer: PreTrainedTokenizerFast) -> LoadedModel:
    return open_tiny(tokenizer)


def broken(model: LoadedModel) -> set[str]:
    return {check.name for check in check_model(model, IDS) if not check.passed}


def test_all_hold_and_the_steps_are_told(model: LoadedModel) -> None:
    steps: list[tuple[int, int]] = []
    checks = check_model(model, IDS, on_step=lambda done, total: steps.append((done, total)))
    assert all(check.passed for check in checks)
    assert steps == [(done, len(IDENTITIES)) for done in range(1, len(IDENTITIES))]
    assert "all 17 checks" in headline(checks)
    assert all(check.meaning.endswith(".") for check in checks)


# Each way of being wrong is found, by the identity that is about it.


def _forget_a_bias(model: LoadedModel, _: pytest.MonkeyPatch) -> None:
    model.anatomy.blocks[1].down.bias = None


def _wrong_head_order(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = model.anatomy.head_outputs
    patch.setattr(model.anatomy, "head_outputs", lambda layer: right(layer).flip(0))


def _norm_without_gain(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(FrozenNorm, "_unscaled", lambda self, vectors: vectors)


def _edit_one_token_too_late(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = edits_module._rows
    patch.setattr(edits_module, "_rows", lambda positions, places: right(positions, places + 1))


def _edit_late_where_places_are_told(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = Edits.taps
    patch.setattr(Edits, "taps", lambda self, places=None: right(self, None if places is None else places + 1))


def _edits_forgotten_in_scores(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = model.score
    patch.setattr(model, "score", lambda rows, targets, edits=(): right(rows, targets))


def _a_hook_stays(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(torch.utils.hooks.RemovableHandle, "remove", lambda self: None)


def _one_layer_unrecorded(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = Recording.trace

    def wrong(self: Recording, *arguments: object) -> object:
        self.kept["mlp_out", 1] = torch.zeros_like(self.kept["mlp_out", 1])
        return right(self, *arguments)

    patch.setattr(Recording, "trace", wrong)


def _detached_gradient(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = LoadedModel.gradients

    def wrong(self: LoadedModel, *arguments: object, **options: object) -> object:
        value, gradient = right(self, *arguments, **options)
        return value, gradient * 1.01

    patch.setattr(LoadedModel, "gradients", wrong)


def _gates_that_take_all(_: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(relevance_rules, "_RATIO", set())
    patch.setattr(relevance_rules, "_activates", lambda module: False)


def _surprisal_of_the_wrong_token(model: LoadedModel, patch: pytest.MonkeyPatch) -> None:
    right = model.logit_summary(IDS).log_probability
    object.__setattr__(model.logit_summary(IDS), "log_probability", right + 1e-4)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (_wrong_head_order, {"attention"}),
        (_norm_without_gain, {"direct effects"}),
        (_edit_one_token_too_late, {"one neuron off"}),
        (_edit_late_where_places_are_told, {"generation", "batches"}),
        (_edits_forgotten_in_scores, {"interventions"}),
        (_a_hook_stays, {"hooks"}),
        (_one_layer_unrecorded, {"residual stream", "neurons", "direct effects"}),
        (_detached_gradient, {"gradient"}),
        (_gates_that_take_all, {"relevance"}),
        (_surprisal_of_the_wrong_token, {"loss"}),
    ],
)
def test_a_fault_is_found(
    model: LoadedModel, fault: Callable[..., None], found: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(model, monkeypatch)
    assert found <= broken(model)


def test_values_that_are_not_attentions_are_found(model: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hooks_module._BEFORE, "coefficients", "out")  # the heads taken for the neurons
    assert "neurons" in broken(model)


def test_coarser_numbers_have_wider_bounds(tokenizer: PreTrainedTokenizerFast) -> None:
    plain = copy.deepcopy(tiny_model("llama", len(tokenizer))).bfloat16()
    model = LoadedModel(plain, tokenizer, model_id="bf16", revision="1", trace_bytes=2**24)
    checks = {check.name: check for check in check_model(model, IDS)}
    assert checks["logits"].bound == 4 * 2**-7
    assert checks["no change"].bound == 0
    assert [check.name for check in checks.values() if not check.passed] == []
    assert model.trace(IDS).final_residual.dtype == torch.float32


def test_a_check_in_words() -> None:
    checks = [Check("a", "A.", 1e-5, 1e-6), Check("b", "B.", 0, 2.0), Check("c", "C.", 0, skipped="No.")]
    assert [check.verdict for check in checks] == ["✓ passed", "✗ failed", "– does not apply"]
    assert headline(checks) == "1 of 2 checks failed on this model: do not trust numbers that need b."
    assert not Check("d", "D.", 1.0, float("nan")).passed


# What is built differently


def test_every_family_is_accepted(tokenizer: PreTrainedTokenizerFast) -> None:
    for name in FAMILIES:
        accept(open_tiny(tokenizer, name))


def test_a_model_whose_parts_do_not_add_up_is_refused(tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model("bloom", len(tokenizer), apply_residual_connection_post_layernorm=True)
    with pytest.raises(ModelUnavailableError, match="not built like other BLOOM models: its residual stream cannot"):
        accept(LoadedModel(plain, tokenizer, model_id="odd/one", revision="1", trace_bytes=2**24))


def test_a_model_that_lacks_a_part_is_refused(tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tiny_model("opt", len(tokenizer), do_layer_norm_before=False)  # as OPT-350m is
    with pytest.raises(ModelUnavailableError, match=r"not built like other OPT models: it has no decoder.final_layer"):
        LoadedModel(plain, tokenizer, model_id="odd/one", revision="1", trace_bytes=2**24)


# The command


def test_the_command_prints_a_line_for_each_identity(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "demo"]) == 0
    out, told = capsys.readouterr()
    assert f"{len(IDENTITIES) - 1} of {len(IDENTITIES)} identities measured" in told
    lines = out.splitlines()
    assert lines[0].startswith("demo: GPT-2, 6,135,808 parameters, 6 layers")
    assert sum(line.startswith("✓ passed") for line in lines) == len(IDENTITIES)
    assert lines[-1].startswith("The numbers of this model add up")


def test_the_command_fails_where_an_identity_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmdash.__main__.check_model", _one_broken)
    assert main(["check", "demo"]) == 1
    assert "✗ failed" in capsys.readouterr().out


def test_the_command_can_be_stopped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_model: LoadedModel, on_step: Callable[[int, int], None]) -> None:
        on_step(3, 16)
        raise KeyboardInterrupt

    monkeypatch.setattr("lmdash.__main__.check_model", stopped)
    assert main(["check", "demo"]) == STOPPED
    assert capsys.readouterr().err.endswith("Stopped: not every identity was measured.\n")


def test_bounds_grow_as_sums_do(tokenizer: PreTrainedTokenizerFast) -> None:
    small, large = (
        LoadedModel(
            tiny_model("llama", len(tokenizer), hidden_size=width, num_hidden_layers=layers),
            tokenizer, model_id="x", revision="1", trace_bytes=2**24,
        )
        for width, layers in ((32, 3), (128, 12))
    )  # fmt: skip
    assert rounding(large) == pytest.approx(4 * rounding(small))
    assert {check.name: check.bound for check in check_model(small, IDS)}["loss"] == rounding(small) < 2e-6


def test_tokens_that_are_not_those_of_the_file_are_found(model: LoadedModel, tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    backend = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    backend.save(str(file))
    model.tokenizer_file = file
    assert IDENTITIES["tokens"][0](model, IDS) == 0
    backend.normalizer = normalizers.Prepend("x")
    backend.save(str(file))
    assert IDENTITIES["tokens"][0](model, IDS) == len(mixed_strings())


def _one_broken(_model: LoadedModel, on_step: object = None) -> tuple[Check, ...]:
    return (Check("logits", "They are equal.", 1e-5, 3.0),)


def test_the_command_says_why_a_model_cannot_be_opened(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/no/such/folder"]) == 2
    assert capsys.readouterr().err.startswith("There is no folder or file “/no/such/folder”")


def test_the_table_of_the_module_has_bounds_for_all() -> None:
    assert all(bound >= 0 and measure.__doc__ for measure, bound in checks_module.IDENTITIES.values())
