import numpy as np
import pytest
import torch

from lmdash.analyses.common.disk_cache import cache_folder
from lmdash.analyses.value_vectors import clusters as module
from lmdash.analyses.value_vectors.clusters import value_clusters
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.fresh import fresh_gpt2
from tests.analyses.value_vectors.test_vectors import loaded

GROUPS, NEURONS, LAYERS = 4, 128, 3


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder().parent == tmp_path
    return cache_folder()


@pytest.fixture
def grouped(tokenizer):
    """A model whose vectors are directions of four groups, with a little noise, of any length."""
    model = fresh_gpt2(layers=LAYERS, heads=2, width=32, vocabulary=len(tokenizer), context=16, seed=5)
    generator = torch.Generator().manual_seed(0)
    directions = torch.nn.functional.normalize(torch.randn(GROUPS, 32, generator=generator), dim=-1)
    for layer in range(LAYERS):
        lengths = 0.1 + 5 * torch.rand(NEURONS, 1, generator=generator)
        noise = 0.02 * torch.randn(NEURONS, 32, generator=generator)
        rows = lengths * (directions[torch.arange(NEURONS) % GROUPS] + noise)
        model.transformer.h[layer].mlp.c_proj.weight.data.copy_(rows)
    return LoadedModel(model, tokenizer, model_id="m", revision="0", trace_bytes=0), directions


def test_vectors_of_one_direction_are_one_cluster_whatever_their_length(grouped):
    model, directions = grouped
    found = value_clusters(model, GROUPS, 6)
    assert found.clusters["size"].tolist() == [LAYERS * NEURONS // GROUPS] * GROUPS
    planted = found.members.assign(planted=found.members["neuron"] % GROUPS)
    assert (planted.groupby("cluster")["planted"].nunique() == 1).all()
    head = model.model.lm_head.weight.detach()
    for place, cluster in enumerate(found.clusters["cluster"]):
        towards = directions[int(planted[planted["cluster"] == cluster]["planted"].iloc[0])]
        top = (head @ towards).topk(2).indices.tolist()
        assert set(top) & set(found.tokens.of(place, "promoted")["id"].head(3))


def test_every_vector_is_in_one_cluster_and_the_numbers_are_those_of_its_members(grouped):
    model, _ = grouped
    found = value_clusters(model, 10, 3)
    assert len(found.members) == len(found.members.drop_duplicates(["layer", "neuron"])) == LAYERS * NEURONS
    assert found.clusters["size"].sum() == LAYERS * NEURONS
    assert found.clusters["tightness"].is_monotonic_decreasing
    for row in found.clusters.itertuples():
        members = found.of(row.cluster)
        assert members["cosine"].is_monotonic_decreasing
        assert members["cosine"].mean() == pytest.approx(row.tightness)
        first = members.iloc[0]
        assert found.with_vector((int(first["layer"]), int(first["neuron"]))) == row.cluster


def test_no_vector_is_closer_to_another_centre(grouped):
    model, _ = grouped
    vectors = torch.cat([model.value_vectors(layer) for layer in range(LAYERS)])
    unit = torch.nn.functional.normalize(vectors, dim=-1)
    arrays = module._cluster(unit.numpy(), 7, None)
    assert (unit.numpy() @ arrays["centres"].T).argmax(1).tolist() == arrays["label"].tolist()
    np.testing.assert_allclose(np.linalg.norm(arrays["centres"], axis=1), 1, atol=1e-5)


def test_the_second_time_it_comes_from_the_disk(grouped, folder, monkeypatch):
    model, _ = grouped
    first = value_clusters(model, GROUPS, 3)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(module, "_cluster", lambda *_: pytest.fail("computed again"))
    assert value_clusters(model, GROUPS, 3).members.equals(first.members)


def test_other_weights_or_another_number_are_computed(grouped, folder):
    model, _ = grouped
    value_clusters(model, GROUPS, 3)
    value_clusters(model, GROUPS + 1, 3)
    model.model.transformer.h[0].mlp.c_proj.weight.data[0, 0] += 1
    value_clusters(model, GROUPS, 3)
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"not an archive",
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + b"\xff" * 200 + data[300:],
    ],
)
def test_a_damaged_file_is_computed_again(grouped, folder, damage):
    model, _ = grouped
    first = value_clusters(model, GROUPS, 3)
    [file] = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert value_clusters(model, GROUPS, 3).members.equals(first.members)
    assert value_clusters(model, GROUPS, 3).members.equals(first.members)


def test_a_file_of_another_shape_is_computed_again(grouped, folder):
    model, _ = grouped
    first = value_clusters(model, GROUPS, 3)
    [file] = folder.iterdir()
    for wrong in (
        {"label": np.zeros(3, np.int32), "centres": np.zeros((1, 32), np.float32)},
        {"label": np.full(LAYERS * NEURONS, 9, np.int32), "centres": np.zeros((2, 32), np.float32)},
        {"label": np.zeros(LAYERS * NEURONS, np.int32), "centres": np.zeros((2, 31), np.float32)},
        {"other": np.zeros(3)},
    ):
        with file.open("wb") as opened:
            np.savez(opened, **wrong)
        assert value_clusters(model, GROUPS, 3).members.equals(first.members)


def test_a_folder_that_cannot_be_written_costs_only_time(grouped, tmp_path, monkeypatch):
    model, _ = grouped
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert len(value_clusters(model, GROUPS, 3).clusters) == GROUPS


def test_progress_reaches_its_end_and_stopping_keeps_nothing(grouped, folder):
    model, _ = grouped
    steps = []
    value_clusters(model, GROUPS, 3, on_step=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == list(range(1, steps[0][1] + 1))

    def stop(_done, _total):
        raise KeyboardInterrupt

    kept = len(list(folder.iterdir()))
    with pytest.raises(KeyboardInterrupt):
        value_clusters(model, GROUPS + 2, 3, on_step=stop)
    assert len(list(folder.iterdir())) == kept


@pytest.mark.parametrize("name", ["llama", "gemma2", "qwen2_moe", "falcon"])
def test_every_kind_of_family_can_be_grouped(name, tokenizer):
    model = loaded(name, tokenizer)
    found = value_clusters(model, 5, 3)
    assert len(found.members) == sum(model.anatomy.neurons)


def test_more_clusters_than_vectors_is_one_each_at_most(tokenizer):
    model = loaded("qwen2_moe", tokenizer)
    found = value_clusters(model, 10_000, 3)
    assert len(found.clusters) <= sum(model.anatomy.neurons)
