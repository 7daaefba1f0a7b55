"""A text as the checks are given it: spaCy's tokens and sentences, its words, and what must not be judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lmdash.analyses.output_checks.checks.spacy_types import Doc, Span, Token

# Letters with apostrophes between them; what touches digits or underscores is a name of code, a unit or a number.
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_NO_PROSE = re.compile(
    r"<!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,500}>|&[a-z]{2,8};|`[^`\n]{1,500}`"  # markup and code
    r"|(?:https?://|www\.)[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}|(?<!\w)[@#]\w+"  # addresses, handles
    r"|(?<!\S)\S*[/\\]\S+|\b\w+(?:\.\w{2,})+\b",  # paths, files, domains
    re.DOTALL,
)
_LONGEST_STRETCH = 200  # letters without a space; longer is no word


@dataclass(frozen=True)
class Word:
    """A word of the text and its characters [start, end); ``sentence_start`` says whether a sentence begins with it."""

    text: str
    start: int
    end: int
    sentence_start: bool

    @property
    def lower(self) -> str:
        """In lower case, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, eq=False)
class Reading:
    """A text and its surroundings.

    The doc holds the prompt, too, where the text continues it: the text begins at character ``start``.  ``prompt`` is
    that of a text that does not continue it as well.  ``finished`` says that the text ended of its own accord.
    """

    doc: Doc
    start: int = 0
    prompt: str = ""
    finished: bool = True
    kept: dict[str, list] = field(default_factory=dict)  # what several checks need, found once

    @cached_property
    def text(self) -> str:
        """All characters, those of a continued prompt first."""
        return self.doc.text

    @cached_property
    def no_prose(self) -> list[tuple[int, int]]:
        """Characters that are markup, code, addresses or names of files."""
        return [match.span() for match in _NO_PROSE.finditer(self.text)]

    def is_prose(self, start: int) -> bool:
        """Whether the character is part of the text proper."""
        place = bisect_right(self.no_prose, (start, len(self.text)))
        return not place or self.no_prose[place - 1][1] <= start

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text proper, in their order."""
        starts = self._sentence_starts
        return [
            Word(match.group(), match.start(), match.end(), match.start() in starts)
            for match in WORD.finditer(self.text)
            if len(match.group()) <= _LONGEST_STRETCH and self.is_prose(match.start())
        ]

    @cached_property
    def _sentence_starts(self) -> frozenset[int]:
        """Where a sentence, a line, a quotation or what follows a colon begins."""
        found = (match.end() for match in re.finditer(r"(?:^|[.!?…:\n])[\s\"“”‘’'(\[*#>–—-]*|[\"“(\[]", self.text))
        return frozenset(found)

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences as spaCy found them, without those that are only white space; one where it finds none."""
        spans = list(self.doc.sents) if self.doc.has_annotation("SENT_START") else [self.doc[:]]
        return [span for span in spans if span.text.strip()]

    @property
    def parsed(self) -> bool:
        """Whether there are heads and labels."""
        return self.doc.has_annotation("DEP") and self.doc.has_annotation("TAG")

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Words of the prompt, and those that are written with a capital letter inside a sentence, in lower case."""
        inside = (word.lower for word in self.words if word.text[0].isupper() and not word.sentence_start)
        prompt = (match.group().lower().replace("’", "'") for match in WORD.finditer(self.prompt))
        before = (word.lower for word in self.words if word.start < self.start)
        return frozenset((*inside, *prompt, *before))

    def token_at(self, start: int) -> Token | None:
        """The token of a character."""
        place = bisect_right(self._token_starts, start) - 1
        return self.doc[place] if place >= 0 else None

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.idx for token in self.doc]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """What stands in quotation marks, marks included."""
        pattern = r"\"[^\"\n]{1,2000}\"|“[^”\n]{1,2000}”"
        return [match.span() for match in re.finditer(pattern, self.text)]

    def is_quoted(self, start: int) -> bool:
        """Whether the character stands in quotation marks."""
        place = bisect_right(self.quoted, (start, len(self.text)))
        return bool(place) and self.quoted[place - 1][1] > start

    def word_tokens(self, span: Span | Doc) -> Iterator[Token]:
        """The tokens of a span that are words of the text proper."""
        return (token for token in span if token.is_alpha and self.is_prose(token.idx))
