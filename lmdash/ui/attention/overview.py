"""All heads at once: a map of one number per head, heads named by their habits, and how those were found."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lmdash.analyses.attention.probe import HeadProbe, copying_accuracy, head_probe
from lmdash.analyses.attention.scores import head_scores
from lmdash.analyses.common.difference import difference
from lmdash.analyses.common.heads import Head, name_of
from lmdash.charts.attention import MEASURES, PICK, head_map
from lmdash.charts.numbers import percent, percent_in_words
from lmdash.errors import InputError
from lmdash.ui.attention.study import Study, set_head
from lmdash.ui.frame.addresses.attention import HEADS_TABLE, MEASURE, PROBE, PROBE_SEED
from lmdash.ui.kit.boxes import opened
from lmdash.ui.kit.controls import number, select
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.strip import Chip, strip

SHOWN_TEXTS = 2
NAMED = 8  # heads of one habit that are named
_BOX = "_head_box"


def overview(study: Study, controls: DeltaGenerator) -> None:
    """The map, which a click or the list opens a head from, and what the clear heads do."""
    probe = _probe(study)
    measures = {measure.column: measure for measure in MEASURES if probe or not measure.probe}
    with controls:
        measure = measures[select(MEASURE, "Colour by", options=list(measures), width=230)]
        _head_box(study)
    st.caption(measure.meaning)
    change = study.change and not measure.probe
    table = probe.scores if probe and measure.probe else _of_the_prompt(study)
    chart = head_map(table, measure, study.head, change=change)
    place, words = st.columns([3, 2], gap="medium") if study.inputs.model.heads <= 16 else (st.container(),) * 2
    with place:
        key = f"head_map_{study.name}"  # a new one for each head, or a second click on the same cell would do nothing
        picture(
            chart,
            width="content",
            key=key,
            on_select=lambda: _picked(key),
            selection_mode=PICK,
            alt=f"{measure.title}: one cell per head, layers down, heads across; the table below has the same numbers",
        )
    with words:
        if study.inputs.edits and measure.probe:
            st.caption("Habits are measured without interventions.")
        if probe:
            _habits(study, probe)
    with opened(HEADS_TABLE, "All heads as a table", ":material/table:") as box:
        if box.open:
            everything = _of_the_prompt(study)
            if probe:
                everything = everything.merge(probe.scores, on=["layer", "head"])
            st.dataframe(everything.style.format(precision=3), hide_index=True, alt="Every number of every head")
            downloads("heads", everything, chart)
    if probe:
        with opened(PROBE, "How habits were measured", ":material/science:") as box:
            if box.open:
                _about_the_probe(study, probe)


def _probe(study: Study) -> HeadProbe | None:
    try:
        return study.inputs.ask_watched(head_probe, doing="Probing heads", seed=PROBE_SEED.value)
    except InputError as error:
        say(str(error), tone="note", key="no_probe")
        return None


def _of_the_prompt(study: Study) -> pd.DataFrame:
    shown = study.shown.one(head_scores)
    if not study.change:
        return shown
    numbers = [column for column in shown.columns if column not in ("layer", "head")]
    return difference(shown, study.inputs.ask(head_scores, edits=()), numbers, ("layer", "head"))


def _head_box(study: Study) -> None:
    """The same choice as in the map, for the keyboard."""
    shown = st.session_state.get(_BOX, 0)
    if st.session_state.get(f"{_BOX}{shown}", study.name) != study.name:  # opened by another way: see ui.kit.address
        shown = st.session_state[_BOX] = shown + 1
    key = f"{_BOX}{shown}"
    st.session_state.setdefault(key, study.name)
    heads = study.all_heads
    st.selectbox("Head", list(heads), key=key, width=130, on_change=lambda: set_head(heads[st.session_state[key]]))


def picked_head(state: dict) -> Head | None:
    """The head that was clicked in the map; None where nothing is."""
    picked = state["selection"].get(PICK)
    return (int(picked[0]["layer"]), int(picked[0]["head"])) if picked else None


def _picked(key: str) -> None:
    head = picked_head(st.session_state[key])
    if head:
        set_head(head)


def _habits(study: Study, probe: HeadProbe) -> None:
    """Heads with a clear habit, in words; a click opens one."""
    habits = probe.habits()
    if not habits:
        say(
            "No head clearly copies, looks at the same word earlier on, or looks at the token before.",
            key="habits",
        )
        return
    scores = probe.scores.set_index(["layer", "head"])
    for habit, heads in habits.items():
        many, score_of = len(heads) > 1, scores[habit.score].to_dict()
        say(
            ", ".join(map(name_of, heads[:NAMED])) + (f" and {len(heads) - NAMED} more" if len(heads) > NAMED else ""),
            f" {habit.several if many else habit.one}.",
            key=f"habit_{habit.score}",
        )
        strip(
            f"head that {habit.one}",
            [Chip(name_of(head), float(score_of[head]), detail=percent(score_of[head])) for head in heads[:NAMED]],
            key=f"heads_{habit.score}",
            on_click=lambda index, heads=heads: set_head(heads[index]),
            selected=heads.index(study.head) if study.head in heads[:NAMED] else -1,
        )


def _about_the_probe(study: Study, probe: HeadProbe) -> None:
    """What the model read, the control, and whether the copying heads are what it copies with."""
    number(PROBE_SEED, "Seed of the random words", width=200)
    say(
        f"The model reads {probe.words} random words twice, in {len(probe.said)} texts; only copying can predict the "
        "repeat. In the control the repeat is shuffled: a head that scores as high there has no such habit.",
        tone="small",
    )
    for name, texts in (("read twice", probe.said), ("control", probe.shuffled)):
        for place, tokens in enumerate(texts[:SHOWN_TEXTS], 1):
            say(
                (f"{name}, text {place}: ", "strong"),
                ("".join(token.label for token in tokens), "token"),
                tone="small",
            )
    heads = next((heads for habit, heads in probe.habits().items() if habit.score == "induction"), ())
    if not heads:
        return
    whole, first = (study.inputs.ask(copying_accuracy, without=without, seed=probe.seed) for without in ((), heads[:1]))
    parts = [
        f"The model gets {percent_in_words(whole)} of the repeat right. Without {name_of(heads[0])} (its result set "
        f"to zero) it gets {percent_in_words(first)} right."
    ]
    if len(heads) > 1:
        rest = study.inputs.ask(copying_accuracy, without=heads, seed=probe.seed)
        parts.append(f" Without all {len(heads)} copying heads it gets {percent_in_words(rest)} right.")
    say(*parts, key="ablation")
