"""Can this model be trusted here?  Every identity measured on one model, for the page, the command and the tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import torch

from lmdash.errors import ModelUnavailableError
from lmdash.models.checks import edits as identities_edits
from lmdash.models.checks import identities
from lmdash.models.checks import rows as identities_rows
from lmdash.models.checks.identities import DoesNotApplyError
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

SENTENCE = "The capital of France is Paris, and the capital of Italy is"
ROUNDINGS = 4  # of numbers coarser than float32, that an error may reach
TRIED_TOKENS, TRIED_ERROR = 4, 0.05
_TRIED = {"residual stream": identities.writes, "logits": identities.logits}


IDENTITIES: dict[str, tuple[Callable[[LoadedModel, Ids], float], float]] = {
    "tokens": (identities.tokens, 0),
    "logits": (identities.logits, 5e-5),
    "residual stream": (identities.writes, 1e-5),
    "attention": (identities.heads, 1e-5),
    "neurons": (identities.neurons, 1e-5),
    "logit lens": (identities.last_lens, 1e-4),
    "direct effects": (identities.direct, 1e-4),
    "no change": (identities_edits.nothing_changed, 0),
    "one neuron off": (identities_edits.neuron_off, 1e-5),
    "generation": (identities_edits.generation, 1e-5),
    "batches": (identities_rows.batches, 1e-5),
    "interventions": (identities_edits.everywhere, 1e-5),
    "relevance": (identities.relevance, 1e-4),
    "loss": (identities.loss, 1e-6),
    "gradient": (identities.gradient, 1e-3),
    "hooks": (identities_edits.hooks, 0),
    "company": (identities_edits.company, 0),
}
"""What measures each identity (its docstring says what must hold), and the bound for float32; 0 is: to the bit."""


@dataclass(frozen=True)
class Check:
    """One identity on one model: the error ``measured`` and its ``bound``; ``skipped`` says why it does not apply."""

    name: str
    meaning: str
    bound: float
    measured: float = 0.0
    skipped: str = ""

    @property
    def passed(self) -> bool:
        """Whether the identity holds; one that does not apply breaks nothing."""
        return bool(self.skipped) or self.measured <= self.bound

    @property
    def verdict(self) -> str:
        """The result in a word with its mark."""
        return "– does not apply" if self.skipped else "✓ passed" if self.passed else "✗ failed"


def rounding(model: LoadedModel) -> float:
    """The error that float32 alone makes: a state is the sum of what two parts a layer write, each a sum over the
    width, and n roundings that know nothing of each other add up as the root of n.
    """
    info = model.info
    return torch.finfo(torch.float32).eps * (2 * info.layers * info.width) ** 0.5


def check_model(
    model: LoadedModel, ids: Ids = (), on_step: Callable[[int, int], None] | None = None
) -> tuple[Check, ...]:
    """Measure every identity on ``ids`` (default: a sentence about capitals)."""
    ids = ids or model.tokens.encode(SENTENCE).ids
    dtype = model.model.dtype
    coarsest = rounding(model) if dtype == torch.float32 else ROUNDINGS * torch.finfo(dtype).eps
    results = []
    for done, (name, (measure, bound)) in enumerate(IDENTITIES.items()):
        if on_step and done:
            on_step(done, len(IDENTITIES))
        check = Check(name, measure.__doc__ or "", bound and max(bound, coarsest))
        try:
            results.append(replace(check, measured=measure(model, ids)))
        except DoesNotApplyError as reason:
            results.append(replace(check, skipped=str(reason)))
        except torch.OutOfMemoryError:
            raise
        except (IndexError, RuntimeError):  # tensors that do not even fit together
            results.append(replace(check, measured=math.inf))
    return tuple(results)


def headline(checks: Iterable[Check]) -> str:
    """The result in one sentence."""
    checks = list(checks)
    broken = [check.name for check in checks if not check.passed]
    applied = sum(not check.skipped for check in checks)
    if broken:
        what = ", ".join(broken)
        return f"{len(broken)} of {applied} checks failed on this model: do not trust numbers that need {what}."
    return f"The numbers of this model add up: all {applied} checks that apply to it passed."


def accept(model: LoadedModel) -> None:
    """Refuse a model whose parts do not add up: it is built differently from the others of its family.

    A few tokens decide it, right after loading; raises :class:`ModelUnavailableError`.
    """
    ids = tuple(range(1, 1 + min(TRIED_TOKENS, model.info.vocabulary - 1)))
    measured = {what: measure(model, ids) for what, measure in _TRIED.items()}
    if not max(measured.values()) <= TRIED_ERROR:  # a NaN is refused too
        worst = max(measured, key=measured.__getitem__)
        raise ModelUnavailableError(
            f"“{model.info.id}” is not built like other {model.info.family} models: its {worst} cannot be "
            "followed, so numbers here would be wrong. Choose another model."
        )
