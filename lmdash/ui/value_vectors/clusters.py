"""Clusters: groups of value vectors that point the same way, and the vectors of one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lmdash.analyses.common.frames import rows as rows_of
from lmdash.analyses.common.vectors import name_of
from lmdash.analyses.value_vectors.clusters import ValueClusters, value_clusters
from lmdash.charts.numbers import count, plural, with_minus
from lmdash.ui.frame.addresses.value_vectors import (
    GROUP,
    GROUP_ORDER,
    GROUP_WORD,
    GROUPS,
    GROUPS_SHOWN,
    GroupOrder,
)
from lmdash.ui.frame.inputs import Inputs
from lmdash.ui.kit.boxes import folded
from lmdash.ui.kit.controls import CONTROL_WIDTH, segmented, select, slider, text
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.sentence import Part
from lmdash.ui.kit.tables import show_table
from lmdash.ui.value_vectors.listing import SHOWN, choose_vector, vector_list
from lmdash.ui.value_vectors.rows import Row, rows

SORTED_BY = {
    GroupOrder.TIGHTEST: ("tightness", False),
    GroupOrder.LARGEST: ("size", False),
    GroupOrder.SMALLEST: ("size", True),
}


def clusters_of(inputs: Inputs, number: str = GROUPS.default) -> ValueClusters | None:
    """The clusters, with progress while they are computed for the first time; None when that was stopped."""
    return inputs.ask_watched(value_clusters, doing="Grouping the vectors, step", number=int(number), tokens=SHOWN)


def clusters(inputs: Inputs, answer: Callable[..., None]) -> None:
    """All clusters with their tokens, or the members of the one that was clicked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = select(GROUPS, "Number of groups", width=CONTROL_WIDTH)
        order = segmented(GROUP_ORDER, "Order")
        shown = slider(GROUPS_SHOWN, "Groups shown", step=5)
        word = text(GROUP_WORD, "With the token", placeholder="any", width=CONTROL_WIDTH)
    found = clusters_of(inputs, number)
    if found is None:
        answer("The vectors have not been grouped yet.")
        return
    column, ascending = SORTED_BY[order]
    tokens: list[Any] = [_labels(found, place) for place in range(len(found.clusters))]
    table = found.clusters.assign(tokens=tokens)
    answer(*_headline(found, table))
    cluster = GROUP.below(len(table) + 1)
    if cluster:
        _members(inputs, found, cluster)
        return
    if wanted := word.strip().casefold():
        table = table[[any(wanted in label.casefold() for label in labels) for labels in table["tokens"]]]
        if table.empty:
            st.info(f"“{word.strip()}” is not in the {SHOWN} strongest tokens of any group. Try a shorter piece of it.")
            return
    part = table.sort_values(column, ascending=ascending, kind="stable").head(shown)
    lines = [
        Row(f"Group {row.cluster}", f"{plural(row.size, 'vector')} · {row.tightness:.2f}", row.tokens)
        for row in rows_of(part)
    ]
    rows("group", lines, key="cluster_rows", on_click=lambda index: _open(int(part["cluster"].iloc[index])))
    st.caption(
        "Each line has the number of vectors in the group, how closely they point the same way (mean cosine: 1 is "
        "exactly the same), and the tokens that the group promotes."
    )
    downloads("clusters", table.assign(tokens=table["tokens"].map(" ".join)))


def _headline(found: ValueClusters, table: pd.DataFrame) -> list[Part]:
    tightest = table.iloc[0]
    parts: list[Part] = [f"{count(len(found.members))} value vectors fall into {len(table)} groups by direction; the "]
    parts += [f"tightest ({plural(tightest['size'], 'vector')}) promotes "]
    for label in tightest["tokens"][:4]:
        parts += [(label, "token"), " "]
    return [*parts[:-1], "."]


def _labels(found: ValueClusters, place: int) -> list[str]:
    return found.tokens.of(place, "promoted")["token"].tolist()


def _open(cluster: int | None) -> None:
    choose_vector(None)
    GROUP.set(cluster)


def _members(inputs: Inputs, found: ValueClusters, cluster: int) -> None:
    """The vectors of one cluster, those closest to its direction first."""
    st.button("All groups", icon=":material/arrow_back:", on_click=_open, args=(None,))
    members = found.of(cluster)
    st.markdown(f"**Group {cluster}**: {plural(len(members), 'vector')}, closest to the direction of the group first")
    show_members(inputs, found, cluster, 20, key="cluster_members")
    with folded("The whole group as a table", ":material/table:", "group_table") as box:
        if box.open:
            table = members.assign(vector=list(map(name_of, zip(members["layer"], members["neuron"], strict=True))))
            table = table[["vector", "layer", "neuron", "cosine"]]
            show_table(
                table,
                {"vector": "Vector", "cosine": st.column_config.NumberColumn("Cosine with the group", format="%.3f")},
                "The vectors of this group",
            )
            downloads(f"cluster_{cluster}", table)


def show_members(inputs: Inputs, found: ValueClusters, cluster: int, shown: int, *, key: str) -> None:
    """The first vectors of a cluster, as a list."""
    part = found.of(cluster).head(shown)
    vectors = tuple(zip(part["layer"].tolist(), part["neuron"].tolist(), strict=True))
    vector_list(
        inputs,
        "vector of the group",
        vectors,
        [with_minus(f"cosine {cosine:.2f}") for cosine in part["cosine"]],
        key=key,
    )
