"""Pictures of many prompts: how likely the words are after each, and how often a template's answer is right."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from lmdash.charts.theme import INK, STRENGTH, TARGET, WITHOUT, Layered

MOST_BARS = 40
_LABEL = 230  # pixels
_COLOURS = {"target": TARGET, "rival": WITHOUT, "expected": STRENGTH}


def word_bars(table: pd.DataFrame, words: tuple[str, ...]) -> alt.Chart:
    """A bar for each word of ``words`` (target, rival, expected) and each of the first prompts."""
    shown = table.head(MOST_BARS).reset_index(drop=True)
    long = pd.concat(
        [
            pd.DataFrame(
                {
                    "row": shown.index,
                    "prompt": [f"{row + 1}  {text}" for row, text in enumerate(shown["prompt"])],
                    "word": shown[word],
                    "kind": word,
                    "probability": shown[f"{word}_probability"],
                }
            )
            for word in words
        ],
        ignore_index=True,
    )
    return (
        alt.Chart(long)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            y=alt.Y("prompt:N", title=None, sort=alt.EncodingSortField("row"), axis=_labels()),
            yOffset=alt.YOffset("kind:N", sort=list(words)),
            x=alt.X("probability:Q", title="probability", scale=alt.Scale(domain=[0, 1]), axis=_axis(format="%")),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(words), range=[_COLOURS[word] for word in words]),
                legend=alt.Legend(orient="top", labelColor=INK) if len(words) > 1 else None,
            ),
            tooltip=["prompt:N", "kind:N", "word:N", alt.Tooltip("probability:Q", format=".2%")],
        )
        .properties(height=alt.Step(16 if len(words) > 1 else 24))
        .configure_view(stroke=None)
    )


def accuracy_bars(accuracy: pd.DataFrame) -> Layered:
    """How often the answer was right for each value, worst first, with a 95% interval and the counts."""
    shown = accuracy.head(MOST_BARS)
    counted = shown.assign(counts=[f"{right} of {of}" for right, of in zip(shown["right"], shown["of"], strict=True)])
    base = alt.Chart(counted).encode(
        y=alt.Y("value:N", title=None, sort=list(counted["value"]), axis=_labels()),
        tooltip=["value:N", "counts:N", alt.Tooltip("share:Q", format=".0%")],
    )
    share = alt.X("share:Q", title="right answers", scale=alt.Scale(domain=[0, 1]), axis=_axis(format="%"))
    bars = base.mark_bar(color=STRENGTH, opacity=0.75, cornerRadiusEnd=3).encode(x=share)
    spread = base.mark_rule(color=INK, opacity=0.7).encode(x="low:Q", x2="high:Q")
    counts = base.mark_text(align="left", dx=6, dy=-7, color=INK, fontSize=11).encode(
        x=alt.X("share:Q"), text="counts:N"
    )
    return (bars + spread + counts).properties(height=alt.Step(30)).configure_view(stroke=None)


def _axis(**more: Any) -> alt.Axis:
    return alt.Axis(labelColor=INK, titleColor=INK, grid=False, **more)


def _labels() -> alt.Axis:
    return alt.Axis(labelColor=INK, labelFontSize=12, ticks=False, domain=False, labelPadding=8, labelLimit=_LABEL)
