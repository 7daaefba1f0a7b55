"""Who depends on whom in a sentence of the corpus: heads, labels and settled tags, found by a weighted grammar.

The corpus gives every word one tag, often that of the word alone ("they drink/NN milk").  A word that knows several
uses here offers them all, the given one first, and the cheapest parse (CKY) by the rules of :mod:`.dependency_rules`
settles heads, labels (ClearNLP's, as in ``en_core_web_sm``) and tags together.  The text is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from lmdash.demo.parsing import word_uses
from lmdash.demo.parsing.dependency_rules import Rule, rules
from lmdash.demo.texts.grammar import Sentence, Word

SPEECH = frozenset(
    "said asked answered replied cried called shouted laughed whispered thought says asks explained told smiled "
    "added wrote begged sighed sang repeated".split()
)
DISTANCE = 0.02  # cost of each word between a head and what hangs on it: what comes later hangs low
LONGEST = 45  # words; longer ones are chants and lists


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence: its words with settled tags, and for each word the index of its head (its own for the root)."""

    words: tuple[Word, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    subject_number: str = ""

    @property
    def root(self) -> int:
        """The index of the word that hangs on nothing."""
        return self.labels.index("ROOT")

    @property
    def text(self) -> str:
        """The sentence as written."""
        return "".join((" " if word.space else "") + word.text for word in self.words).lstrip(" ")


@cache
def _tables() -> tuple[dict[str, list[Rule]], dict[tuple[str, str], list[Rule]]]:
    unary: dict[str, list[Rule]] = {}
    binary: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules():
        if rule.right:
            binary.setdefault((rule.left, rule.right), []).append(rule)
        else:
            unary.setdefault(rule.left, []).append(rule)
    return unary, binary


# A chart cell: category -> (cost, position of its head, rule or tag, split).
_Cell = dict[str, tuple]


def _close(cell: _Cell) -> None:
    """Apply the rules of one part until nothing gets cheaper."""
    unary, _ = _tables()
    waiting = list(cell)
    while waiting:
        category = waiting.pop()
        cost = cell[category][0]
        for rule in unary.get(category, ()):
            if rule.result not in cell or cost + rule.cost < cell[rule.result][0] - 1e-9:
                cell[rule.result] = (cost + rule.cost, cell[category][1], rule, -1)
                waiting.append(rule.result)


def _chart(leaves: Sequence[dict[str, tuple[float, str]]]) -> list[list[_Cell]]:
    _, binary = _tables()
    lefts: dict[str, list[tuple[str, list[Rule]]]] = {}
    for (left, right), found in binary.items():
        lefts.setdefault(left, []).append((right, found))
    size = len(leaves)
    chart: list[list[_Cell]] = [[{} for _ in range(size + 1)] for _ in range(size)]
    for index, leaf in enumerate(leaves):
        chart[index][index + 1] = {category: (cost, index, tag, 0) for category, (cost, tag) in leaf.items()}
        _close(chart[index][index + 1])
    for length in range(2, size + 1):
        for start in range(size - length + 1):
            end = start + length
            cell = chart[start][end]
            for split in range(start + 1, end):
                left_cell, right_cell = chart[start][split], chart[split][end]
                if not left_cell or not right_cell:
                    continue
                for left, (left_cost, left_head, *_) in left_cell.items():
                    for right, found in lefts.get(left, ()):
                        if right not in right_cell:
                            continue
                        right_cost, right_head = right_cell[right][:2]
                        cost = left_cost + right_cost + DISTANCE * (right_head - left_head)
                        for rule in found:
                            total = cost + rule.cost
                            if rule.result not in cell or total < cell[rule.result][0] - 1e-9:
                                cell[rule.result] = (total, left_head if rule.head_is_left else right_head, rule, split)
            _close(cell)
    return chart


def _read(chart: list[list[_Cell]], size: int) -> tuple[list[int], list[str], list[str]]:
    """Heads, labels and tags of the cheapest tree."""
    heads, labels, tags = [0] * size, [""] * size, [""] * size

    def visit(start: int, end: int, category: str) -> int:
        rule, split = chart[start][end][category][2:]
        if isinstance(rule, str):
            tags[start] = rule
            return start
        if not rule.right:
            return visit(start, end, rule.left)
        left, right = visit(start, split, rule.left), visit(split, end, rule.right)
        head, other = (left, right) if rule.head_is_left else (right, left)
        heads[other], labels[other] = head, rule.label
        return head

    root = visit(0, size, "top")
    heads[root], labels[root] = root, "ROOT"
    return heads, labels, tags


@lru_cache(maxsize=20_000)
def _parse(offers: tuple[tuple[tuple[str, str, float], ...], ...]) -> tuple[list[int], list[str], list[str]] | None:
    leaves: list[dict[str, tuple[float, str]]] = []
    for offered in offers:
        leaf: dict[str, tuple[float, str]] = {}
        for category, tag, cost in offered:
            if category not in leaf or cost < leaf[category][0]:
                leaf[category] = (cost, tag)
        leaves.append(leaf)
    chart = _chart(leaves)
    return _read(chart, len(leaves)) if "top" in chart[0][len(leaves)] else None


def parse(words: Sequence[Word], subject_number: str = "", *, strict: bool = False) -> Tree | None:
    """The tree of one sentence, or None where the grammar does not cover it; strict: open classes keep their tags."""
    words = tuple(split_contractions(words))
    if not words or len(words) > LONGEST:
        return None
    found = _parse(tuple(word_uses.offers(word, index, strict) for index, word in enumerate(words)))
    if found is None:
        return None
    heads, labels, tags = found
    labels = _settled_labels(words, heads, labels)
    settled = tuple(replace(word, tag=tag) for word, tag in zip(words, tags, strict=True))
    return Tree(settled, tuple(heads), tuple(labels), subject_number)


def _settled_labels(words: Sequence[Word], heads: Sequence[int], labels: Sequence[str]) -> list[str]:
    """The labels that depend on the words: negation, and the subject and agent of a passive verb."""
    passive = {head for head, label in zip(heads, labels, strict=True) if label == "auxpass"}
    settled = []
    for word, head, label in zip(words, heads, labels, strict=True):
        text, new = word.text.lower(), label
        if label == "advmod" and text in ("not", "n't", "never"):
            new = "neg"
        elif head in passive and label in ("nsubj", "csubj"):
            new = label + "pass"
        elif head in passive and label == "prep" and text == "by":
            new = "agent"
        settled.append(new)
    return settled


def split_contractions(words: Sequence[Word]) -> Iterator[Word]:
    """``cannot`` as the two words that spaCy's tokenizer makes of it."""
    for word in words:
        if word.text.lower() == "cannot":
            yield replace(word, text=word.text[:3], tag="MD")
            yield replace(word, text=word.text[3:], tag="RB", space=False)
        else:
            yield word


def pieces(sentence: Sentence) -> Iterator[tuple[Word, ...]]:
    """The sentences proper: the corpus keeps speech of several sentences, and short pairs, in one."""
    words, start = sentence.words, 0
    for index, word in enumerate(words):
        if word.text not in (".", "?", "!"):
            continue
        end = index + 1
        closed = end < len(words) and words[end].text == '"' and not words[end].space
        end += closed
        rest = words[end : end + 5]
        if closed and word.text != "." and _continues(rest):
            continue
        if closed and word.text == "." and rest and rest[0].text[0].islower():
            continue
        if rest:
            yield words[start:end]
            start = end
    yield words[start:]


def _continues(rest: Sequence[Word]) -> bool:
    """Whether what follows a question in quotes says who asked it."""
    return bool(rest) and (rest[0].text[0].islower() or any(word.text in SPEECH for word in rest[1:4]))


def trees(sentence: Sentence) -> list[Tree | None]:
    """The trees of a sentence of the corpus, in order; None for a piece that the grammar does not cover."""
    parts = list(pieces(sentence))
    number = sentence.subject_number if len(parts) == 1 else ""
    return [parse(part, number) for part in parts]
