"""The words of a text up to the next mark, with their tags: where checks look for a word's neighbours.

spaCy's sentences are of no use there: a wrong word (“its raining”) moves their borders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lmdash.analyses.output_checks.checks.reading import Reading
from lmdash.analyses.output_checks.checks.spacy_types import Token

ENDS = frozenset('. ! ? … ; : ... " “ ” ( ) [ ] — –'.split())  # marks that close a clause, each its last word
SUBORDINATE = frozenset(
    "that when whenever if because while although though since where whether unless until before after once who "
    "which what how why".split()
)
SUBJECTS = frozenset("i you he she it we they".split())
_FINITE = ("VBZ", "VBP", "VBD", "MD")
_FAR = 25  # words that are looked at to either side


@dataclass(frozen=True)
class Clause:
    """Tokens up to a mark, which is the last of them where there is one, and the same in small letters with straight
    apostrophes.
    """

    tokens: list[Token]
    words: list[str]

    def word(self, place: int) -> str:
        """The word there; empty before the first and after the last one."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def tag(self, place: int) -> str:
        """Its tag."""
        return self.tokens[place].tag_ if 0 <= place < len(self.words) else ""

    def is_noun(self, place: int) -> bool:
        """Whether the tagger takes it for a common noun."""
        return self.tag(place) in ("NN", "NNS")

    def is_verb(self, place: int) -> bool:
        """Whether the tagger takes it for a verb of any form."""
        return self.tag(place).startswith("VB")

    def is_finite(self, place: int) -> bool:
        """Whether it is a verb that can carry a sentence."""
        return self.tag(place) in _FINITE

    def verb_follows(self, place: int) -> bool:
        """Whether such a verb comes at the place or later, before a comma or a new subject or conjunction."""
        for at in range(place, min(place + _FAR, len(self.words))):
            if self.words[at] in SUBORDINATE or self.words[at] in SUBJECTS or self.words[at] == ",":
                return False
            if self.is_finite(at):
                return True
        return False

    def verb_before(self, place: int) -> bool:
        """Whether such a verb comes before the place."""
        return any(self.is_finite(at) for at in range(max(0, place - _FAR), place))

    def before(self, place: int) -> list[str]:
        """The words before a place, a number of them at most."""
        return self.words[max(0, place - _FAR) : place]


def clauses(reading: Reading) -> Iterator[Clause]:
    """All clauses of a text; a blank line ends one, too."""
    tokens: list[Token] = []
    for token in reading.doc:
        if token.is_space:
            if token.text.count("\n") > 1 and tokens:
                yield _clause(tokens)
                tokens = []
            continue
        tokens.append(token)
        if token.text in ENDS:
            yield _clause(tokens)
            tokens = []
    if tokens:
        yield _clause(tokens)


def _clause(tokens: list[Token]) -> Clause:
    return Clause(tokens, [token.lower_.replace("’", "'") for token in tokens])


def as_written(right: str, written: str) -> str:
    """A word with the capital letters of the one that it replaces."""
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if written[0].isupper() else right
