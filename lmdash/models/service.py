"""The one place where models live: each is opened once, kept within memory, and runs analyses for every session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from lmdash.models.cache import ByteCache
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import Source, resolve
from lmdash.models.opening.loading import Progress, load
from lmdash.models.sizes import size_of
from lmdash.models.values import ModelInfo
from lmdash.settings import Settings, settings

Result = TypeVar("Result")

QUESTION_BYTES = 1500  # of a kept result's question: its tokens, names and place


def _no_progress(_fraction: float, _doing: str) -> None:
    """Nobody watches."""


class ModelService:
    """Open models by id and run analyses beside them.

    Models and results are kept within their bytes, those used longest ago go first.  Results are kept under (model id,
    revision, analysis, arguments): plain values only, so a result may as well come from another process.  ``opened`` is
    how many models were opened so far, those that have gone included.
    """

    def __init__(self, limits: Settings) -> None:
        self._limits = limits
        self._models = ByteCache(limits.open_models_mb * 2**20, size=lambda model: model.info.weight_bytes)
        self.opened = 0
        self._results = ByteCache(limits.results_mb * 2**20, size=lambda result: QUESTION_BYTES + size_of(result))

    def open(self, model_id: str, progress: Progress = _no_progress) -> ModelInfo:
        """Make sure that a model is in memory; sessions that ask for one being opened wait for it.

        Raises :class:`ModelUnavailableError`.
        """
        return self._model(model_id, progress).info

    def run(
        self,
        model_id: str,
        analysis: Callable[..., Result],
        *,
        on_step: Callable[[int, int], None] | None = None,
        on_text: Callable[..., None] | None = None,
        **arguments: object,
    ) -> Result:
        """``analysis(model, **arguments)``, from the cache when the same was asked before; arguments are hashable.

        ``on_step(done, total)`` is for analyses that report their progress, ``on_text`` for those that write; neither
        is part of the question.
        """
        model = self._model(model_id, _no_progress)
        watch = {name: told for name, told in (("on_step", on_step), ("on_text", on_text)) if told}
        question = (analysis.__module__, analysis.__qualname__, *sorted(arguments.items()))
        return self._results.get(
            (model.info.id, model.info.revision, *question), lambda: analysis(model, **arguments, **watch)
        )

    def _model(self, model_id: str, progress: Progress) -> LoadedModel:
        source = resolve(model_id, self._limits.models)
        return self._models.get(source.id, lambda: self._load(source, progress))

    def _load(self, source: Source, progress: Progress) -> LoadedModel:
        model = load(
            source,
            device=self._limits.device,
            dtype=self._limits.dtype,
            limit_bytes=self._limits.open_models_mb * 2**20,
            trace_bytes=self._limits.traces_mb * 2**20,
            max_tokens=self._limits.max_prompt_tokens,
            progress=progress,
        )
        self.opened += 1
        return model


@cache
def service() -> ModelService:
    """The service of this process."""
    return ModelService(settings())


def models_opened() -> int:
    """How many models this process has opened so far; none where wrong settings keep the service from starting."""
    return service().opened if service.cache_info().currsize else 0
