"""With the interventions, without them, or the difference: one switch for every picture that can show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

import streamlit as st

from lmdash.models.interventions.values import Interventions
from lmdash.ui.frame.addresses.every_page import COMPARE, Compare
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.controls import segmented


class Comparable(Protocol):
    """A result that can be subtracted from another of its kind."""

    def minus(self, other: Self) -> Self:
        """What changes from ``other`` to this."""
        ...


Result = TypeVar("Result")
Difference = TypeVar("Difference", bound=Comparable)


@dataclass(frozen=True)
class Shown:
    """Which pass a picture shows."""

    inputs: Inputs
    which: Compare

    @property
    def change(self) -> bool:
        """Whether numbers are differences that interventions make."""
        return self.which is Compare.DIFFERENCE

    @property
    def edits(self) -> Interventions:
        """The interventions of the pass that is shown, the changed one for a difference."""
        return () if self.which is Compare.WITHOUT else self.inputs.edits

    def ask(self, analysis: Callable[..., Difference], **more: object) -> Difference:
        """The result with, or without, or what the interventions change in it; see :meth:`Inputs.ask`."""
        found = self.one(analysis, **more)
        return found.minus(self.inputs.ask(analysis, **(more | {"edits": ()}))) if self.change else found

    def one(self, analysis: Callable[..., Result], **more: object) -> Result:
        """The result of one pass, the changed one for a difference."""
        return self.inputs.ask(analysis, **({"edits": self.edits} | more))


def comparison(inputs: Inputs, *, difference: bool = True) -> Shown:
    """Draw the switch, where interventions are on, and give what is chosen."""
    if not inputs.edits:
        return Shown(inputs, Compare.WITH)
    chosen = segmented(
        COMPARE,
        "Interventions",
        help="Show the model with the interventions from the sidebar, without them, or the difference they make.",
    )
    if chosen is Compare.DIFFERENCE and not difference:
        st.caption("This picture cannot show a difference, so it shows the model with the interventions.")
        return Shown(inputs, Compare.WITH)
    return Shown(inputs, chosen)
