"""What a call is, and the questions that arguments of calls are built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any

from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.common.tokens import read_prompt
from lmdash.analyses.common.typed_words import typed_ids
from lmdash.models.opening.catalog import DEMO
from lmdash.models.service import service

ANALYSES = "lmdash.analyses"
ABOUT = tuple(field.name for field in fields(Setup))
FRANCE = "The capital of France is"
AUSTRALIA = "The capital of Australia is"
LETTER = "Dear Anna, thank you for the letter that I"
PARROT = "The parrot said hello and hello and"
BANK = "The fisherman looked at the bank and pointed at the"


@dataclass(frozen=True)
class Call:
    """An analysis, as ``module:function`` below ``lmdash.analyses``, and what makes its arguments.

    ``read`` takes out of the result what is compared, where not all of it is to be: random names, or what is only told
    by a method.  ``tolerance`` is larger than usual where a result keeps numbers in 16 bits: their last may tip over.
    """

    name: str
    analysis: str
    arguments: Callable[[], dict[str, object]] = dict
    tolerance: float = 1e-6
    read: Callable[[Any], object] = lambda result: result

    @property
    def function(self) -> Callable[..., object]:
        """The analysis itself."""
        module, _, name = self.analysis.partition(":")
        return getattr(import_module(f"{ANALYSES}.{module}"), name)

    def run(self) -> object:
        """The result; what works on a model is asked as the pages ask it, on the built-in model."""
        taken, arguments = signature(self.function).parameters, self.arguments()
        if "setup" in taken:
            arguments = _set_up(arguments)
        of_model = next(iter(taken), "").lstrip("_") == "model"
        return service().run(DEMO, self.function, **arguments) if of_model else self.function(**arguments)


def _set_up(arguments: dict[str, object]) -> dict[str, object]:
    """The arguments of an explanation as they are taken now: in the release each stood by itself."""
    about = {name: arguments[name] for name in ABOUT if name in arguments}
    return {name: value for name, value in arguments.items() if name not in about} | {"setup": Setup(**about)}


@cache
def result(name: str) -> object:
    """What the call of that name gives, as an argument of another one."""
    from tests.release.calls import CALLS

    [call] = [call for call in CALLS if call.name == name]
    return call.run()


def ids(text: str) -> tuple[int, ...]:
    """The tokens of a prompt, which is no chat message."""
    return service().run(DEMO, read_prompt, text=text, reserve=40, chat=None).ids


def last(text: str) -> dict[str, object]:
    """The tokens of a prompt and the place of the last one."""
    return {"ids": ids(text), "position": len(ids(text)) - 1}


def token(word: str) -> int:
    """The first token of a word after a space."""
    return service().run(DEMO, typed_ids, word=word, before=ids(FRANCE))[0]
