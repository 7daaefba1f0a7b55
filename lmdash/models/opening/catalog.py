"""Which models may be opened: the built-in one, suggestions, any Hugging Face id or local folder that is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from lmdash.errors import ModelUnavailableError
from lmdash.models.text.tokens import clean

DEMO = "demo"
DEMO_FOLDER = Path(str(files("lmdash.demo"))) / "model"
SUGGESTED: dict[str, str] = {
    DEMO: "built in",
    "distilgpt2": "353 MB",
    "gpt2": "548 MB",
    "gpt2-medium": "1.5 GB",
    "gpt2-large": "3.2 GB",
    "EleutherAI/pythia-70m": "166 MB",
    "EleutherAI/pythia-160m": "375 MB",
    "HuggingFaceTB/SmolLM2-135M": "269 MB",
    "HuggingFaceTB/SmolLM2-135M-Instruct": "269 MB",
    "Qwen/Qwen2.5-0.5B": "988 MB",
    "Qwen/Qwen3-0.6B": "1.5 GB",
    "bigscience/bloom-560m": "1.1 GB",
}
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?(@[\w.-]{1,64})?")


@dataclass(frozen=True)
class Source:
    """Where a model comes from: a ``folder`` on this machine, or ``repository`` and ``branch`` of the hub."""

    id: str
    folder: Path | None = None
    repository: str = ""
    branch: str | None = None


def resolve(model_id: str, allowed: str) -> Source:
    """The source of a model id typed by a person; ``allowed`` is "any" or a comma-separated list of ids.

    ``name@revision`` picks a branch, tag or commit of the hub.  Raises :class:`ModelUnavailableError`.
    """
    model_id = clean(model_id).strip()
    shown = model_id if len(model_id) <= 80 else model_id[:77] + "..."
    if not model_id:
        raise ModelUnavailableError("No model was named. Type “demo”, a Hugging Face id such as “gpt2”, or a folder.")
    if allowed != "any" and model_id != DEMO and model_id not in [name.strip() for name in allowed.split(",")]:
        raise ModelUnavailableError(f"“{shown}” may not be opened on this server. Choose one of the models listed.")
    if model_id == DEMO:
        return Source(DEMO, folder=DEMO_FOLDER)
    if "\0" not in model_id and _looks_like_path(model_id):
        folder = _folder(model_id)
        if folder is None:
            raise ModelUnavailableError(
                f"There is no folder “{shown}” on the machine that runs lmdash. Check the path."
            )
        return Source(model_id, folder=folder)
    if not _HUB_ID.fullmatch(model_id) or ".." in model_id or "--" in model_id:
        raise ModelUnavailableError(
            f"“{shown}” is not a model name. Type “demo”, a Hugging Face id such as “gpt2” or “owner/name”, or the "
            "full path of a folder."
        )
    repository, _, branch = model_id.partition("@")
    return Source(model_id, repository=repository, branch=branch or None)


def _looks_like_path(model_id: str) -> bool:
    return model_id.startswith(("/", "./", "../", "~", ".\\")) or re.match(r"[A-Za-z]:[\\/]", model_id) is not None


def _folder(path: str) -> Path | None:
    try:
        folder = Path(path).expanduser()
        return folder if folder.is_dir() else None
    except (OSError, RuntimeError):  # a name that is too long, or the home of somebody unknown
        return None
