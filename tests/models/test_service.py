"""The service opens a model once, keeps within memory, and computes nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from lmdash.errors import ModelUnavailableError
from lmdash.models import service as service_module
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import Source
from lmdash.models.service import ModelService
from lmdash.settings import Settings

THREADS = 8
ran: list[tuple[str, object]] = []


def analysis(model: LoadedModel, argument: object = None, other: object = None) -> tuple[object, ...]:
    ran.append((model.info.id, argument))
    return (model.info.id, argument, other)


def watched(model: LoadedModel, steps: int, on_step: Callable[[int, int], None] | None = None) -> int:
    ran.append((model.info.id, steps))
    for step in range(steps):
        if on_step:
            on_step(step + 1, steps)
    return steps


def unpicklable(_model: LoadedModel) -> object:
    return lambda: None


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


@pytest.fixture
def opened(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of models that were loaded: every hub id but those of ``broken/`` gives a model of 100 MB."""
    ids: list[str] = []

    class Copy:
        def __init__(self, model_id: str, revision: str) -> None:
            self.info = replace(tiny.info, id=model_id, revision=revision, weight_bytes=100 * 2**20)

    def load(source: Source, *, progress: Callable[[float, str], None], **_: object) -> Copy:
        ids.append(source.id)
        if source.id.startswith("broken/"):
            raise ModelUnavailableError("It is broken.")
        progress(1.0, "Ready")
        return Copy(source.id, source.branch or "main")

    monkeypatch.setattr(service_module, "load", load)
    return ids


@pytest.fixture
def service(opened: list[str]) -> ModelService:
    return ModelService(Settings(open_models_mb=300))


def together(work: Callable[[int], object]) -> list[object]:
    barrier = threading.Barrier(THREADS)

    def one(index: int) -> object:
        barrier.wait()
        return work(index)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


# Opening


def test_a_real_folder_opens(tiny_folder: Path) -> None:
    seen: list[float] = []
    info = ModelService(Settings(device="cpu")).open(str(tiny_folder), lambda fraction, _doing: seen.append(fraction))
    assert (info.id, info.layers) == (str(tiny_folder), 3)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_threads_that_ask_together_open_a_model_once(service: ModelService, opened: list[str]) -> None:
    infos = together(lambda _: service.open("owner/a"))
    assert opened == ["owner/a"]
    assert all(info is infos[0] for info in infos)


def test_threads_may_open_different_models(service: ModelService, opened: list[str]) -> None:
    together(lambda index: service.open(f"owner/{'ab'[index % 2]}"))
    assert sorted(opened) == ["owner/a", "owner/b"]


def test_spaces_around_a_name_open_no_second_copy(service: ModelService, opened: list[str]) -> None:
    assert service.open(" owner/a ") is service.open("owner/a")
    assert opened == ["owner/a"]


def test_the_model_used_longest_ago_is_let_go(service: ModelService, opened: list[str]) -> None:
    for name in "abcad":  # a is used again, so that b is the oldest
        service.open(f"owner/{name}")
    for name in "acdb":
        service.open(f"owner/{name}")
    assert opened == ["owner/a", "owner/b", "owner/c", "owner/d", "owner/b"]


def test_a_model_that_is_too_large_is_refused_before_it_is_read(tiny_folder: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"would take .* LMDASH_OPEN_MODELS_MB"):
        ModelService(Settings(open_models_mb=0)).open(str(tiny_folder))


def test_a_model_that_fails_leaves_the_others_and_may_be_tried_again(service: ModelService, opened: list[str]) -> None:
    service.open("owner/a")
    for _ in range(2):
        with pytest.raises(ModelUnavailableError, match="broken"):
            service.open("broken/b")
    assert opened == ["owner/a", "broken/b", "broken/b"]
    assert service.run("owner/a", analysis) == ("owner/a", None, None)


def test_a_cancelled_opening_may_be_tried_again(service: ModelService) -> None:
    def cancel(_fraction: float, _doing: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.open("owner/a", cancel)
    assert service.open("owner/a").id == "owner/a"


def test_the_allow_list_holds_for_opening_and_running(opened: list[str]) -> None:
    service = ModelService(Settings(models="owner/a"))
    service.open("owner/a")
    for verb in (service.open, lambda name: service.run(name, analysis)):
        with pytest.raises(ModelUnavailableError, match="may not be opened"):
            verb("owner/b")
    assert opened == ["owner/a"]


# Running


def test_the_same_question_is_computed_once(service: ModelService) -> None:
    first = service.run("owner/a", analysis, argument=(1, 2), other="x")
    assert service.run("owner/a", analysis, other="x", argument=(1, 2)) is first
    assert len(ran) == 1


def test_equal_values_are_the_same_question(service: ModelService) -> None:
    service.run("owner/a", analysis, argument=(1, 2))
    service.run("owner/a", analysis, argument=tuple(range(1, 3)))
    assert len(ran) == 1


def test_threads_that_ask_together_share_one_computation(service: ModelService) -> None:
    results = together(lambda _: service.run("owner/a", analysis, argument=5))
    assert len(ran) == 1
    assert all(result is results[0] for result in results)


def test_other_arguments_models_revisions_and_analyses_are_other_questions(service: ModelService) -> None:
    results = {
        service.run("owner/a", analysis, argument=1),
        service.run("owner/a", analysis, argument=2),
        service.run("owner/a", analysis, other=1),
        service.run("owner/b", analysis, argument=1),
        service.run("owner/a@v2", analysis, argument=1),
        service.run("owner/a", watched, steps=1),
    }
    assert len(results) == len(ran) == 6


def test_results_outlive_the_model_that_gave_them(service: ModelService, opened: list[str]) -> None:
    for name in "abcda":
        service.run(f"owner/{name}", analysis)
    assert opened == ["owner/a", "owner/b", "owner/c", "owner/d", "owner/a"]
    assert len(ran) == 4


def test_results_stay_within_their_bytes(opened: list[str]) -> None:
    service = ModelService(Settings(results_mb=1))
    for index in range(30):
        service.run("owner/a", analysis, argument=f"{index}" * 100_000)
        assert service._results.used <= 2**20
    assert 0 < len(service._results) < 30


def test_a_failed_analysis_is_not_kept(service: ModelService) -> None:
    with pytest.raises(TypeError):
        service.run("owner/a", analysis, no_such_argument=1)
    assert service.run("owner/a", analysis, argument=1)[1] == 1


def test_a_result_that_cannot_travel_is_an_error_every_time(service: ModelService) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match=r"[Pp]ickle"):
            service.run("owner/a", unpicklable)


# Watching


def test_a_watched_run_reports_and_shares_the_cache(service: ModelService) -> None:
    seen: list[tuple[int, int]] = []
    assert service.run("owner/a", watched, on_step=lambda *step: seen.append(step), steps=3) == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert service.run("owner/a", watched, on_step=lambda *step: seen.append(step), steps=3) == 3
    assert service.run("owner/a", watched, steps=3) == 3
    assert len(seen) == 3
    assert len(ran) == 1


def test_a_stopped_run_is_not_kept(service: ModelService) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.run("owner/a", watched, on_step=stop, steps=3)
    assert service.run("owner/a", watched, steps=3) == 3
    assert len(ran) == 2


def test_one_service_serves_the_process() -> None:
    assert service_module.service() is service_module.service()
