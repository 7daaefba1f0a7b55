"""Where the head looks, in one sentence."""

from __future__ import annotations

from lmdash.charts.numbers import percent_in_words
from lmdash.ui.attention.study import Study
from lmdash.ui.kit.sentence import Part


def attention_headline(study: Study) -> list[Part]:
    """As in ‘L4H1 looks mostly at ␣France (71%) when it reads ␣is.’, from the weights of the chosen token."""
    key, weight = study.strongest()
    reads: Part = (study.tokens[study.query].label, "token")
    looked_at: Part = (study.tokens[key].label, "token")
    share = percent_in_words(weight)
    if study.query == 0:
        return [f"{study.name} can only look at ", looked_at, " itself, because it is the first token."]
    when: list[Part] = [" when it reads ", reads]
    if key == 0 and weight >= 0.5:
        return [f"{study.name} rests on the first token ", looked_at, f" ({share})", *when, "."]
    if key == study.query and weight >= 0.5:
        return [f"{study.name} looks mostly at the token itself ({share})", *when, "."]
    how = "mostly" if weight >= 0.5 else "most"
    return [f"{study.name} looks {how} at ", looked_at, f" ({share})", *when, "."]
