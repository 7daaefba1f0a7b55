r"""Which text does a person mean by a typed word?  The one that follows a space; and how any other token is typed.

``Paris`` is read after a space, ``"."`` and ``"s"`` as they stand between the quotation marks, with JSON's escapes
where these make sense (``"\n"``), and ``<#13>`` is token 13: some tokens are no text, or are never read from theirs.
"""

from __future__ import annotations

import json
import re

from lmdash.analyses.common.tokens import text_of
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

_EXACT = re.compile(r'["“](.+)["”]', re.DOTALL)  # phones make quotation marks curly
_NUMBER = re.compile(r"<#(\d{1,9})>", re.ASCII)
_loads = json.JSONDecoder(strict=False).decode
_dumps = json.JSONEncoder(ensure_ascii=False).encode


def meant(word: str, leading_space: bool = True) -> str:
    """The text that a typed word stands for, where it is not a token's number."""
    word = word.strip()
    if match := _EXACT.fullmatch(word):
        try:
            return _loads(f'"{match[1]}"')
        except ValueError:  # a backslash or a quotation mark by itself, or two quotations
            if '"' not in match[1] or match[1] == '"':
                return match[1]
    return f" {word}" if word and leading_space else word


def typed(text: str) -> str:
    """What to type for a text; :func:`meant` gives it back."""
    if meant(text) == text and text.isprintable() and not _NUMBER.fullmatch(text.strip()):
        return text.strip()
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in _dumps(text))


def typed_ids(model: LoadedModel, word: str, leading_space: bool = True) -> Ids:
    """The tokens that a typed word stands for; none where it has none."""
    match = _NUMBER.fullmatch(word.strip())
    if match and int(match[1]) < model.info.vocabulary:
        return (int(match[1]),)
    return model.tokens.encode_word(meant(word, leading_space))


def typed_text(model: LoadedModel, word: str) -> str:
    """The text that a typed word stands for; empty where that is a mark or a part of a character."""
    text = text_of(model, typed_ids(model, word)) if _NUMBER.fullmatch(word.strip()) else meant(word)
    return "" if "\ufffd" in text else text


def typed_token(model: LoadedModel, index: int) -> str:
    """What to type for a token; :func:`typed_ids` gives it back."""
    word = typed(text_of(model, (index,)))
    return word if typed_ids(model, word) == (index,) else f"<#{index}>"


def typed_target(model: LoadedModel, index: int, words: tuple[str, ...]) -> str:
    """What to type for the first of some words, after a space or as it stands, that begins with a token; else for the
    token alone.
    """
    forms = [form for text in (" ", "") for word in words if (form := typed(text + word))]
    return next((form for form in forms if typed_ids(model, form)[:1] == (index,)), None) or typed_token(model, index)
