"""Closed lists of words that the grammar treats alike."""

from __future__ import annotations

BE = frozenset("am is are was were be been being 's 're 'm".split())
HAVE = frozenset("have has had having 've".split())
DO = frozenset("do does did".split())
LINKING = frozenset("seem look feel become taste smell sound get grow stay turn keep go remain stand lie fall".split())
MAKING = frozenset("make let help see hear watch find keep feel leave have want get".split())
SAYING = frozenset(
    "think know say hope believe tell wish feel see hear find mean guess show understand remember forget notice "
    "decide suppose agree wonder explain add answer reply cry shout ask whisper write learn".split()
)
TIMES = frozenset(
    "day night morning evening afternoon week month year hour minute second summer winter spring autumn time "
    "moment noon midnight weekend monday tuesday wednesday thursday friday saturday sunday days nights mornings "
    "evenings weeks months years hours minutes seconds times way while".split()
)
TIME_ADVERBS = frozenset("today tomorrow yesterday tonight".split())
ORDINALS = frozenset("first second third fourth fifth next last".split())
PRONOUN_NOUNS = frozenset(
    "everyone everything someone something nothing nobody anyone anything everybody somebody one none".split()
)
PREDETERMINERS = frozenset("all both half such what".split())
PLURAL_ONLY = frozenset("parents people clothes children thanks glasses scissors trousers jeans stairs".split())
COMPARATIVES = frozenset(
    "bigger smaller larger older younger better worse taller warmer cheaper faster higher lower fewer greater "
    "longer shorter stronger".split()
)
SUPERLATIVES = frozenset(
    "biggest smallest oldest youngest best worst tallest cheapest fastest highest largest greatest longest "
    "strongest".split()
)
