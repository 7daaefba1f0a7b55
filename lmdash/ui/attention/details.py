"""One head in detail: why it looks where it looks, and what it writes."""

from __future__ import annotations

import streamlit as st

from lmdash.analyses.attention.pair import AttentionPair, attention_pair
from lmdash.analyses.attention.writes import HeadPushes, head_pushes, head_writes
from lmdash.analyses.common.heads import name_of
from lmdash.analyses.common.tokens import Token
from lmdash.analyses.next_token.next_token import next_token
from lmdash.charts.attention import products, signed_bars
from lmdash.charts.numbers import count, ordinal, percent, percent_in_words, signed_number
from lmdash.errors import InputError
from lmdash.ui.attention.study import Study, set_head
from lmdash.ui.frame.addresses.attention import AGAINST, KEY, PAIR_TABLE, PUSH_TABLE, TOWARDS, UNROTATED
from lmdash.ui.frame.inputs import word_after
from lmdash.ui.kit.boxes import opened
from lmdash.ui.kit.controls import text, toggle
from lmdash.ui.kit.downloads import downloads
from lmdash.ui.kit.figure import picture
from lmdash.ui.kit.sentence import say
from lmdash.ui.kit.strip import Chip, strip
from lmdash.ui.kit.tables import show_table

SHOWN = 8
_KINDS = {
    "embedding": "embedding",
    "ffn": "feed-forward parts",
    "bias": "biases",
    "intervention": "interventions",
    "attention": "attention",
}


def why(study: Study) -> None:
    """Query times key, number by number, for one pair of tokens."""
    if study.change:
        st.caption("This view cannot show a difference, so it shows the model with the interventions.")
    key = study.key()
    tokens = study.tokens
    try:
        pair = study.shown.one(attention_pair, head=study.head, query=study.query, key=key)
    except InputError as error:
        say(str(error), tone="note", key="no_pair")
        return
    weights = pair.row["weight"]
    strip(
        "token looked at",
        [
            Chip(tokens[place].label, float(share), detail=percent(float(share)), special=tokens[place].special)
            for place, share in enumerate(weights)
        ],
        key="keys_strip",
        on_click=KEY.set,
        selected=key,
        legend=("not looked at", "all attention"),
    )
    say(
        "When it reads ",
        (tokens[study.query].label, "token"),
        f", {study.name} gives ",
        (tokens[key].label, "token"),
        f" {percent_in_words(pair.weight)} of its attention. {_sum_in_words(pair)} {_place_in_words(pair, key)}",
        key="why",
    )
    elements = pair.elements
    if pair.unrotated is not None:
        before = toggle(
            UNROTATED,
            "Without positions (rotary)",
            help="This model rotates query and key by an angle that grows with the position. Without the rotation, "
            "their product says how well the two tokens match, wherever they are in the text.",
        )
        if before:
            elements = pair.unrotated
            st.caption(
                f"Without positions the score would be {signed_number(pair.unrotated_score)} instead of "
                f"{signed_number(pair.score)}."
            )
    chart = products(elements)
    picture(chart, key="products", alt="Query, key and their product, number by number")
    st.caption("Orange is positive, blue is negative. The sum of the products, times the scale, is the score.")
    with opened(PAIR_TABLE, "All numbers", ":material/table:") as box:
        if box.open:
            st.dataframe(elements, hide_index=True, alt="Query, key and product, number by number")
            downloads("query_key", elements, chart)
            row = pair.row.assign(token=[tokens[place].label for place in pair.row["position"]])
            st.dataframe(row, hide_index=True, alt="Score and weight of every token that can be looked at")
            downloads("scores", row)


def _sum_in_words(pair: AttentionPair) -> str:
    cap = "" if pair.softcap is None else f", kept within ±{pair.softcap:g}"
    return (
        f"Query · key is {signed_number(pair.total)}; times the scale {pair.scale:.3g}{cap}, that makes a score of "
        f"{signed_number(pair.score)}."
    )


def _place_in_words(pair: AttentionPair, key: int) -> str:
    seen = pair.row[pair.row["weight"] > 0]
    if key not in set(seen["position"]):
        return "This layer only looks a few tokens back, and this token is too far away."
    rank = int((seen["score"] > pair.row["score"].iloc[key]).sum()) + 1
    place = "highest" if rank == 1 else f"{ordinal(rank)} highest"
    among = f"That is the {place} of {count(len(seen))} scores" if len(seen) > 1 else "That is the only score"
    return f"{among}; the softmax turns scores into shares of 100%."


def writes(study: Study) -> None:
    """Tokens that the head raises and lowers at the query, and the heads that push most towards a word."""
    written = study.shown.one(head_writes, head=study.head, change=study.change)
    what = f"the interventions change how {study.name} pushes" if study.change else f"{study.name} by itself pushes"
    say("At ", (study.tokens[study.query].label, "token"), f", {what} these tokens most, up and down:", key="writes")
    raises, lowers = st.columns(2, gap="medium")
    for place, title, name, table in (
        (raises, "raises most", "promoted", written.promoted),
        (lowers, "lowers most", "suppressed", written.suppressed),
    ):
        with place:
            st.caption(f"**{title}** (logit)")
            chart = signed_bars(table.head(SHOWN), "token", "push", "logit")
            picture(chart, key=f"{name}_bars", alt=f"Tokens that the head {title}")
            downloads(name, table, chart)
    st.subheader("Which heads push towards a word?")
    _pushes(study)


def _pushes(study: Study) -> None:
    left, right = st.columns(2)
    with left:
        towards = text(TOWARDS, "Towards", placeholder=study.inputs.target or "the model's answer")
    with right:
        against = text(AGAINST, "Against", placeholder="nothing (the logit itself)")
    wanted = word_after(study.inputs, towards.strip() or study.inputs.target)
    rival = word_after(study.inputs, against)
    first = wanted.tokens[0] if wanted else _most_likely(study)
    other = rival.tokens[0] if rival else None
    pushes = study.shown.ask(head_pushes, token=first.id, rival=other.id if other else None)
    _say_pushes(study, pushes, first.label, other.label if other else "")
    strongest = pushes.heads.sort_values("push", key=abs, ascending=False, kind="stable").head(SHOWN)
    strongest = strongest.sort_values("push", ascending=False)
    heads = [(int(layer), int(head)) for layer, head in zip(strongest["layer"], strongest["head"], strict=True)]
    names = [name_of(head) for head in heads]
    chart = signed_bars(strongest.assign(name=names), "name", "push", "logit")
    picture(chart, key="push_bars", alt="The heads that push most")
    strip(
        "open head",
        [Chip(name) for name in names],
        key="push_strip",
        on_click=lambda index: set_head(heads[index]),
        selected=heads.index(study.head) if study.head in heads else -1,
    )
    with opened(PUSH_TABLE, "All heads", ":material/table:") as box:
        if box.open:
            show_table(
                pushes.heads, {"push": st.column_config.NumberColumn("Push (logit)", format="%.3f")}, "All heads"
            )
            downloads("pushes", pushes.heads, chart)


def _most_likely(study: Study) -> Token:
    best = study.shown.one(next_token).top.iloc[0]
    return Token(int(best["id"]), str(best["token"]))


def _say_pushes(study: Study, pushes: HeadPushes, label: str, rival: str) -> None:
    rest = ", ".join(f"{_KINDS[kind]} {signed_number(value)}" for kind, value in pushes.others.items())
    what = "difference of the two logits" if rival else "logit"
    say(
        f"{name_of(pushes.strongest)} {'gains the most push' if study.change else 'pushes most'} towards ",
        (label, "target"),
        *([" against ", (rival, "token")] if rival else []),
        f" ({signed_number(pushes.heads['push'].iloc[0])} logits). All heads together: "
        f"{signed_number(pushes.from_heads)}; {rest}. The total, {signed_number(pushes.together)}, is "
        f"{'the change of ' if study.change else ''}the {what}"
        + (", before the model's soft cap." if pushes.soft_cap else "."),
        key="pushes",
    )
