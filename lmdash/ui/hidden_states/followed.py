"""What the views of the Hidden states page share: the answer that they follow, its headline, and the chosen state."""

from __future__ import annotations

from dataclasses import dataclass

from lmdash.analyses.common.direct_effects import DirectEffects
from lmdash.analyses.common.stream import StreamPoint, stream_points
from lmdash.analyses.common.tokens import Token
from lmdash.analyses.common.watch import WatchedWord
from lmdash.analyses.hidden_states.trajectory import Trajectory
from lmdash.analyses.next_token.next_token import NextToken
from lmdash.charts.numbers import signed_number
from lmdash.ui.frame.addresses.hidden_states import STATE
from lmdash.ui.frame.headlines import rise_in_words, tokens_read
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import select_one
from lmdash.ui.kit.sentence import Part

NAMED = {"attention": "the attention", "ffn": "the feed-forward part"}


@dataclass(frozen=True)
class Followed:
    """The token that the page follows, the target's first or the model's own answer, and the strongest other one."""

    token: Token
    rival: Token
    most_likely: tuple[Token, ...]
    is_target: bool

    @property
    def style(self) -> str:
        """How sentences mark it."""
        return "target" if self.is_target else "token"


def followed(prediction: NextToken, target: WatchedWord | None) -> Followed:
    """What to follow after the chosen position."""
    rows = prediction.top.head(5)
    most_likely = tuple(Token(int(index), label) for index, label in zip(rows["id"], rows["token"], strict=True))
    token = target.tokens[0] if target else most_likely[0]
    rival = next(each for each in most_likely if each.id != token.id)
    return Followed(token, rival, most_likely, target is not None)


def headline(inputs: Inputs, answer: Followed, path: Trajectory, effects: DirectEffects) -> list[Part]:
    """When the answer appears and what moved it most: ‘␣Paris first leads after L3 and stays ahead; ...’."""
    before: list[Part] = [] if inputs.at_end else ["After ", tokens_read(inputs), ": "]
    strongest = effects.strongest
    return [
        *before,
        (answer.token.label, answer.style),
        rise_in_words(answer.token.id, path),
        f"; {NAMED[str(strongest['kind'])]} of L{strongest['layer']} moved it most compared with ",
        (answer.rival.label, "token"),
        f" ({signed_number(strongest['effect'], 1)} logits).",
    ]


def choose_state(inputs: Inputs) -> StreamPoint:
    """Draw the choice of a point of the residual stream, which all views share."""
    points = stream_points(inputs.model.layers)
    between = (
        "what the layer read plus what its attention wrote, as this model has no state between attention and "
        "feed-forward part"
        if inputs.model.parallel
        else "the state between its attention and its feed-forward part"
    )
    return select_one(
        STATE,
        "State",
        points,
        first=points[-1],
        format_func=str,
        width=160,
        help=f"Where the residual stream is read: L3 is the state after layer 3, L3 attention is {between}.",
    )
