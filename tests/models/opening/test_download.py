"""A simulated hub: only what is read is fetched, what cannot be opened is refused first, every refusal is explained."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import httpx2
import huggingface_hub
import pytest
from huggingface_hub import errors
from huggingface_hub.utils import SafetensorsFileMetadata, SafetensorsRepoMetadata, TensorInfo, filter_repo_objects
from safetensors import safe_open
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from lmdash.errors import ModelUnavailableError
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening import download, memory
from lmdash.models.opening.catalog import Source, resolve
from lmdash.models.opening.download import _download_bar
from lmdash.models.opening.loading import estimate, load
from tests.models.opening.ggufs import write_gguf

Progress = Callable[[float, str], None]
TRACES = 2**20
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def open_id(model_id: str, progress: Progress = lambda _fraction, _doing: None) -> LoadedModel:
    source = resolve(model_id, "any")
    return load(source, device="cpu", limit_bytes=2**30, trace_bytes=TRACES, progress=progress)


def refusal(model_id: str = "owner/name@v9") -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        open_id(model_id)
    message = str(caught.value)
    assert model_id.partition("@")[0] in message
    assert message.endswith(".")
    assert len(message.splitlines()) == 1
    return message


class Hub:
    """Serves the files of ``repository`` into ``cache``; ``failures`` are raised by the calls they are named after."""

    def __init__(self, repository: Path, cache: Path) -> None:
        self.repository, self.cache = repository, cache / COMMIT
        self.failures: dict[str, Exception] = {}
        self.calls: list[tuple[str, str | None]] = []
        self.announces = True

    def names(self) -> list[str]:
        return sorted(path.relative_to(self.repository).as_posix() for path in self.repository.rglob("*.*"))

    def fetched(self) -> set[str]:
        return {path.relative_to(self.cache).as_posix() for path in self.cache.rglob("*.*")}

    def _called(self, call: str, repository: str, revision: str | None) -> None:
        assert repository == "owner/name"
        self.calls.append((call, revision))
        if call in self.failures:
            raise self.failures[call]

    def snapshot_download(
        self,
        repository: str,
        *,
        revision: str | None,
        allow_patterns: list[str],
        ignore_patterns: list[str] | None = None,
        dry_run: bool = False,
        tqdm_class: type | None = None,
    ) -> object:
        call = "dry run" if dry_run else "weights" if revision == COMMIT else "description"
        self._called(call, repository, revision)
        wanted = list(filter_repo_objects(self.names(), allow_patterns=allow_patterns, ignore_patterns=ignore_patterns))
        if dry_run:
            return [
                SimpleNamespace(
                    file_size=(self.repository / name).stat().st_size, will_download=not (self.cache / name).exists()
                )
                for name in wanted
            ]
        bars = [tqdm_class(unit="B", total=0, desc=desc) for desc in ("arriving", "written")]  # the same bytes, twice
        for name in wanted:
            (self.cache / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.repository / name, self.cache / name)
            for bar in bars:
                bar.update((self.cache / name).stat().st_size)
        return str(self.cache)

    def get_safetensors_metadata(self, repository: str, *, revision: str | None) -> SafetensorsRepoMetadata:
        self._called("metadata", repository, revision)
        if not self.announces:
            raise errors.NotASafetensorsRepoError("no")
        single, index = self.repository / "model.safetensors", self.repository / "model.safetensors.index.json"
        weights = {} if single.exists() else json.loads(index.read_text())["weight_map"]
        files = {name: self._header(self.repository / name) for name in set(weights.values()) or {single.name}}
        return SafetensorsRepoMetadata(metadata=None, sharded=bool(weights), weight_map=weights, files_metadata=files)

    def _header(self, path: Path) -> SafetensorsFileMetadata:
        with safe_open(path, framework="pt") as file:
            slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118 - it is no dictionary
            tensors = {name: TensorInfo(s.get_dtype(), list(s.get_shape()), (0, 0)) for name, s in slices.items()}
        return SafetensorsFileMetadata(metadata={}, tensors=tensors)

    def list_repo_files(self, repository: str, *, revision: str | None) -> list[str]:
        self._called("names", repository, revision)
        return self.names()


@pytest.fixture
def hub(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    hub = Hub(Path(shutil.copytree(tiny_folder, tmp_path / "repository")), tmp_path)
    for call in ("snapshot_download", "get_safetensors_metadata", "list_repo_files"):
        monkeypatch.setattr(huggingface_hub, call, getattr(hub, call))
    return hub


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda _device: 1000)


def in_parts(folder: Path) -> list[str]:
    GPT2LMHeadModel.from_pretrained(folder).save_pretrained(folder, max_shard_size="60KB")
    (folder / "model.safetensors").unlink()
    return sorted(path.name for path in folder.glob("model-*.safetensors"))


def clutter(folder: Path) -> None:
    """What repositories hold beside the files that are read."""
    for name in (
        "pytorch_model.bin tf_model.h5 flax_model.msgpack modeling_own.py README.md consolidated.safetensors "
        "model.fp16.safetensors original/consolidated.00.pth original/params.json onnx/model.onnx onnx/config.json"
    ).split():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}")


SMALL = {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"}


# Fetching


def test_a_download_reports_rising_progress_and_opens(hub: Hub) -> None:
    seen: list[tuple[float, str]] = []
    model = open_id("owner/name@v1", lambda fraction, doing: seen.append((fraction, doing)))
    assert (model.info.id, model.info.revision, model.info.layers) == ("owner/name@v1", COMMIT, 3)
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions)
    assert [doing for _, doing in seen[:4]] == [
        "Looking for the model",
        "Downloading 0 MB",
        "Downloading: 0 MB of 0 MB",
        "Downloading: 0 MB of 0 MB",
    ]
    assert (seen[3][0], seen[-1]) == (0.6, (1.0, "Ready"))


def test_all_comes_from_one_revision(hub: Hub) -> None:
    open_id("owner/name@v1")
    assert hub.calls == [("description", "v1"), *((call, COMMIT) for call in ("dry run", "metadata", "weights"))]


def test_only_what_is_read_is_fetched(hub: Hub) -> None:
    clutter(hub.repository)
    open_id("owner/name")
    assert hub.fetched() == {*SMALL, "model.safetensors"}


def test_of_a_model_in_parts_only_its_parts_are_fetched_and_counted(hub: Hub, tiny_folder: Path) -> None:
    whole = estimate(resolve(str(tiny_folder), "any"), trace_bytes=TRACES)
    parts = in_parts(hub.repository)
    clutter(hub.repository)
    assert estimate(resolve("owner/name", "any"), trace_bytes=TRACES) == whole
    open_id("owner/name")
    assert hub.fetched() == {*SMALL, *parts, "model.safetensors.index.json"}
    assert estimate(resolve("owner/name", "any"), trace_bytes=TRACES) == whole


def test_an_estimate_fetches_no_weights(hub: Hub) -> None:
    need = estimate(resolve("owner/name", "any"), trace_bytes=TRACES)
    assert hub.fetched() == SMALL
    assert need.weights == open_id("owner/name").info.weight_bytes
    hub.calls.clear()
    assert estimate(resolve("owner/name", "any"), trace_bytes=TRACES) == need
    assert ("metadata", COMMIT) not in hub.calls  # the files that are here now say it


def test_an_estimate_that_the_hub_does_not_give_is_refused(hub: Hub) -> None:
    hub.announces = False
    with pytest.raises(ModelUnavailableError, match=r"does not say how large “owner/name” is\. Try again, or open it"):
        estimate(resolve("owner/name", "any"), trace_bytes=TRACES)


# Refusing before the weights are fetched


@pytest.mark.usefixtures("little_memory")
def test_what_does_not_fit_is_not_fetched(hub: Hub) -> None:
    assert "0 MB is free. Choose a smaller model" in refusal()
    assert hub.fetched() == SMALL


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("failure", [errors.NotASafetensorsRepoError("no"), TimeoutError(), KeyError("x")])
def test_what_the_hub_does_not_announce_is_checked_once_it_is_here(hub: Hub, failure: Exception) -> None:
    hub.failures["metadata"] = failure
    assert "0 MB is free. Choose a smaller model" in refusal()
    assert hub.fetched() == {*SMALL, "model.safetensors"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model_type": "mamba"}, None),
        ({"is_encoder_decoder": True}, "is an encoder-decoder model"),
        ({"quantization_config": {"quant_method": "awq"}}, "is quantised (awq)"),
        ({"model_type": "own", "auto_map": {"AutoModel": "own.Model"}}, "never runs the code of a model"),
    ],
)
def test_a_config_that_cannot_be_opened_is_refused_first(hub: Hub, changes: dict, says: str | None) -> None:
    path = hub.repository / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    if says:
        assert says in refusal()
    else:
        with pytest.raises(ModelUnavailableError, match="“mamba” are not supported"):
            open_id("owner/name")
    assert hub.fetched() == SMALL


KINDS = {
    "adapter": (("adapter_config.json", "adapter_model.safetensors"), "is an adapter (PEFT, LoRA)"),
    "GGUF": (("README.md", "model.Q4_K_M.gguf"), "has GGUF files"),
    "GGUF with a config": (("config.json", "tokenizer.json", "model.Q4_K_M.gguf"), "has GGUF files"),
    "only .bin": (("config.json", "tokenizer.json", "pytorch_model.bin"), "Convert the model with save_pretrained"),
    "no weights": (("config.json", "tokenizer.json"), "has no .safetensors weights (model.safetensors"),
    "no config": (("model.safetensors",), "has no config.json, so it is not a model for transformers"),
    "nothing": (("README.md",), "has no config.json"),
}


@pytest.mark.parametrize(("names", "says"), KINDS.values(), ids=KINDS)
def test_another_kind_of_repository_is_named(hub: Hub, names: tuple[str, ...], says: str) -> None:
    for path in list(hub.repository.iterdir()):
        if path.name not in names:
            path.unlink()
    for name in names:
        (hub.repository / name).touch()
    assert says in refusal()


def test_one_gguf_file_of_a_repository_is_fetched_and_opened(
    hub: Hub, plain: GPT2LMHeadModel, tokenizer: PreTrainedTokenizerFast
) -> None:
    for quantisation in ("Q8_0", "Q4_K_M"):
        write_gguf(hub.repository / f"tiny.{quantisation}.gguf", plain, tokenizer)
    model = open_id("owner/name:tiny.Q8_0.gguf")
    assert model.info.family == "GPT-2"
    assert "tiny.Q8_0.gguf" in hub.fetched()
    assert "tiny.Q4_K_M.gguf" not in hub.fetched()
    assert "model.safetensors" not in hub.fetched()
    assert "has no file of that name" in refusal("owner/name:gone.gguf")


def test_a_disk_without_room_is_said_before_the_download(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1000))
    assert "The disk is too full to download “owner/name”: 0 MB more is needed and 0 MB is free. Make room" in refusal()
    assert hub.fetched() == SMALL


# What the hub says


def hub_error(kind: type[errors.HfHubHTTPError], status: int = 404) -> Exception:
    return kind("no", response=httpx2.Response(status, request=httpx2.Request("GET", "https://hub")))


REFUSALS = {
    "gated": (hub_error(errors.GatedRepoError, 403), "is gated: its owner grants access on request. Ask for access"),
    "unknown or private": (hub_error(errors.RepositoryNotFoundError, 401), "Check the spelling; a private model needs"),
    "revision": (hub_error(errors.RevisionNotFoundError), "no revision “v9”"),
    "invalid": (errors.HFValidationError("no"), "Check the spelling"),
    "a wrong token": (hub_error(errors.HfHubHTTPError, 401), "Set HF_TOKEN to a valid token"),
    "the hub is down": (hub_error(errors.HfHubHTTPError, 503), "cannot be reached"),
    "offline": (errors.OfflineModeIsEnabled("no"), "cannot be reached"),
    "not cached": (errors.LocalEntryNotFoundError("no"), "cannot be reached"),
    "half cached": (
        errors.IncompleteSnapshotError("no", "folder"),
        "Only some files of “owner/name” are on this machine",
    ),
    "proxy": (httpx2.ProxyError("no"), "cannot be reached"),
    "disk": (OSError(28, "No space left on device"), "disk is too full"),
    "disk, said by the downloader": (
        RuntimeError("IO Error: No space left on device (os error 28)"),
        "disk is too full",
    ),
}


@pytest.mark.parametrize("call", ["description", "dry run", "weights"])
@pytest.mark.parametrize(("error", "says"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_of_the_hub_is_explained(hub: Hub, error: Exception, says: str, call: str) -> None:
    hub.failures[call] = error
    assert says in refusal()


def test_an_unreachable_hub_is_said() -> None:
    message = refusal("lmdash-tests/never-downloaded")
    assert "“lmdash-tests/never-downloaded” is not on this machine, and Hugging Face cannot be reached" in message
    assert "local folder" in message


def test_what_is_on_the_machine_opens_without_the_hub(hub: Hub) -> None:
    open_id("owner/name")
    hub.failures = {"dry run": errors.DryRunError("no network"), "metadata": OSError(), "names": OSError()}
    assert open_id("owner/name").info.layers == 3


def test_a_cached_model_opens_in_offline_mode(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "models--owner--name"
    shutil.copytree(tiny_folder, repository / "snapshots" / COMMIT)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    assert open_id("owner/name").info.revision == COMMIT
    assert estimate(Source("x", repository="owner/name"), trace_bytes=TRACES).weights


def test_the_download_bar_draws_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    bar = _download_bar(lambda _fraction, _doing: None, 100)(unit="B", total=100, name="group")
    bar.update(50)
    bar.set_description("half")
    bar.close()
    assert capfd.readouterr() == ("", "")
