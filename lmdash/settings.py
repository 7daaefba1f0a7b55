"""Every limit and default of the app, with units; each can be set by the environment variable named beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache

from lmdash.errors import LmdashError

DEFAULT_PROMPT = "The capital of France is"


def _setting(default: object, variable: str, meaning: str, least: int = 0):
    return field(default=default, metadata={"variable": variable, "meaning": meaning, "least": least})


@dataclass(frozen=True)
class Settings:
    """The limits of one process."""

    device: str = _setting("auto", "LMDASH_DEVICE", "where models run: auto, cpu, cuda, cuda:1, mps")
    models: str = _setting(
        "any", "LMDASH_MODELS", "models that may be opened: any, or a comma-separated list of ids (for public hosting)"
    )
    open_models_mb: int = _setting(8000, "LMDASH_OPEN_MODELS_MB", "memory for the weights of all open models, in MB")
    traces_mb: int = _setting(512, "LMDASH_TRACES_MB", "memory for kept forward passes of one model, in MB")
    results_mb: int = _setting(256, "LMDASH_RESULTS_MB", "memory for kept results of analyses, in MB")
    max_new_tokens: int = _setting(200, "LMDASH_MAX_NEW_TOKENS", "most tokens that one click may generate", 2)
    reserve_tokens: int = _setting(
        40, "LMDASH_RESERVE_TOKENS", "room for new tokens that is kept when a prompt is cut at the context"
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables; a number that is none raises :class:`LmdashError` with the variable's name."""
        values = {}
        for setting in fields(cls):
            text = environment.get(setting.metadata["variable"])
            if text is None:
                continue
            if isinstance(setting.default, str):
                values[setting.name] = text
            elif text.isascii() and text.isdigit() and int(text) >= setting.metadata["least"]:
                values[setting.name] = int(text)
            else:
                variable, meaning, least = (setting.metadata[key] for key in ("variable", "meaning", "least"))
                raise LmdashError(f"{variable}={text!r} is not a whole number of {least} or more: {meaning}.")
        return cls(**values)


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings.from_environment(os.environ)
