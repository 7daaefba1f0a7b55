"""The summary in sentences, each measured: how sure, which words, which layer, which part, and what disagrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmdash.analyses.attributions.result import Attribution, MethodName
from lmdash.analyses.attributions.without import Without
from lmdash.analyses.common.frames import row_of_most
from lmdash.analyses.next_token.next_token import NextToken
from lmdash.analyses.why.ordinary import Usual, times
from lmdash.analyses.why.parts import Part, PartsBehind
from lmdash.charts.numbers import percent_in_words
from lmdash.ui.frame.addresses import attention, attributions, hidden_states, next_token, value_vectors
from lmdash.ui.frame.headlines import UNDECIDED, next_token_headline, rise_in_words, tokens_read
from lmdash.ui.frame.sitemap import ATTENTION, ATTRIBUTIONS, HIDDEN_STATES, NEXT_TOKEN, VALUE_VECTORS, PageInfo
from lmdash.ui.kit.control import Control
from lmdash.ui.kit.sentence import Part as Words
from lmdash.ui.kit.sentence import shortened
from lmdash.ui.why.question import Question

ALSO = 0.4  # of the first word's effect: a second word that takes as much is named beside it
SLIGHT = 0.1  # nats: what takes less does not matter
MUCH = 1.5  # times the usual, from which on an effect is called large


@dataclass(frozen=True)
class Sentence:
    """One thing that was measured, and the page that shows it, with what is chosen there."""

    words: list[Words]
    page: PageInfo
    values: Mapping[Control, object]
    name: str


def how_sure(question: Question, prediction: NextToken) -> list[Words]:
    """The headline: how likely the word is, and what else could have come."""
    target, inputs = question.target, question.inputs
    own, second = prediction.top.iloc[0], prediction.top.iloc[1]
    if own["id"] != target.token:
        before: list[Words] = [] if inputs.at_end else ["After ", tokens_read(inputs), ": "]
        said: list[Words] = [(target.label, target.style), f" has {percent_in_words(target.probability)} here"]
        rather: list[Words] = [(str(own["token"]), "token"), f" ({percent_in_words(own['probability'])})."]
        return [*before, *said, "; the model would rather say ", *rather]
    sure = next_token_headline(inputs, prediction)
    if prediction.probability < UNDECIDED:
        return sure
    share = percent_in_words(float(second["probability"]))
    return [*sure, " Its second choice is ", (str(second["token"]), "token"), f" ({share})."]


def of_words(found: Attribution, gone: Without, usual: Usual | None) -> Sentence:
    """Which words of the prompt it rests on, and what the model says without the first of them."""
    order = found.order
    first = order[0]
    values: dict[Control, object] = {
        attributions.METHOD: MethodName.LEAVE_ONE_OUT,
        attributions.EXPLAIN: attributions.Explain.NEXT,
    }
    drop = float(found.values[first])
    label: Words = (found.features[first].label, "token")
    if drop < SLIGHT:
        words: list[Words] = ["It rests on no single word of the prompt: hiding any one of them takes hardly anything."]
        return Sentence(words, ATTRIBUTIONS, values, "words")
    also = [number for number in order[1:3] if found.values[number] >= ALSO * drop]
    words = ["It rests on ", label]
    for number in also:
        words += [" and ", (found.features[number].label, "token")]
    words += [": without ", label, *left(found.probability, gone.probability, *_says(gone))]
    words.append(compared(drop, usual.word if usual else None, "the most important word"))
    return Sentence(words, ATTRIBUTIONS, values | {attributions.FEATURE: found.features[first].start}, "words")


def _says(gone: Without) -> tuple[str, float]:
    top = row_of_most(gone.table, gone.table["probability"])
    return str(top["token"]), float(top["probability"])


def left(before: float, after: float, token: str, share: float) -> list[Words]:
    """‘ the answer drops from 70% to 3%, and the model says ␣was (40%)’."""
    shown = [percent_in_words(each) for each in (before, after)]
    how = "drops" if after < before else "rises"
    what = (
        f" the answer stays {shown[0]}" if shown[0] == shown[1] else f" the answer {how} from {shown[0]} to {shown[1]}"
    )
    return [what, ", and the likeliest word is then ", (token, "token"), f" ({percent_in_words(share)})."]


def compared(drop: float, typical: float | None, what: str) -> str:
    """How large that is beside ordinary prompts; nothing while that is not known."""
    if typical is None:
        return ""
    much = times(drop, typical)
    if much >= MUCH:
        return f" That is {much:.1f} times as much as {what} of an ordinary prompt takes."
    return " That is about what is usual." if much >= 1 / MUCH else " That is less than is usual."


def of_layers(question: Question) -> Sentence:
    """From which layer on it leads."""
    path = question.path()
    words: list[Words] = [(question.target.first_label, question.target.style)]
    words.append(f"{rise_in_words(question.target.token, path)}; the model has {question.inputs.model.layers} layers.")
    return Sentence(words, HIDDEN_STATES, {hidden_states.VIEW: hidden_states.View.TRAJECTORIES}, "layers")


def named(part: Part) -> list[Words]:
    """‘the value vector L4D288, which writes ␣receive’, ‘the head L5H1, which looks most at ␣nurse’."""
    about: list[Words] = [each for label in part.about for each in ((shortened(label), "token"), " ")][:-1]
    kind = "head" if part.is_head else "value vector"
    return [f"the {kind} {part.name}, which {'looks most at' if part.is_head else 'writes'} ", *about]


def of_parts(found: PartsBehind, usual: Usual | None) -> Sentence:
    """Which head or value vector it needs most, by switching it off."""
    most, count = found.most, len(found.parts)
    values: dict[Control, object] = {value_vectors.VECTOR: most.place}
    page = VALUE_VECTORS
    if most.is_head:
        page, (layer, head) = ATTENTION, most.place
        values = {attention.LAYER: layer, attention.HEAD: head}
    if most.drop < SLIGHT:
        words: list[Words] = [
            f"It needs no single part of the model: of the {count} that looked most important, none takes anything "
            "when it is switched off."
        ]
        return Sentence(words, page, values, "parts")
    words = ["Of the model's parts it needs one most: ", *named(most), ". Switched off,"]
    words += left(found.probability, most.probability, most.token, most.share)
    words.append(compared(most.drop, usual.part if usual else None, "the most important part"))
    return Sentence(words, page, values, "parts")


def of_doubt(found: Attribution, other: Attribution | None, parts: PartsBehind) -> Sentence:
    """What does not agree: another way to hide words, the estimate of a part, or that no word alone is needed."""
    values = {
        attributions.METHOD: MethodName.LEAVE_ONE_OUT,
        attributions.EXPLAIN: attributions.Explain.NEXT,
        attributions.HIDDEN_AS: attributions.HiddenAs.NEUTRAL,
    }
    first: Words = (found.features[found.order[0]].label, "token")
    if other and found.features[found.order[0]].start != other.features[other.order[0]].start:
        another: Words = (other.features[other.order[0]].label, "token")
        put: Words = (other.replaced[other.order[0]], "token")
        words: list[Words] = ["What does not agree: with ", put, " in the place of hidden words ", another]
        return Sentence([*words, " matters most, not ", first, "."], ATTRIBUTIONS, values, "doubt")
    if parts.overrated:
        words = ["What does not agree: by the estimate ", *named(parts.overrated), " does most, but switched off,"]
        gone = parts.overrated
        words += left(parts.probability, gone.probability, gone.token, gone.share)
        return Sentence(words, HIDDEN_STATES, {hidden_states.VIEW: hidden_states.View.MOVED}, "doubt")
    if other:
        words = ["Two ways of hiding words agree that ", first, " matters most."]
        return Sentence(words, ATTRIBUTIONS, values, "doubt")
    words = ["Words were hidden in one way only, as this prompt is long: nothing was found that disagrees."]
    return Sentence(words, ATTRIBUTIONS, values, "doubt")


def nothing_to_hide() -> Sentence:
    """Where the prompt has no word that can be hidden, or somebody stopped it."""
    words: list[Words] = ["Which words it rests on was not measured: no word of this prompt was hidden."]
    return Sentence(words, NEXT_TOKEN, {next_token.VIEW: next_token.View.PROBABILITIES}, "words")


def stands_out(word: float, part: float, usual: Usual) -> bool:
    """Whether a word or a part does more than in ordinary prompts."""
    return max(times(word, usual.word), times(part, usual.part)) >= MUCH


def part_first(word: float, part: float, usual: Usual | None) -> bool:
    """Whether only the part does more than in ordinary prompts, so that it tells most."""
    return usual is not None and times(word, usual.word) < 1 < times(part, usual.part)
