"""Rebuild the built-in spaCy pipeline: ``python -m lmdash.demo.train_pipeline`` (one CPU core, a few minutes).

A tagger, a parser (which also finds the sentences) and an entity recogniser share one small convolutional network
without vectors; universal parts of speech and morphology follow from tags and labels by rule.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from lmdash.demo.parsing import pipeline_rules
from lmdash.demo.parsing.annotated_sentences import annotated
from lmdash.demo.parsing.dependencies import Tree
from lmdash.demo.parsing.everyday_sentences import everyday_trees
from lmdash.demo.parsing.treebank import corpus_trees, varied

Language = Doc = Example = Any  # spaCy's classes: spaCy is imported only where it is used

PIPELINE = Path(__file__).parent / "pipeline"
SEED = 2026
DOCUMENTS, STEPS, BATCH_WORDS = 5_000, 850, 600  # documents of the corpus, and as many of everyday sentences
WIDTH, DEPTH, ROWS = 96, 4, [4000, 600, 2500, 1500]  # norm, prefix, suffix, shape
HIDDEN = 64
PEAK_RATE, DROPOUT = 2e-3, 0.1


def _listener() -> dict:
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}


def _transitions(state: str, extra: bool) -> dict:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": extra,
        "hidden_width": HIDDEN,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": _listener(),
    }


def blank() -> Language:
    """The pipeline before training."""
    import spacy

    nlp = spacy.blank("en")
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": ROWS,
        "include_static_vectors": False,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": DEPTH,
        "window_size": 1,
        "maxout_pieces": 3,
    }
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _listener()}})
    nlp.add_pipe("parser", config={"model": _transitions("parser", False), "learn_tokens": False, "min_action_freq": 5})
    nlp.add_pipe("ner", config={"model": _transitions("ner", False)})
    nlp.add_pipe("attribute_ruler")
    nlp.meta.update(name="lmdash_demo", version="1.0.0", license="MIT", description="See README.md")
    return nlp


def to_doc(nlp: Language, document: Sequence[Tree]) -> Doc:
    """The gold annotation of a document."""
    from spacy.tokens import Doc

    words = [word for tree in document for word in tree.words]
    offsets = [sum(len(tree.words) for tree in document[:index]) for index in range(len(document))]
    return Doc(
        nlp.vocab,
        words=[word.text for word in words],
        spaces=[following.space for following in words[1:]] + [False],
        tags=[word.tag for word in words],
        heads=[offset + head for offset, tree in zip(offsets, document, strict=True) for head in tree.heads],
        deps=[label for tree in document for label in tree.labels],
        ents=_entities(words),
    )


def _entities(words: Sequence) -> list[str]:
    """BIO codes: neighbours of one type are one name."""
    codes, before = [], ""
    for word in words:
        codes.append(f"{'I' if word.entity == before else 'B'}-{word.entity}" if word.entity else "O")
        before = word.entity
    return codes


def examples(nlp: Language, documents: Iterable[Sequence[Tree]]) -> list[Example]:
    """Gold documents beside the bare text, as spaCy's tokenizer cuts it."""
    from spacy.training import Example

    golds = [to_doc(nlp, document) for document in documents]
    return [Example(nlp.make_doc(gold.text), gold) for gold in golds]


def train(nlp: Language, documents: Sequence[list[Tree]], steps: int, seed: int = SEED) -> None:
    """Train in place; the weights that stay are the averages over the run."""
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(seed)
    rng = random.Random(seed)
    sample = rng.sample(documents, min(3000, len(documents)))
    nlp.initialize(lambda: examples(nlp, sample))
    pipeline_rules.add_to(nlp)
    optimizer = Adam(PEAK_RATE, grad_clip=1.0, L2=0.01, L2_is_weight_decay=True, use_averages=True)
    queue: list[list[Tree]] = []
    start, losses = time.monotonic(), {}
    for step in range(steps):
        optimizer.learn_rate = PEAK_RATE * min((step + 1) / 100, 1 - step / steps)
        batch, size = [], 0
        while size < BATCH_WORDS:
            if not queue:
                queue = list(documents)
                rng.shuffle(queue)
            batch.append(varied(queue.pop(), rng))
            size += sum(len(tree.words) for tree in batch[-1])
        nlp.update(examples(nlp, batch), sgd=optimizer, drop=DROPOUT, losses=losses)
        if (step + 1) % 250 == 0:
            report = "  ".join(f"{name} {loss / 250:.1f}" for name, loss in losses.items())
            print(f"step {step + 1} of {steps}, {time.monotonic() - start:.0f} s: {report}", flush=True)
            losses = {}
    if optimizer.averages:
        for _, pipe in nlp.pipeline:
            if hasattr(pipe, "use_params"):
                _keep(pipe, optimizer.averages)


def _keep(pipe: Any, averages: dict) -> None:
    """Copy the averaged weights over the last ones."""
    for node in pipe.model.walk():
        for name in node.param_names:
            if (node.id, name) in averages and node.has_param(name):
                node.set_param(name, averages[node.id, name].copy())


def score(nlp: Language, documents: Iterable[Sequence[Tree]]) -> dict[str, float]:
    """Shares in 0..1: tags, morphology, UAS and LAS without punctuation, sentences and entities (P, R, F).

    The morphology counted as right is what the rules make of the gold tags and labels.
    """
    golds = examples(nlp, documents)
    for gold in golds:
        nlp.get_pipe("attribute_ruler")(gold.reference)
    found = nlp.evaluate(golds)
    kept = (
        "tag_acc",
        "pos_acc",
        "morph_acc",
        "dep_uas",
        "dep_las",
        "sents_p",
        "sents_r",
        "sents_f",
        "ents_p",
        "ents_r",
        "ents_f",
    )
    return {name: found[name] for name in kept if found.get(name) is not None}


def save(nlp: Language, folder: Path) -> float:
    """Write the pipeline; gives its size in MB."""
    nlp.to_disk(folder)
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    """Train, measure, save."""
    parser = argparse.ArgumentParser(description="Rebuild the built-in spaCy pipeline.")
    parser.add_argument("--out", type=Path, default=PIPELINE)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--held-out", type=int, default=300, help="documents of each kind to measure on")
    options = parser.parse_args()
    start = time.monotonic()
    training = [*corpus_trees(SEED, options.documents), *everyday_trees(SEED, options.documents)]
    print(f"{sum(map(len, training))} trees in {len(training)} documents, {time.monotonic() - start:.0f} s", flush=True)
    nlp = blank()
    train(nlp, training, options.steps)
    held_out = {
        "corpus": list(islice(corpus_trees(SEED + 1, 4 * options.held_out), options.held_out)),
        "everyday": list(everyday_trees(SEED + 1, options.held_out)),
        "annotated": [[tree] for tree in annotated()],
    }
    for source, documents in held_out.items():
        print(source, "  ".join(f"{name} {share:.1%}" for name, share in score(nlp, documents).items()))
    print(f"{save(nlp, options.out):.1f} MB in {options.out}, {(time.monotonic() - start) / 60:.1f} min")


if __name__ == "__main__":
    main()
