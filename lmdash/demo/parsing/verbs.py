"""Every verb of the word lists, and its forms."""

from __future__ import annotations

from functools import cache

from lmdash.demo.texts.lexicon import gerund, past, third_person


@cache
def verbs() -> dict[str, tuple[str, str] | None]:
    """Every verb of the word lists: base form -> None (regular) or (past tense, past participle)."""
    from lmdash.demo.parsing import everyday_words
    from lmdash.demo.texts import story_vocabulary, vocabulary

    found: dict[str, tuple[str, str] | None] = {}
    for source in (everyday_words, story_vocabulary, vocabulary):
        found |= {base: forms or found.get(base) for base, forms in source.VERBS.items()}
    return found


@cache
def verb_forms() -> dict[str, set[tuple[str, str]]]:
    """Form -> its (tag, base form)."""
    forms: dict[str, set[tuple[str, str]]] = {}
    for base, irregular in verbs().items():
        tense, participle = irregular or (past(base), past(base))
        for form, tag in ((base, "VB"), (base, "VBP"), (third_person(base), "VBZ"), (tense, "VBD"),
                          (participle, "VBN"), (gerund(base), "VBG")):  # fmt: skip
            forms.setdefault(form, set()).add((tag, base))
    for form in ("", "s", "d"):  # the misspelling that the corpus has
        forms.setdefault("recieve" + form, set()).update(forms["receive" + form])
    forms.setdefault("recieving", set()).add(("VBG", "receive"))
    return forms


def base_forms(text: str) -> set[str]:
    """The verbs that a word may be a form of."""
    return {base for _, base in verb_forms().get(text.lower(), ())}
