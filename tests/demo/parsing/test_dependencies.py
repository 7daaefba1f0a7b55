"""Gold trees are trees: projective, one root, labels that fit; the corpus' text is what the model was trained on."""

from __future__ import annotations

import hashlib
import random

import pytest

from lmdash.demo.corpus import FAMILIES, documents
from lmdash.demo.parsing.annotated_sentences import annotated
from lmdash.demo.parsing.dependencies import Tree, parse, pieces, trees
from lmdash.demo.parsing.everyday_sentences import TEMPLATES, everyday_trees, filled
from lmdash.demo.parsing.treebank import LEFT_OUT, corpus_trees, misspelt, varied, with_agreement_errors
from lmdash.demo.texts.grammar import sentence

TEXT_HASH = "d3ddffaffbb466d93f054cbe61a2306463a579517bbf15ff9f08db3fcf8420a6"
LABELS = set(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark neg nmod npadvmod nsubj nsubjpass nummod oprd pcomp pobj poss predet prep prt punct "
    "relcl xcomp".split()
)


def chain(tree: Tree, index: int) -> list[int]:
    """From a word up to the root."""
    found = [index]
    while tree.heads[found[-1]] != found[-1]:
        found.append(tree.heads[found[-1]])
        assert len(found) <= len(tree.words), f"a circle in {tree.text!r}"
    return found


def check(tree: Tree) -> None:
    assert len(tree.words) == len(tree.heads) == len(tree.labels)
    assert set(tree.labels) <= LABELS, set(tree.labels) - LABELS
    assert tree.labels.count("ROOT") == 1
    for index, head in enumerate(tree.heads):
        assert (head == index) == (tree.labels[index] == "ROOT")
        assert chain(tree, index)[-1] == tree.root
        for between in range(min(index, head) + 1, max(index, head)):
            assert head in chain(tree, between), f"crossing arcs at {tree.words[index].text!r} in {tree.text!r}"


@pytest.fixture(scope="module")
def corpus() -> list[Tree]:
    return [tree for document in corpus_trees(11, 400) for tree in document]


@pytest.fixture(scope="module")
def everyday() -> list[Tree]:
    return [tree for document in everyday_trees(11, 300) for tree in document]


def test_the_corpus_text_is_the_one_that_the_model_read():
    text = "\n".join(document.text for document in documents(2026, 3000))
    assert hashlib.sha256(text.encode()).hexdigest() == TEXT_HASH


def test_gold_trees_are_projective_trees(corpus, everyday):
    for tree in (*corpus, *everyday, *annotated()):
        check(tree)


def test_nearly_every_sentence_of_the_corpus_has_a_tree():
    found = [
        tree
        for document in documents(12, 400)
        for said in document.sentences
        if said.kind not in LEFT_OUT
        for tree in trees(said)
    ]
    assert sum(tree is not None for tree in found) / len(found) >= 0.98


def test_trees_keep_the_text():
    for document in documents(13, 200):
        for said in document.sentences:
            parts = list(pieces(said))
            assert [word for part in parts for word in part] == list(said.words)
            for part, tree in zip(parts, trees(said), strict=True):
                if tree is not None:
                    written = "".join((" " if word.space else "") + word.text for word in part).lstrip()
                    assert tree.text == written


def test_the_subject_found_has_the_number_that_the_generator_knows(everyday):
    rng, checked = random.Random(7), 0
    agreement = [said for _ in range(150) for said in FAMILIES["agreement"](rng).sentences]
    for tree in (*filter(None, (tree for said in agreement for tree in trees(said))), *everyday):
        subjects = [index for index, label in enumerate(tree.labels) if label in ("nsubj", "nsubjpass")]
        subjects = [index for index in subjects if tree.heads[index] == tree.root]
        if not tree.subject_number or len(subjects) != 1:
            continue
        [index] = subjects
        joined = any(tree.heads[i] == index and label == "conj" for i, label in enumerate(tree.labels))
        tag = tree.words[index].tag
        if tag in ("NN", "NNS") and not joined:
            checked += 1
            if tree.words[index].text != "lot":
                assert (tag == "NNS") == (tree.subject_number == "plur"), tree.text
    assert checked > 200


def test_every_everyday_template_has_a_tree():
    rng = random.Random(4)
    for template, number in TEMPLATES:
        tree = parse(filled(template, rng), number, strict=True)
        assert tree is not None, template
        check(tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The keys/NNS to the cabinet are on the table.", "keys<are nsubj, to<keys prep, on<are prep, table<on pobj"),
        ("She wanted to visit the zoo.", "visit<wanted xcomp, zoo<visit dobj, to<visit aux"),
        ("The girl who lives here is kind.", "lives<girl relcl, who<lives nsubj, girl<is nsubj, kind<is acomp"),
        ("If it rains, we stay/VBP at home.", "rains<stay advcl, If<rains mark, we<stay nsubj"),
        ("The cat was seen/VBN by the dog.", "cat<seen nsubjpass, was<seen auxpass, by<seen agent, dog<by pobj"),
        ('"I am tired," said the fox.', "tired<am acomp, am<said ccomp, fox<said nsubj"),
        ("There are two dogs in the garden.", "There<are expl, dogs<are attr, two<dogs nummod"),
        ("He gave her a book and left/VBD.", "her<gave dative, book<gave dobj, left<gave conj, and<gave cc"),
        ("Do you know where the key is?", "Do<know aux, is<know ccomp, key<is nsubj, where<is advmod"),
    ],
)
def test_heads_of_single_sentences(text, expected):
    tree = parse(sentence(text, "").words)
    written = [word.text for word in tree.words]
    for item in expected.split(", "):
        arc, label = item.split()
        word, head = (written.index(part) for part in arc.split("<"))
        assert (tree.words[tree.heads[word]].text, tree.labels[word]) == (written[head], label), item


def test_a_word_takes_the_tag_of_its_use():
    tree = parse(sentence("They drink milk and the drink is cold.", "").words)
    assert [word.tag for word in tree.words if word.text == "drink"] == ["VBP", "NN"]


def test_variations_keep_the_tree(everyday):
    rng = random.Random(5)
    for tree in everyday:
        for changed in varied([tree], rng):
            check(changed)
            kept = [[label for label in each.labels if label != "punct"] for each in (changed, tree)]
            assert kept[0] == kept[1], (tree.text, changed.text)


def test_planted_slips_of_agreement_keep_the_tag_of_the_written_form():
    tree = parse(sentence("The dog jumps/VBZ over the fence.", "").words)
    verbs = (with_agreement_errors(tree, random.Random(seed)).words[2] for seed in range(99))
    assert {(verb.text, verb.tag) for verb in verbs} == {("jumps", "VBZ"), ("jump", "VBP")}


def test_a_misspelling_is_one_slip():
    rng = random.Random(6)
    for _ in range(200):
        assert abs(len(misspelt("garden", rng)) - 6) <= 1


def test_no_annotated_sentence_can_be_drawn_for_training():
    drawn = {tree.text for seed in (2026, 2027) for document in everyday_trees(seed, 500) for tree in document}
    assert not drawn & {tree.text for tree in annotated()}
