"""Behind the picture of an ablation: one part closely, pairs of parts, the texts that would be written, the table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lmdash.analyses.common.frames import rows
from lmdash.analyses.common.tokens import spelled, text_of
from lmdash.analyses.prompt_ablation.ablation import Ablation, Cutting, Way, ablation_texts
from lmdash.analyses.prompt_ablation.pairs import PairAblation, pair_effects, paired, pairs_of
from lmdash.charts.numbers import percent, percent_in_words, plural, signed_number
from lmdash.charts.prompt_ablation.ablation import FULL_AT_LEAST, pair_map
from lmdash.settings import settings
from lmdash.ui.frame.addresses.prompt_ablation import LENGTH, PAIRS, PAIRS_OPEN, PART, TEXTS_OPEN, Pairs
from lmdash.ui.frame.ask import ask_in_parts
from lmdash.ui.frame.inputs import Inputs, set_prompt
from lmdash.ui.kit.boxes import folded, opened
from lmdash.ui.kit.controls import segmented, slider
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.glossary import GLOSSARY
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.prompt_ablation.headline import UNITS, moved, taken
from lmdash.ui.prompt_ablation.target import Target, edits_of

TOGETHER = 64  # rows run in one go: a stop waits for no more, and they share as much work as all do
NEAR = 0.05  # nats: an interaction that is hardly one
COLUMNS = {
    "part": "Part",
    "positions": st.column_config.TextColumn("Tokens", help="Which tokens of the prompt, counted from 0."),
    "way": "How",
    "delta": st.column_config.NumberColumn(
        "Change (nats)", format="%+.3f", help="Of the target's log-probability; −0.69 halves the probability."
    ),
    "probability": "Target",
    "kl_bits": st.column_config.NumberColumn("Divergence (bits)", format="%.3f", help=GLOSSARY["KL divergence"]),
    "token": "The model then says",
    "token_probability": "How likely",
    "flips": st.column_config.CheckboxColumn("Answer changes", help="Whether the model then says something else."),
    "tokens": st.column_config.TextColumn("Read as", help="The tokens that the model then reads.", width="large"),
    "first": "First part",
    "second": "Second part",
    "sum": st.column_config.NumberColumn("Sum of both alone", format="%+.3f"),
    "interaction": st.column_config.NumberColumn("Interaction (nats)", format="%+.3f"),
}
HIDDEN = ["last", "log_probability", "id"]


def look_closer(inputs: Inputs, found: Ablation, cutting: Cutting, target: Target) -> None:
    """One part: what the model reads without it, and what it says then; a click on the strip chooses another one."""
    st.subheader("A closer look at one part")
    flips, number = found.flips, PART.below(len(found.table))
    if number is None:
        number = int(flips.index[0]) if len(flips) else found.strongest_number
    reach = max(float(found.inner["delta"].abs().max()), FULL_AT_LEAST)
    chips = [
        Chip(
            str(row.part),
            min(1.0, abs(row.delta) / reach),
            f"{signed_number(row.delta)} nats; the model then says {row.token}",
            signed_number(row.delta, 1) + (" ★" if row.flips else ""),
            sign=1 if row.delta > 0 else -1,
        )
        for row in rows(found.table)
    ]
    strip(
        "part",
        chips,
        key="part_strip",
        on_click=PART.set,
        selected=number,
        legend=("it supports the answer", "it works against it"),
    )
    row = found.table.iloc[number]
    say(
        *taken(cutting, found, number),
        ", ",
        *moved(target, float(row["probability"])),
        f" ({signed_number(row['delta'])} nats). The whole prediction shifts by {row['kl_bits']:.2f} bits; the model "
        f"would {'now' if row['flips'] else 'still'} say ",
        (str(row["token"]), "token"),
        f" ({percent_in_words(float(row['token_probability']))}).",
        key="part_sentence",
    )
    ids = found.rows[number]
    say("The model then reads: ", *_marked(inputs, ids), tone="small", key="part_tokens")
    st.button(
        "Make it the prompt",
        icon=":material/edit_note:",
        key="part_as_prompt",
        on_click=set_prompt,
        args=(inputs.ask(text_of, ids=ids, begins=True), inputs.target),
        type="tertiary",
    )


def _marked(inputs: Inputs, ids: tuple[int, ...]) -> list[Part]:
    """The tokens, with those marked that the prompt does not have at that place."""
    old = inputs.ids
    same = len(ids) == len(old)
    parts: list[Part] = []
    known = set(old)
    for place, token in enumerate(inputs.ask(spelled, ids=ids)):
        new = token.id != old[place] if same else token.id not in known
        parts += [(token.label, "target" if new else "token"), " "]
    return parts[:400]


def pairs(inputs: Inputs, alone: Ablation, cutting: Cutting, target: Target) -> None:
    """What two parts do together, computed when it is opened."""
    with opened(PAIRS_OPEN, "Pairs: two at a time", ":material/join_inner:") as box:
        if not box.open:
            return
        wanted = pairs_of(alone)
        if not wanted:
            st.info(f"Only one {UNITS[cutting.grouping]} can be removed, so there are no pairs to compare.")
            return
        goes = [wanted[start : start + TOGETHER] for start in range(0, len(wanted), TOGETHER)]
        done = ask_in_parts(
            inputs.model.id,
            pair_effects,
            [{"pairs": go} for go in goes],
            doing="Trying pairs",
            counts=[len(go) for go in goes],
            ids=inputs.ids,
            cutting=cutting,
            target=target.ids,
            edits=edits_of(inputs),
        )
        if not done:
            return
        found = paired(alone, done)
        shown = segmented(PAIRS, "Show")
        say(*_pair_sentence(found), key="pair_sentence")
        chart = pair_map(found, shown is Pairs.MORE)
        picture(chart, key="pair_map", alt="Parts against parts; the same numbers are in the table")
        st.caption(
            "Blue (below 0): each can stand in for the other, so only losing both hurts. Orange (above 0): losing the "
            "first already did most of the damage."
            + (f" Not tried: {plural(found.left, 'part')} with the smallest effect alone." if found.left else "")
        )
        shares: dict[Any, Any] = {"token_probability": percent}
        styled = found.table.style.format(shares)
        st.dataframe(styled, column_config=COLUMNS, hide_index=True, alt="Every pair with its effect")
        downloads("ablation_pairs", found.table, chart)


def _pair_sentence(found: PairAblation) -> list[Part]:
    top = found.table.iloc[0]
    names: list[Part] = [(str(top["first"]), "token"), " and ", (str(top["second"]), "token")]
    if abs(top["interaction"]) < NEAR:
        return ["No two of these parts work together: losing both has the effect of losing each alone, added up."]
    return [
        *names,
        f" depend on each other most: removing both changes the log-probability by {signed_number(top['delta'])} nats, "
        f"while the two effects alone add up to {signed_number(top['sum'])}. The model would then say ",
        (str(top["token"]), "token"),
        f" ({percent_in_words(float(top['token_probability']))}).",
    ]


def texts(inputs: Inputs, found: Ablation, cutting: Cutting) -> None:
    """What the model would write without each part, computed when it is opened."""
    with opened(TEXTS_OPEN, "What the model would write", ":material/edit:") as box:
        if not box.open:
            return
        length = slider(LENGTH, "Tokens to write", high=settings().max_new_tokens)
        rows = (inputs.ids, *found.rows)
        written = inputs.ask_watched(
            ablation_texts, doing="Writing", rows=rows, new_tokens=length, edits=edits_of(inputs)
        )
        if written is None:
            return
        table = found.table[["part", "flips", "tokens"]].assign(text=written[1:])
        say("The whole prompt: ", (written[0] or "(nothing)", "strong"), key="whole_text")
        columns = COLUMNS | {
            "text": st.column_config.TextColumn(f"Text with this part {Way(cutting.way).label}", width="large")
        }
        st.dataframe(
            table[["part", "text", "flips"]], column_config=columns, hide_index=True, alt="The text without each part"
        )
        st.caption("The model always takes the most likely token.")
        downloads("ablation_texts", table)


def table(found: dict[Way, Ablation]) -> None:
    """All numbers, and the tokens that the model reads."""
    with folded("All numbers, and the tokens that the model reads", ":material/table:", "ablation_table") as box:
        if box.open:
            for way, each in found.items():
                if len(found) > 1:
                    st.caption(f"**{way.label.capitalize()}**")
                shares: dict[Any, Any] = {"probability": percent, "token_probability": percent}
                styled = each.table.drop(columns=HIDDEN).style.format(shares)
                alt = f"The numbers of each part {way.label}"
                st.dataframe(styled, column_config=COLUMNS, hide_index=True, alt=alt)
