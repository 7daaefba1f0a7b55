"""Sentences annotated by hand, none from the corpus or its templates: how the pipeline does on other people's text.

Each word of ``annotated_sentences.txt`` is written ``text/Penn tag/number of its head/label``: words count from 1, the
root has head 0, labels are ClearNLP's.  They are simple sentences, some with a planted misspelling or a slip of
agreement; a word keeps the tag of its written form.  Training never sees them.
"""

from __future__ import annotations

from pathlib import Path

from lmdash.demo.parsing.dependencies import Tree
from lmdash.demo.texts.grammar import Word

_SENTENCES = Path(__file__).with_suffix(".txt")


def _tree(line: str) -> Tree:
    words, heads, labels = [], [], []
    for index, item in enumerate(line.split()):
        text, tag, head, label = item.rsplit("/", 3)
        glued = tag in (".", ",") or text in ("n't", "'s")
        words.append(Word(text, tag, space=not glued))
        heads.append(int(head) - 1 if head != "0" else index)
        labels.append(label)
    return Tree(tuple(words), tuple(heads), tuple(labels))


def annotated() -> list[Tree]:
    """Every sentence, in order."""
    return [_tree(line) for line in _SENTENCES.read_text(encoding="utf-8").splitlines()]
