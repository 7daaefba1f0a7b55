"""What the worked cases of the output checks do, measured: ``python -m lmdash.demo.cases.loop_cases``.

The misspelling: the state is pushed from the wrong word towards the right one, and four value vectors are turned around
that hold the right one back, all at the prompt's last token; a batch with the same seeds is checked again.  They were
found on the seeds from 0 on; the table measures other seeds, too.  The loop: no head feeds it alone, but three do
together; without them the sentence ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from lmdash.analyses.ffn_interventions.effects import edit_effects
from lmdash.analyses.output_checks.check_batches import BatchComparison, compare_batches
from lmdash.analyses.output_checks.check_texts import CheckedTexts, check_texts
from lmdash.analyses.output_checks.samples import plan, samples
from lmdash.analyses.output_checks.spacy_pipelines import BUILT_IN
from lmdash.demo.corpus import documents
from lmdash.demo.texts.stories import MISSPELLING
from lmdash.models.interventions.text import parse_all
from lmdash.models.interventions.values import Interventions
from lmdash.models.loaded import LoadedModel
from lmdash.models.opening.catalog import DEMO, DEMO_FOLDER, Source
from lmdash.models.opening.loading import load

BATCH, NEW_TOKENS, TEMPERATURE = 50, 40, 0.7
SEED, OTHER_SEEDS = 0, (1000, 2000)  # those that the vectors were chosen on, and those that they were not
UNRELATED, CUT, UNRELATED_SEED = 100, 12, 2026  # prompts and words of an unrelated one


@dataclass(frozen=True)
class CheckCase:
    """A flaw that the output checks find, and what stops it: prompt, edits, and what it shows."""

    title: str
    prompt: str
    edits: str
    temperature: float
    count: int
    new_tokens: int
    shows: str
    target: str
    instead: str


MISSPELT = CheckCase(
    "Mend a misspelling",
    "Dear Anna, thank you for the letter that I",
    'L5R@last-120*" recieved"\nL5R@last+120*" received"\n'
    "L1D170@last*-7\nL3D520@last*-7\nL0D347@last*-4\nL5D907@last*-4",
    TEMPERATURE,
    BATCH,
    NEW_TOKENS,
    "Two texts in three say “recieved”. With a push towards the right word and four value vectors turned around, nine "
    "in ten say “received”.",
    "recieved",
    "received",
)
LOOP = CheckCase(
    "Stop a loop",
    "The parrot said hello and hello and",
    "L1H1*0\nL2H2*0\nL4H2*0",
    0.0,
    1,
    60,
    "Each “hello” is followed by another “and”. No head keeps the loop going alone; without these three the sentence "
    "ends.",
    "and",
    ".",
)
CASES = (MISSPELT, LOOP)


@dataclass(frozen=True)
class Repaired:
    """How many of the texts begin with the misspelling, and with the word spelt right, before and after; every other
    error and warning, before and after; the comparison of both batches; by how many bits unrelated prompts move, on
    average and at most, and how many of them keep their most likely next token.
    """

    texts: int
    before: int
    after: int
    right_before: int
    right_after: int
    others_before: int
    others_after: int
    comparison: BatchComparison
    mean_bits: float
    most_bits: float
    kept: int

    @property
    def fall(self) -> float:
        """The share of the misspelling that is gone."""
        return 1 - self.after / self.before


@dataclass(frozen=True)
class Stopped:
    """The greedy text with and without the heads, how often it says the word, what each head does alone (times said),
    by how many bits unrelated prompts move, and how many of them keep their most likely next token.
    """

    text_before: str
    text: str
    said_before: int
    said: int
    alone: tuple[int, ...]
    loops_before: bool
    loops: bool
    mean_bits: float
    most_bits: float
    kept: int


def batch(
    model: LoadedModel, case: CheckCase, edits: Interventions = (), seed: int = SEED
) -> tuple[tuple[str, ...], CheckedTexts]:
    """The texts of a case and what is found in them, always with the same seeds."""
    requests = plan((case.prompt,), case.count, temperatures=(case.temperature,), seed=seed)
    made = samples(model, requests, new_tokens=case.new_tokens, edits=edits)
    texts = tuple(sample.text for sample in made)
    checked = check_texts(
        None,
        texts,
        pipeline_name=BUILT_IN,
        prompts=tuple(sample.prompt for sample in made),
        finished=tuple(sample.stopped == "end" for sample in made),
    )
    return texts, checked


def misspelling(model: LoadedModel, case: CheckCase = MISSPELT, seed: int = SEED) -> Repaired:
    """The batch before and after."""
    wrong = MISSPELLING[0][:-1]
    edits = parse_all(case.edits)
    (texts, checked), (texts_after, checked_after) = (batch(model, case, each, seed) for each in ((), edits))
    before, after = (sum(text.startswith(f" {case.target}") for text in each) for each in (texts, texts_after))
    right, right_after = (sum(text.split()[:1] == [case.instead] for text in each) for each in (texts, texts_after))
    others, others_after = (
        sum(finding.severity != "hint" and wrong not in finding.words.lower() for finding in each.findings)
        for each in (checked, checked_after)
    )
    counts = (len(texts), before, after, right, right_after, others, others_after)
    return Repaired(*counts, compare_batches(checked, checked_after), *_moved(model, edits))


def loop(model: LoadedModel, case: CheckCase = LOOP) -> Stopped:
    """The greedy text with all heads, without the three, and without each of them."""
    edits = parse_all(case.edits)
    ([before], checked), ([after], checked_after) = (batch(model, case, each) for each in ((), edits))
    alone = tuple(batch(model, case, (edit,))[0][0].count("hello") for edit in edits)
    loops = [any(finding.check == "loop" for finding in each.findings) for each in (checked, checked_after)]
    said = (before.count("hello"), after.count("hello"))
    return Stopped(before, after, *said, alone, loops[0], loops[1], *_moved(model, edits))


def _moved(model: LoadedModel, edits: Interventions) -> tuple[float, float, int]:
    """By how many bits the prediction after unrelated prompts moves, on average and at most, and how many keep their
    most likely next token.
    """
    texts = (each.text for each in documents(UNRELATED_SEED, 10**6) if each.family != "chant")
    prompts = islice((text for text in texts if " rec" not in text), UNRELATED)
    bits, kept = [], 0
    for text in prompts:
        ids = model.tokens.encode(" ".join(text.split()[:CUT])).ids
        bits.append(edit_effects(model, ids, edits).kl_bits)
        without, with_them = (next(model.next_logits([ids], each))[1][0, -1].argmax() for each in ((), edits))
        kept += bool(without == with_them)
    return float(np.mean(bits)), float(max(bits)), kept


def main() -> None:
    """Print what the model card says of them."""
    source = Source(DEMO, folder=DEMO_FOLDER)
    model = load(source, device="cpu", limit_bytes=2**30, trace_bytes=2**26, progress=lambda *_: None)
    repaired, stopped = misspelling(model), loop(model)
    print("| worked case | changed | measured |\n|---|---|---|")
    others = [misspelling(model, seed=seed) for seed in OTHER_SEEDS]
    checked_again = "; ".join(
        f"{each.right_after} ({each.right_before}) right, other errors {each.others_after} ({each.others_before})"
        for each in others
    )
    rows = {
        MISSPELT: f"{repaired.right_after} of {repaired.texts} texts begin with “received” ({repaired.right_before} "
        f"without the edits), {repaired.after} with “recieved” ({repaired.before} without); other errors and warnings: "
        f"{repaired.others_after} ({repaired.others_before} without); with other seeds {checked_again}; {UNRELATED} "
        f"unrelated prompts move by {repaired.mean_bits:.4f} bits on average, {repaired.most_bits:.3f} at most, and "
        f"{repaired.kept} keep their next token",
        LOOP: f"“hello” {stopped.said} times ({stopped.said_before} without the edits; {min(stopped.alone)} at least "
        f"with one head off): “{stopped.text.strip()}”; {UNRELATED} unrelated prompts move by {stopped.mean_bits:.4f} "
        f"bits on average, {stopped.most_bits:.3f} at most, and {stopped.kept} keep their next token",
    }
    for case, measured in rows.items():
        print(f"| {case.title}: `{case.prompt}` | `{case.edits.replace(chr(10), '; ')}` | {measured} |")


if __name__ == "__main__":
    main()
