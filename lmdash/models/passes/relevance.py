"""Where does a logit come from?  Its shares under the rules of relevance: one forward and one backward pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from lmdash.models.passes.hooks import Point, Tap
from lmdash.models.passes.network import Network
from lmdash.models.passes.relevance_rules import Rules, ratios
from lmdash.models.values import Ids


@dataclass(frozen=True)
class Logit:
    """What is explained at a position: a target's logit, as it stands, less a ``rival``'s, or less that of all the
    ``others``, each as far as the model expects it.
    """

    position: int
    target: int
    rival: int | None = None
    others: bool = False


@dataclass(frozen=True, eq=False)
class Relevance:
    """How a ``value`` is shared out: ``gradient`` [T, d] times the tokens' embeddings, and what belongs to the model's
    ``constants``: biases, positions, softmaxes.
    """

    value: float
    gradient: torch.Tensor
    constants: float


@dataclass(frozen=True, eq=False)
class Relevances:
    """One :class:`Relevance` for each explained logit, with the ``embeddings`` [T, d] of the text, and those that the
    model ``expected`` in their place [T, d], given what stands before.
    """

    found: tuple[Relevance, ...]
    embeddings: torch.Tensor
    expected: torch.Tensor

    def tokens(self, number: int) -> torch.Tensor:
        """The shares [T] of the tokens themselves, float64."""
        return (self.found[number].gradient * self.embeddings).sum(-1)


def relevance_of(
    network: Network, taps: Mapping[Point, Sequence[Tap]], ids: Ids, explained: Sequence[Logit]
) -> Relevances:
    """How each of the ``explained`` logits of a text is shared out, with ``taps`` in the pass."""
    anatomy = network.anatomy
    embeddings = network.embed(ids).to(network.device, network.dtype)[None].requires_grad_()
    one = torch.ones((), dtype=network.dtype, device=network.device).requires_grad_()
    with network.passing(taps) as forward, torch.enable_grad(), ratios(anatomy.backbone), Rules(one):
        hidden = forward(inputs_embeds=embeddings, use_cache=False).last_hidden_state[0]
        logits = anatomy.logits(hidden)
        values = [_value(logits[each.position], each) for each in explained]
        found = [
            torch.autograd.grad(value, (embeddings, one), retain_graph=number < len(values), allow_unused=True)
            for number, value in enumerate(values, start=1)
        ]
    return Relevances(
        tuple(
            Relevance(float(value.detach()), gradient[0].double().cpu(), 0.0 if constant is None else float(constant))
            for value, (gradient, constant) in zip(values, found, strict=True)
        ),
        embeddings[0].detach().double().cpu(),
        torch.vstack([_at_the_start(network, ids), _expected(network, logits.detach()[:-1])]),
    )


def _at_the_start(network: Network, ids: Ids) -> torch.Tensor:
    """The mean embedding [1, d] of what the model expects where a text begins; where it knows no beginning, its own."""
    start = network.tokens.start_token

    def compute() -> torch.Tensor:
        with network.passing({}) as forward, torch.no_grad():
            hidden = forward(network.inputs([[start or 0]]), use_cache=False).last_hidden_state[0]
            logits = network.anatomy.logits(hidden)
        return _expected(network, logits)

    return network.embed(ids[:1]).double() if start is None else network.fact("expected at the start", compute)


@torch.no_grad()
def _expected(network: Network, logits: torch.Tensor) -> torch.Tensor:
    """The mean embedding [T, d] of what the model expects after each place, marks left out."""
    logits[:, [index for index in network.tokens.special if index < logits.shape[-1]]] = -torch.inf
    with network.lock:  # some families scale what their embedding gives
        known = torch.tensor([[0]], device=network.device)
        scale = float(network.anatomy.embedding(known).norm() / network.anatomy.embedding.weight[0].norm())
    weight = network.anatomy.embedding.weight
    after = scale * (logits.softmax(-1).to(weight) @ weight[: logits.shape[-1]]).double().cpu()
    return after


def _value(logits: torch.Tensor, explained: Logit) -> torch.Tensor:
    target = logits[explained.target]
    if explained.rival is not None:
        return target - logits[explained.rival]
    if not explained.others:
        return target
    expected = logits.detach().clone()
    expected[explained.target] = -torch.inf
    return target - expected.softmax(-1) @ logits
