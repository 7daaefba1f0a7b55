"""A good model opens with transformers' own numbers; everything else is refused in a sentence that says what to do."""

from __future__ import annotations

import gc
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import GPT2LMHeadModel, core_model_loading

from lmdash.errors import ModelUnavailableError
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening import loading, memory
from lmdash.models.opening.catalog import Source, resolve
from lmdash.models.opening.loading import estimate, load
from lmdash.models.service import ModelService
from lmdash.settings import Settings

Damage = Callable[[Path], object]
TRACES = 2**20


def ignore(_fraction: float, _doing: str) -> None:
    """Nobody watches."""


def open_source(source: Source, progress: Callable[[float, str], None] = ignore, **options: str) -> LoadedModel:
    return load(source, limit_bytes=2**30, trace_bytes=TRACES, progress=progress, **({"device": "cpu"} | options))


def open_folder(folder: Path, **options: str) -> LoadedModel:
    return open_source(resolve(str(folder), "any"), **options)


def refusal(source: Source, **options: str) -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        open_source(source, **options)
    return str(caught.value)


@pytest.fixture
def copy(tiny_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_folder, tmp_path / "model"))


def edit_config(**changes: object) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return damage


def edit_weights(change: Callable[[dict[str, torch.Tensor]], object]) -> Damage:
    def damage(folder: Path) -> None:
        weights = load_file(folder / "model.safetensors")
        change(weights)
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    return damage


def write(name: str, text: str) -> Damage:
    return lambda folder: (folder / name).write_text(text)


def remove(*names: str) -> Damage:
    return lambda folder: [(folder / name).unlink() for name in names]


def truncate(share: float) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / "model.safetensors"
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return damage


def only(name: str, *without: str) -> Damage:
    """The weights are in a file of another kind."""

    def damage(folder: Path) -> None:
        (folder / "model.safetensors").rename(folder / name)
        remove(*without)(folder)

    return damage


def in_parts(folder: Path) -> list[Path]:
    GPT2LMHeadModel.from_pretrained(folder).save_pretrained(folder, max_shard_size="60KB")
    (folder / "model.safetensors").unlink()
    return sorted(folder.glob("model-*.safetensors"))


adapt = write("adapter_config.json", '{"peft_type": "LORA"}')


def a_part_is_missing(folder: Path) -> None:
    in_parts(folder)[1].unlink()


# Good folders


def test_a_good_folder_opens_with_the_logits_of_transformers(tiny_folder: Path) -> None:
    model = open_folder(tiny_folder)
    ids = model.tokens.encode("The capital of France is").ids
    reference = GPT2LMHeadModel.from_pretrained(tiny_folder)(torch.tensor([ids])).logits[0]
    assert model.unembed(model.trace(ids).final_residual) == pytest.approx(reference.detach(), abs=5e-5)


def test_a_model_says_what_it_is(tiny_folder: Path) -> None:
    info = open_folder(tiny_folder).info
    plain = GPT2LMHeadModel.from_pretrained(tiny_folder)
    assert (info.id, info.family, info.device, info.dtype) == (str(tiny_folder), "GPT-2", "cpu", "float32")
    assert (info.layers, info.heads, info.width, info.context) == (3, 4, 32, 64)
    assert info.vocabulary == plain.config.vocab_size
    assert info.parameters == plain.num_parameters()
    assert info.weight_bytes == 4 * info.parameters


def test_half_precision_weights_are_read_as_float32(copy: Path) -> None:
    GPT2LMHeadModel.from_pretrained(copy).half().save_pretrained(copy)
    model = open_folder(copy)
    assert model.info.dtype == "float32"
    assert model.trace((1, 2)).final_residual.dtype == torch.float32


def test_the_revision_of_a_folder_changes_with_its_files(copy: Path) -> None:
    before = open_folder(copy).info.revision
    assert open_folder(copy).info.revision == before
    edit_weights(lambda weights: weights["transformer.wte.weight"].mul_(2))(copy)
    assert open_folder(copy).info.revision != before


def test_progress_rises_from_nothing_to_ready(tiny_folder: Path) -> None:
    seen: list[tuple[float, str]] = []
    open_source(resolve(str(tiny_folder), "any"), lambda fraction, doing: seen.append((fraction, doing)))
    fractions = [fraction for fraction, _ in seen]
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert fractions == sorted(set(fractions))
    assert all(doing for _, doing in seen)


def test_a_cancelled_opening_is_no_broken_model(tiny_folder: Path) -> None:
    def progress(fraction: float, _doing: str) -> None:
        if fraction > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_source(resolve(str(tiny_folder), "any"), progress)


# Broken folders

INCOMPLETE = "damaged or incomplete"
BROKEN: dict[str, tuple[Damage, str]] = {
    "no config": (remove("config.json"), "has no config.json"),
    "config is no JSON": (write("config.json", "{not json"), "The config.json of"),
    "config is a list": (write("config.json", "[]"), "does not name a model type"),
    "config is empty": (write("config.json", ""), "cannot be read"),
    "config without a type": (write("config.json", "{}"), "does not name a model type"),
    "unknown type": (edit_config(model_type="mamba"), "“mamba” are not supported. Supported families: GPT-2"),
    "type is a number": (edit_config(model_type=5), "Supported families: GPT-2"),
    "another task": (edit_config(architectures=["GPT2ForSequenceClassification"]), "GPT2ForSequenceClassification"),
    "masked": (edit_config(architectures=["GPT2ForMaskedLM"]), "made for another task (GPT2ForMaskedLM)"),
    "encoder-decoder": (edit_config(is_encoder_decoder=True), "is an encoder-decoder model"),
    "another encoder-decoder": (edit_config(is_encoder_decoder=True, model_type="t5"), "is an encoder-decoder model"),
    "code of its own": (
        edit_config(model_type="own", auto_map={"AutoConfig": "x.C"}),
        "never runs the code of a model",
    ),
    "quantised": (
        edit_config(quantization_config={"quant_method": "gptq"}),
        "is quantised (gptq), which is not supported",
    ),
    "quantised somehow": (edit_config(quantization_config={"bits": 4}), "is quantised (few bits per weight)"),
    "architectures are numbers": (edit_config(architectures=[5]), "cannot be opened"),
    "width is a word": (edit_config(n_embd="wide"), INCOMPLETE),
    "heads do not divide": (edit_config(n_head=5), INCOMPLETE),
    "other width": (edit_config(n_embd=64), "cannot be opened"),
    "other vocabulary": (edit_config(vocab_size=999), "cannot be opened"),
    "more layers": (edit_config(n_layer=4), "are incomplete"),
    "no weights": (remove("model.safetensors"), "has no .safetensors weights"),
    "pickled weights": (only("pytorch_model.bin"), "Other formats can run code"),
    "another file of weights": (only("consolidated.safetensors"), "has no .safetensors weights (model.safetensors"),
    "GGUF": (only("model.Q4_K_M.gguf", "config.json"), "has GGUF files"),
    "GGUF with a config": (only("model.Q4_K_M.gguf"), "has GGUF files"),
    "GGUF without a tokenizer": (only("model.Q4_K_M.gguf", "tokenizer.json"), "has GGUF files"),
    "a part is missing": (a_part_is_missing, "files are missing (model-00002-of-"),
    "the index is no JSON": (
        lambda folder: [in_parts(folder), write("model.safetensors.index.json", "{")(folder)],
        INCOMPLETE,
    ),
    "an adapter": (
        lambda folder: [only("adapter_model.safetensors", "config.json")(folder), adapt(folder)],
        "Merge it",
    ),
    "an adapter with a config": (lambda folder: [only("adapter_model.safetensors")(folder), adapt(folder)], "Merge it"),
    "weights cut": (truncate(0.5), INCOMPLETE),
    "weights cut in their header": (truncate(0.001), INCOMPLETE),
    "weights are text": (write("model.safetensors", "version https://git-lfs.github.com/spec/v1"), INCOMPLETE),
    "a tensor is missing": (edit_weights(lambda w: w.pop("transformer.h.1.mlp.c_fc.weight")), "are incomplete"),
    "a wrong shape": (edit_weights(lambda w: w.update({"transformer.ln_f.bias": torch.zeros(7)})), "cannot be opened"),
    "no tokenizer": (remove("tokenizer.json", "tokenizer_config.json"), "has no tokenizer"),
    "no tokenizer.json": (remove("tokenizer.json"), "has no tokenizer"),
    "only tokenizer.model": (
        lambda folder: (folder / "tokenizer.json").rename(folder / "tokenizer.model"),
        "only as tokenizer.model",
    ),
    "tokenizer is no JSON": (write("tokenizer.json", "{"), INCOMPLETE),
}
REMEDIES = ("Download it again", "Download the model again", "Choose", "Convert", "choose another", "Merge it")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("damage", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_folder_is_refused_in_a_sentence(damage: Damage, says: str, copy: Path) -> None:
    damage(copy)
    message = refusal(resolve(str(copy), "any"))
    assert says in message
    assert message.endswith(".")
    assert any(remedy in message for remedy in REMEDIES) or "Supported families" in message
    assert len(message.splitlines()) == 1


def test_an_empty_folder_and_one_that_vanished_are_refused(tmp_path: Path) -> None:
    assert "has no config.json" in refusal(Source("x", folder=tmp_path))
    assert "cannot be opened" in refusal(Source("x", folder=tmp_path / "gone"))


@pytest.mark.parametrize("device", ["cuda:99", "nonsense", "cpu:x"])
def test_a_device_that_is_not_there_is_named_with_its_variable(device: str, tiny_folder: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=f"LMDASH_DEVICE={device} is not a device"):
        open_folder(tiny_folder, device=device)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 80000000000 bytes."),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 80000000000 bytes."),
        RuntimeError("MPS backend out of memory (MPS allocated: 9.05 GB)"),
    ],
)
def test_memory_that_runs_out_is_said(error: Exception, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(core_model_loading, "_materialize_copy", fail)
    assert "Memory ran out while" in (message := refusal(resolve(str(tiny_folder), "any")))
    assert "Choose a smaller model, set LMDASH_DTYPE=bfloat16, or set LMDASH_DEVICE=split." in message


# Number formats, parts and places

IDS = (5, 9, 2, 77)


def logits(model: LoadedModel) -> torch.Tensor:
    with torch.no_grad():
        return model.model(torch.tensor([IDS])).logits[0].float()


@pytest.mark.parametrize("stored", [torch.float32, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16", "auto"])
def test_weights_are_opened_in_the_number_format_that_is_asked_for(dtype: str, stored: torch.dtype, copy: Path) -> None:
    GPT2LMHeadModel.from_pretrained(copy).to(stored).save_pretrained(copy)
    model = open_folder(copy, dtype=dtype)
    expected = str(stored).removeprefix("torch.") if dtype == "auto" else dtype
    assert model.info.dtype == expected
    assert {parameter.dtype for parameter in model.model.parameters()} == {getattr(torch, expected)}
    need = estimate(resolve(str(copy), "any"), dtype=dtype, trace_bytes=TRACES)
    assert need.weights == model.info.weight_bytes
    plain = GPT2LMHeadModel.from_pretrained(copy, dtype=getattr(torch, expected), attn_implementation="eager").eval()
    assert torch.equal(logits(model), plain(torch.tensor([IDS])).logits[0].detach().float())


def test_the_settings_choose_the_number_format(tiny_folder: Path) -> None:
    assert ModelService(Settings(device="cpu", dtype="bfloat16")).open(str(tiny_folder)).dtype == "bfloat16"


def test_weights_go_straight_to_the_gpu(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def from_pretrained(*_: object, **options: object) -> None:
        asked.update(options)
        raise torch.OutOfMemoryError

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    for module in (memory, loading):
        monkeypatch.setattr(module, "available", lambda device: 10**12 if device == "cuda" else 0)
    monkeypatch.setattr(GPT2LMHeadModel, "from_pretrained", from_pretrained)
    assert "Memory ran out" in refusal(resolve(str(tiny_folder), "any"), device="auto")
    assert asked["device_map"] == "cuda"


def test_a_checkpoint_in_parts_opens_and_counts_right_whatever_lies_beside_it(tiny_folder: Path, copy: Path) -> None:
    parts = in_parts(copy)
    assert len(parts) > 2
    shutil.copy(tiny_folder / "model.safetensors", copy / "consolidated.safetensors")
    source = resolve(str(copy), "any")
    model = open_source(source)
    assert torch.equal(logits(model), logits(open_folder(tiny_folder)))
    need = estimate(source, trace_bytes=TRACES)
    assert need == estimate(resolve(str(tiny_folder), "any"), trace_bytes=TRACES)
    assert need.weights == model.info.weight_bytes


def test_an_estimate_is_refused_like_an_opening(copy: Path) -> None:
    edit_config(model_type="mamba")(copy)
    with pytest.raises(ModelUnavailableError, match="“mamba” are not supported"):
        estimate(resolve(str(copy), "any"), trace_bytes=TRACES)


def test_the_estimate_is_said_while_a_model_is_read(tiny_folder: Path) -> None:
    seen: list[str] = []
    open_source(resolve(str(tiny_folder), "any"), lambda _fraction, doing: seen.append(doing))
    size = r"[\d.]+ [MG]B"
    assert any(re.fullmatch(f"Reading 0 MB of weights: {size} of memory needed, {size} free", doing) for doing in seen)


def test_what_does_not_fit_is_refused_before_it_is_read(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda _device: 1000)
    monkeypatch.setattr(GPT2LMHeadModel, "from_pretrained", lambda *_, **__: pytest.fail("It was read."))
    assert "MB of memory, and 0 MB is free. Choose a smaller model" in refusal(resolve(str(tiny_folder), "any"))


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("share", [1.0, 0.8, 0.5])
def test_a_split_model_predicts_the_same_wherever_its_parts_are(
    share: float, dtype: str, tied: bool, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not tied:
        edit_config(tie_word_embeddings=False)(copy)
        edit_weights(lambda weights: weights.update({"lm_head.weight": weights["transformer.wte.weight"].clone()}))(
            copy
        )
    whole = open_folder(copy, dtype=dtype)
    need = estimate(resolve(str(copy), "any"), dtype=dtype, trace_bytes=TRACES)
    monkeypatch.setattr(memory, "available", lambda _device: need.working + int(share * need.weights))
    split = open_folder(copy, dtype=dtype, device="split")
    places = set(getattr(split.model, "hf_device_map", {"": "cpu"}).values())
    assert places == ({"cpu"} if share == 1 else {"cpu", "disk"})
    assert torch.equal(logits(split), logits(whole))
    assert torch.equal(split.trace(IDS).final_residual, whole.trace(IDS).final_residual)
    assert torch.equal(split.unembed(split.trace(IDS).final_residual), whole.unembed(whole.trace(IDS).final_residual))


def test_a_split_model_needs_room_for_one_tensor(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = resolve(str(tiny_folder), "any")
    whole, need = open_source(source), estimate(source, trace_bytes=TRACES)
    monkeypatch.setattr(memory, "available", lambda _device: need.working)
    with pytest.raises(ModelUnavailableError, match="Choose a smaller model, set LMDASH_DTYPE=bfloat16") as caught:
        open_source(source, device="split")
    assert "LMDASH_DEVICE" not in str(caught.value)
    embedding = whole.model.get_input_embeddings().weight
    monkeypatch.setattr(memory, "available", lambda _device: need.working + embedding.nbytes)
    split = open_source(source, device="split")
    assert set(split.model.hf_device_map.values()) == {"disk"}
    assert torch.equal(logits(split), logits(whole))


def test_what_a_split_model_writes_to_the_disk_goes_with_it(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    model = open_folder(tiny_folder, device="split")
    assert len(list(tmp_path.glob("lmdash-*"))) == 1
    del model
    gc.collect()
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(core_model_loading, "_materialize_copy", lambda *_: 1 / 0)
    refusal(resolve(str(tiny_folder), "any"), device="split")
    assert not list(tmp_path.iterdir())


def test_the_older_tokenizer_files_are_as_good(tiny_folder: Path, copy: Path) -> None:
    bpe = json.loads((copy / "tokenizer.json").read_text())["model"]
    remove("tokenizer.json", "tokenizer_config.json")(copy)
    write("vocab.json", json.dumps(bpe["vocab"]))(copy)
    assert "has no tokenizer" in refusal(resolve(str(copy), "any"))
    write("merges.txt", "\n".join(["#version: 0.2", *(" ".join(pair) for pair in bpe["merges"])]))(copy)
    text = "The capital of France is トト 🙂\n"
    assert open_folder(copy).tokens.encode(text).ids == open_folder(tiny_folder).tokens.encode(text).ids
