"""spaCy's classes, by name only: importing spaCy costs three seconds, which no page that does not check texts pays."""

from __future__ import annotations

from typing import Any

Language = Doc = Span = Token = Any  # spacy.language.Language, spacy.tokens.Doc, .Span, .Token
