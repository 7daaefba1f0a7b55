"""The one place where models live: each is opened once, kept within memory, and runs analyses for every session."""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from lmdash.models.cache import ByteCache
from lmdash.models.catalog import resolve
from lmdash.models.loaded import LoadedModel
from lmdash.models.loading import Progress, load
from lmdash.models.values import ModelInfo
from lmdash.settings import Settings, settings

Result = TypeVar("Result")


def _no_progress(_fraction: float, _doing: str) -> None:
    """Nobody watches."""


class ModelService:
    """Open models by id and run analyses beside them.

    Results are kept under (model id, revision, analysis, arguments): plain values only, so a result may as well come
    from another process.
    """

    def __init__(self, limits: Settings) -> None:
        self._limits = limits
        self._models: OrderedDict[str, LoadedModel] = OrderedDict()
        self._lock = threading.Lock()
        self._opening: dict[str, threading.Lock] = {}
        self._results = ByteCache(limits.results_mb * 2**20, size=lambda result: len(pickle.dumps(result)))

    def open(self, model_id: str, progress: Progress = _no_progress) -> ModelInfo:
        """Make sure that a model is in memory; sessions that ask for one being opened wait for it.

        Raises :class:`ModelUnavailableError`.
        """
        return self._model(model_id, progress).info

    def is_open(self, model_id: str) -> bool:
        """Whether the model can be used at once."""
        return model_id.strip() in self._models

    def run(self, model_id: str, analysis: Callable[..., Result], **arguments: object) -> Result:
        """``analysis(model, **arguments)``, from the cache when the same was asked before; arguments are hashable."""
        model = self._model(model_id, _no_progress)
        key = (
            model.info.id,
            model.info.revision,
            analysis.__module__,
            analysis.__qualname__,
            *sorted(arguments.items()),
        )
        return self._results.get(key, lambda: analysis(model, **arguments))

    def run_watched(
        self, model_id: str, analysis: Callable[..., Result], on_step: Callable[[int, int], None], **arguments: object
    ) -> Result:
        """As :meth:`run` for an analysis that reports ``on_step(done, total)``, which is not part of the key."""
        model = self._model(model_id, _no_progress)
        key = (
            model.info.id,
            model.info.revision,
            analysis.__module__,
            analysis.__qualname__,
            *sorted(arguments.items()),
        )
        return self._results.get(key, lambda: analysis(model, on_step=on_step, **arguments))

    def _model(self, model_id: str, progress: Progress) -> LoadedModel:
        model_id = model_id.strip()  # as the catalog does: one name, one copy
        with self._lock:
            if model_id in self._models:
                self._models.move_to_end(model_id)
                return self._models[model_id]
            opening = self._opening.setdefault(model_id, threading.Lock())
        with opening:
            with self._lock:
                if model_id in self._models:
                    return self._models[model_id]
            source = resolve(model_id, self._limits.models)
            trace_bytes = self._limits.traces_mb * 2**20
            model = load(source, device=self._limits.device, trace_bytes=trace_bytes, progress=progress)
            with self._lock:
                self._models[model_id] = model
                self._close_oldest()
            return model

    def _close_oldest(self) -> None:
        """Let go of the models used longest ago while all together take more than the limit; the newest stays."""
        while len(self._models) > 1:
            used = sum(model.info.weight_bytes for model in self._models.values())
            if used <= self._limits.open_models_mb * 2**20:
                return
            self._models.popitem(last=False)


@cache
def service() -> ModelService:
    """The service of this process."""
    return ModelService(settings())
