"""The answer of a page in one sentence, made from its numbers."""

from __future__ import annotations

from lmdash.analyses.common.plural import plural
from lmdash.analyses.common.watch import WatchedWord
from lmdash.analyses.hidden_states.trajectory import Trajectory
from lmdash.analyses.next_token.next_token import NextToken
from lmdash.charts.numbers import ordinal, percent_in_words
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.sentence import Part

UNDECIDED = 0.5  # the probability below which a headline names the second choice as well


def next_token_headline(inputs: Inputs, prediction: NextToken) -> list[Part]:
    """‘The model is 97% sure that the next word is ␣Paris.’; at an earlier position, after which tokens."""
    share = percent_in_words(prediction.probability)
    token: Part = (prediction.token, "token")
    if inputs.chat and inputs.at_end and not inputs.moment:
        return _beginning(prediction)
    before: list[Part] = ["The model "] if inputs.at_end else ["After ", tokens_read(inputs), " the model "]
    if prediction.probability >= UNDECIDED:
        what = "word" if prediction.token.startswith("␣") and prediction.token[1:].isalpha() else "token"
        return [*before, f"is {share} sure that the next {what} is ", token, "."]
    second: Part = (str(prediction.top["token"].iloc[1]), "token")
    rival = percent_in_words(float(prediction.top["probability"].iloc[1]))
    return [*before, "is undecided: ", token, f" leads with {share}, then ", second, f" with {rival}."]


def _beginning(prediction: NextToken) -> list[Part]:
    """‘The model is 80% sure that its answer begins with The.’, for instance."""
    token: Part = (prediction.token, "token")
    share = percent_in_words(prediction.probability)
    if prediction.probability >= UNDECIDED:
        return [f"The model is {share} sure that its answer begins with ", token, "."]
    second: Part = (str(prediction.top["token"].iloc[1]), "token")
    rival = percent_in_words(float(prediction.top["probability"].iloc[1]))
    return ["The model is undecided how to begin: ", token, f" leads with {share}, then ", second, f" with {rival}."]


def tokens_read(inputs: Inputs) -> Part:
    """The last tokens up to the chosen position."""
    seen = inputs.read.tokens[: inputs.position + 1]
    return (("…" if len(seen) > 6 else "") + "".join(token.label for token in seen[-6:]), "token")


def target_sentence(watched: WatchedWord) -> list[Part]:
    """How likely the target word is after the chosen position."""
    parts: list[Part] = ["Target ", ("".join(token.label for token in watched.tokens), "target")]
    share = percent_in_words(watched.probability)
    if len(watched.tokens) == 1:
        return [*parts, f": {share}, ranked {ordinal(watched.rank)}."]
    several = plural(len(watched.tokens), "token")
    return [*parts, f": {share} for the whole word ({several}); its first token ranks {ordinal(watched.rank)}."]


def rise_in_words(token: int, path: Trajectory) -> str:
    """‘ first leads after L3 and stays ahead’: when a token that a trajectory follows becomes the first choice."""
    first, lead = path.first_lead(token), path.leads_from(token)
    if first is None or lead is None:
        rank, where = path.best_rank(token)
        if first:
            return f" first leads {first.in_words} but is overtaken"
        return f" never leads: at best it ranks {ordinal(rank)}, {where.in_words}"
    if first == lead:
        return f" first leads {lead.in_words} and stays ahead"
    return f" takes the lead for good {lead.in_words} (it first led {first.in_words})"
