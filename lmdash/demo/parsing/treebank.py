"""Sentences with gold trees for the pipeline to learn from, and the ways in which they are varied.

People check text that is not the corpus: words that it never uses, no capital, no full stop, a slip of agreement, a
misspelling.  Each variation changes words and keeps the tree, so that its labels stay gold.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from lmdash.demo.corpus import documents
from lmdash.demo.parsing.dependencies import Tree, trees
from lmdash.demo.parsing.verbs import base_forms, verbs
from lmdash.demo.parsing.word_classes import (
    BE,
    COMPARATIVES,
    DO,
    HAVE,
    LINKING,
    MAKING,
    ORDINALS,
    SAYING,
    SUPERLATIVES,
    TIME_ADVERBS,
)
from lmdash.demo.texts.grammar import Word, finish
from lmdash.demo.texts.lexicon import gerund, past, plural, third_person

LEFT_OUT = frozenset(("list",))  # kinds of sentences that are no sentences
RATES = {
    "lower": 0.12,
    "no_end": 0.12,
    "agreement": 0.2,
    "misspelling": 0.025,
    "other_words": 0.55,
    "curly": 0.08,
    "brackets": 0.35,
}
_KEPT = BE | HAVE | DO
_NO_PLAIN_ADJECTIVES = (
    COMPARATIVES | SUPERLATIVES | ORDINALS | set("much many more less most few own same ready".split())
)
_WORD_RATE = 0.7  # how many of its words a document with other words changes


def corpus_trees(seed: int, count: int) -> Iterator[list[Tree]]:
    """The trees of so many documents of the corpus; sentences that the grammar does not cover are left out."""
    for document in documents(seed, count):
        found = [
            tree
            for sentence in document.sentences
            if sentence.kind not in LEFT_OUT
            for tree in trees(sentence)
            if tree is not None
        ]
        if found:
            yield found


@cache
def word_pool() -> dict[str, tuple[str, ...]]:
    """Words of the open classes by tag, all vocabularies together."""
    from lmdash.demo.parsing import everyday_words
    from lmdash.demo.texts import story_vocabulary, vocabulary

    sources = (vocabulary, story_vocabulary, everyday_words, everyday_words)  # everyday words twice as often
    pool: dict[str, list[str]] = {tag: [] for tag in "NN NNS JJ RB VB VBP VBZ VBD VBN VBG".split()}
    for source in sources:
        pool["NN"] += [noun for noun in source.NOUNS if " " not in noun and noun not in TIME_ADVERBS]
        pool["NNS"] += [plural(noun) for noun in source.NOUNS if " " not in noun and noun not in TIME_ADVERBS]
        pool["JJ"] += source.ADJECTIVES
    for base, irregular in verbs().items():
        if base in _KEPT | LINKING | SAYING | MAKING:
            continue
        tense, participle = irregular or (past(base), past(base))
        for tag, form in (("VB", base), ("VBP", base), ("VBZ", third_person(base)), ("VBD", tense),
                          ("VBN", participle), ("VBG", gerund(base))):  # fmt: skip
            pool[tag].append(form)
    pool["RB"] = [word for word in everyday_words.ADVERBS if word.endswith("ly")]
    pool["NNP"] = list(everyday_words.NAMES)
    pool["JJ"] = [word for word in pool["JJ"] if word not in _NO_PLAIN_ADJECTIVES and " " not in word]
    return {tag: tuple(words) for tag, words in pool.items() if words}


def _other_word(word: Word, label: str, rng: random.Random) -> Word:
    text = word.text.lower()
    if word.tag == "NNP":
        if word.entity != "PERSON" or "NNP" not in word_pool():
            return word
        return replace(word, text=rng.choice(word_pool()["NNP"]))
    fixed = word.tag.startswith("VB") and (text in _KEPT or bool(base_forms(text) & (LINKING | SAYING | MAKING)))
    fixed |= label in ("npadvmod", "predet", "neg") or (word.tag == "RB" and not text.endswith("ly"))
    if fixed or word.tag not in word_pool():
        return word
    return replace(word, text=rng.choice(word_pool()[word.tag]))


def with_other_words(tree: Tree, rng: random.Random) -> Tree:
    """Open-class words replaced by others of the same tag."""
    words = [
        _other_word(word, label, rng) if rng.random() < _WORD_RATE else word
        for word, label in zip(tree.words, tree.labels, strict=True)
    ]
    capital = tree.words[0].text[:1].isupper()
    return replace(tree, words=finish(words, capital=False) if not capital else _capital(finish(words, capital=False)))


def _capital(words: Sequence[Word]) -> tuple[Word, ...]:
    first = next((index for index, word in enumerate(words) if word.text != '"'), 0)
    return (
        *words[:first],
        replace(words[first], text=words[first].text[:1].upper() + words[first].text[1:]),
        *words[first + 1 :],
    )


@cache
def _flipped() -> dict[tuple[str, str], tuple[str, str]]:
    """(form, tag) -> the same verb in the other number, with its tag."""
    pairs = [("is", "are"), ("has", "have"), ("does", "do")]
    pool = word_pool()
    pairs += list(zip(pool["VBZ"], pool["VBP"], strict=True))
    pairs += [(third_person(base), base) for base in sorted(LINKING | SAYING | MAKING) if base != "have"]
    flipped: dict[tuple[str, str], tuple[str, str]] = {}
    for one, many in pairs:
        flipped[one, "VBZ"] = (many, "VBP")
        flipped[many, "VBP"] = (one, "VBZ")
    flipped["was", "VBD"], flipped["were", "VBD"] = ("were", "VBD"), ("was", "VBD")
    return flipped


def with_agreement_errors(tree: Tree, rng: random.Random) -> Tree:
    """Finite verbs in the wrong number; each keeps the tag of its written form."""
    words = []
    for word in tree.words:
        other = _flipped().get((word.text, word.tag))
        if other and rng.random() < RATES["agreement"]:
            word = replace(word, text=other[0], tag=other[1])  # noqa: PLW2901
        words.append(word)
    return replace(tree, words=tuple(words))


def misspelt(text: str, rng: random.Random) -> str:
    """One slip: two letters exchanged, one dropped, one doubled or another letter."""
    at = rng.randrange(1, len(text) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + rng.choice("abcdefghilmnoprstuwy") + text[at + 1 :]


def with_misspellings(tree: Tree, rng: random.Random) -> Tree:
    """Now and then a longer word with a slip in it."""
    words = tuple(
        replace(word, text=misspelt(word.text, rng))
        if len(word.text) > 3 and word.text.isalpha() and rng.random() < RATES["misspelling"]
        else word
        for word in tree.words
    )
    return replace(tree, words=words)


def without_end(tree: Tree) -> Tree:
    """Without its full stop."""
    last = len(tree.words) - 1
    if last < 2 or tree.words[last].text not in ".?!" or last in tree.heads[:-1] or tree.labels[last] == "ROOT":
        return tree
    return without_word(tree, last)


def without_word(tree: Tree, index: int) -> Tree:
    """Without one word, on which nothing hangs."""
    kept = [i for i in range(len(tree.words)) if i != index]
    return replace(
        tree,
        words=tuple(tree.words[i] for i in kept),
        heads=tuple(tree.heads[i] - (tree.heads[i] > index) for i in kept),
        labels=tuple(tree.labels[i] for i in kept),
    )


def with_other_brackets(tree: Tree, rng: random.Random) -> Tree:
    """Other kinds of brackets, or one of a pair left out."""
    places = [index for index, word in enumerate(tree.words) if word.tag in ("-LRB-", "-RRB-")]
    if not places or rng.random() > RATES["brackets"]:
        return tree
    if rng.random() < 0.5:
        return without_word(tree, rng.choice(places))
    kinds = {"-LRB-": rng.choice("[{("), "-RRB-": rng.choice("]})")}
    return replace(tree, words=tuple(replace(word, text=kinds.get(word.tag, word.text)) for word in tree.words))


def in_lower_case(tree: Tree) -> Tree:
    """Without its first capital."""
    first = tree.words[0]
    if first.tag.startswith("NNP") or first.text == "I":
        return tree
    return replace(tree, words=(replace(first, text=first.text.lower()), *tree.words[1:]))


def with_curly_quotes(tree: Tree) -> Tree:
    """Typographic quotation marks and apostrophes."""
    marks = {"``": "“", "''": "”"}
    words = tuple(
        replace(word, text=marks[word.tag] if word.tag in marks else word.text.replace("'", "’")) for word in tree.words
    )
    return replace(tree, words=words)


def varied(document: Sequence[Tree], rng: random.Random) -> list[Tree]:
    """A document with some of the variations, drawn anew at every call."""
    result = list(document)
    if rng.random() < RATES["other_words"]:
        result = [with_other_words(tree, rng) for tree in result]
    result = [with_misspellings(with_agreement_errors(tree, rng), rng) for tree in result]
    result = [with_other_brackets(tree, rng) for tree in result]
    if rng.random() < RATES["lower"]:
        result = [in_lower_case(tree) for tree in result]
    if rng.random() < RATES["curly"]:
        result = [with_curly_quotes(tree) for tree in result]
    if rng.random() < RATES["no_end"]:
        result[-1] = without_end(result[-1])
    return result
