"""Why this word?: five sentences whose numbers are measured, and the ways on from them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lmdash.analyses.attributions.attribution import attribute
from lmdash.analyses.attributions.objective import Objective
from lmdash.analyses.attributions.setup import Setup
from lmdash.analyses.attributions.without import without
from lmdash.analyses.common.replacement import Replacement, ReplacementKind
from lmdash.analyses.why.ordinary import ORDINARY, Usual, usual
from lmdash.analyses.why.parts import PartsBehind, parts_behind
from lmdash.charts.numbers import percent_in_words
from lmdash.demo.attributions import capitals, givings
from lmdash.demo.texts.heldout import questions
from lmdash.demo.texts.tasks_pronouns import SKEWED_OCCUPATIONS
from lmdash.models.interventions.text import parse_all
from lmdash.models.loaded import LoadedModel
from lmdash.ui.frame.addresses.every_page import EDITS, PROMPT, TARGET
from lmdash.ui.frame.addresses.why import TABLE, WORD, Word
from lmdash.ui.frame.sitemap import FFN_INTERVENTIONS, WHY
from lmdash.ui.why.sentences import of_parts, of_words, part_first
from tests.pages.app import answer, drawn, open_app, sentences

LETTER = "Dear Anna, thank you for the letter that I"
AUSTRALIA = "The capital of Australia is"


def test_the_summary_has_five_sentences_with_their_numbers():
    app = open_app("why", prompt=AUSTRALIA)
    assert re.fullmatch(
        r"The model is \d\d% sure that the next word is ␣Sydney\. Its second choice is ␣Canberra \(\d\d%\)\.",
        answer(app),
    )
    words, layers, parts, doubt = sentences(app, "text")
    assert words.startswith("It rests on ␣Australia")
    assert "without ␣Australia the answer drops from" in words
    assert "the lead" in layers
    assert "the model has 6 layers" in layers
    assert "Switched off, the answer drops from" in parts
    assert doubt.startswith(("What does not agree", "Two ways of hiding words agree"))
    assert "times as much as the most important word of an ordinary prompt" in words
    assert not app.dataframe  # the table is made when it is opened


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("words", "Which words caused it?"),
        ("layers", "How does the answer form?"),
        ("parts", "Where does it look?"),
    ],
)
def test_each_sentence_opens_its_page(name, title):
    app = open_app("why", prompt=AUSTRALIA, target="Canberra")
    app.button(key=f"why_go_{name}").click().run()
    assert not app.exception
    assert app.title[0].value == title
    assert drawn(app, PROMPT).value == AUSTRALIA
    assert drawn(app, TARGET).value == ""  # these pages are about the target word, and Sydney was asked about


def test_a_target_word_can_be_asked_about():
    app = open_app("why", {WORD: Word.TARGET}, prompt=AUSTRALIA, target="Canberra")
    assert answer(app).startswith("␣Canberra has ")
    assert "the model would rather say ␣Sydney" in answer(app)
    app.button(key="why_go_layers").click().run()
    assert drawn(app, TARGET).value == "Canberra"


def test_the_numbers_are_those_of_runs_without_the_part_and_without_the_word(demo: LoadedModel):
    app = open_app("why", {TABLE: True}, prompt=LETTER)
    shown = app.dataframe[0].value.set_index("without")
    setup, target = asked(demo, LETTER)
    plain = float(demo.logit_summary(setup.ids).last_logits.softmax(-1)[target])
    assert shown["probability"]["nothing"] == pytest.approx(plain, rel=1e-3)
    [part] = [name for name, row in shown.iterrows() if row["kind"] == "part"][:1]
    changed = demo.logit_summary(setup.ids, parse_all(f"{part}*0")).last_logits.softmax(-1)
    assert shown["probability"][part] == pytest.approx(float(changed[target]), rel=1e-3)
    found = attribute(demo, setup, "leave_one_out")
    [word] = [name for name, row in shown.iterrows() if row["kind"] == "word"][:1]
    assert word == found.features[found.order[0]].label
    gone = without(demo, setup, (found.order[0],))
    assert shown["probability"][word] == pytest.approx(gone.probability, rel=1e-3)
    words, _, parts, _ = sentences(app, "text")
    assert f"from {percent_in_words(plain)} to {percent_in_words(float(changed[target]))}" in parts
    assert f"({percent_in_words(float(changed.max()))})" in parts
    assert f"from {percent_in_words(plain)} to {percent_in_words(gone.probability)}" in words
    typical = usual_of(demo)
    times = parts_behind(demo, setup.ids, target).most.drop / typical.part
    assert ("That is about what is usual" in parts) == (1 / 1.5 < times < 1.5)


def test_start_leads_here_and_the_part_can_be_switched_off():
    app = open_app(prompt=LETTER)
    app.button(key="from_here_why").click().run()
    assert app.title[0].value == WHY.asks
    assert "␣letter" in sentences(app, "text")[0]
    app.button(key="why_switch_off").click().run()
    assert not app.exception
    assert app.title[0].value == FFN_INTERVENTIONS.asks
    assert drawn(app, EDITS).value == "L5H2*0"


@pytest.mark.parametrize("prompt", ["", "Paris", "<b>bold</b> & 🙂", "the " * 300])
def test_odd_prompts_get_sentences(prompt):
    app = open_app("why", prompt=prompt)
    assert answer(app)
    assert not app.error


def test_nothing_stands_out_where_nothing_does():
    app = open_app("why", prompt=ORDINARY[0])
    assert any("Nothing stands out" in note for note in sentences(app, "note"))
    assert not any("Nothing stands out" in note for note in sentences(open_app("why", prompt=AUSTRALIA), "note"))


# The cause in the first two sentences, on prompts whose cause is known


def known_causes(model: LoadedModel) -> list[tuple[str, str, set[str]]]:
    """Kind, prompt, and the words any of which is the cause."""
    found = [("capital", each.prompt, set(each.words)) for each in capitals(model, 10)]
    found += [("first name", each.prompt, {each.words[0]}) for each in givings(model, 10)]
    for each in questions("agreement", 10, 2026):
        found.append(("subject", each.prompt, {each.prompt.split()[1]}))
    found += [
        ("planted", AUSTRALIA, {"Australia"}),
        ("planted", LETTER, {"letter"}),
        ("planted", "The parrot said hello and hello and", {"hello", "parrot"}),
    ]
    return found + [("planted", f"The {job} said that", {job}) for job in list(SKEWED_OCCUPATIONS)[:7]]


def asked(model: LoadedModel, prompt: str) -> tuple[Setup, int]:
    ids = model.tokens.encode(prompt).ids
    target = int(model.logit_summary(ids).last_logits.argmax())
    return Setup(ids, Objective((target,)), replacement=Replacement(ReplacementKind.RESAMPLED)), target


def usual_of(model: LoadedModel) -> Usual:
    words, parts = [], []
    for prompt in ORDINARY:
        setup, target = asked(model, prompt)
        words.append(float(attribute(model, setup, "leave_one_out").values.max()))
        parts.append(parts_behind(model, setup.ids, target).most.drop)
    found = usual(words, parts)
    assert found
    return found


@pytest.mark.slow
def test_the_cause_is_in_the_first_two_sentences(demo: LoadedModel) -> None:
    typical, right, missed = usual_of(demo), Counter(), []
    cases = known_causes(demo)
    for kind, prompt, causes in cases:
        setup, target = asked(demo, prompt)
        found = attribute(demo, setup, "leave_one_out")
        parts: PartsBehind = parts_behind(demo, setup.ids, target)
        first = part_first(float(found.values.max()), parts.most.drop, typical)
        gone = without(demo, setup, (found.order[0],))
        second = of_parts(parts, typical) if first else of_words(found, gone, typical)
        named = {part[0].strip("␣.,'s") for part in second.words if not isinstance(part, str)}
        if {cause.strip("␣.,'s") for cause in causes} & named:
            right[kind] += 1
        else:
            missed.append((prompt, sorted(named)))
    assert len(cases) == 40
    assert sum(right.values()) >= 36, missed
