"""A good model opens with transformers' own numbers; everything else is refused in a sentence that says what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import httpx2
import huggingface_hub
import pytest
import torch
from huggingface_hub import errors
from safetensors.torch import load_file, save_file
from transformers import GPT2LMHeadModel

from lmdash.errors import ModelUnavailableError
from lmdash.models.catalog import Source, resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import _download_bar, load, readable_size

Damage = Callable[[Path], object]


def open_source(source: Source, progress: Callable[[float, str], None] = lambda _fraction, _doing: None) -> LoadedModel:
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**20, progress=progress)


def open_folder(folder: Path) -> LoadedModel:
    return open_source(resolve(str(folder), "any"))


def refusal(source: Source) -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        open_source(source)
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


def only_pickled_weights(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


# Good folders


def test_a_good_folder_opens_with_the_logits_of_transformers(tiny_folder: Path) -> None:
    model = open_folder(tiny_folder)
    ids = model.encode("The capital of France is").ids
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
    "no config": (remove("config.json"), "holds no config.json"),
    "config is no JSON": (write("config.json", "{not json"), "The config.json of"),
    "config is a list": (write("config.json", "[]"), "names no model type"),
    "config is empty": (write("config.json", ""), "cannot be read"),
    "config without a type": (write("config.json", "{}"), "names no model type"),
    "unknown type": (edit_config(model_type="mamba"), "“mamba” are not supported yet. Supported families: GPT-2"),
    "type is a number": (edit_config(model_type=5), "Supported families: GPT-2"),
    "another task": (edit_config(architectures=["GPT2ForSequenceClassification"]), "GPT2ForSequenceClassification"),
    "architectures are numbers": (edit_config(architectures=[5]), "cannot be opened"),
    "width is a word": (edit_config(n_embd="wide"), INCOMPLETE),
    "heads do not divide": (edit_config(n_head=5), INCOMPLETE),
    "other width": (edit_config(n_embd=64), "cannot be opened"),
    "other vocabulary": (edit_config(vocab_size=999), "cannot be opened"),
    "more layers": (edit_config(n_layer=4), "are incomplete"),
    "no weights": (remove("model.safetensors"), "has no .safetensors weights"),
    "pickled weights": (only_pickled_weights, "has no .safetensors weights"),
    "weights cut": (truncate(0.5), INCOMPLETE),
    "weights cut in their header": (truncate(0.001), INCOMPLETE),
    "weights are text": (write("model.safetensors", "version https://git-lfs.github.com/spec/v1"), INCOMPLETE),
    "a tensor is missing": (edit_weights(lambda w: w.pop("transformer.h.1.mlp.c_fc.weight")), "are incomplete"),
    "a wrong shape": (edit_weights(lambda w: w.update({"transformer.ln_f.bias": torch.zeros(7)})), "cannot be opened"),
    "no tokenizer": (remove("tokenizer.json", "tokenizer_config.json"), "has no tokenizer"),
    "no tokenizer.json": (remove("tokenizer.json"), "has no tokenizer"),
    "tokenizer is no JSON": (write("tokenizer.json", "{"), INCOMPLETE),
}
REMEDIES = ("Fetch it again", "Fetch the model again", "Choose", "Convert", "choose another")


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
    assert "holds no config.json" in refusal(Source("x", folder=tmp_path))
    assert "cannot be opened" in refusal(Source("x", folder=tmp_path / "gone"))


def test_a_device_that_is_not_there_is_named_with_its_variable(tiny_folder: Path) -> None:
    for device in ("cuda:99", "nonsense", "cpu:x"):
        with pytest.raises(ModelUnavailableError, match=f"LMDASH_DEVICE={device} names no device"):
            load(
                resolve(str(tiny_folder), "any"),
                device=device,
                limit_bytes=2**30,
                trace_bytes=0,
                progress=lambda *_: None,
            )


# The hub


def hub_error(kind: type[errors.HfHubHTTPError]) -> Exception:
    return kind("no", response=httpx2.Response(404, request=httpx2.Request("GET", "https://hub")))


def fake_hub(monkeypatch: pytest.MonkeyPatch, answer: Callable[..., object], files: object = ()) -> list[dict]:
    """Let the hub answer; where ``files`` is an error, it is what the dry run says."""
    calls: list[dict] = []

    def snapshot_download(repository: str, **options: object) -> object:
        calls.append({"repository": repository, **options})
        result = files if options.get("dry_run") else answer(**options)
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    return calls


def test_an_unreachable_hub_is_said() -> None:
    message = refusal(resolve("lmdash-tests/never-downloaded", "any"))
    assert "“lmdash-tests/never-downloaded” is not on this machine and Hugging Face cannot be reached" in message
    assert "local folder" in message


REFUSALS = {
    "gated": (hub_error(errors.GatedRepoError), "HF_TOKEN"),
    "unknown": (hub_error(errors.RepositoryNotFoundError), "Check the spelling"),
    "revision": (hub_error(errors.RevisionNotFoundError), "no revision “v9”"),
    "invalid": (errors.HFValidationError("no"), "Check the spelling"),
    "offline": (errors.OfflineModeIsEnabled("no"), "cannot be reached"),
    "not cached": (errors.LocalEntryNotFoundError("no"), "cannot be reached"),
    "proxy": (httpx2.ProxyError("no"), "cannot be reached"),
    "disk": (OSError(28, "No space left on device"), "disk is too full"),
}


@pytest.mark.parametrize(("error", "says"), REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("dry_run_knows", [True, False])
def test_a_refusal_of_the_hub_is_explained(
    error: Exception, says: str, dry_run_knows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real dry run hides most reasons behind a DryRunError.
    fake_hub(monkeypatch, lambda **_: error, files=error if dry_run_knows else errors.DryRunError("no"))
    message = refusal(resolve("owner/name@v9", "any"))
    assert says in message
    assert "owner/name" in message
    assert message.endswith(".")


def dry_run_file(size: int | None, download: bool) -> SimpleNamespace:
    return SimpleNamespace(file_size=size, will_download=download)


def test_a_download_reports_rising_progress_and_opens(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(tqdm_class: type, **_: object) -> str:
        counted = [tqdm_class(unit="B", total=0, desc="arriving"), tqdm_class(unit="B", total=0, desc="written")]
        files = tqdm_class(desc="Fetching 3 files", total=3)
        for step in range(1, 11):
            for bar in counted:
                bar.update(250_000)  # the same bytes, counted twice
            files.update()
            assert seen[-1][0] == pytest.approx(0.05 + 0.055 * step)
        return str(tiny_folder)

    seen: list[tuple[float, str]] = []
    files = [dry_run_file(2_500_000, True), dry_run_file(None, True), dry_run_file(10**9, False)]
    calls = fake_hub(monkeypatch, download, files)
    model = open_source(resolve("owner/name@v1", "any"), lambda fraction, doing: seen.append((fraction, doing)))
    assert (model.info.id, model.info.revision) == ("owner/name@v1", tiny_folder.name)
    assert [(call["repository"], call["revision"]) for call in calls] == [("owner/name", "v1")] * 2
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert (0.05, "Downloading 2 MB") in seen
    assert next(doing for fraction, doing in seen if fraction == 0.6) == "Downloading: 2 MB of 2 MB"


def test_what_is_on_the_machine_opens_without_the_hub(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_hub(monkeypatch, lambda **_: str(tiny_folder), files=errors.DryRunError("no network"))
    assert open_source(resolve("owner/name", "any")).info.layers == 3


def test_a_cached_model_opens_in_offline_mode(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--owner--name"
    shutil.copytree(tiny_folder, repository / "snapshots" / revision)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(revision)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    assert open_source(resolve("owner/name", "any")).info.revision == revision


def test_only_harmless_files_are_asked_for(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = fake_hub(monkeypatch, lambda **_: str(tiny_folder))
    open_source(resolve("gpt2", "any"))
    for call in calls:
        assert not any(
            Path(name).match(pattern) for name in ("x.bin", "x.py", "x.pt") for pattern in call["allow_patterns"]
        )
        assert any(Path("model.safetensors").match(pattern) for pattern in call["allow_patterns"])


def test_the_download_bar_draws_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    bar = _download_bar(lambda _fraction, _doing: None, 100)(unit="B", total=100, name="group")
    bar.update(50)
    bar.set_description("half")
    bar.close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 MB"), (353e6, "353 MB"), (1.52e9, "1.5 GB"), (999_000_000, "999 MB"), (10**9, "1.0 GB")]
)
def test_sizes_are_readable(size: int, text: str) -> None:
    assert readable_size(size) == text


def test_the_older_tokenizer_files_are_as_good(tiny_folder: Path, copy: Path) -> None:
    bpe = json.loads((copy / "tokenizer.json").read_text())["model"]
    remove("tokenizer.json", "tokenizer_config.json")(copy)
    write("vocab.json", json.dumps(bpe["vocab"]))(copy)
    assert "has no tokenizer" in refusal(resolve(str(copy), "any"))
    write("merges.txt", "\n".join(["#version: 0.2", *(" ".join(pair) for pair in bpe["merges"])]))(copy)
    text = "The capital of France is トト 🙂\n"
    assert open_folder(copy).encode(text).ids == open_folder(tiny_folder).encode(text).ids
