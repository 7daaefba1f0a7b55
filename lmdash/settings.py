"""Every limit and default of the app, with units; each can be set by the environment variable named beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any

from lmdash.errors import LmdashError

DEFAULT_PROMPT = "The capital of France is"


def _setting(default: object, variable: str, meaning: str, *, least: int = 0, choices: tuple[str, ...] = ()) -> Any:
    metadata = {"variable": variable, "meaning": meaning, "least": least, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """The limits of one process."""

    device: str = _setting(
        "auto",
        "LMDASH_DEVICE",
        "where models run: auto, cpu, cuda, cuda:1, mps, or split (over all GPUs, then main memory, then the disk)",
    )
    dtype: str = _setting(
        "float32",
        "LMDASH_DTYPE",
        "the number format of opened weights; auto is the format that they are stored in",
        choices=("float32", "bfloat16", "float16", "auto"),
    )
    models: str = _setting(
        "any", "LMDASH_MODELS", "models that may be opened: any, or a comma-separated list of ids (for public hosting)"
    )
    open_models_mb: int = _setting(8000, "LMDASH_OPEN_MODELS_MB", "memory for the weights of all open models, in MB")
    traces_mb: int = _setting(
        512,
        "LMDASH_TRACES_MB",
        "most memory for the forward passes that are kept per model, in MB; no more than its weights, or 64, are used",
    )
    results_mb: int = _setting(32, "LMDASH_RESULTS_MB", "memory for the results that are kept, in MB")
    max_new_tokens: int = _setting(200, "LMDASH_MAX_NEW_TOKENS", "most tokens that one click may generate", least=2)
    max_prompt_tokens: int = _setting(
        2048,
        "LMDASH_MAX_PROMPT_TOKENS",
        "most tokens of a prompt that are read, even by a model that could read more",
        least=1,
    )
    reserve_tokens: int = _setting(
        40,
        "LMDASH_RESERVE_TOKENS",
        "room left for new tokens where a prompt is cut because it is too long for the model",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables; a value that cannot be raises :class:`LmdashError` with the variable's name."""
        texts = {setting: environment.get(setting.metadata["variable"]) for setting in fields(cls)}
        read: dict[str, Any] = {each.name: _read(each, text) for each, text in texts.items() if text is not None}
        return cls(**read)


def _read(setting: Field, text: str) -> str | int:
    variable, meaning, least, choices = (setting.metadata[key] for key in ("variable", "meaning", "least", "choices"))
    if isinstance(setting.default, str):
        if choices and text not in choices:
            raise LmdashError(f"{variable}={text!r} is not one of {', '.join(choices)}: {meaning}.")
        return text
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise LmdashError(f"{variable}={text!r} is not a whole number of {least} or more: {meaning}.")
    return int(text)


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings.from_environment(os.environ)
