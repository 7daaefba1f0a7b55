"""Everything about one value vector: what it writes, where it acts in the prompt, its neighbours, what to do with it.

Any page may show it; :mod:`lmdash.ui.value_vectors.listing` keeps which vector is chosen.
"""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.common.vectors import SIDES, Vector, VectorTokens, name_of
from lmdash.analyses.value_vectors.vectors import Coefficients, coefficients, nearest_vectors, vector_tokens
from lmdash.charts.numbers import count
from lmdash.charts.value_vectors import FITTING, both_sides, coefficient_bars, token_bars
from lmdash.models.interventions.text import describe
from lmdash.models.interventions.values import Action, Intervention, Positions, Promote, Set, Site
from lmdash.ui.frame.ask import ask
from lmdash.ui.frame.compare import DIFFERENCE, WITHOUT, comparison
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.frame.interventions import add
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part, say
from lmdash.ui.kit.tables import show_table, wide_frame
from lmdash.ui.kit.theme import drawn
from lmdash.ui.value_vectors import names
from lmdash.ui.value_vectors.clusters import clusters_of, show_members
from lmdash.ui.value_vectors.listing import choose_vector, just_chosen, vector_list
from lmdash.ui.value_vectors.rows import cloud, heading

TOKENS, BARS, NEIGHBOURS = 50, 15, 12
IDLE = 0.005  # a coefficient that would be written 0.00
ALL, LAST, HERE = "all tokens", "the last token", "the chosen token on"
TOKEN_COLUMNS = {
    "side": "Side",
    "rank": "Place",
    "token": "Token",
    "id": "Id",
    "score": st.column_config.NumberColumn(
        "Score (logit)", format="%.3f", help="What a coefficient of 1 adds to the token's logit, before the final norm."
    ),
}


def show_value_vector(inputs: Inputs, layer: int, neuron: int) -> None:
    """The details of one value vector, with everything that can be done with it."""
    vector, model = (layer, neuron), inputs.model.id
    tokens = ask(model, vector_tokens, vectors=(vector,), count=TOKENS)
    acts = ask(model, coefficients, ids=inputs.read.ids, vector=vector, edits=inputs.edits)
    heading(f"Value vector {names.titled(vector)}", key="vector_heading", into_view=just_chosen())
    say(*_in_a_sentence(inputs, tokens, acts), key="vector_sentence")
    changes = [describe(edit) for edit in inputs.edits if edit.site == Site("neuron", layer, neuron)]
    if changes:
        say(f"Changed now: {'; '.join(changes)}.", tone="changed", key="vector_changed")
    _actions(inputs, vector)
    part = st.segmented_control(
        "About this vector",
        list(_PARTS),
        default="Tokens",
        required=True,
        key="vector_part",
        bind="query-params",
        label_visibility="collapsed",
    )
    _PARTS[part](inputs, vector, tokens, acts)


def _in_a_sentence(inputs: Inputs, tokens: VectorTokens, acts: Coefficients) -> list[Part]:
    """What it promotes, and which way round it works at the chosen position."""
    promoted, suppressed = (_listed(tokens, side) for side in SIDES)
    here = acts.frame.iloc[inputs.position]
    coefficient, token = float(here["coefficient"]), inputs.read.tokens[inputs.position].label
    parts: list[Part] = ["A positive coefficient promotes ", *promoted, " and suppresses ", *suppressed, ". At "]
    parts.append((token, "token"))
    if abs(coefficient) < IDLE:
        return [*parts, " its coefficient is about 0, so it writes next to nothing."]
    parts.append(f" its coefficient is {coefficient:+.2f}")
    if coefficient < 0:
        parts.append(", so the roles swap: it suppresses the first and promotes the second")
    return [*parts, f". It writes the {_ordinal(int(here['rank']))} most of its layer's {count(acts.neurons)} neurons."]


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{count(number)}{ending}"


def _listed(tokens: VectorTokens, side: str) -> list[Part]:
    parts: list[Part] = []
    for label in tokens.of(0, side)["token"].head(3):
        parts += [(label, "token"), " "]
    return parts[:-1]


def _actions(inputs: Inputs, vector: Vector) -> None:
    """Name it, and send it to the interventions."""
    layer, neuron = vector
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"vector_name_{name_of(vector)}"
        st.text_input(
            "Its name",
            names.name_of(layer, neuron),
            key=key,
            max_chars=names.LONGEST,
            placeholder="what you would call it",
            on_change=lambda: names.give_name(layer, neuron, st.session_state[key]),
            width=200,
            help="Shown instead of its number's meaning on every page; it travels in the link.",
        )
        scope = st.selectbox("Change it at", [ALL, LAST, HERE], key="vector_scope", width=180)
        value = st.number_input("Coefficient", value=3.0, step=0.5, key="vector_value", width=130)
    positions = {ALL: Positions(), LAST: Positions("last"), HERE: Positions("from", (inputs.position,))}[scope]

    def change(label: str, action: Action, icon: str, meaning: str) -> None:
        edit = Intervention(Site("neuron", layer, neuron), action, positions)
        st.button(label, key=f"vector_{label}", icon=icon, help=meaning, on_click=add, args=(edit,))

    with st.container(horizontal=True):
        change("Switch off", Set(0.0), ":material/block:", "Its coefficient becomes 0: it writes nothing.")
        change("Promote", Promote(), ":material/trending_up:", "It writes more than any other neuron of its layer.")
        change("Set", Set(value), ":material/edit:", "Its coefficient becomes the number above.")
        st.button(
            "Close", key="vector_close", icon=":material/close:", on_click=choose_vector, args=(None,), type="tertiary"
        )


def _tokens(_inputs: Inputs, vector: Vector, tokens: VectorTokens, _acts: Coefficients) -> None:
    """Both sides as bars or as a cloud, and all of them as a table."""
    as_cloud = st.toggle("As a cloud", key="vector_cloud", bind="query-params")
    sides = {side: tokens.of(0, side) for side in SIDES}
    for column, (side, found) in zip(st.columns(2), sides.items(), strict=True):
        with column:
            st.caption(f"**{side.capitalize()}** by a positive coefficient")
            if as_cloud:
                cloud(f"{side} tokens", list(zip(found["token"], found["score"], strict=True)), key=f"cloud_{side}")
            else:
                chart = drawn(token_bars(found.head(BARS)))
                st.altair_chart(chart, key=f"bars_{side}", alt=f"Bars of the {BARS} tokens that are {side} most")
    with st.expander(f"The {TOKENS} strongest of each side", icon=":material/table:"):
        table = tokens.frame.drop(columns="vector")
        show_table(table, TOKEN_COLUMNS, "Promoted and suppressed tokens with their scores")
        picture = drawn(both_sides(*(found.head(BARS) for found in sides.values())))
        downloads(f"{name_of(vector)}_tokens", table, picture)


def _in_the_prompt(inputs: Inputs, vector: Vector, _tokens: VectorTokens, acts: Coefficients) -> None:
    """Its coefficient at every position, with or without the interventions."""
    shown, frame, title = comparison(inputs, key="vector_compare"), acts.frame, "coefficient"
    if shown in (WITHOUT, DIFFERENCE):
        plain = ask(inputs.model.id, coefficients, ids=inputs.read.ids, vector=vector).frame
        if shown == DIFFERENCE:
            title = "change of the coefficient"
            change = {name: frame[name] - plain[name] for name in ("coefficient", "dominance")}
            frame = frame.assign(**change)
        else:
            frame = plain
    labels = [token.label for token in inputs.read.tokens]
    chart = drawn(coefficient_bars(frame, labels, inputs.position, title))
    wide = len(labels) > FITTING
    with wide_frame("coefficients_frame") if wide else st.container():
        st.altair_chart(
            chart,
            width="content" if wide else "stretch",
            key="vector_coefficients",
            alt="The coefficient at every token of the prompt",
        )
    table = frame.assign(token=labels)[["position", "token", "coefficient", "dominance", "rank"]]
    columns = {
        "position": "Position",
        "token": "Token",
        "coefficient": st.column_config.NumberColumn("Coefficient", format="%.3f"),
        "dominance": st.column_config.NumberColumn(
            "Dominance", format="%.3f", help="The size of the coefficient times the length of the vector."
        ),
        "rank": st.column_config.NumberColumn("Place in its layer", help="1 is the neuron that writes most there."),
    }
    with st.expander("As a table", icon=":material/table:"):
        show_table(table, columns, "The coefficient at every position")
        downloads(f"{name_of(vector)}_coefficients", table, chart)


def _neighbours(inputs: Inputs, vector: Vector, _tokens: VectorTokens, _acts: Coefficients) -> None:
    """The vectors of all layers that point most nearly the same way."""
    near = ask(inputs.model.id, nearest_vectors, vector=vector, count=NEIGHBOURS)
    found = tuple(zip(near["layer"].tolist(), near["neuron"].tolist(), strict=True))
    numbers = [f"cosine {cosine:.2f}" for cosine in near["cosine"]]
    vector_list(inputs, "nearest vector", found, numbers, key="nearest_vectors")
    downloads(f"{name_of(vector)}_nearest", near)


def _group(inputs: Inputs, vector: Vector, _tokens: VectorTokens, _acts: Coefficients) -> None:
    """The cluster that it is in, with the other vectors there."""
    found = clusters_of(inputs)
    if found is None:
        return
    cluster = found.with_vector(vector)
    st.caption(f"It is in group {cluster} of {len(found.clusters)}, with {len(found.of(cluster)) - 1} other vectors.")
    show_members(inputs, found, cluster, NEIGHBOURS, key="vector_group")


_PARTS = {"Tokens": _tokens, "In the prompt": _in_the_prompt, "Nearest": _neighbours, "Its group": _group}
