"""Everything about one value vector: what it writes, where it acts in the prompt, its neighbours, what to do with it.

Any page may show it; :mod:`lmdash.ui.value_vectors.listing` keeps which vector is chosen.
"""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.vectors import SIDES, Vector, VectorTokens, name_of
from lmdash.analyses.value_vectors.vectors import Coefficients, coefficients, nearest_vectors, vector_tokens
from lmdash.charts.numbers import count, ordinal, plural, signed_number, with_minus
from lmdash.charts.value_vectors import FITTING, both_sides, coefficient_bars, token_bars
from lmdash.models.interventions.text import describe
from lmdash.models.interventions.values import Action, Intervention, Positions, Promote, Set, Site
from lmdash.ui.frame.addresses import value_vectors as addresses
from lmdash.ui.frame.addresses.value_vectors import CLOUD, LONGEST_NAME, PART
from lmdash.ui.frame.compare import Shown, comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.interventions import add
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import segmented, toggle
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import figure, picture
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import show_table
from lmdash.ui.value_vectors import names
from lmdash.ui.value_vectors.clusters import clusters_of, show_members
from lmdash.ui.value_vectors.listing import choose_vector, just_chosen, vector_list
from lmdash.ui.value_vectors.rows import cloud, heading

TOKENS, BARS, NEIGHBOURS = 50, 15, 12
VERBS = {"promoted": "promotes", "suppressed": "suppresses"}
IDLE = 0.005  # a coefficient that would be written 0.00
ALL, LAST, HERE = "all tokens", "the last token", "the chosen token and after"
TOKEN_COLUMNS = {
    "side": "Side",
    "rank": "Rank",
    "token": "Token",
    "id": "Id",
    "score": st.column_config.NumberColumn(
        "Score (logit)", format="%.3f", help="What a coefficient of 1 adds to the token's logit, before the final norm."
    ),
}


def show_value_vector(inputs: Inputs, vector: Vector, shown: Shown | None = None) -> None:
    """The details of one value vector, with everything that can be done with it; ``shown`` is what the page shows of
    with, without and difference, where it has asked.
    """
    tokens = inputs.ask(vector_tokens, vectors=(vector,), count=TOKENS)
    acts = inputs.ask(coefficients, vector=vector)
    heading(f"Value vector {names.titled(vector)}", key="vector_heading", into_view=just_chosen())
    say(*_in_a_sentence(inputs, tokens, acts), key="vector_sentence")
    changes = [describe(edit) for edit in inputs.edits if edit.site == Site("neuron", *vector)]
    if changes:
        say(f"Changed now: {'; '.join(changes)}.", tone="changed", key="vector_changed")
    _actions(inputs, vector)
    match segmented(PART, "About this vector", label_visibility="collapsed"):
        case addresses.Part.TOKENS:
            _tokens(vector, tokens)
        case addresses.Part.PROMPT:
            _in_the_prompt(inputs, vector, shown or comparison(inputs))
        case addresses.Part.NEAREST:
            _neighbours(inputs, vector)
        case addresses.Part.GROUP:
            _group(inputs, vector)


def _in_a_sentence(inputs: Inputs, tokens: VectorTokens, acts: Coefficients) -> list[Part]:
    """What it promotes, and which way round it works at the chosen position."""
    promoted, suppressed = (_listed(tokens, side) for side in SIDES)
    here = acts.frame.iloc[inputs.position]
    coefficient, token = float(here["coefficient"]), inputs.read.tokens[inputs.position].label
    parts: list[Part] = ["A positive coefficient promotes ", *promoted, " and suppresses ", *suppressed, ". At "]
    parts.append((token, "token"))
    if abs(coefficient) < IDLE:
        return [*parts, " its coefficient is about 0, so it writes next to nothing."]
    parts.append(f" its coefficient is {signed_number(coefficient)}")
    if coefficient < 0:
        parts.append(", so it does the opposite there")
    rank = int(here["rank"])
    most = "the most" if rank == 1 else f"the {ordinal(rank)} most"
    return [*parts, f". Of the {count(acts.neurons)} value vectors of its layer, it writes {most} there."]


def _listed(tokens: VectorTokens, side: str) -> list[Part]:
    parts: list[Part] = []
    for label in tokens.of(0, side)["token"].head(3):
        parts += [(label, "token"), " "]
    return parts[:-1]


def _actions(inputs: Inputs, vector: Vector) -> None:
    """Name it, and send it to the interventions."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"vector_name_{name_of(vector)}"
        st.text_input(
            "Its name",
            names.name_of(*vector),
            key=key,
            max_chars=LONGEST_NAME,
            placeholder="what you would call it",
            on_change=lambda: names.give_name(*vector, st.session_state[key]),
            width=200,
            help="Shown beside its number on every page, and saved in the link.",
        )
        scope = st.selectbox("Change it at", [ALL, LAST, HERE], key="vector_scope", width=180)
        value = st.number_input("Coefficient", value=3.0, step=0.5, key="vector_value", width=130)
    positions = {ALL: Positions(), LAST: Positions("last"), HERE: Positions("from", (inputs.position,))}[scope]

    def change(label: str, action: Action, icon: str, meaning: str) -> None:
        edit = Intervention(Site("neuron", *vector), action, positions)
        st.button(label, key=f"vector_{label}", icon=icon, help=meaning, on_click=add, args=(edit,))

    with st.container(horizontal=True):
        change("Switch off", Set(0.0), ":material/block:", "Its coefficient becomes 0: it writes nothing.")
        change("Promote", Promote(), ":material/trending_up:", "It writes more than any other of its layer.")
        change("Set", Set(value), ":material/edit:", "Its coefficient becomes the number above.")
        st.button(
            "Close", key="vector_close", icon=":material/close:", on_click=choose_vector, args=(None,), type="tertiary"
        )


def _tokens(vector: Vector, tokens: VectorTokens) -> None:
    """Both sides as bars or as a cloud, and all of them as a table."""
    as_cloud = toggle(CLOUD, "As a cloud")
    sides = {side: tokens.of(0, side) for side in SIDES}
    for column, (side, found) in zip(st.columns(2), sides.items(), strict=True):
        with column:
            st.caption(f"**{side.capitalize()}** by a positive coefficient")
            if as_cloud:
                cloud(f"{side} tokens", list(zip(found["token"], found["score"], strict=True)), key=f"cloud_{side}")
            else:
                chart = token_bars(found.head(BARS))
                picture(chart, key=f"bars_{side}", alt=f"Bars of the {BARS} tokens that it {VERBS[side]} most")
    with folded(f"The {TOKENS} strongest tokens on each side", ":material/table:", "vector_tokens_table") as box:
        if box.open:
            table = tokens.frame.drop(columns="vector")
            show_table(table, TOKEN_COLUMNS, "Promoted and suppressed tokens with their scores")
            both = both_sides(*(found.head(BARS) for found in sides.values()))
            downloads(f"{name_of(vector)}_tokens", table, both)


def _in_the_prompt(inputs: Inputs, vector: Vector, shown: Shown) -> None:
    """Its coefficient at every position, with or without the interventions."""
    frame, title = shown.one(coefficients, vector=vector).frame, "coefficient"
    if shown.change:
        plain, title = inputs.ask(coefficients, vector=vector, edits=()).frame, "change in the coefficient"
        frame = frame.assign(**{name: frame[name] - plain[name] for name in ("coefficient", "dominance")})
    labels = [token.label for token in inputs.read.tokens]
    table = frame.assign(token=labels)[["position", "token", "coefficient", "dominance", "rank"]]
    columns = {
        "position": "Position",
        "token": "Token",
        "coefficient": st.column_config.NumberColumn("Coefficient", format="%.3f"),
        "dominance": st.column_config.NumberColumn(
            "Dominance", format="%.3f", help="The size of the coefficient times the length of the vector."
        ),
        "rank": st.column_config.NumberColumn("Rank in its layer", help="1 writes the most at that token."),
    }
    figure(
        f"{name_of(vector)}_coefficients",
        coefficient_bars(frame, labels, inputs.position, title),
        table,
        "The coefficient at every token of the prompt",
        columns=columns,
        wide=len(labels) > FITTING,
    )


def _neighbours(inputs: Inputs, vector: Vector) -> None:
    """The vectors of all layers that point most nearly the same way."""
    near = inputs.ask(nearest_vectors, vector=vector, count=NEIGHBOURS)
    found = tuple(zip(near["layer"].tolist(), near["neuron"].tolist(), strict=True))
    numbers = [with_minus(f"cosine {cosine:.2f}") for cosine in near["cosine"]]
    vector_list(inputs, "nearest vector", found, numbers, key="nearest_vectors")
    downloads(f"{name_of(vector)}_nearest", near)


def _group(inputs: Inputs, vector: Vector) -> None:
    """The cluster that it is in, with the other vectors there."""
    found = clusters_of(inputs)
    if found is None:
        return
    cluster = found.with_vector(vector)
    others = plural(len(found.of(cluster)) - 1, "other vector")
    st.caption(f"It is in group {cluster} of {len(found.clusters)}, with {others}.")
    show_members(inputs, found, cluster, NEIGHBOURS, key="vector_group")
