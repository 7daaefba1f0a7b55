"""What is explained: one number per token row, fixed before anything is hidden and never sampled again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from lmdash.analyses.common.named import Named
from lmdash.analyses.common.plural import plural
from lmdash.errors import InputError
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids, Scores


class Measure(Named):
    """What of a target is measured."""

    LOG_PROBABILITY = "log_probability", "Log-probability"
    LOGIT = "logit", "Logit"


UNITS = {Measure.LOG_PROBABILITY: "nats", Measure.LOGIT: "logits"}


@dataclass(frozen=True)
class Objective:
    """The tokens ``target`` after the prompt, alone or against a ``rival`` text, by their "log_probability" (nats) or
    "logit".

    A target of several tokens is teacher-forced: its value is the sum over its tokens, each given those before it.
    Against a rival the value is the target's minus the rival's; of single tokens the difference of logits, which is
    that of log-probabilities.
    """

    target: Ids
    rival: Ids = ()
    measure: str = Measure.LOG_PROBABILITY

    def __post_init__(self) -> None:
        if not self.target:
            raise InputError("There is nothing to explain yet: type a target word.")
        if self.measure not in UNITS:
            raise InputError(f"A target is measured by its {' or '.join(Measure)}.")
        if self.target == self.rival:
            raise InputError("The target and the word to compare with are the same: type another word.")

    @property
    def unit(self) -> str:
        """What values are counted in: "nats" or "logits"."""
        return UNITS[Measure(self.measure)]

    @property
    def several(self) -> bool:
        """Whether each token of the target has a value of its own: it has several and no rival."""
        return len(self.target) > 1 and not self.rival


@dataclass(frozen=True, eq=False)
class Measured:
    """Of each row: ``steps`` [N, S] whose sum is the value (one step per target token, or one against a rival), and the
    whole target's ``log_probability`` [N] in nats, whatever is measured; float64.
    """

    steps: torch.Tensor
    log_probability: torch.Tensor


def predicted(model: LoadedModel, ids: Ids, edits: Interventions = ()) -> int:
    """The most likely next token, the target where none is chosen."""
    return int(model.logit_summary(ids, edits).last_logits.argmax())


def check(model: LoadedModel, length: int, objective: Objective) -> None:
    """:class:`InputError` where a prompt of ``length`` tokens and the objective do not fit the model."""
    for index in (*objective.target, *objective.rival):
        if not 0 <= index < model.info.vocabulary:
            raise InputError(
                f"This model has no token {index}, only {model.info.vocabulary} of them: choose another target."
            )
    most = max(len(objective.target), len(objective.rival))
    if length + most - 1 > model.info.context:
        raise InputError(
            f"The prompt has {plural(length, 'token')} and the target {most}: together they do not fit into the "
            f"{model.info.context} tokens that this model can read. Shorten one of them."
        )


def measure(
    model: LoadedModel,
    rows: Sequence[Ids],
    objective: Objective,
    edits: Interventions = (),
    *,
    on_step: Callable[[int, int], None] | None = None,
) -> Measured:
    """The objective of each row, all as long as the prompt; edits at the last token stay at the prompt's last.

    ``on_step`` counts rows.  :class:`InputError` as in :func:`check`.
    """
    check(model, len(rows[0]), objective)
    if len(objective.target) == len(objective.rival) == 1:
        return _difference(model, rows, objective, edits, on_step)
    texts = [text for text in (objective.target, objective.rival) if text]
    scores = []
    for number, text in enumerate(texts):
        # Two texts take two runs of the rows, which count half each.
        halved = on_step and (lambda done, total, n=number: on_step((n * total + done) // len(texts), total))
        if len(text) == 1:
            found = model.score(rows, [text[0]] * len(rows), edits, on_step=halved)
            found = Scores(found.log_probability[:, None], found.logit[:, None])
        else:
            found = model.score_text(rows, text, edits, on_step=halved)
        scores.append(found)
    chosen = [getattr(each, objective.measure).double() for each in scores]
    steps = chosen[0] if len(chosen) == 1 else (chosen[0].sum(1) - chosen[1].sum(1))[:, None]
    return Measured(steps, scores[0].log_probability.double().sum(1))


def _difference(
    model: LoadedModel,
    rows: Sequence[Ids],
    objective: Objective,
    edits: Interventions,
    on_step: Callable[[int, int], None] | None,
) -> Measured:
    """Of single tokens, whose logits come from one run."""
    [target], [rival] = objective.target, objective.rival
    steps, log_probability = torch.empty(len(rows), 1).double(), torch.empty(len(rows)).double()
    done = 0
    for numbers, logits in model.next_logits(rows, edits):
        last = logits[:, -1].double()
        steps[numbers, 0] = last[:, target] - last[:, rival]
        log_probability[numbers] = last[:, target] - last.logsumexp(-1)
        done += len(numbers)
        if on_step:
            on_step(done, len(rows))
    return Measured(steps, log_probability)


def alone_measured(model: LoadedModel, ids: Ids, objective: Objective, edits: Interventions = ()) -> Measured:
    """As :func:`measure` of the prompt itself; for single tokens from the forward pass that all pages share."""
    check(model, len(ids), objective)
    if max(len(objective.target), len(objective.rival)) > 1:
        return measure(model, [ids], objective, edits)
    logits = model.logit_summary(ids, edits).last_logits.double()
    log_probability = logits.log_softmax(-1)[list(objective.target)]
    if objective.rival:
        steps = logits[list(objective.target)] - logits[list(objective.rival)]
    else:
        steps = logits[list(objective.target)] if objective.measure == Measure.LOGIT else log_probability
    return Measured(steps[None], log_probability)
