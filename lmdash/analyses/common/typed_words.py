r"""Which text does a person mean by a typed word?  What stands before it decides; and how any other token is typed.

``Paris`` is read after a space where one belongs: not after a line break, an opening mark or a currency sign, nor
where a chat's answer begins.  ``"."`` and ``"s"`` are read as they stand between the quotation marks, with JSON's
escapes where these make sense (``"\n"``), and ``<#13>`` is token 13: some tokens are no text, or are never read from
theirs.
"""

from __future__ import annotations

import json
import re
import unicodedata

from lmdash.analyses.common.tokens import text_of
from lmdash.analyses.common.unspaced import UNSPACED
from lmdash.models.loaded import LoadedModel
from lmdash.models.values import Ids

_EXACT = re.compile(r'["“](.+)["”]', re.DOTALL)  # phones make quotation marks curly
_NUMBER = re.compile(r"<#(\d{1,9})>", re.ASCII)
_loads = json.JSONDecoder(strict=False).decode
_dumps = json.JSONEncoder(ensure_ascii=False).encode
_LAST = 24  # tokens of a text whose end is looked at
_JOINS = "-–—/\\@#<¿¡\ufffd"  # what a word follows without a space, besides opening marks; a part of a character, too
_WIDE = re.compile("[\u3000-\u303f\uff01-\uff60]")  # marks that have their space in them
_EITHER = "\"'*_`~"  # what opens as well as closes: it opens at a text's beginning and after what needs no space


# Which form a word has


def takes_space(before: str) -> bool:
    """Whether a word that goes on from a text begins with a space."""
    text = before.rstrip(_EITHER)
    if not text or text[-1].isspace():
        return False
    last, kind = text[-1], unicodedata.category(text[-1])
    if kind == "Sc":  # $1, but 5€ each
        return text[-2:-1].isdigit()
    return not (kind in ("Ps", "Pi") or last in _JOINS or _WIDE.match(last) or UNSPACED.match(last))


def has_space(model: LoadedModel, word: str, before: Ids) -> bool:
    """Whether a word typed as what follows these tokens begins with a space.

    After a mark that no text contains, where some models write a space and others none, the likelier of the two.
    """
    if before and before[-1] not in model.tokens.special:
        return takes_space(text_of(model, before[-_LAST:]))
    firsts = [model.tokens.encode_word(form)[:1] for form in (word, f" {word}")]
    if not (before and all(firsts)):
        return False
    [(_, logits)] = model.next_logits([before])
    without, after = (float(logits[0, -1, first[0]]) for first in firsts)
    return after > without


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


def typed_ids(model: LoadedModel, word: str, before: Ids, leading_space: bool = True) -> Ids:
    """The tokens that a typed word stands for right after the tokens ``before``; none where it has none.

    ``leading_space`` puts a space in front where one belongs.
    """
    match = _NUMBER.fullmatch(word.strip())
    if match and int(match[1]) < model.info.vocabulary:
        return (int(match[1]),)
    plain = meant(word, leading_space=False)
    exact = plain == meant(word)
    space = leading_space and not exact and bool(plain) and has_space(model, plain, before)
    return model.tokens.encode_word(f" {plain}" if space else plain)


def typed_text(model: LoadedModel, word: str) -> str:
    """The text that a typed word stands for, without the space before it; empty where that is a mark or a part of a
    character.
    """
    number = _NUMBER.fullmatch(word.strip())
    text = text_of(model, typed_ids(model, word, ())) if number else meant(word, leading_space=False)
    return "" if "\ufffd" in text else text.strip(" ")


# How a text is typed


def typed(text: str, leading_space: bool = True) -> str:
    """What to type for a text where a word has a ``leading_space`` or none; :func:`meant` gives it back."""
    if meant(text, leading_space) == text and text.isprintable() and not _NUMBER.fullmatch(text.strip()):
        return text.strip()
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in _dumps(text))


def typed_text_of(model: LoadedModel, ids: Ids, before: Ids) -> str:
    """What to type for tokens right after the tokens ``before``, or for their first alone where no text is read as
    these; :func:`typed_ids` gives them back.
    """
    text = text_of(model, ids)
    word = typed(text, bool(text.strip()) and has_space(model, text.strip(), before))
    if typed_ids(model, word, before) == ids:
        return word
    first, *others = ids
    return typed_text_of(model, (first,), before) if others else f"<#{first}>"


def typed_target(model: LoadedModel, index: int, words: tuple[str, ...], before: Ids) -> str:
    """What to type for the first of some words, as it is read after ``before`` or in the other form, that begins with a
    token; else for the token alone.
    """
    forms = [typed(space + word, has_space(model, word, before)) for space in (" ", "") for word in words]
    found = (form for form in forms if typed_ids(model, form, before)[:1] == (index,))
    return next(found, None) or typed_text_of(model, (index,), before)
