"""The text that ablations and variants are about: the target word with all its tokens, or the model's own answer."""

from __future__ import annotations

from lmdash.analyses.common.target import Target
from lmdash.analyses.common.tokens import text_of
from lmdash.models.interventions.values import Interventions, resolve
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.target import asked_target

__all__ = ["Target", "edits_of", "target_of", "text_before"]


def target_of(inputs: Inputs) -> Target:
    """The target word, of which only the first token counts where the rest does not fit the context."""
    return asked_target(inputs).fitting


def edits_of(inputs: Inputs) -> Interventions:
    """The interventions for texts of other lengths: the last token stays the last, unless an earlier one is chosen."""
    return inputs.edits if inputs.at_end else resolve(inputs.edits, len(inputs.read.ids))


def text_before(inputs: Inputs) -> str:
    """The prompt up to the chosen token, as it would be typed."""
    return inputs.read.text if inputs.at_end else inputs.ask(text_of, ids=inputs.ids, begins=True)
